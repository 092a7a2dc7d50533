"""What holds for tests of QML: no display, the software renderer, and Qt's own chatter off."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLoggingCategory
from pytestqt.qtbot import QtBot

from kiosk_app.face import QUIET_CATEGORIES
from tests.qml.kiosk_hall import KioskHall

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")


@pytest.fixture(scope="session", autouse=True)
def _quiet_categories() -> Iterator[None]:
    QLoggingCategory.setFilterRules(QUIET_CATEGORIES.replace(";", "\n"))
    yield
    QLoggingCategory.setFilterRules("")


@pytest.fixture
def hall(tmp_path: Path, qtbot: QtBot, expected_warnings: list[str]) -> Iterator[KioskHall]:
    # On a busy machine a look at a device may outlast the little that an ending session waits for it.
    expected_warnings += ["a lane did not end in time", "the driver of"]
    kiosk = KioskHall(tmp_path, qtbot)
    yield kiosk
    kiosk.close()
