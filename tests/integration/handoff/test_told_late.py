"""What the platform has still to be told of a draft is not forgotten over what happens before it is told."""

from __future__ import annotations

import pytest

from shared.contract.problems import ProblemCode
from shared.handoff.errors import HandoffFault
from shared.handoff.port import DraftStanding
from shared.intake.draft import Draft
from shared.sync.errors import SignInRefusedError
from tests.integration.handoff.handoff_kit import (
    PHONE,
    Cuttable,
    Side,
    holder_of,
    let_the_agents_work,
    refresh_directory,
    refused,
)
from tests.integration.handoff.test_words_of_release import shared_draft

HERE, GONE = DraftStanding.HERE, DraftStanding.HANDED_OVER


def owner_there(side: Side, draft: Draft) -> object:
    """Return whose a draft is at the platform."""
    return side.courier._platform.status(draft.case_id).owner


def test_that_it_was_gone_on_with_is_told_though_it_is_offered_twice_before(kiosk: Side, counter: Side) -> None:
    """Else the platform, asked to end the second offer, hands it back to its source, and two have it."""
    draft = kiosk.draft()
    taken = counter.handoff.take(kiosk.handoff.offer(draft).code).draft
    kiosk.bring(draft)
    counter.line.down = True
    counter.handoff.offer(taken)
    counter.handoff.take_back(draft.case_id)
    counter.handoff.offer(taken)
    counter.line.down = False
    counter.handoff.take_back(draft.case_id)
    let_the_agents_work(draft, counter, kiosk)
    assert (counter.standing(draft), kiosk.standing(draft)) == (HERE, GONE)
    assert owner_there(counter, draft) == counter.me


@pytest.mark.parametrize("last_first", [False, True])
@pytest.mark.parametrize("offered_anew", [False, True])
def test_what_comes_back_over_the_lan_to_the_second_of_three_stays_with_that_one(
    kiosk: Side, counter: Side, window: Side, *, last_first: bool, offered_anew: bool
) -> None:
    """The platform hears only afterwards that it went from kiosk to counter to window, and back to the counter."""
    draft = shared_draft(kiosk, counter, window)
    counter.handoff.take(kiosk.lan_code(draft))
    window.handoff.take(counter.lan_code(counter.content(draft)), holder_of(draft))
    window.open_door()
    window.bring(draft, online=False)
    if last_first:
        window.line.down = False
        window.bring(draft)
    assert counter.handoff.take_back(draft.case_id) is HERE
    if offered_anew:
        counter.line.down = False
        code = counter.handoff.offer(counter.content(draft)).code
    let_the_agents_work(draft, counter, window, kiosk)
    assert (kiosk.standing(draft), window.standing(draft)) == (GONE, GONE)
    assert owner_there(counter, draft) == counter.me
    if offered_anew:
        assert window.handoff.take(code).draft.case_id == draft.case_id
    else:
        assert counter.standing(draft) is HERE


@pytest.mark.parametrize("order", ["taker, third, source", "third, taker, source", "source, third, taker"])
def test_what_came_back_over_the_lan_and_went_on_is_the_last_ones(
    kiosk: Side, counter: Side, window: Side, order: str
) -> None:
    """The platform has heard that the counter has it; of all that follows it hears only afterwards."""
    draft = shared_draft(kiosk, counter, window)
    counter.handoff.take(kiosk.lan_code(draft))
    counter.line.down = False
    counter.bring(draft)
    counter.line.down = True
    counter.open_door()
    counter.bring(draft, online=False)
    assert kiosk.handoff.take_back(draft.case_id) is HERE
    window.handoff.take(kiosk.lan_code(kiosk.content(draft)), holder_of(draft))
    sides = {"taker": counter, "third": window, "source": kiosk}
    let_the_agents_work(draft, *(sides[name] for name in order.split(", ")))
    assert (kiosk.standing(draft), counter.standing(draft)) == (GONE, GONE)
    assert window.standing(draft) in {HERE, DraftStanding.OFFERED}
    assert owner_there(window, draft) == window.me


def test_words_of_before_the_platform_knew_a_draft_move_nothing_once_it_is_shared(kiosk: Side, counter: Side) -> None:
    """It went to the counter and came to the kiosk again over the LAN; the kiosk tells first, the counter late."""
    for side in (kiosk, counter):
        refresh_directory(side.terminal)
        side.line.down = True
    draft = kiosk.draft()
    counter.handoff.take(kiosk.lan_code(draft), holder_of(draft))
    kiosk.handoff.take(counter.lan_code(counter.content(draft)), holder_of(draft))
    kiosk.line.down = False
    with refused(HandoffFault.DRAFT_UNKNOWN):
        kiosk.courier._platform.status(draft.case_id)
    kiosk.bring(draft)
    assert kiosk.handoff.offer(kiosk.content(draft)).shared
    let_the_agents_work(draft, counter)
    kiosk.handoff.take_back(draft.case_id)
    let_the_agents_work(draft, kiosk, counter)
    assert (kiosk.standing(draft), counter.standing(draft)) == (HERE, GONE)
    assert owner_there(kiosk, draft) == kiosk.me


@pytest.mark.parametrize("what", ["begun", "arrival"])
def test_a_sign_in_that_was_refused_just_now_settles_nothing(
    kiosk: Side, counter: Side, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The platform was just restored, say, and does not know its own challenge any more."""
    if what == "begun":
        draft = kiosk.draft()
        taken = counter.handoff.take(kiosk.handoff.offer(draft).code).draft
        counter.intake.set_field(taken, PHONE, "13900000001")
    else:
        draft = shared_draft(kiosk, counter)
        counter.handoff.take(kiosk.lan_code(draft))
        counter.line.down = False

    def refuse(*_asked: object) -> None:
        raise SignInRefusedError(ProblemCode.PROOF_INVALID)

    with monkeypatch.context() as patch, refused(HandoffFault.TERMINAL_REFUSED):
        patch.setattr(Cuttable, "call", refuse)
        counter.bring(draft)
    assert counter.standing(draft) is HERE
    let_the_agents_work(draft, counter)
    status = counter.courier._platform.status(draft.case_id)
    assert (counter.standing(draft), status.owner) == (HERE, counter.me)
    assert status.begun is (what == "begun")
