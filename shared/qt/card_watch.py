"""The watch over an ID-card reader as Qt signals; what it tells and when is in devices.core.card_watch."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from devices.core.card_watch import (
    CardEvent,
    CardFoundAtStart,
    CardLeftBehind,
    CardPresented,
    CardRead,
    CardReadFailed,
    CardRemoved,
    CardWatcher,
    ReaderStateChanged,
    WatchPace,
)
from devices.core.cards import IdCardReader


class CardWatch(QObject):
    """Lives on the GUI thread; its watcher's worker thread alone talks to the reader.

    Signals:
        cardFound: a card was laid down; reading begins.
        cardRead: carries the IdCard, once for each time that it is laid down.
        readFailed: carries an error's code; the card is read again when it was lifted and laid down anew.
        cardRemoved: the plate is empty again.
        stateChanged: carries a DeviceState's value, at the first look and when it changes.
        foundAtStart: the first look, with `looks_first`, or the first one after a long outage found a card; it is not
            read.
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
        self._watcher = CardWatcher(reader, self._told, looks_first=looks_first, pace=pace)

    def start(self) -> None:
        """Begin to watch; a second call does nothing."""
        self._watcher.start()

    def stop(self, deadline_s: float) -> bool:
        """Stop watching. False when a call to the reader outlasted the deadline."""
        return self._watcher.stop(deadline_s)

    def expect_removal(self, after_s: float) -> None:
        """From now on the card ought to go; tell leftBehind once if it lies there after so many seconds."""
        self._watcher.expect_removal(after_s)

    def _told(self, event: CardEvent) -> None:
        """Pass an event on from the worker thread; Qt queues it to whoever listens on the GUI thread."""
        match event:
            case CardPresented():
                self.cardFound.emit()
            case CardRead(card):
                self.cardRead.emit(card)
            case CardReadFailed(code):
                self.readFailed.emit(code)
            case CardRemoved():
                self.cardRemoved.emit()
            case CardFoundAtStart():
                self.foundAtStart.emit()
            case CardLeftBehind():
                self.leftBehind.emit()
            case ReaderStateChanged(state):
                self.stateChanged.emit(state.value)
