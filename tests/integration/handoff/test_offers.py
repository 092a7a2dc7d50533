"""An offer stands as long as its slip says, whatever the platform holds of one before it; and it ends for good."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from acceptance_platform.drafts import sharing
from kiosk_app.work.leftovers import erase_leftovers
from shared.contract.drafts import DraftEnvelope, DraftStatus
from shared.files import write_atomically
from shared.handoff.code import typed_code
from shared.handoff.desk import HandoffDesk
from shared.handoff.errors import HandoffFault
from shared.handoff.form_part import form_part, seal_form
from shared.handoff.port import ClerkConfirms, DraftStanding, SlipDigits
from shared.store import handoffs
from shared.store.audit import AuditEvent
from shared.store.cases import hash_applicant
from shared.store.errors import DraftHandedOverError, DraftMissingError
from shared.store.tables import audit
from shared.sync.draft_client import DraftClient
from tests.integration.handoff.handoff_kit import PHONE, Side, cut, holder_of, refused, take_and_fetch_nothing
from tests.integration.platform.platform_kit import ServedPlatform, SteppedClock
from tests.unit.shared.intake.desks import CLERK

WEEK = timedelta(days=7)


def test_a_new_offer_outlives_the_one_before_it_that_ran_out_at_the_platform(
    kiosk: Side, counter: Side, clock: SteppedClock
) -> None:
    draft = kiosk.draft()
    kiosk.handoff.offer(draft)
    kiosk.line.down = True
    for each in (clock, kiosk.clock):
        each.ahead += WEEK + timedelta(days=1)
    code = kiosk.handoff.offer(draft).code
    kiosk.line.down = False
    kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.OFFERED
    assert counter.handoff.take(code).draft.case_id == draft.case_id


def test_a_platform_whose_clock_is_days_ahead_ends_no_offer(kiosk: Side, counter: Side, clock: SteppedClock) -> None:
    """A kiosk would erase what was kept there; the clock comes back, and the slip counts."""
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    clock.ahead += WEEK + timedelta(days=1)
    for _ in range(2):
        with refused(HandoffFault.HANDOFF_DAMAGED):  # it takes none that has run out by its clock
            kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.OFFERED
    clock.ahead = timedelta()
    kiosk.bring(draft)
    assert counter.handoff.take(code).draft.case_id == draft.case_id


def test_what_was_taken_and_handed_back_before_its_source_heard_is_offered_there_again(
    kiosk: Side, counter: Side
) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    counter.handoff.take(code)
    assert counter.handoff.take_back(draft.case_id) is DraftStanding.HANDED_OVER
    kiosk.bring(draft)
    assert counter.handoff.take(code).draft.case_id == draft.case_id


def test_a_draft_that_is_just_being_brought_again_costs_no_try(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    counter.handoff.take(code)
    kiosk.bring(draft)
    counter.handoff.take_back(draft.case_id)
    kiosk.bring(draft)
    kiosk.line.lose.append("/parts/")
    with refused(HandoffFault.ELSEWHERE_UNREACHABLE):
        kiosk.bring(draft)
    for _ in range(6):
        with refused(HandoffFault.DRAFT_UNKNOWN):
            counter.handoff.take(code)
    kiosk.bring(draft)
    assert counter.handoff.take(code).draft.case_id == draft.case_id


def test_a_clerk_helps_whom_wrong_codes_locked_out(kiosk: Side, counter: Side) -> None:
    """Kiosk and counter say so."""
    draft = kiosk.draft(41)
    kiosk.handoff.offer(draft)
    other = SlipDigits(kiosk.handoff.offer(kiosk.draft(42)).code.typed)
    for ask in (counter.handoff.drafts_of, lambda *by: counter.handoff.take_found(draft.case_id, *by)):
        for _ in range(5):
            with refused(HandoffFault.DRAFT_CODE_WRONG):
                ask(holder_of(draft), other)
        with refused(HandoffFault.TOO_MANY_TRIES):
            ask(holder_of(draft), other)
    (found,) = counter.handoff.drafts_of(holder_of(draft), ClerkConfirms("clerk-1"))
    with refused(HandoffFault.TOO_MANY_TRIES):
        counter.handoff.drafts_of(holder_of(draft), other)
    assert counter.handoff.take_found(found.case_id, holder_of(draft), ClerkConfirms("clerk-1")).confirmed


@pytest.mark.parametrize("by_digits", [False, True])
def test_the_slip_by_which_a_draft_came_opens_it_there_after_it_was_offered_anew(
    kiosk: Side, counter: Side, *, by_digits: bool
) -> None:
    """A kiosk offers at once what came there; its citizen goes away and comes back with the counter's slip."""
    draft = counter.draft()
    code, holder = counter.handoff.offer(draft).code, holder_of(draft)
    digits = SlipDigits(code.typed)
    taken = kiosk.handoff.take_found(draft.case_id, holder, digits) if by_digits else kiosk.handoff.take(code, holder)
    kiosk.handoff.offer(taken.draft)
    changed = kiosk.intake.set_field(taken.draft, PHONE, "13900000001")
    (found,) = kiosk.handoff.drafts_of(holder, digits)
    assert kiosk.handoff.take_found(found.case_id, holder, digits).draft == changed
    for _ in range(6):  # as often as wrong ones would lock
        assert kiosk.handoff.take(code, holder).draft == changed
    assert kiosk.standing(draft) is DraftStanding.OFFERED
    counter.bring(draft)
    with refused(HandoffFault.CODE_USED):
        counter.handoff.drafts_of(holder, digits)


