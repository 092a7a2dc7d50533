"""The shell around the page of drafts: what begins and ends with it, and what comes once it was left."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import MagicMock
from uuid import uuid4

import pytest

from counter_app.ports.window import Page
from counter_app.words.drafts import DraftWords
from devices.id_card.specimens import CHEN
from shared.handoff.code import encode
from tests.unit.counter_app.bench import MARRIAGE, Bench
from tests.unit.counter_app.drafts_page import DraftsPage
from tests.unit.counter_app.shell_bench import Shell
from tests.unit.shared.intake.desks import CLERK


@pytest.fixture
def among_drafts(bench: Bench, drafts_page: DraftsPage) -> Shell:
    """A clerk before the page of drafts."""
    shell = Shell(bench, room=drafts_page.room, drafts=drafts_page.presenter)
    shell.presenter._signed_in(CLERK)
    shell.window.draftsAsked.emit()
    drafts_page.lane.drain()
    assert shell.window.page is Page.DRAFTS
    return shell


def begin_case(shell: Shell) -> None:
    shell.bench.workbench.begin(MARRIAGE)
    shell.bench.lane.drain()


@pytest.mark.parametrize(
    ("turn", "to"),
    [
        (begin_case, Page.INTAKE),
        (lambda shell: shell.window.newCaseAsked.emit(), Page.WELCOME),
        (lambda shell: shell.presenter.show_scanned(uuid4()), Page.DONE),
    ],
    ids=("case", "welcome", "sealed case"),
)
def test_a_code_on_the_applicants_screen_ends_with_the_page_of_drafts(
    among_drafts: Shell, drafts_page: DraftsPage, turn: Callable[[Shell], None], to: Page
) -> None:
    shown: list[object] = []
    drafts_page.presenter.offerShown.connect(shown.append)
    drafts_page.presenter.card_read(CHEN)
    drafts_page.presenter.offer(drafts_page.draft().case_id)
    drafts_page.lane.drain()
    assert shown[-1] is not None
    turn(among_drafts)
    assert (among_drafts.window.page, shown[-1]) == (to, None)
    assert (drafts_page.state.offer, drafts_page.state.person) == (None, DraftWords().nobody())


@pytest.mark.parametrize(
    ("turns", "offers"),
    [
        ((), 1),
        (("newCaseAsked",), 0),
        (("newCaseAsked", "draftsAsked"), 0),
        (("draftsAsked",), 0),
        (("signOutAsked",), 0),
    ],
    ids=("waited for", "left", "left and begun afresh", "begun afresh", "clerk gone"),
)
def test_a_draft_is_handed_over_only_where_somebody_still_waits_for_it(
    bench: Bench, turns: tuple[str, ...], offers: int
) -> None:
    drafts = MagicMock()
    shell = Shell(bench, room=MagicMock(), drafts=drafts)
    shell.presenter._signed_in(CLERK)
    begin_case(shell)
    shell.window.handOverAsked.emit()
    for turn in turns:
        getattr(shell.window, turn).emit()
    shell.settled()
    assert drafts.offer.call_count == offers


def test_a_draft_that_comes_once_another_case_is_open_is_told_and_does_not_replace_it(
    among_drafts: Shell, drafts_page: DraftsPage
) -> None:
    _, code = drafts_page.draft_elsewhere()
    drafts_page.presenter.code_scanned(encode(code))
    begin_case(among_drafts)
    drafts_page.lane.drain()
    told = among_drafts.settled()
    facts = among_drafts.bench.workbench.facts
    assert (told.text, told.detail) == DraftWords().arrived_later()
    assert facts is not None
    assert facts.draft.subject_code == MARRIAGE
    assert not drafts_page.arrived
