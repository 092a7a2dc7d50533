"""A draft that went by the platform comes back: until work began, with the work of both, or not at all."""

from __future__ import annotations

from kiosk_app.work.leftovers import erase_leftovers
from shared.handoff.errors import HandoffFault
from shared.handoff.port import DraftStanding, SlipDigits
from shared.intake.draft import Draft
from shared.store import handoffs
from tests.integration.handoff.handoff_kit import EDUCATION, MATERIAL, PHONE, Side, holder_of, page_of, refused


def test_it_is_taken_back_until_work_began(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    taken = counter.handoff.take(kiosk.handoff.offer(draft).code)
    kiosk.bring(draft)
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    counter.bring(draft)
    assert counter.standing(draft) is DraftStanding.HANDED_OVER
    taken = counter.handoff.take(kiosk.handoff.offer(draft).code)
    counter.intake.set_field(taken.draft, PHONE, "13900000001")
    counter.bring(draft)
    kiosk.bring(draft)
    with refused(HandoffFault.DRAFT_BEGUN_ELSEWHERE) as begun:
        kiosk.handoff.take_back(draft.case_id)
    assert begun.value.detail == counter.terminal.identity.name


def test_the_counter_hands_back_what_it_did_not_begin(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    counter.handoff.take(code)
    kiosk.bring(draft)
    assert counter.handoff.take_back(draft.case_id) is DraftStanding.HANDED_OVER
    kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.OFFERED
    erase_leftovers(kiosk.intake, kiosk.handoff)
    (found,) = kiosk.handoff.drafts_of(holder_of(draft), SlipDigits(code.typed))
    assert found.here, "the citizen's slip opens it where it was kept"
    kiosk.bring(draft)
    assert counter.handoff.take(code).draft.case_id == draft.case_id, "and elsewhere"


def test_an_offer_that_was_taken_back_without_a_network_is_told_later(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    kiosk.line.down = True
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    kiosk.line.down = False
    kiosk.bring(draft)
    with refused(HandoffFault.CODE_USED):
        counter.handoff.take(code)


def test_a_draft_that_both_begin_is_contested(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    taken = counter.handoff.take(kiosk.handoff.offer(draft).code)
    counter.intake.set_field(taken.draft, PHONE, "13900000001")  # the platform does not hear of it in time
    kiosk.bring(draft)
    assert kiosk.handoff.take_back(draft.case_id) is DraftStanding.HERE
    counter.bring(draft)
    assert counter.standing(draft) is DraftStanding.CONTESTED


def test_what_the_source_entered_after_it_shared_is_kept_when_the_draft_comes_back(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    kiosk.line.down = True
    kiosk.handoff.offer(draft)
    draft = kiosk.intake.set_field(draft, PHONE, "13900000001")
    draft = kiosk.intake.set_field(draft, EDUCATION, "bachelor")
    draft = kiosk.intake.attach_page(draft, MATERIAL, page_of(b"added at the kiosk"))
    there = counter.handoff.take(code).draft
    there = counter.intake.set_field(there, PHONE, "13900000002")
    there = counter.intake.attach_page(there, MATERIAL, page_of(b"added at the counter"))
    again = counter.handoff.offer(there).code
    kiosk.line.down = False
    kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER
    assert set(kiosk.handoff.later_entries(draft.case_id)) == {EDUCATION, PHONE, MATERIAL}
    assert counter.handoff.later_entries(draft.case_id) == ()
    taken = kiosk.handoff.take(again, holder_of(draft))
    assert (taken.kept, set(taken.differing)) == ((EDUCATION,), {PHONE, MATERIAL})
    kept = kiosk.content(draft)
    assert kept == taken.draft
    assert kept.fields[EDUCATION].value == "bachelor"
    assert kept.fields[PHONE].value == "13900000002"
    assert [(one.value, one.later) for one in kept.fields[PHONE].others] == [("13900000001", True)]
    pages = [kiosk.intake.page_image(kept, page.page_id) for page in kept.materials[MATERIAL].pages]
    assert pages[-2:] == [b"added at the counter", b"added at the kiosk"]
    counter.bring(draft)
    assert counter.handoff.take(kiosk.handoff.offer(kept).code).draft.materials == kept.materials


def test_a_draft_that_comes_back_unchanged_here_is_what_the_other_made_of_it(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    there = counter.handoff.take(kiosk.handoff.offer(draft).code).draft
    there = counter.intake.set_field(there, PHONE, "13900000002")
    kiosk.bring(draft)
    taken = kiosk.handoff.take(counter.handoff.offer(there).code, holder_of(draft))
    assert (taken.kept, taken.differing) == ((), ())
    assert taken.draft.fields[PHONE].others == ()


def test_an_offer_of_what_came_from_elsewhere_ends_here_and_hands_nothing_back(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    there = counter.handoff.take(kiosk.handoff.offer(draft).code).draft
    kiosk.bring(draft)
    counter.line.down = True
    counter.handoff.offer(there)
    assert counter.handoff.take_back(draft.case_id) is DraftStanding.HERE
    counter.line.down = False
    for side in (counter, kiosk):
        row = handoffs.find(side.store, draft.case_id)
        if row is not None:
            side.courier.bring(row, online=True)
    assert (kiosk.standing(draft), counter.standing(draft)) == (DraftStanding.HANDED_OVER, DraftStanding.HERE)


def offered_on(kiosk: Side, counter: Side) -> Draft:
    """Hand a draft to the counter and back, and offer it again, before the counter hears that it went."""
    draft = kiosk.draft()
    taken = counter.handoff.take(kiosk.handoff.offer(draft).code).draft
    taken = counter.intake.set_field(taken, PHONE, "13900000001")
    kiosk.bring(draft)
    back = kiosk.handoff.take(counter.handoff.offer(taken).code, holder_of(draft)).draft
    kiosk.intake.set_field(back, EDUCATION, "10")
    kiosk.handoff.offer(back)
    assert (kiosk.standing(draft), counter.standing(draft)) == (DraftStanding.OFFERED, DraftStanding.OFFERED)
    return draft


def test_an_offer_that_was_taken_and_offered_on_can_not_be_ended_by_who_made_it(kiosk: Side, counter: Side) -> None:
    draft = offered_on(kiosk, counter)
    with refused(HandoffFault.DRAFT_BEGUN_ELSEWHERE):
        counter.handoff.take_back(draft.case_id)
    assert (kiosk.standing(draft), counter.standing(draft)) == (DraftStanding.OFFERED, DraftStanding.HANDED_OVER)


def test_a_slip_of_another_terminal_counts_before_an_offer_of_our_own_that_was_taken(
    kiosk: Side, counter: Side
) -> None:
    draft = offered_on(kiosk, counter)
    taken = counter.handoff.take(kiosk.handoff.offer(kiosk.content(draft)).code)
    kiosk.bring(draft)
    assert (kiosk.standing(draft), counter.standing(draft)) == (DraftStanding.HANDED_OVER, DraftStanding.HERE)
    assert (taken.draft.fields[PHONE].value, taken.draft.fields[EDUCATION].value) == ("13900000001", "10")
