"""The whole kiosk with a real store, simulated devices at the wire and real lanes: from a touch to goodbye."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from devices.faults.library import shipped_scripts
from devices.faults.player import FaultPlayer
from devices.id_card.specimens import CHEN
from kiosk_app.citizen_session import Session
from kiosk_app.idle import IdleGuard, IdlePace
from kiosk_app.work.state import Screen
from shared.store import drafts
from shared.store.settings import CataloguePackage, current_catalogue, record_catalogue
from tests.qml.kiosk_hall import KioskHall


def let_pass(session: Session, seconds: int) -> None:
    """Let the guard count seconds without a touch, whatever the clock says."""
    guard = session.findChild(IdleGuard)
    assert guard is not None
    for _ in range(seconds):
        guard.second()


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
    switch_language(hall, "en")
    hall.wait_text("toConfirm", "All correct, confirm")
    draft = session.box.now.draft
    assert draft is not None
    assert draft.values()["applicant.phone"] == "13800000001"
    hand_in(hall)
    hall.wait_text("printState", "Receipt printed")
    switch_language(hall, "zh-Hans")
    hall.wait_text("printState", "凭证打好了")
    assert "44190026" in hall.item("caseNumber").property("text").replace(" ", "")
    hall.reader.remove()
    with hall.qtbot.waitSignal(session.ended):
        hall.press("finish")
        hall.wait_screen(Screen.GOODBYE)
        assert session.box.now.draft is None


def switch_language(hall: KioskHall, language: str) -> None:
    hall.press("display")
    hall.press(f"language-{language}")
    hall.press("closeDisplay")


def hand_in(hall: KioskHall) -> None:
    hall.press("toConfirm")
    hall.press("agree")
    hall.press("submit")
    hall.wait_screen(Screen.RECEIPT)


def test_a_printer_without_paper_costs_nobody_their_case(hall: KioskHall) -> None:
    hall.printer.set_conditions(paper_out=True)
    hall.open()
    hall.press("wake")
    fill_employment_certificate(hall)
    hand_in(hall)
    hall.wait_text("printState", "没纸了")
    assert hall.item("caseNumber").property("text")
    hall.printer.set_conditions(paper_out=False)
    hall.press("printAgain")
    hall.wait_text("printState", "凭证打好了")


def test_who_is_asked_for_the_slip_answers_and_gets_a_marked_one(hall: KioskHall) -> None:
    script = next(script for script in shipped_scripts() if script.name == "printer-unplugged-mid-slip")
    fault = FaultPlayer(script, hall.printer)
    hall.open()
    hall.press("wake")
    fill_employment_certificate(hall)
    fault.start()
    hand_in(hall)
    hall.wait_text("printState", "凭证出来了吗？")
    fault.stop()
    hall.press("slipMissing")
    hall.wait_text("printState", "凭证打好了")
    report = hall.running.box.now.report
    assert report is not None
    assert report.is_reprint


def test_a_blank_page_is_refused_with_its_remedy_and_the_next_is_taken(hall: KioskHall) -> None:
    hall.open()
    hall.press("wake")
    hall.press("matter-7.1")
    hall.press("start")
    hall.lay_card(CHEN)
    hall.press("acceptPerson")
    hall.running.flow.gathering.open()
    hall.wait_screen(Screen.MATERIALS)
    hall.scan("blank")
    hall.wait_text("finding-0", "空白")
    hall.scan("household_register")
    hall.item("nextMaterial")
    hall.press("openMissing")
    hall.wait_text("sheetTitle", "没带")
    hall.press("closeMissing")


def test_nobody_there_means_a_warning_and_then_nothing_is_left(hall: KioskHall) -> None:
    session = hall.open(idle=IdlePace(until_warning=100, to_stay=200))
    hall.press("wake")
    hall.press("matter-7.1")
    hall.press("start")
    hall.wait_screen(Screen.IDENTIFY)
    let_pass(session, 100)
    hall.wait_text("idleText", "秒后会清除")
    hall.press("stay")
    assert session.box.now.screen is Screen.IDENTIFY
    let_pass(session, 300)
    hall.wait_screen(Screen.GOODBYE)
    hall.wait_for(lambda: not drafts_of(session))


def test_a_session_that_waits_ends_when_a_newer_catalogue_has_come(hall: KioskHall, qtbot: QtBot) -> None:
    session = hall.open()
    hall.wait_screen(Screen.ATTRACT)
    with qtbot.waitSignal(session.ended, timeout=20_000):
        newest = current_catalogue(session.store)
        record_catalogue(session.store, CataloguePackage("2099.1.1", newest.data))


def test_a_card_that_was_left_must_be_taken_first(hall: KioskHall) -> None:
    hall.lay_card(CHEN)
    session = hall.open()
    hall.wait_text("pauseTitle", "读卡区有一张身份证")
    hall.reader.remove()
    hall.wait_screen(Screen.ATTRACT)
    assert session.box.now.card is None


def test_leaving_takes_the_draft_with_it(hall: KioskHall) -> None:
    session = hall.open()
    hall.press("wake")
    hall.press("matter-7.1")
    hall.press("start")
    hall.lay_card(CHEN)
    hall.press("acceptPerson")
    hall.press("leave")
    hall.press("confirmLeave")
    hall.wait_screen(Screen.GOODBYE)
    hall.wait_text("goodbyeTitle", "身份证还在读卡区")
    hall.reader.remove()
    hall.wait_text("goodbyeTitle", "请拿好")
    hall.wait_for(lambda: not drafts_of(session))


def test_a_new_session_erases_what_a_crashed_one_left(hall: KioskHall) -> None:
    first = hall.open()
    hall.press("wake")
    hall.press("matter-7.1")
    hall.press("start")
    hall.wait_for(lambda: bool(drafts_of(first)))
    first.close()
    second = hall.open()
    hall.wait_for(lambda: not drafts_of(second))


def test_the_four_text_sizes_and_the_contrasts_work_in_the_middle_of_a_case(hall: KioskHall) -> None:
    session = hall.open()
    hall.press("wake")
    hall.press("matter-8")
    hall.press("display")
    hall.press("size-largest")
    hall.press("palette-contrast_dark")
    hall.press("closeDisplay")
    assert (session.box.now.text_size, session.box.now.palette) == ("largest", "contrast_dark")
    hall.press("backHome")
    hall.wait_screen(Screen.HOME)


def drafts_of(session: Session) -> tuple[object, ...]:
    return drafts.summaries(session.store)
