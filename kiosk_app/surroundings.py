"""Asks the devices and the agent every few seconds how they are; never more than one question a lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot

from devices.core.status import DeviceState
from kiosk_app.work.state import StateBox
from shared.qt.jobs import Lane
from shared.qt.status_poll import StatusPoll

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
        self._polls = tuple(self._poll(question) for question in questions)

    def start(self) -> None:
        """Ask at once, and then every few seconds."""
        for poll in self._polls:
            poll.start()

    def stop(self) -> None:
        """Ask no more."""
        for poll in self._polls:
            poll.stop()

    def ask(self) -> None:
        """Ask what has been answered since the last time."""
        for poll in self._polls:
            poll.ask()

    @Slot(str)
    def reader_state(self, state: str) -> None:
        """Take what the card watch says of the reader."""
        self._take("reader", DeviceState(state))

    def _poll(self, question: Question) -> StatusPoll:
        poll = StatusPoll(question.lane, question.ask, _INTERVAL_MS, self)
        poll.told.connect(partial(self._take, question.name))
        poll.failed.connect(partial(self._take, question.name, None))
        return poll

    def _take(self, name: str, value: Any) -> None:
        self._box.change(around=replace(self._box.now.around, **{name: value}))