def test_what_its_source_has_not_let_go_of_is_found_by_its_slip(
    kiosk: Side, counter: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = counter.draft()
    kiosk.line.down = counter.line.down = True
    code, holder = counter.lan_code(draft), holder_of(draft)
    cut(monkeypatch, "confirm", after=False)
    assert not kiosk.handoff.take(code, holder).confirmed
    (found,) = kiosk.handoff.drafts_of(holder, SlipDigits(code.typed))
    assert kiosk.handoff.take_found(found.case_id, holder, SlipDigits(code.typed)).draft.case_id == draft.case_id


def test_a_kiosk_keeps_what_came_and_was_not_offered_before_its_session_ended(kiosk: Side, counter: Side) -> None:
    draft = counter.draft()
    kiosk.handoff.take(counter.handoff.offer(draft).code, holder_of(draft))
    own = kiosk.draft()
    erase_leftovers(kiosk.intake, kiosk.handoff)
    assert kiosk.standing(draft) is DraftStanding.OFFERED
    with pytest.raises(DraftMissingError):
        kiosk.standing(own)


def test_a_slip_that_was_used_is_no_wrong_one_where_it_was_made(kiosk: Side, counter: Side) -> None:
    """The counter offers the draft on, under a code of its own."""
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    counter.handoff.offer(counter.handoff.take(code).draft)
    kiosk.bring(draft)
    with refused(HandoffFault.CODE_USED) as used:
        kiosk.handoff.take(code, holder_of(draft))
    assert used.value.detail == counter.terminal.identity.name


def test_what_was_sealed_elsewhere_is_not_asked_about_for_ever(kiosk: Side, counter: Side) -> None:
    draft = kiosk.complete_draft()
    taken = counter.handoff.take(kiosk.handoff.offer(draft).code).draft
    kiosk.bring(draft)
    counter.deliver(counter.intake.seal(counter.intake.confirm(taken)).case.case_id)
    kiosk.bring(draft)
    row = handoffs.find(kiosk.store, draft.case_id)
    assert row is not None
    assert not kiosk.courier._is_due(row, online=True)
    with refused(HandoffFault.DRAFT_SEALED_ELSEWHERE):
        kiosk.handoff.take_back(draft.case_id)


def test_a_platform_that_lacks_a_part_that_there_is_none_of_is_not_believed(
    kiosk: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = DraftClient.announce

    def announce(self: DraftClient, envelope: DraftEnvelope) -> DraftStatus:
        return whole(self, envelope).model_copy(update={"missing": (len(envelope.parts),)})

    monkeypatch.setattr(DraftClient, "announce", announce)
    assert not kiosk.handoff.offer(kiosk.draft()).shared


def test_a_part_that_arrives_when_its_draft_has_just_ended_does_not_stay(
    kiosk: Side, platform: ServedPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = kiosk.draft()
    kiosk.handoff.offer(draft)
    kiosk.intake.set_field(draft, PHONE, "13900000001")

    def late(path: Path, data: bytes) -> None:
        monkeypatch.undo()
        kiosk.handoff.take_back(draft.case_id)
        path.parent.mkdir()  # as it was when it was looked for
        write_atomically(path, data)

    monkeypatch.setattr(sharing, "write_atomically", late)
    with refused(HandoffFault.DRAFT_UNKNOWN):
        kiosk.bring(draft)
    assert not (platform.platform.data.drafts / str(draft.case_id)).exists()


def test_what_is_of_no_use_where_it_was_taken_is_its_sources_again(
    kiosk: Side, counter: Side, platform: ServedPlatform
) -> None:
    """The platform's disk lost a part: the source shares the draft again, and its slip counts."""
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    shutil.rmtree(platform.platform.data.drafts / str(draft.case_id))
    with refused(HandoffFault.DRAFT_UNKNOWN):
        counter.handoff.take(code)
    kiosk.bring(draft)
    assert counter.handoff.take(code).draft.case_id == draft.case_id


def test_an_older_copy_is_not_gone_on_with_where_the_newer_one_was_taken_and_not_fetched(
    kiosk: Side, counter: Side
) -> None:
    draft = kiosk.draft()
    there = counter.handoff.take(kiosk.handoff.offer(draft).code).draft
    there = counter.intake.set_field(there, PHONE, "13900000002")
    kiosk.bring(draft)
    again = counter.handoff.offer(there).code
    take_and_fetch_nothing(kiosk, again, draft)
    kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER
    assert kiosk.handoff.take(again, holder_of(draft)).draft.fields[PHONE].value == "13900000002"


def test_digits_of_what_went_on_are_not_tried_again_and_again_without_a_network(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    code, holder = kiosk.handoff.offer(draft).code, holder_of(draft)
    counter.handoff.take(code)
    kiosk.bring(draft)
    kiosk.line.down = True
    with refused(HandoffFault.CODE_USED):
        kiosk.handoff.drafts_of(holder, SlipDigits(code.typed))
    for number in range(5):
        with refused(HandoffFault.ELSEWHERE_UNREACHABLE):
            kiosk.handoff.drafts_of(holder, SlipDigits(typed_code(bytes([number]) * len(code.key))))
    with refused(HandoffFault.ELSEWHERE_UNREACHABLE):
        kiosk.handoff.drafts_of(holder, SlipDigits(code.typed))


def test_no_slip_is_made_of_what_the_platform_says_just_now_is_anothers(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    counter.handoff.take(kiosk.handoff.offer(draft).code)
    changed = kiosk.intake.set_field(draft, PHONE, "13900000001")
    with pytest.raises(DraftHandedOverError):
        kiosk.handoff.offer(changed)
    assert kiosk.handoff.whereabouts(draft.case_id) == counter.terminal.identity.name


def test_the_slip_of_another_clerk_of_this_counter_makes_the_draft_ones_own(counter: Side) -> None:
    """The shift changed: who seals it is who is named."""
    draft = counter.draft()
    code = counter.handoff.offer(draft, share=False).code
    desk = HandoffDesk(counter.terminal, CLERK, client=counter.handoff._client)
    assert desk.take(code, holder_of(draft)).draft.clerk_id == CLERK.clerk_id
    assert counter.content(draft).clerk_id == CLERK.clerk_id
    assert counter.standing(draft) is DraftStanding.OFFERED


def test_a_form_that_came_by_its_code_alone_is_not_told_to_the_platform_for_ever(kiosk: Side, counter: Side) -> None:
    """The source has shared the draft since: both hold it."""
    draft = counter.draft()
    code = counter.handoff.offer(draft, share=False).code
    form = seal_form(form_part(draft), code.key, [draft.applicants[0].number])
    kiosk.line.down = True
    taken = kiosk.handoff.take_form(replace(code, form=form), holder_of(draft)).draft
    kiosk.handoff.offer(taken)
    counter.bring(draft)
    kiosk.line.down = False
    with refused(HandoffFault.TERMINAL_REFUSED):
        for _ in range(2):  # it began work, and what it holds is shared
            kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.CONTESTED
    row = handoffs.find(kiosk.store, draft.case_id)
    assert row is not None
    assert not kiosk.courier._is_due(row, online=True)


def test_the_form_in_a_slip_is_not_taken_where_it_is_known_that_the_draft_went_on(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    form = seal_form(form_part(draft), code.key, [draft.applicants[0].number])
    counter.handoff.take(code)
    kiosk.bring(draft)
    kiosk.line.down = True
    with refused(HandoffFault.CODE_USED) as used:
        kiosk.handoff.take_form(replace(code, form=form), holder_of(draft))
    assert used.value.detail == counter.terminal.identity.name
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER


@pytest.mark.parametrize("over_lan", [False, True])
def test_taking_a_draft_is_a_reading_of_its_applicants_record(kiosk: Side, counter: Side, *, over_lan: bool) -> None:
    """Also where the clerk sees who stands there, and no card is laid."""
    draft = kiosk.draft(51 + over_lan)
    kiosk.line.down = counter.line.down = over_lan
    code = kiosk.lan_code(draft) if over_lan else kiosk.handoff.offer(draft).code
    counter.handoff.take(code)
    read = sa.select(audit.c.event).where(audit.c.subject == hash_applicant(counter.store, draft.applicants[0].number))
    with counter.store.read() as connection:
        assert connection.execute(read).scalars().all() == [AuditEvent.DRAFT_READ]
