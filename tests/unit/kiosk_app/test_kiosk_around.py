"""Idle time, the machine's surroundings, options and pictures."""

from __future__ import annotations

import argparse
from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QObject, QSize
from pytestqt.qtbot import QtBot

from devices.core.errors import DeviceTimeoutError
from devices.core.status import DeviceState
from kiosk_app.idle import IdleGuard, IdlePace
from kiosk_app.options import parse_size
from kiosk_app.pictures import Pictures, address
from kiosk_app.surroundings import Question, Surroundings
from kiosk_app.work.state import StateBox
from shared.qt.jobs import ManualLane


def test_the_warning_counts_down_and_a_touch_stops_it(qtbot: QtBot) -> None:
    told: list[int] = []
    back: list[bool] = []
    pace = IdlePace(until_warning=3, to_stay=2)
    guard = IdleGuard(counts=lambda: True, tell=told.append, came_back=lambda: back.append(True), pace=pace)
    for _ in range(3):
        guard.second()
    assert told == [2]
    guard.eventFilter(QObject(), QEvent(QEvent.Type.TouchBegin))
    guard.second()
    assert not back, "the finger may still be on a button"
    guard.second()
    assert back == [True]
    for _ in range(3):
        guard.second()
    assert told == [2, 2, 1, 0]
    assert back == [True]


def test_time_that_does_not_count_begins_anew(qtbot: QtBot) -> None:
    told: list[int] = []
    counts = [True]
    pace = IdlePace(until_warning=2, to_stay=1)
    guard = IdleGuard(counts=lambda: counts[0], tell=told.append, came_back=lambda: None, pace=pace)
    guard.second()
    counts[0] = False
    guard.second()
    counts[0] = True
    guard.second()
    assert told == []


def test_surroundings_ask_once_at_a_time_and_take_no_answer_for_unknown(qtbot: QtBot) -> None:
    box, lane = StateBox(), ManualLane()
    asked: list[str] = []

    def scanner() -> DeviceState:
        asked.append("scanner")
        return DeviceState.READY

    def printer() -> DeviceState:
        raise DeviceTimeoutError

    surroundings = Surroundings(box, (Question("scanner", lane, scanner), Question("printer", lane, printer)))
    surroundings.ask()
    surroundings.ask()
    lane.drain()
    assert asked == ["scanner"]
    assert (box.now.around.scanner, box.now.around.printer) == (DeviceState.READY, None)
    surroundings.reader_state("offline")
    assert box.now.around.reader is DeviceState.OFFLINE
    surroundings.ask()
    lane.drain()
    assert asked == ["scanner", "scanner"]


@pytest.mark.parametrize(("text", "size"), [("540x960", QSize(540, 960)), ("1920x1080", QSize(1920, 1080))])
def test_a_window_size_is_width_by_height(text: str, size: QSize) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "540", "540X960", "54x96", "-540x960", "540x960x1"])
def test_anything_else_is_no_size(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        parse_size(text)


def test_pictures_are_bounded_and_forgotten(qtbot: QtBot) -> None:
    pictures = Pictures()
    buffer = BytesIO()
    Image.new("RGB", (2400, 3400), "white").save(buffer, "JPEG")
    pictures.put_jpeg("page", buffer.getvalue())
    pictures.put_qr("code", "YM1:" + "样例" * 40)
    told = QSize()
    image = pictures.requestImage("page", told, QSize())
    assert (image.height(), told) == (1600, image.size())
    assert pictures.requestImage("page", told, QSize(-1, 200)).height() == 1600
    assert pictures.requestImage("page", told, QSize(10_000, 320)).height() == 320
    assert not pictures.requestImage("code", told, QSize()).isNull()
    pictures.drop("page")
    assert not pictures.has("page")
    pictures.clear()
    assert pictures.requestImage("code", told, QSize()).isNull()
    assert (address("page"), address("")) == ("image://session/page", "")
