"""The whole counter with a real store, simulated devices at the wire and real lanes: from signing in to the notice."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from counter_app.counter import Counter
from counter_app.ports.window import Page
from counter_app.theme.stylesheet import build_stylesheet
from counter_app.wiring import build_counter, drivers_of
from demo.specimen_pages import draw_page
from devices.barcode.simulator import VirtualSerialGun
from devices.core.simulation import SimulationPermit
from devices.id_card.card_image import build_image
from devices.id_card.simulator import SamvSimulator
from devices.id_card.specimens import CHEN, OUYANG
from devices.receipt_printer.simulator import VirtualPrinter
from shared.contract.base import encode_bytes
from shared.contract.terminals import Clerk, ClerkDirectory, ClerkRight, PasswordVerifier
from shared.qt.card_watch import CardWatch
from shared.store import outbox
from shared.store.outbox import OutboxState
from shared.store.profile import DevicesSection, load_config, save_config
from shared.store.settings import record_clerk_directory
from shared.store.terminal import open_terminal
from tests.patience import PATIENCE_S
from tests.unit.shared.intake.desks import open_specimen

PASSWORD = "样例密码-2026"


def verifier() -> PasswordVerifier:
    digest = hashlib.scrypt(PASSWORD.encode(), salt=b"s" * 16, n=2**14, r=8, p=1, maxmem=2**26, dklen=32)
    return PasswordVerifier(salt=encode_bytes(b"s" * 16), hash=encode_bytes(digest), n=2**14, r=8, p=1)


class Desk:
    """A counter with a reader, a scanner's folder and a printer, and hands to work it."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.qtbot, self.folder = qtbot, folder
        permit = SimulationPermit.for_development()
        self.reader = SamvSimulator(permit)
        self.printer = VirtualPrinter(permit, folder=folder / "paper")
        self.gun = VirtualSerialGun(permit, folder / "gun", baud=115200)
        self.glass = folder / "glass"
        self.glass.mkdir()
        self.profile = folder / "profile"
        terminal, _ = open_specimen(self.profile)
        with terminal:
            clerk = Clerk(
                clerk_id="li",
                name="李样例",
                post="受理岗",
                window="07",
                rights=frozenset({ClerkRight.ACCEPT}),
                verifier=verifier(),
            )
            record_clerk_directory(terminal.store, ClerkDirectory(version="1", clerks=(clerk,)))
            config = load_config(terminal.profile)
            section = DevicesSection(
                id_card=f"serial:{self.reader.port}",
                receipt_printer=self.printer.uri,
                scanner=f"folder:{self.glass}",
                barcode=self.gun.uri,
            )
            save_config(terminal.profile, config.model_copy(update={"devices": section}))
        self.counter = self.open()

    def open(self) -> Counter:
        self.counter = build_counter(self.profile, starts_agent=False)
        window = self.counter.window
        self.qtbot.addWidget(window)
        window.setStyleSheet(build_stylesheet())
        window.resize(1920, 1080)
        with self.qtbot.waitExposed(window):
            window.show()
        self.counter.start()
        return self.counter

    def close(self) -> None:
        self.counter.close()
        self.reader.close()
        self.printer.close()
        self.gun.close()

    def find(self, kind: type[QWidget], name: str) -> QWidget:
        shown: list[QWidget] = []

        def look() -> bool:
            shown[:] = [one for one in self.counter.window.findChildren(kind, name) if one.isVisible()]
            return bool(shown)

        self.qtbot.waitUntil(look)
        return shown[0]

    def text(self, name: str) -> str:
        label = self.find(QLabel, name)
        assert isinstance(label, QLabel)
        return label.text()

    def wait_text(self, name: str, part: str) -> None:
        self.qtbot.waitUntil(lambda: any(part in one.text() for one in self.counter.window.findChildren(QLabel, name)))

    def wait_page(self, page: Page) -> None:
        self.qtbot.waitUntil(lambda: self.counter.window.page is page)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.counter.window, key, modifier)

    def enter(self, name: str, text: str) -> None:
        line = self.find(QLineEdit, name)
        assert isinstance(line, QLineEdit)
        line.setFocus()
        line.setText(text)
        line.textEdited.emit(text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    def sign_in(self) -> None:
        self.enter("sign_in_clerk", "li")
        self.enter("sign_in_password", PASSWORD)
        self.wait_page(Page.WELCOME)

    def begin(self, words: str) -> None:
        self.key(Qt.Key.Key_F2)
        line = self.find(QLineEdit, "search_field")
        QTest.keyClicks(line, words)
        hits = self.counter.window.findChild(QListView, "search_hits")
        assert hits is not None
        self.qtbot.waitUntil(lambda: hits.isVisible() and hits.model().data(hits.model().index(0, 0)) == "结婚落户")
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.wait_page(Page.INTAKE)

    def lay_card(self, card_name: str, role: str) -> None:
        card = {"chen": CHEN, "ouyang": OUYANG}[card_name]
        self.reader.present(build_image(card))
        self.wait_text(f"applicant_{role}_name", card.name)
        watch = self.counter.window.findChild(CardWatch)
        assert watch is not None
        # A hand takes longer than the watch's look; a card that is swapped within one look is the same card to it.
        with self.qtbot.waitSignal(watch.cardRemoved):
            self.reader.remove()

    def fill(self) -> None:
        facts = self.counter.assembled.bench.facts
        assert facts is not None
        for field_id, definition in facts.form.fields.items():
            if field_id in facts.draft.fields:
                continue
            self.enter(f"field_{field_id}", fitting(field_id, definition.widget.value, definition.options))

    def scan(self, number: int, page: str = "housing_proof") -> None:
        before = self._pages()
        draw_page(page).save(self.glass / "next.part", format="PNG", dpi=(200, 200))
        (self.glass / "next.part").rename(self.glass / "next.png")
        self.key(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        self.qtbot.waitUntil(lambda: self._pages() > before)

    def _pages(self) -> int:
        facts = self.counter.assembled.bench.facts
        return sum(len(given.pages) for given in facts.draft.materials.values()) if facts else 0


PAPERS = (
    "marriage_declaration",
    "household_register",
    "household_register_ouyang",
    "housing_proof",
    "joining_application",
)
"""Each another one: a paper that was scanned already is asked about."""


def fitting(field_id: str, widget: str, options: tuple[object, ...]) -> str:
    if options:
        return str(getattr(options[0], "label", ""))
    if field_id.endswith("householder_number"):
        return CHEN.number
    by_widget = {
        "phone": "138 0000 0000",
        "address": "东莞市南城街道样例路1号",
        "digits": "441900001",
        "date": "20260302",
    }
    return by_widget.get(widget, "陈样例")


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, expected_warnings: list[str]) -> Iterator[Desk]:
    # On a busy machine a look at a device may outlast its deadline, and the little that a closing counter waits for it.
    expected_warnings += ["a lane did not end in time", "the driver of"]
    made = Desk(tmp_path, qtbot)
    yield made
    made.close()


def test_a_scan_is_seen_where_papers_lay_over_the_pages(desk: Desk) -> None:
    desk.sign_in()
    desk.counter.assembled.bench.begin("8")
    desk.wait_page(Page.INTAKE)
    desk.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    window = desk.counter.window
    desk.qtbot.waitUntil(window.papers.isVisible)
    desk.key(Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    desk.qtbot.waitUntil(window.stage.isVisible)


def test_from_signing_in_to_the_notice(desk: Desk, tmp_path: Path) -> None:
    desk.sign_in()
    desk.begin("jhlh")
    desk.lay_card("ouyang", "wife")
    desk.lay_card("chen", "husband")
    desk.fill()
    for number, page in enumerate(PAPERS, start=3):
        desk.scan(number, page)
    desk.wait_text("gaps_title", "都齐了")
    desk.key(Qt.Key.Key_F9)
    desk.wait_page(Page.DONE)
    desk.wait_text("done_headline", "已受理")
    for document in ("receipt", "acceptance"):
        desk.wait_text(f"print_{document}_words", "已打印")
    assert len(list((tmp_path / "paper").glob("*.png"))) == 2
    paper = desk.counter.window.findChild(QComboBox, "notice_paper")
    assert paper is not None
    desk.qtbot.waitUntil(lambda: "受理" in paper.currentText())
    save_notice(desk, tmp_path / "notice.pdf")
    today = desk.counter.window.findChild(QListView, "today_list")
    assert today is not None
    desk.qtbot.waitUntil(lambda: today.model().rowCount() == 1)
    number = desk.text("done_number").replace(" ", "")
    banners = desk.counter.window.findChildren(QLabel, "banner_text")
    assert [banner.text() for banner in banners if banner.isVisible()] == []
    desk.close()
    with open_terminal(desk.profile) as terminal:
        rows = outbox.all_rows(terminal.store)
        assert [(row.kind.value, row.state, row.case_number) for row in rows] == [
            ("intake", OutboxState.WAITING, number),
            ("decision", OutboxState.WAITING, number),
        ]


def save_notice(desk: Desk, path: Path) -> None:
    desk.find(QPushButton, "notice_save")
    desk.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    line = desk.find(QLineEdit, "notice_path")
    assert isinstance(line, QLineEdit)
    line.setText(str(path))
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(path.exists)
    desk.qtbot.waitUntil(lambda: path.read_bytes().endswith(b"%%EOF\n") or path.stat().st_size > 1000)
    assert path.read_bytes().startswith(b"%PDF")


def test_what_was_begun_is_there_after_the_program_ended(desk: Desk) -> None:
    desk.sign_in()
    desk.begin("jiehunluohu")
    desk.lay_card("chen", "husband")
    desk.enter("field_husband.phone", "13800000000")
    desk.wait_text("tag_husband.phone", "录入")
    desk.counter.close()
    desk.counter.window.hide()
    desk.open()
    desk.sign_in()
    drafts = desk.find(QListView, "drafts_list")
    assert isinstance(drafts, QListView)
    QTest.mouseClick(
        drafts.viewport(), Qt.MouseButton.LeftButton, pos=drafts.visualRect(drafts.model().index(0, 0)).center()
    )
    desk.wait_page(Page.INTAKE)
    desk.wait_text("applicant_husband_name", CHEN.name)
    phone = desk.find(QLineEdit, "field_husband.phone")
    assert isinstance(phone, QLineEdit)
    assert phone.text() == "13800000000"


def test_a_card_laid_down_first_waits_for_its_matter(desk: Desk) -> None:
    desk.sign_in()
    desk.reader.present(build_image(CHEN))
    desk.wait_text("welcome_card", CHEN.name)
    desk.begin("jiehun")
    desk.wait_text("applicant_husband_name", CHEN.name)


def test_leaving_forgets_the_case_on_the_screen(desk: Desk) -> None:
    desk.sign_in()
    desk.begin("jhlh")
    desk.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    desk.wait_page(Page.SIGN_IN)
    assert desk.counter.assembled.bench.facts is None
    desk.sign_in()
    assert desk.find(QListView, "drafts_list")


def test_nothing_on_the_glass_is_said_above_the_work(desk: Desk) -> None:
    desk.sign_in()
    desk.begin("jhlh")
    desk.key(Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    desk.wait_text("banner_text", "扫描仪里没有纸")


def test_a_uri_that_names_no_driver_is_a_missing_device(expected_warnings: list[str]) -> None:
    expected_warnings.append("the address of")
    devices = drivers_of(DevicesSection(id_card="usb:1", scanner="twain:x", receipt_printer="smoke://x"))
    assert devices.missing == {"card", "scanner", "printer"}


def test_a_wrong_size_is_wrong_usage(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "counter_app", "--profile", str(tmp_path), "--windowed", "99"],
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 64
    assert b"WxH" in done.stderr


def test_the_program_stays_and_tells_what_is_wrong_with_a_terminal_that_is_none(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "counter_app", "--profile", str(tmp_path), "--windowed", "1366x768"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
    )
    try:
        assert program.stderr is not None
        told = next(line for line in program.stderr if b"can't be opened" in line)
        assert b"config_invalid" in told
        assert program.poll() is None
    finally:
        program.terminate()
        program.communicate(timeout=PATIENCE_S)


def test_a_receipt_of_another_terminal_is_named_as_such(desk: Desk) -> None:
    desk.sign_in()

    def told() -> bool:
        desk.gun.scan("YM1:ANOTHER")
        banners = desk.counter.window.findChildren(QLabel, "banner_text")
        return any("不是本终端收的" in banner.text() for banner in banners)

    desk.qtbot.waitUntil(told)
