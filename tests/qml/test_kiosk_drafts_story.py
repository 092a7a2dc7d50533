"""A draft kept at a kiosk without a network and gone on with at the same kiosk: real screens, card, slip and digits."""

from __future__ import annotations

from devices.id_card.specimens import CHEN
from kiosk_app.work.state import Screen
from shared.store import drafts
from tests.qml.kiosk_hall import KioskHall


def test_what_was_kept_is_found_again_with_card_and_digits(hall: KioskHall) -> None:
    session = hall.open()
    hall.press("wake")
    hall.press("matter-7.1")
    hall.press("start")
    hall.wait_screen(Screen.IDENTIFY)
    hall.lay_card(CHEN)
    hall.press("acceptPerson")
    hall.wait_screen(Screen.FORM)
    hall.press("nextFormPage")
    session.flow.filling.set_field("applicant.phone", "13800000001")
    hall.press("leave")
    hall.press("keepFromLeave")
    hall.press("keepDraft")
    hall.wait_text("printState", "草稿条打好了")
    digits = hall.item("typedCode").property("text").replace(" ", "")
    hall.reader.remove()
    with hall.qtbot.waitSignal(session.ended):
        hall.press("keptFinish")
        hall.wait_screen(Screen.GOODBYE)
    session.close()
    again = hall.open()
    hall.press("wake")
    hall.press("resumeDraft")
    hall.lay_card(CHEN)
    hall.wait_text("resumeTitle", "提取码")
    hall.type_digits(digits[:2])
    again.flow.resuming.type_digits(digits)
    hall.press("resumeAct")
    hall.wait_text("foundSubject", "就业创业证")
    hall.press("resumeAct")
    hall.wait_screen(Screen.FORM)
    draft = again.box.now.draft
    assert draft is not None
    assert draft.values()["applicant.phone"] == "13800000001"
    assert len(drafts.summaries(again.store)) == 1
