"""What the platform has still to be told of a draft is not forgotten over what happens before it is told."""

from __future__ import annotations

import pytest

from shared.contract.problems import ProblemCode
from shared.handoff.errors import HandoffFault
from shared.handoff.port import DraftStanding
from shared.intake.draft import Draft
from shared.sync.errors import SignInRefusedError
from tests.integration.handoff.handoff_kit import PHONE, Cuttable, Side, holder_of, let_the_agents_work
from tests.integration.handoff.test_by_the_platform import refused
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
