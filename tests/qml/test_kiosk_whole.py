"""The whole kiosk with a real store, simulated devices at the wire and real lanes: from a touch to goodbye."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from devices.id_card.specimens import CHEN
from kiosk_app.work.state import Screen
from tests.qml.kiosk_hall import KioskHall


@pytest.fixture
def hall(tmp_path: Path, qtbot: QtBot) -> Iterator[KioskHall]:
    kiosk = KioskHall(tmp_path, qtbot)
    yield kiosk
    kiosk.close()


def fill_employment_certificate(hall: KioskHall) -> None:
    hall.press("matter-7.1")
    hall.press("start")
    hall.wait_screen(Screen.IDENTIFY)
    hall.lay_card(CHEN)
    hall.wait_text("person", CHEN.name)
    hall.press("acceptPerson")
    hall.wait_screen(Screen.FORM)
    hall.press("nextFormPage")
    hall.type_digits("13800000001")
    hall.press("nextFormPage")
    hall.press("choice-applicant.education-20")
    hall.press("nextFormPage")
    hall.press("choice-employment.situation-2")
    hall.press("nextFormPage")
    hall.press("choice-result.collection-1")
    hall.press("nextFormPage")
    hall.wait_screen(Screen.MATERIALS)
    hall.scan("household_register")
    hall.press("nextMaterial")
    hall.wait_for(lambda: hall.running.box.now.material == "id_photo")
    hall.scan("id_photo")
    hall.press("nextMaterial")
    hall.wait_screen(Screen.REVIEW)


def test_a_case_from_the_first_touch_to_goodbye(hall: KioskHall) -> None:
    session = hall.open()
    hall.press("wake")
    fill_employment_certificate(hall)
    hall.press("toConfirm")
    hall.press("agree")
    hall.press("submit")
    hall.wait_screen(Screen.RECEIPT)
    hall.wait_text("printState", "凭证打好了")
    assert "44190026" in hall.item("caseNumber").property("text").replace(" ", "")
    hall.reader.remove()
    with hall.qtbot.waitSignal(session.ended, timeout=15_000):
        hall.press("finish")
        hall.wait_screen(Screen.GOODBYE)
        assert session.box.now.draft is None
