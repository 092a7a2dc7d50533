"""Asks the devices and the agent every few seconds how they are; never more than one question a lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from devices.core.status import DeviceState
from kiosk_app.work.state import StateBox
from shared.qt.jobs import Lane, Ok, Result

_INTERVAL_MS = 4000


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask on which lane, and the field of Around that the answer goes to."""

    name: str
    lane: Lane
    ask: Callable[[], Any]


class Surroundings(QObject):
    """Keeps Around true."""

    def __init__(self, box: StateBox, questions: tuple[Question, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._box = box
        self._questions = questions
        self._open: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.ask)

    def start(self) -> None:
        """Ask at once, and then every few seconds."""
        self._timer.start()
        self.ask()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()

    @Slot()
    def ask(self) -> None:
        """Ask what has been answered since the last time."""
        for question in self._questions:
            if question.name not in self._open:
                self._open.add(question.name)
                question.lane.run(question.ask, self._taker(question.name))

    @Slot(str)
    def reader_state(self, state: str) -> None:
        """Take what the card watch says of the reader."""
        self._take("reader", DeviceState(state))

    def _taker(self, name: str) -> Callable[[Result], None]:
        def take(result: Result) -> None:
            self._open.discard(name)
            self._take(name, result.value if isinstance(result, Ok) else None)

        return take

    def _take(self, name: str, value: Any) -> None:
        self._box.change(around=replace(self._box.now.around, **{name: value}))
