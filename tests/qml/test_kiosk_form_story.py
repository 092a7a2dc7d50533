"""A citizen fills in the form on the real screens: long numbers, and what two terminals say otherwise."""

from __future__ import annotations

from devices.id_card.specimens import CHEN
from kiosk_app.citizen_session import Session
from kiosk_app.work.state import Screen
from shared.intake.draft import FieldSource, FieldValue, OtherValue
from tests.qml.kiosk_hall import KioskHall


def come_to_the_form(hall: KioskHall, code: str) -> Session:
    session = hall.open()
    flow, box = session.flow, session.box
    flow.finding.wake()
    flow.finding.choose_subject(code)
    flow.finding.start()
    hall.wait_screen(Screen.IDENTIFY)
    flow.identifying.card_read(CHEN)
    hall.wait_for(lambda: not box.now.busy and box.now.asked_role is not None)
    flow.identifying.accept_person()
    hall.wait_screen(Screen.FORM)
    return session


def test_a_long_number_is_kept_whole_and_a_full_one_takes_no_more(hall: KioskHall) -> None:
    session = come_to_the_form(hall, "5.1")
    session.flow.filling.open_field("vehicle.invoice_number")
    hall.type_digits("24440000000000000001")
    hall.wait_for(lambda: not hall.item("digit-1").isEnabled())
    hall.press("digitsErase")
    hall.press("digit-1")
    hall.press("nextFormPage")
    hall.wait_for(lambda: not session.box.now.busy)
    draft = session.box.now.draft
    assert draft is not None
    assert draft.values()["vehicle.invoice_number"] == "24440000000000000001"


def test_two_answers_stay_until_a_person_takes_one(hall: KioskHall) -> None:
    session = come_to_the_form(hall, "7.2")
    flow, box = session.flow, session.box
    answers = ("样例银行东莞甲支行", "样例银行东莞乙支行")
    given = FieldValue(
        value=answers[0], source=FieldSource.TYPED, others=(OtherValue(value=answers[1], source=FieldSource.TYPED),)
    )
    assert box.now.draft is not None
    box.change(draft=box.now.draft.with_fields({"bank.name": given}))
    flow.filling.open_field("bank.name")
    hall.wait_for(lambda: hall.item("text-bank.name").property("text") == answers[0])
    hall.press("nextFormPage")
    hall.wait_for(lambda: not box.now.busy and bool(box.now.faults))
    assert box.now.faults["bank.name"].code == "sources_differ"
    assert box.now.draft.fields["bank.name"] == given
    hall.item("text-bank.name").setProperty("text", answers[1])
    hall.wait_for(lambda: box.now.typed.get("bank.name") == answers[1])
    hall.press("nextFormPage")
    hall.wait_for(lambda: not box.now.busy)
    assert box.now.draft.fields["bank.name"].others == ()
    assert box.now.draft.values()["bank.name"] == answers[1]


def test_change_beside_an_answer_leads_to_it_and_back(hall: KioskHall) -> None:
    session = come_to_the_form(hall, "7.1")
    flow, box = session.flow, session.box
    assert box.now.draft is not None
    given = {"applicant.education": FieldValue(value="20", source=FieldSource.TYPED)}
    box.change(draft=box.now.draft.with_fields(given))
    flow.open_review()
    hall.wait_screen(Screen.REVIEW)
    hall.press("edit-applicant.education")
    hall.wait_screen(Screen.FORM)
    hall.press("nextFormPage")
    hall.wait_screen(Screen.REVIEW)
