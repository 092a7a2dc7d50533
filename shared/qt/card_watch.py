"""Watches one ID-card reader: each card that is laid down is read once, and whoever listens learns when it goes.

Many modules no longer find a card that they have read until it is lifted (SAM-V, device-protocols §1.5): such a module
shows a card's going only by the next one's coming. What is not known is not told.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from devices.core.cards import IdCardReader
from devices.core.errors import DeviceError
from devices.core.status import DeviceState

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WatchPace:
    """Seconds.

    Attributes:
        poll: between two looks at the reader.
        retry: between two looks while the reader does not answer.
        find, read: deadlines of one look and of one reading.
    """

    poll: float = 0.3
    retry: float = 1.0
    find: float = 3.0
    read: float = 8.0


class _Place(Enum):
    """What is known of the plate."""

    UNSEEN = auto()
    EMPTY = auto()
    READ = auto()
    HELD = auto()
    FAILED = auto()
    LEFT = auto()


class CardWatch(QObject):
    """Lives on the GUI thread and owns one plain worker thread, which alone talks to the reader.

    Signals:
        cardFound: a card was laid down; reading begins.
        cardRead: carries the IdCard, once for each time that it is laid down.
        readFailed: carries an error's code; the card is read again when it was lifted and laid down anew.
        cardRemoved: the plate is empty again, as far as the reader can tell.
        stateChanged: carries a DeviceState's value, at the first look and when it changes.
        foundAtStart: the first look found a card, with `looks_first`; it is not read.
        leftBehind: a card still lies there so many seconds after `expect_removal`.
    """

    cardFound = Signal()
    cardRead = Signal(object)
    readFailed = Signal(str)
    cardRemoved = Signal()
    stateChanged = Signal(str)
    foundAtStart = Signal()
    leftBehind = Signal()

    def __init__(
        self,
        reader: IdCardReader,
        parent: QObject | None = None,
        *,
        looks_first: bool = False,
        pace: WatchPace | None = None,
    ) -> None:
        """Remember the reader; nothing is asked of it before `start`.

        Args:
            looks_first: a card that lies there already is an earlier person's: tell, and do not read it.
        """
        super().__init__(parent)
        self._reader = reader
        self._pace = pace or WatchPace()
        self._looks_first = looks_first
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._state: DeviceState | None = None
        self._place = _Place.UNSEEN
        self._removal_due: float | None = None
        self._guard = threading.Lock()

    def start(self) -> None:
        """Begin to watch; a second call does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="card-watch", daemon=True)
            self._thread.start()

    def stop(self, deadline_s: float) -> bool:
        """Stop watching. False when a call to the reader outlasted the deadline."""
        self._stop.set()
        if self._thread is None:
            return True
        self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def expect_removal(self, after_s: float) -> None:
        """From now on the card ought to go; tell leftBehind once if it lies there after so many seconds."""
        with self._guard:
            self._removal_due = time.monotonic() + after_s

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                self._look()
            except DeviceError as error:
                _LOG.info("the ID-card reader does not answer: %s", error.code)
                self._lost()
                self._stop.wait(self._pace.retry)
            else:
                self._stop.wait(self._pace.poll)

    def _look(self) -> None:
        present = self._reader.present(self._pace.find)
        self._tell_state(DeviceState.READY)
        if present:
            self._seen()
        else:
            self._not_seen()

    def _seen(self) -> None:
        if self._place is _Place.UNSEEN and self._looks_first:
            self._place = _Place.LEFT
            self.foundAtStart.emit()
        elif self._place in {_Place.UNSEEN, _Place.EMPTY}:
            self._read()
        elif self._place is _Place.READ:
            self._place = _Place.HELD
        if self._place is _Place.HELD:
            self._judge_removal()

    def _not_seen(self) -> None:
        # After a reading this may be a module that finds no card twice: the card's going can't be told from its lying.
        if self._place in {_Place.HELD, _Place.FAILED, _Place.LEFT, _Place.READ}:
            self.cardRemoved.emit()
            with self._guard:
                self._removal_due = None
        self._place = _Place.EMPTY

    def _read(self) -> None:
        self.cardFound.emit()
        try:
            card = self._reader.read(self._pace.read)
        except DeviceError as error:
            _LOG.info("a card could not be read: %s", error.code)
            self._place = _Place.FAILED
            self.readFailed.emit(error.code)
            return
        self._place = _Place.READ
        self.cardRead.emit(card)

    def _judge_removal(self) -> None:
        with self._guard:
            due = self._removal_due is not None and time.monotonic() >= self._removal_due
            if due:
                self._removal_due = None
        if due:
            self.leftBehind.emit()

    def _lost(self) -> None:
        """Take what was on the plate for gone; the first look is still to come if it has not been made."""
        if self._place not in {_Place.UNSEEN, _Place.EMPTY}:
            self.cardRemoved.emit()
        if self._place is not _Place.UNSEEN:
            self._place = _Place.EMPTY
        self._tell_state(self._reader.status())

    def _tell_state(self, state: DeviceState) -> None:
        if state is not self._state:
            self._state = state
            self.stateChanged.emit(state.value)
