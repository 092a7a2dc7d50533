"""The window: a press changes the state file, and what the file says is shown."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from demo.dock.dock import Dock
from demo.dock.state import read_state
from demo.dock.window.dock_window import SLOW_BYTES_PER_S, DockWindow
from demo.dock.workbench import WORKBENCH
from devices.core.page_printing import PageOptions
from devices.core.printing import PrintState
from devices.core.simulation import SimulationPermit
from devices.page_printer import open_page_printer
from devices.receipt_printer import open_printer, sample_slip


@pytest.fixture
def dock(tmp_path: Path) -> Iterator[Dock]:
    dock = Dock(tmp_path, SimulationPermit.for_development(), ("kiosk", "counter"), 1)
    yield dock
    dock.close()


@pytest.fixture
def window(qtbot: QtBot, dock: Dock) -> DockWindow:
    window = DockWindow(("kiosk", "counter"), dock.status.state_file)
    window.changed.connect(dock.edit)
    window.show_status(dock.status)
    qtbot.addWidget(window)
    return window


def _press(window: DockWindow, qtbot: QtBot, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert button is not None, name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("button", "bench", "key", "value"),
    [
        ("kiosk_card_chen", "kiosk", "card", "chen"),
        ("counter_card_ouyang", "counter", "card", "ouyang"),
        ("counter_page_housing_proof", "counter", "page", "housing_proof"),
        ("kiosk_paper_out", "kiosk", "paper", "out"),
        ("kiosk_cover_open", "kiosk", "cover_open", True),
        ("counter_sheets_out", "counter", "sheets", "out"),
        ("counter_sheets_jammed", "counter", "jammed", True),
    ],
)
def test_a_press_is_in_the_state_file(
    window: DockWindow, dock: Dock, qtbot: QtBot, button: str, bench: str, key: str, value: object
) -> None:
    _press(window, qtbot, button)
    assert getattr(read_state(dock.status.state_file).bench(bench), key) == value
    window.show_status(dock.tick())
    shown = window.findChild(QPushButton, button)
    assert shown is not None
    assert shown.isChecked()


def test_a_card_is_lifted(window: DockWindow, dock: Dock, qtbot: QtBot) -> None:
    _press(window, qtbot, "kiosk_card_chen")
    _press(window, qtbot, "kiosk_card_none")
    assert dock.tick().state.bench("kiosk").card is None


@pytest.mark.parametrize(
    ("button", "network", "speed"),
    [("network_down", False, None), ("network_slow", True, SLOW_BYTES_PER_S), ("network_up", True, None)],
)
def test_the_network_switch(
    window: DockWindow, dock: Dock, qtbot: QtBot, button: str, network: bool, speed: int | None
) -> None:
    _press(window, qtbot, button)
    state = dock.tick().state
    assert (state.network, state.network_bytes_per_s) == (network, speed)


def test_a_wrong_file_is_told_and_goes_away_by_a_press(window: DockWindow, dock: Dock, qtbot: QtBot) -> None:
    dock.status.state_file.write_text('{"benches": {"kiosk": {"paper": "none"}}}')
    window.show_status(dock.tick())
    problem = window.findChild(QFrame, "problem")
    assert problem is not None
    assert not problem.isHidden()
    words = problem.findChild(QLabel)
    assert words is not None
    assert "benches.kiosk.paper" in words.text()
    _press(window, qtbot, "kiosk_card_chen")
    window.show_status(dock.tick())
    assert problem.isHidden()


def test_a_script_is_chosen_from_the_menu_shown_with_its_words_and_ended(
    window: DockWindow, dock: Dock, qtbot: QtBot
) -> None:
    button = window.findChild(QPushButton, "kiosk_script")
    assert button is not None
    menu = button.menu()
    actions = {action.objectName(): action for below in menu.actions() for action in below.menu().actions()}
    assert set(actions) == {choice.name for choice in dock.status.benches["kiosk"].scripts}
    actions["paper-out-mid-slip"].trigger()
    assert read_state(dock.status.state_file).bench("kiosk").script == "paper-out-mid-slip"
    window.show_status(dock.tick())
    assert button.text() == "打印到一半没纸"
    words = [label.text() for label in window.findChildren(QLabel) if label.property("role") == "drill"]
    assert any("已做 0 / 2 步" in text for text in words)
    _press(window, qtbot, "end_drill")
    window.show_status(dock.tick())
    assert dock.status.benches["kiosk"].drill is None
    assert button.text() == "选择一个故障…"


def test_what_was_printed_last_is_shown_and_its_code_can_be_scanned(
    window: DockWindow, dock: Dock, qtbot: QtBot
) -> None:
    gun = window.findChild(QPushButton, "counter_gun")
    assert gun is not None
    assert not gun.isEnabled()
    printer = open_printer(dock.status.benches["counter"].devices["receipt_printer"])
    assert printer.print_slip(sample_slip(), 30).state is PrintState.PRINTED
    printer.close()
    window.show_status(dock.tick())
    _press(window, qtbot, "counter_gun")
    assert str(read_state(dock.status.state_file).bench("counter").code).startswith("YM1:")
    pages = open_page_printer(dock.status.benches["counter"].devices["page_printer"])
    assert pages.print_document(_pdf(), "样例", PageOptions(), deadline_s=30).state is PrintState.PRINTED
    window.show_status(dock.tick())
    assert "最后一份 A4（共 1 份）" in {label.text() for label in window.findChildren(QLabel)}


def _pdf() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (210, 297), "white").save(written, "PDF")
    return written.getvalue()


def test_the_workbench_shows_how_each_device_is_tried(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demo.dock.workbench._start_cards", lambda _permit: None)
    dock = Dock(tmp_path, SimulationPermit.for_development(), (WORKBENCH,), None)
    try:
        window = DockWindow((WORKBENCH,), dock.status.state_file)
        qtbot.addWidget(window)
        window.changed.connect(dock.edit)
        window.show_status(dock.status)
        command = window.findChild(QLineEdit, "workbench_scan_command")
        assert command is not None
        assert dock.status.benches[WORKBENCH].devices["scanner"] in command.text()
        hidden = window.findChild(QLineEdit, "workbench_ca_card_command")
        assert hidden is not None
        assert not hidden.text()
        _press(window, qtbot, "workbench_page_housing_proof")
        assert read_state(dock.status.state_file).bench(WORKBENCH).page == "housing_proof"
    finally:
        dock.close()
