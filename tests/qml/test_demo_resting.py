"""Waiting for a window of QML to be at rest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from demo.errors import DemoError
from demo.resting import rest


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QQuickWindow]:
    del qtbot
    shown = QQuickWindow()
    shown.show()
    yield shown
    shown.hide()


def test_each_frame_that_a_frame_asks_for_is_waited_for(window: QQuickWindow) -> None:
    left = list(range(12))

    def drawn() -> None:
        if left:
            left.pop()
            window.update()

    window.frameSwapped.connect(drawn)
    rest(window)
    assert not left


def test_what_moves_without_end_is_told(window: QQuickWindow) -> None:
    window.frameSwapped.connect(window.update)
    with pytest.raises(DemoError, match="never_at_rest"):
        rest(window, deadline_ms=300)
