"""Watches one ID-card reader: each card that is laid down is read once, and whoever listens learns when it goes.

Many modules no longer find a card that they have read until it is lifted (SAM-V, device-protocols §1.5). Such a module
is asked with `still_there`, which resets it, before a card is taken for gone; one that finds its cards again never is.
A reader that fails to answer says nothing of its plate: what lay there lies there until a look finds it gone.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from devices.core.cards import IdCard, IdCardReader
from devices.core.errors import DeviceError
from devices.core.status import DeviceState

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CardPresented:
    """A card was laid down; reading begins."""


@dataclass(frozen=True, slots=True)
class CardRead:
    """A card was read, once for each time that it is laid down."""

    card: IdCard


@dataclass(frozen=True, slots=True)
class CardReadFailed:
    """A card could not be read; it is read again when it was lifted and laid down anew."""

    code: str


@dataclass(frozen=True, slots=True)
class CardRemoved:
    """The plate is empty again."""


@dataclass(frozen=True, slots=True)
class CardFoundAtStart:
    """The first look, or the first one after a long outage, found a card, an earlier person's; it is not read."""


@dataclass(frozen=True, slots=True)
class CardLeftBehind:
    """A card still lies there so long after it was read, or after it ought to have gone."""


@dataclass(frozen=True, slots=True)
class ReaderStateChanged:
    """How the reader is, at the first look and when it changes."""

    state: DeviceState


CardEvent = (
    CardPresented | CardRead | CardReadFailed | CardRemoved | CardFoundAtStart | CardLeftBehind | ReaderStateChanged
)


@dataclass(frozen=True, slots=True)
class WatchPace:
    """Seconds.

    Attributes:
        poll: between two looks at the reader.
        retry: between two looks while the reader does not answer.
        find, read: deadlines of one look and of one reading.
        outage: after so long without an answer the card is taken for gone; one that is found later is not read.
        left_behind: after a reading a card that still lies there is left behind; None leaves that to `expect_removal`.
    """

    poll: float = 0.3
    retry: float = 1.0
    find: float = 3.0
    read: float = 8.0
    outage: float = 5.0
    left_behind: float | None = None


class _Place(Enum):
    """What is known of the plate. UNSEEN: what is found there now is an earlier person's."""

    UNSEEN = auto()
    EMPTY = auto()
    HELD = auto()
    FAILED = auto()
    LEFT = auto()


class CardWatcher:
    """Owns one plain worker thread, which alone talks to the reader and calls the listener."""

    def __init__(
        self,
        reader: IdCardReader,
        tell: Callable[[CardEvent], None],
        *,
        looks_first: bool = False,
        pace: WatchPace | None = None,
    ) -> None:
        """Remember the reader; nothing is asked of it before `start`.

        Args:
            tell: called on the worker thread with each event.
            looks_first: a card that lies there already is an earlier person's: tell, and do not read it.
        """
        self._reader = reader
        self._tell = tell
        self._pace = pace or WatchPace()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._state: DeviceState | None = None
        self._place = _Place.UNSEEN if looks_first else _Place.EMPTY
        self._silent_since: float | None = None
        self._finds_again = False
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
        """From now on the card ought to go; tell CardLeftBehind once if it lies there after so many seconds."""
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
        # What lay there before this process began, or before an outage, may have been read then.
        may_be_read = self._silent_since is not None or self._place is _Place.UNSEEN
        present = (self._reader.still_there if may_be_read else self._reader.present)(self._pace.find)
        self._silent_since = None
        self._tell_state(DeviceState.READY)
        if present:
            self._seen()
        elif self._place in {_Place.UNSEEN, _Place.EMPTY}:
            self._place = _Place.EMPTY
        elif self._place is _Place.HELD and not self._finds_again and self._reader.still_there(self._pace.find):
            self._judge_removal()
        else:
            self._gone()

    def _seen(self) -> None:
        if self._place is _Place.UNSEEN:
            self._place = _Place.LEFT
            self._tell(CardFoundAtStart())
        elif self._place is _Place.EMPTY:
            self._read()
        elif self._place is _Place.HELD:
            # Since the reset it is a new card to the module: found until it goes, so that a second one is seen.
            self._finds_again = True
            self._judge_removal()

    def _gone(self) -> None:
        self._place = _Place.EMPTY
        with self._guard:
            self._removal_due = None
        self._tell(CardRemoved())

    def _read(self) -> None:
        self._tell(CardPresented())
        try:
            card = self._reader.read(self._pace.read)
        except DeviceError as error:
            _LOG.info("a card could not be read: %s", error.code)
            self._place = _Place.FAILED
            self._tell(CardReadFailed(error.code))
            return
        self._place = _Place.HELD
        if self._pace.left_behind is not None:
            self.expect_removal(self._pace.left_behind)
        self._tell(CardRead(card))
        # Looked at before anything is reset: this tells how the module treats a card that it has read.
        self._finds_again = self._reader.present(self._pace.find)

    def _judge_removal(self) -> None:
        with self._guard:
            due = self._removal_due is not None and time.monotonic() >= self._removal_due
            if due:
                self._removal_due = None
        if due:
            self._tell(CardLeftBehind())

    def _lost(self) -> None:
        """Doubt what lies on the plate; after a long outage take it for gone, and look as if for the first time."""
        if self._place not in {_Place.UNSEEN, _Place.EMPTY}:
            now = time.monotonic()
            if self._silent_since is None:
                self._silent_since = now
            if now - self._silent_since >= self._pace.outage:
                self._gone()
                self._place = _Place.UNSEEN
        self._tell_state(self._reader.status())

    def _tell_state(self, state: DeviceState) -> None:
        if state is not self._state:
            self._state = state
            self._tell(ReaderStateChanged(state))
