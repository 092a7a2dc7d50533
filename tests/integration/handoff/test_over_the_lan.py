"""Hand-off over the LAN with the platform down: two phases, one taker; what a cut leaves, and the way back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from shared.contract.terminals import TerminalKind
from shared.handoff import moves
from shared.handoff.code import DraftCode
from shared.handoff.errors import HandoffFault
from shared.handoff.form_part import form_part, seal_form
from shared.handoff.lan_client import Fetching, lan_source
from shared.handoff.peers import PeerTrust
from shared.handoff.port import DraftStanding, SlipDigits, Way
from shared.intake.draft import Draft
from shared.store import drafts, handoffs
from shared.store.errors import DraftHandedOverError, DraftLeavingError
from shared.store.outbox import OutboxState
from tests.integration.handoff.handoff_kit import PHONE, Side, cut, enrolled_side, holder_of, refused, with_addresses
from tests.integration.platform.platform_kit import ServedPlatform

pytestmark = pytest.mark.usefixtures("no_platform")


def test_the_counter_fetches_it_from_the_kiosk(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    code = kiosk.lan_code(draft)
    taken = counter.handoff.take(code)
    assert (taken.way, taken.confirmed) == (Way.LAN, True)
    for page in next(iter(given.pages for given in draft.materials.values() if given.pages)):
        there = drafts.get_page(counter.store, draft.case_id, page.page_id.hex)
        assert there == drafts.get_page(kiosk.store, draft.case_id, page.page_id.hex)
    assert (kiosk.standing(draft), counter.standing(draft)) == (DraftStanding.HANDED_OVER, DraftStanding.HERE)
    name = counter.terminal.identity.name
    assert kiosk.handoff.whereabouts(draft.case_id) == name
    with refused(HandoffFault.CODE_USED) as used:
        kiosk.handoff.drafts_of(holder_of(draft), SlipDigits(code.typed))
    assert used.value.detail == name
    with pytest.raises(DraftHandedOverError):
        kiosk.intake.set_field(draft, PHONE, "13900000000")
    assert counter.handoff.take(code).draft == taken.draft


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", ["form", "page"])
def test_a_cut_before_all_is_here_is_mended_by_taking_it_again(
    kiosk: Side, counter: Side, monkeypatch: pytest.MonkeyPatch, step: str, *, after: bool
) -> None:
    draft = kiosk.draft()
    code = kiosk.lan_code(draft)
    cut(monkeypatch, step, after=after)
    with refused(HandoffFault.ELSEWHERE_UNREACHABLE):
        counter.handoff.take(code)
    if step == "page":
        assert kiosk.standing(draft) is DraftStanding.LEAVING
        with pytest.raises(DraftLeavingError):
            kiosk.intake.set_field(draft, PHONE, "13900000000")
    assert counter.handoff.take(code).confirmed
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER


@pytest.mark.parametrize("after", [False, True])
def test_a_cut_at_the_confirmation_is_asked_for_until_it_is_answered(
    kiosk: Side, counter: Side, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    """The target has it whole and may work on it; its agent goes on asking."""
    draft = kiosk.draft()
    cut(monkeypatch, "confirm", after=after)
    taken = counter.handoff.take(kiosk.lan_code(draft))
    assert not taken.confirmed
    assert counter.standing(draft) is DraftStanding.UNCONFIRMED
    assert kiosk.standing(draft) is (DraftStanding.HANDED_OVER if after else DraftStanding.LEAVING)
    counter.intake.set_field(taken.draft, PHONE, "13900000001")
    counter.bring(draft, online=False)
    assert (kiosk.standing(draft), counter.standing(draft)) == (DraftStanding.HANDED_OVER, DraftStanding.HERE)


def test_the_target_dies_in_the_middle_and_the_source_takes_it_back(
    kiosk: Side, counter: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = kiosk.draft()
    code = kiosk.lan_code(draft)
    cut(monkeypatch, "page", after=True)
    with refused(HandoffFault.ELSEWHERE_UNREACHABLE):
        counter.handoff.take(code)
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    kiosk.intake.set_field(draft, PHONE, "13900000000")
    kiosk.handoff.offer(kiosk.draft(2), share=False)
    kiosk.open_door()
    with refused(HandoffFault.CODE_USED):
        counter.handoff.take(code)


def test_the_source_takes_it_back_before_the_confirmation(
    kiosk: Side, counter: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Untouched at the target it goes back; begun there as well, both hold it, and that is said."""
    for begun, standing in ((False, DraftStanding.HANDED_OVER), (True, DraftStanding.CONTESTED)):
        draft = kiosk.draft()
        code = kiosk.lan_code(draft)
        with monkeypatch.context() as patch:
            cut(patch, "confirm", after=False)
            taken = counter.handoff.take(code)
        assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
        if begun:
            counter.intake.set_field(taken.draft, PHONE, "13900000001")
        kiosk.handoff.offer(kiosk.draft(2), share=False)
        kiosk.open_door()
        counter.bring(draft, online=False)
        assert counter.standing(draft) is standing


