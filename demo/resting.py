"""Waiting until a window of QML is at rest: drawn whole, with nothing left that asks for another frame."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtQuick import QQuickWindow

from demo.errors import DemoError

_BEAT_MS: Final = 8
"""Longer than Qt lets pass between a wish for a frame and the frame, so that none is missed."""
_DEADLINE_MS: Final = 60_000


def rest(window: QQuickWindow, deadline_ms: int = _DEADLINE_MS) -> None:
    """Return once a shown window has drawn all that was done so far, and nothing asks for another frame.

    A frame may ask for another, as what is laid out anew does; the last one counts.

    Raises:
        DemoError: something moves without end.
    """
    loop = QEventLoop()
    beat = QTimer(singleShot=True, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
    beat.timeout.connect(loop.quit)
    end = QTimer(singleShot=True, interval=deadline_ms)
    end.timeout.connect(lambda: loop.exit(1))
    drawn = window.frameSwapped.connect(beat.start)
    window.update()
    end.start()
    try:
        late = loop.exec()
    finally:
        window.frameSwapped.disconnect(drawn)
    if late:
        code = "never_at_rest"
        raise DemoError(code, window.title())
