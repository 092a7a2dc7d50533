"""What a card says stands in every field that asks for it, also where a later answer asks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.id_card.specimens import CHEN, OUYANG
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft, FieldSource, FieldValue
from shared.intake.errors import FieldRefusedError, IncompleteError
from shared.store.terminal import Terminal
from tests.unit.shared.intake.desks import CLERK, complete, desk_of

CERTIFICATE, STARTING_UP, NAME, NUMBER = "7.1", "7", "applicant.name", "applicant.number"


def answered(desk: IntakeDesk, draft: Draft) -> Draft:
    """Answer every choice that is open, also those that an answer brings, until the person is asked for."""
    while NAME not in desk.form(draft).fields:
        form = desk.form(draft)
        asked = next(field for field in form.fields.values() if field.options and field.id not in draft.fields)
        draft = desk.set_field(draft, asked.id, asked.options[0].code)
    return draft


def test_a_field_that_a_later_answer_asks_for_is_filled_from_the_card(terminal: Terminal) -> None:
    for desk, channel in ((desk_of(terminal), "kiosk"), (desk_of(terminal, CLERK), "counter")):
        draft = desk.identify(desk.begin(STARTING_UP, channel), "applicant", CHEN)
        assert NAME not in draft.fields
        draft = answered(desk, draft)
        form = desk.form(draft)
        told = {field for field, one in form.fields.items() if one.card_source and one.role == "applicant"}
        assert {NAME, NUMBER, "applicant.address"} <= told
        assert {draft.fields[field].source for field in told} == {FieldSource.CARD}
        assert draft.fields[NAME].value == CHEN.name
        with pytest.raises(FieldRefusedError, match="from_card"):
            desk.set_field(draft, NAME, OUYANG.name)
        assert desk.resume(draft.case_id) == draft


def test_of_a_person_by_their_original_later_fields_are_filled_and_stay_a_clerks_to_mend(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.identify_typed(desk.begin(STARTING_UP, "counter"), "applicant", "陈样", CHEN.number)
    draft = answered(desk, draft)
    assert (draft.fields[NAME].value, draft.fields[NAME].source) == ("陈样", FieldSource.CLERK)
    assert draft.fields[NUMBER].value == CHEN.number
    mended = desk.set_field(draft, NAME, CHEN.name)
    assert desk.set_field(mended, "applicant.phone", "13800000000").fields[NAME].value == CHEN.name


def by_another(desk: IntakeDesk, draft: Draft) -> Draft:
    """Return a complete draft as it could be stored before: another name than that of the card's holder in it."""
    draft = complete(desk, desk.identify(draft, "applicant", CHEN))
    assert not desk.gaps(draft)
    return draft.with_fields({NAME: FieldValue(value="别人", source=FieldSource.TYPED)})


def test_another_name_than_the_cards_is_a_gap_and_is_not_sealed(terminal: Terminal) -> None:
    desk = desk_of(terminal)
    draft = by_another(desk, desk.begin(CERTIFICATE, "kiosk"))
    assert [(gap.where, gap.code) for gap in desk.gaps(draft)] == [(NAME, "sources_differ")]
    with pytest.raises(IncompleteError):
        desk.confirm(draft)
    mended = desk.set_field(draft, NAME, CHEN.name)
    assert mended.fields[NAME].source is FieldSource.CARD
    assert not desk.gaps(mended)


def test_a_stored_draft_is_put_right_by_its_card_when_it_is_taken_up(terminal: Terminal) -> None:
    kiosk, counter = desk_of(terminal), desk_of(terminal, CLERK)
    taken = kiosk.take_up(by_another(kiosk, kiosk.begin(CERTIFICATE, "kiosk")))
    assert taken.fields[NAME] == FieldValue(value=CHEN.name, source=FieldSource.CARD)
    assert kiosk.resume(taken.case_id) == taken
    assert kiosk.take_up(taken) is taken, "what is right is not stored anew"
    shown = counter.take_up(by_another(counter, counter.begin(CERTIFICATE, "counter")))
    assert [one.value for one in shown.fields[NAME].others] == ["别人"], "a clerk sees what stood there"


def test_a_difference_to_the_card_is_settled_by_the_card_alone(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.set_field(desk.begin(CERTIFICATE, "counter"), NAME, "别人")
    draft = desk.identify(draft, "applicant", CHEN)
    for attempt in (desk.settle, desk.set_field):
        with pytest.raises(FieldRefusedError, match="from_card"):
            attempt(draft, NAME, "别人")
    assert desk.settle(draft, NAME, CHEN.name).fields[NAME].others == ()


def test_a_newer_card_of_the_same_person_puts_every_field_right(terminal: Terminal) -> None:
    desk = desk_of(terminal)
    draft = answered(desk, desk.identify(desk.begin(STARTING_UP, "kiosk"), "applicant", CHEN))
    moved = desk.identify(draft, "applicant", replace(CHEN, address="东莞市南城街道样例路2号"))
    assert moved.fields["applicant.address"].value == "东莞市南城街道样例路2号"


def test_a_number_is_stored_as_its_check_reads_it(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.identify(desk.begin("8.3", "counter"), "applicant", CHEN)
    field, number = "move.householder_number", OUYANG.number
    for typed in (f"{number[:6]} {number[6:]}", "".join(chr(ord(one) + 0xFEE0) for one in number)):
        assert desk.set_field(draft, field, typed).fields[field].value == number
    draft = desk.set_field(draft, field, number)
    assert desk.offer(draft, field, f" {number} ", FieldSource.EARLIER) is draft, "who says the same says nothing new"