def test_the_source_dies_for_good_after_all_is_here(
    kiosk: Side, counter: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Work goes on; if both seal in the end, the platform keeps the first and returns the second by name."""
    draft = kiosk.complete_draft()
    code = kiosk.lan_code(draft)
    cut(monkeypatch, "confirm", after=False)
    taken = counter.handoff.take(code)
    assert not taken.confirmed
    kiosk.handoff.take_back(draft.case_id)
    first = counter.intake.seal(counter.intake.confirm(taken.draft))
    second = kiosk.intake.seal(kiosk.intake.confirm(kiosk.content(draft)))
    assert first.case.case_id == second.case.case_id
    assert counter.deliver(first.case.case_id).state is OutboxState.DELIVERED
    returned = kiosk.deliver(second.case.case_id)
    assert (returned.state, returned.reason_code) == (OutboxState.RETURNED, "draft_sealed_elsewhere")


def test_without_a_lan_the_code_carries_the_form_alone(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft, share=False).code
    with refused(HandoffFault.ELSEWHERE_UNREACHABLE):
        counter.handoff.take(code)
    with refused(HandoffFault.NO_FORM_IN_CODE):
        counter.handoff.take_form(code, holder_of(draft))
    number = draft.applicants[0].number
    printed = replace(code, form=seal_form(form_part(draft), code.key, [number]))
    taken = counter.handoff.take_form(printed, holder_of(draft))
    assert (taken.way, taken.draft.case_id) == (Way.FORM, draft.case_id)
    assert taken.draft.fields[PHONE].value == "13800000000"
    assert taken.pages_left_behind == ("household_register",)
    assert isinstance(counter.content(draft), Draft)


def handed_over(kiosk: Side, counter: Side) -> tuple[Draft, DraftCode]:
    """Hand a draft over that the platform never heard of, and let the kiosk learn where it can ask."""
    draft = kiosk.draft()
    code = kiosk.lan_code(draft)
    assert counter.handoff.take(code).confirmed
    counter.open_door()
    counter.bring(draft, online=False)
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER
    return draft, code


@pytest.mark.parametrize(("platform_down", "answer_lost"), [(False, False), (True, True)])
def test_what_went_over_the_lan_is_taken_back_from_its_owner(
    kiosk: Side, counter: Side, monkeypatch: pytest.MonkeyPatch, *, platform_down: bool, answer_lost: bool
) -> None:
    draft, code = handed_over(kiosk, counter)
    kiosk.line.down = platform_down
    if answer_lost:
        cut(monkeypatch, "give_back", after=True)
        with refused(HandoffFault.OWNER_UNREACHABLE):
            kiosk.handoff.take_back(draft.case_id)
        assert kiosk.standing(draft) is DraftStanding.HANDED_OVER
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    assert counter.standing(draft) is DraftStanding.HANDED_OVER
    assert counter.handoff.whereabouts(draft.case_id) == kiosk.terminal.identity.name
    with pytest.raises(DraftHandedOverError):
        counter.intake.set_field(draft, PHONE, "13900000001")
    kiosk.intake.set_field(kiosk.content(draft), PHONE, "13900000000")
    kiosk.handoff.offer(kiosk.draft(2), share=False)
    kiosk.open_door()
    with refused(HandoffFault.CODE_USED):
        counter.handoff.take(code)


def test_what_was_begun_over_there_stays_there(kiosk: Side, counter: Side) -> None:
    draft, _ = handed_over(kiosk, counter)
    counter.intake.set_field(counter.content(draft), PHONE, "13900000001")
    with refused(HandoffFault.DRAFT_BEGUN_ELSEWHERE) as begun:
        kiosk.handoff.take_back(draft.case_id)
    assert begun.value.detail == counter.terminal.identity.name
    assert counter.standing(draft) is DraftStanding.HERE


def test_what_was_erased_over_there_is_all_there_is_here(kiosk: Side, counter: Side) -> None:
    draft, _ = handed_over(kiosk, counter)
    counter.intake.discard(counter.content(draft))
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    kiosk.intake.set_field(kiosk.content(draft), PHONE, "13900000000")


def test_what_was_sealed_over_there_is_said_to_be(kiosk: Side, counter: Side) -> None:
    draft = kiosk.complete_draft()
    taken = counter.handoff.take(kiosk.lan_code(draft)).draft
    counter.open_door()
    counter.bring(draft, online=False)
    counter.intake.seal(counter.intake.confirm(taken))
    with refused(HandoffFault.DRAFT_SEALED_ELSEWHERE):
        kiosk.handoff.take_back(draft.case_id)
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER


def test_an_owner_that_can_not_be_asked_is_named_and_nothing_changes(kiosk: Side, counter: Side) -> None:
    draft, _ = handed_over(kiosk, counter)
    moves.note_whereabouts(kiosk.store, draft.case_id, ())  # it never heard where
    with refused(HandoffFault.OWNER_UNREACHABLE):
        kiosk.handoff.take_back(draft.case_id)
    assert (kiosk.standing(draft), counter.standing(draft)) == (DraftStanding.HANDED_OVER, DraftStanding.HERE)
    again = counter.handoff.offer(counter.content(draft), share=False).code
    counter.open_door()
    assert kiosk.handoff.take(with_addresses(counter, again), holder_of(draft)).confirmed


def test_an_owner_that_never_said_where_it_listens_learns_that_it_was_taken_back(kiosk: Side, counter: Side) -> None:
    """The platform's word counts then: a machine that broke strands no draft, and both that begin are told."""
    draft = kiosk.draft()
    kiosk.line.down = False
    assert kiosk.handoff.offer(draft).shared
    taken = counter.handoff.take(kiosk.lan_code(draft))
    kiosk.bring(draft)
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    counter.line.down = False
    counter.intake.set_field(taken.draft, PHONE, "13900000001")
    counter.bring(draft)
    assert counter.standing(draft) is DraftStanding.CONTESTED


def test_only_the_source_may_ask_for_it(kiosk: Side, counter: Side, platform: ServedPlatform, folder: Path) -> None:
    draft, code = handed_over(kiosk, counter)
    row = handoffs.find(kiosk.store, draft.case_id)
    assert row is not None
    with enrolled_side(folder / "other", platform.url, platform.terminal_token(TerminalKind.KIOSK)) as other:
        asking = Fetching(draft.case_id, code.key, other.terminal.identity.terminal_id)
        with (
            lan_source(row.addresses[0], PeerTrust(other.terminal.profile), asking) as owner,
            refused(HandoffFault.CODE_USED),
        ):
            owner.give_back("")
    assert counter.standing(draft) is DraftStanding.HERE
