"""What both players need: steps with their times, waits with deadlines that keep the app alive, numbered pictures."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage

from demo.report import PlayedStep, ScoreSheet

T = TypeVar("T")
_LOOK_MS: Final = 15
_DEADLINE_S: Final = 20.0


class PlayError(Exception):
    """Something that should have come did not, or is not what it should be."""

    code = "play"


class Pilot:
    """Runs the steps of one player on the GUI thread.

    Args:
        sheet: where steps and facts are written down.
        out: where pictures go, as NAME-01-step.png.
        grab: takes a picture of the app's window.
    """

    def __init__(self, name: str, sheet: ScoreSheet, out: Path, grab: Callable[[], QImage]) -> None:
        self._name = name
        self._sheet = sheet
        self._out = out
        self._grab = grab
        self._pictures = 0

    @contextmanager
    def step(self, name: str, *, picture: bool = True) -> Iterator[None]:
        """Time a step, take a picture of its end, and write it down; also when it fails."""
        started = time.monotonic()
        detail = ""
        try:
            yield
        except Exception as error:
            detail = f"{type(error).__name__}: {error}"
            raise
        finally:
            ms = round((time.monotonic() - started) * 1000)
            if picture:
                self.picture(name if not detail else f"failed-{name}")
            self._sheet.add_step(PlayedStep(name, ms, ok=not detail, detail=detail))

    def fact(self, name: str, value: str) -> None:
        """Write down what was seen on the screen."""
        self._sheet.add_fact(name, value)

    def wait(self, what: str, condition: Callable[[], T | None], deadline_s: float = _DEADLINE_S) -> T:
        """Let the app live until condition gives something true, and return that. Raises PlayError when too late."""
        answer = condition()
        if answer:
            return answer
        end = time.monotonic() + deadline_s
        loop = QEventLoop()
        timer = QTimer()
        timer.setInterval(_LOOK_MS)
        timer.timeout.connect(loop.quit)
        timer.start()
        while not answer:
            if time.monotonic() > end:
                detail = f"{what}: not within {deadline_s:.0f} s"
                raise PlayError(detail)
            loop.exec()
            answer = condition()
        return answer

    def picture(self, name: str) -> Path:
        """Save a picture of the window."""
        self._pictures += 1
        path = self._out / f"{self._name}-{self._pictures:02d}-{re.sub(r'[^a-z0-9]+', '-', name.lower())}.png"
        if not self._grab().save(str(path)):
            detail = f"{path.name} could not be written"
            raise PlayError(detail)
        return path
