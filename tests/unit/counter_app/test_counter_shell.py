"""The shell: what it says above the work, which page it shows, and where cards go."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import MagicMock
from uuid import UUID

import pytest

from counter_app.ports.shell import BannerState
from counter_app.ports.window import Page
from counter_app.presenters.applicants import ApplicantsPresenter
from counter_app.presenters.search import SearchPresenter
from counter_app.words.case import IdentityWords
from counter_app.words.failures import FailureWords
from counter_app.words.shell import ShellWords
from devices.id_card.specimens import CHEN, LIANG
from shared.domain.items import ItemState
from shared.intake.desk import IntakeDesk
from shared.intake.errors import SubjectClosedError
from shared.store.errors import StoreBusyError
from shared.store.terminal import Terminal
from tests.unit.counter_app.bench import Bench
from tests.unit.counter_app.cases import begin, fill_case
from tests.unit.counter_app.done_page import DonePage
from tests.unit.counter_app.fake_views import FakeApplicants, FakeHeader, FakeWelcome
from tests.unit.counter_app.shell_bench import Shell
from tests.unit.shared.intake.desks import CLERK, FORMER, record_former


@pytest.fixture
def kept(bench: Bench, terminal: Terminal) -> UUID:
    """A draft that goes by an older version."""
    desk = bench.intake
    draft = desk.use_version(desk.begin("7.1", "counter"), record_former(terminal))
    return draft.case_id


def version_of(shell: Shell) -> str:
    facts = shell.bench.workbench.facts
    assert facts is not None
    return facts.draft.catalogue_version


def test_a_draft_of_an_older_catalogue_is_opened_with_what_changed_and_one_act(bench: Bench, kept: UUID) -> None:
    shell = Shell(bench)
    banner = shell.opens(kept)
    assert (shell.window.page, version_of(shell)) == (Page.INTAKE, FORMER)
    assert f"仍按开始时的 {FORMER} 办" in banner.text
    assert "要多交“近期免冠证件照”" in banner.detail
    assert "时限 10 个工作日改为 3 个" in banner.detail
    assert [act.words for act in banner.acts] == ["改按新版办"]


def test_the_act_moves_it_to_the_newest_and_the_next_one_back(bench: Bench, kept: UUID) -> None:
    shell = Shell(bench)
    (act,) = shell.opens(kept).acts
    moved = shell.acts(act.key)
    assert version_of(shell) == bench.intake.catalogue.version
    assert "已改按目录" in moved.text
    (back,) = moved.acts
    assert back.words == f"改回 {FORMER}"
    again = shell.acts(back.key)
    assert version_of(shell) == FORMER
    assert [act.words for act in again.acts] == ["改按新版办"]


def test_a_version_that_can_not_be_gone_by_is_said_and_the_draft_stays_as_it_was(
    bench: Bench, kept: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> None:
        raise SubjectClosedError(ItemState.PAUSED.value)

    shell = Shell(bench)
    shell.presenter._signed_in(CLERK)
    (act,) = shell.opens(kept).acts
    monkeypatch.setattr(IntakeDesk, "use_version", closed)
    told = shell.acts(act.key)
    assert (told.text, told.detail) == FailureWords().sentence("subject_closed")
    assert version_of(shell) == FORMER


def test_an_applicant_who_is_taken_in_takes_no_message_away_and_stops_no_draft_from_opening(
    bench: Bench, kept: UUID
) -> None:
    shell = Shell(bench)
    offered = shell.opens(kept)
    bench.workbench.identify("applicant", CHEN)
    assert shell.settled() == offered
    shell.presenter._all.opening.leave.assert_called_once_with()  # type: ignore[attr-defined]


def test_a_version_is_on_offer_only_while_its_draft_is_open(bench: Bench, kept: UUID) -> None:
    shell = Shell(bench)
    shell.presenter._signed_in(CLERK)
    shell.opens(kept)
    shell.window.newCaseAsked.emit()
    assert (shell.window.page, shell.settled()) == (Page.WELCOME, BannerState())


def test_a_draft_of_the_newest_catalogue_has_no_banner_and_other_acts_are_not_the_shells(bench: Bench) -> None:
    shell = Shell(bench)
    draft = bench.intake.begin("7.1", "counter")
    assert shell.opens(draft.case_id) == BannerState()
    assert shell.acts("came_out") == BannerState()
    assert version_of(shell) == bench.intake.catalogue.version


def test_while_the_platform_is_asked_for_a_draft_the_wait_can_be_ended(bench: Bench) -> None:
    shell = Shell(bench)
    shell.presenter._drafts._tell_asking()
    told = shell.settled()
    assert [act.words for act in told.acts] == ["不等了，打开"]
    shell.acts("open_now")
    shell.presenter._all.opening.open_now.assert_called_once_with()  # type: ignore[attr-defined]
    shell.window.bannerClosed.emit(told)
    shell.presenter._all.opening.leave.assert_called()  # type: ignore[attr-defined]


def test_a_draft_that_another_terminal_took_is_put_aside_and_said(bench: Bench, kept: UUID) -> None:
    shell = Shell(bench)
    shell.opens(kept)
    shell.presenter._drafts._gone(kept, "自助机 3 号")
    told = shell.settled()
    assert (shell.window.page, bench.workbench.facts) == (Page.WELCOME, None)
    assert told.text == "这一件已经在自助机 3 号接着办了"


@pytest.fixture
def sealed(bench: Bench, terminal: Terminal, tmp_path: Path) -> tuple[Shell, DonePage, FakeApplicants]:
    """The page of a sealed case, with what else takes cards, and a clerk who works there."""
    page, strip = DonePage(bench, terminal, tmp_path), FakeApplicants()
    applicants = ApplicantsPresenter(strip, bench.workbench, IdentityWords())
    shell = Shell(bench, done=page.presenter, applicants=applicants)
    shell.presenter._signed_in(CLERK)
    page.finish(accept=False)
    for _ in range(2):
        page.drain()
        bench.lane.drain()
    assert shell.window.page is Page.DONE
    return shell, page, strip


def test_a_card_laid_beside_a_sealed_case_takes_nothing_away(sealed: tuple[Shell, DonePage, FakeApplicants]) -> None:
    shell, page, strip = sealed
    case_id, view = page.presenter.case_id, page.occasion_view
    view.chosen.emit("correction")
    view.said.emit("problem", "看不清")
    view.addAsked.emit()
    shell.presenter.cards.read(CHEN)
    assert (shell.window.page, page.presenter.case_id) == (Page.DONE, case_id)
    assert (len(view.last("set_state").points), view.last("set_state").chosen) == (1, "correction")
    assert CHEN.name in shell.settled().text
    shell.window.newCaseAsked.emit()
    shell.presenter._all.search.hold_card.assert_called_with(IdentityWords().held(CHEN.name))  # type: ignore[attr-defined]
    shell.bench.workbench.begin("7.1")
    shell.bench.lane.drain()
    assert [slot.name for slot in strip.last("set_state").slots] == [CHEN.name]


def test_a_card_laid_beside_a_sealed_case_never_goes_into_somebodys_draft(
    sealed: tuple[Shell, DonePage, FakeApplicants],
) -> None:
    shell, _, strip = sealed
    draft = shell.bench.intake.begin("7.1", "counter")
    shell.presenter.cards.read(CHEN)
    shell.opens(draft.case_id)
    assert [slot.name for slot in strip.last("set_state").slots] == [""]


def searching(bench: Bench, welcome: FakeWelcome) -> SearchPresenter:
    return SearchPresenter(FakeHeader(), welcome, bench.lane, lambda _: (), ShellWords())


def test_a_card_that_waits_for_a_matter_can_be_put_down(bench: Bench) -> None:
    welcome, strip = FakeWelcome(), FakeApplicants()
    search = searching(bench, welcome)
    applicants = ApplicantsPresenter(strip, bench.workbench, IdentityWords())
    shell = Shell(bench, search=search, applicants=applicants)
    shell.presenter._signed_in(CLERK)
    shell.presenter.cards.read(CHEN)
    assert CHEN.name in welcome.last("set_state").card
    welcome.cardLeft.emit()
    assert welcome.last("set_state").card == ""
    begin(bench, "7.1")
    assert [slot.name for slot in strip.last("set_state").slots] == [""]


def test_nobody_is_greeted_with_a_card_that_waited_when_the_clerk_before_left(bench: Bench) -> None:
    welcome = FakeWelcome()
    applicants = ApplicantsPresenter(FakeApplicants(), bench.workbench, IdentityWords())
    shell = Shell(bench, search=searching(bench, welcome), applicants=applicants)
    shell.presenter._signed_in(CLERK)
    shell.presenter.cards.read(CHEN)
    assert CHEN.name in welcome.last("set_state").card
    shell.window.signOutAsked.emit()
    shell.presenter._signed_in(CLERK)
    assert (shell.window.page, welcome.last("set_state").card) == (Page.WELCOME, "")


def test_a_card_that_is_laid_down_while_a_case_is_sealed_waits_for_the_next_one(bench: Bench) -> None:
    strip = FakeApplicants()
    shell = Shell(bench, applicants=ApplicantsPresenter(strip, bench.workbench, IdentityWords()))
    shell.presenter._signed_in(CLERK)
    fill_case(bench)
    bench.workbench.finish(accept=False)
    shell.presenter.cards.read(LIANG)
    assert (shell.window.page, LIANG.name in shell.window.said.text) == (Page.INTAKE, True)
    assert LIANG.name in shell.settled().text
    assert shell.window.page is Page.DONE
    shell.window.newCaseAsked.emit()
    begin(bench, "7.1")
    assert [slot.name for slot in strip.last("set_state").slots] == [LIANG.name]


def test_a_card_that_could_not_be_read_is_told_where_the_clerk_looks(bench: Bench) -> None:
    strip = FakeApplicants()
    shell = Shell(bench, applicants=ApplicantsPresenter(strip, bench.workbench, IdentityWords()))
    shell.presenter.cards.failed("card_auth_failed")
    assert shell.window.last("set_banner") is None
    shell.presenter._signed_in(CLERK)
    for page in (Page.WELCOME, Page.DRAFTS, Page.DONE):
        shell.window.show_page(page)
        shell.presenter.cards.failed("card_auth_failed")
        assert "没通过认证" in shell.settled().text
        shell.presenter.cards.left_lying()
        assert "再放一次" in shell.settled().text
    begin(bench, "7.1")
    told = shell.settled()
    shell.presenter.cards.left_lying()
    assert (shell.settled(), "再放一次" in strip.last("set_state").problem) == (told, True)


def test_what_was_said_of_an_unread_card_goes_with_the_next_one_that_is_read(bench: Bench) -> None:
    shell = Shell(bench)
    shell.presenter._signed_in(CLERK)
    shell.presenter.cards.failed("card_auth_failed")
    told = shell.settled()
    shell.presenter.cards.read(CHEN)
    assert shell.window.last("clear_banner") == told


def test_what_fails_as_a_clerk_leaves_is_said_at_the_door_and_not_as_the_next_clerks(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StoreBusyError

    door = MagicMock()
    shell = Shell(bench, sign_in=door)
    shell.presenter._signed_in(CLERK)
    begin(bench, "7.1")
    monkeypatch.setattr(bench.intake, "set_field", refuse)
    bench.workbench.aboutToLeave.connect(lambda: bench.workbench.set_field("applicant.phone", "13800000000"))
    shell.window.signOutAsked.emit()
    assert shell.settled() == BannerState()
    door.tell.assert_called_once_with(*FailureWords().sentence(StoreBusyError.code))
    shell.presenter._signed_in(CLERK)
    assert shell.settled() == BannerState()
