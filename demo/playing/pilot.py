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
_DEADLINE_S: Final = 60.0
_REST_MS: Final = 70
_REST_S: Final = 1.5


class PlayError(Exception):
    """Something that should have come did not, or is not what it should be."""

    code = "play"


class Pilot:
    """Runs the steps of one player on the GUI thread.

    Args:
        sheet: where steps and facts are written down.
        out: where pictures go, as NAME-01-step.png; None takes none.
        grab: takes a picture of the app's window.
        taken: how many pictures there are already.
    """

    def __init__(
        self, name: str, sheet: ScoreSheet, out: Path | None, grab: Callable[[], QImage], *, taken: int = 0
    ) -> None:
        self._name = name
        self._sheet = sheet
        self._out = out
        self._grab = grab
        self._pictures = taken

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

    def give_up(self, error: Exception) -> None:
        """Write down why nothing more is played, unless the last step says so already."""
        steps = self._sheet.read().steps
        if not steps or steps[-1].ok:
            self._sheet.add_step(PlayedStep("play", 0, ok=False, detail=f"{type(error).__name__}: {error}"))

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

    def picture(self, name: str) -> Path | None:
        """Save a picture of the window once nothing moves on it, or after a moment if something always does."""
        if self._out is None:
            return None
        image = self._at_rest()
        self._pictures += 1
        path = self._out / f"{self._name}-{self._pictures:02d}-{re.sub(r'[^a-z0-9]+', '-', name.lower())}.png"
        if not image.save(str(path)):
            detail = f"{path.name} could not be written"
            raise PlayError(detail)
        return path

    def _at_rest(self) -> QImage:
        end = time.monotonic() + _REST_S
        loop = QEventLoop()
        before = self._grab()
        while time.monotonic() < end:
            QTimer.singleShot(_REST_MS, loop.quit)
            loop.exec()
            image = self._grab()
            if image == before:
                return image
            before = image
        return before
