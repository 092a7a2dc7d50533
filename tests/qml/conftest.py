"""What holds for tests of QML: no display, the software renderer, and Qt's own chatter off."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLoggingCategory

from kiosk_app.face import QUIET_CATEGORIES

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")


@pytest.fixture(scope="session", autouse=True)
def _quiet_categories() -> Iterator[None]:
    QLoggingCategory.setFilterRules(QUIET_CATEGORIES.replace(";", "\n"))
    yield
    QLoggingCategory.setFilterRules("")
