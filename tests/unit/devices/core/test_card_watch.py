"""The watch over an ID-card reader without Qt: what it tells of a scripted reader, in order."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest

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
from devices.core.cards import IdCard
from devices.core.errors import DeviceDisconnectedError, ProtocolError
from devices.core.status import DeviceState
from devices.id_card.errors import CardReadFailedError
from devices.id_card.specimens import CHEN, OUYANG
from tests.patience import PATIENCE_S

PACE = WatchPace(poll=0.005, retry=0.005, outage=0.05, left_behind=0.05)


class ScriptedReader:
    """A plate with a card or none, and the habits of its module."""

    def __init__(self, *, finds_again: bool) -> None:
        self.card: IdCard | None = None
        self.finds_again = finds_again
        self.unplugged = False
        self.garbles = 0
        self.answers = threading.Event()
        self.refuses = False
        self.resets = 0
        self.is_found = threading.Event()
        self.comes_during_reset: IdCard | None = None
        self._was_read = False
        self._guard = threading.Lock()

    def lay(self, card: IdCard | None) -> None:
        with self._guard:
            self.card, self._was_read = card, False

    def present(self, deadline_s: float) -> bool:
        self._require_cable()
        with self._guard:
            found = self.card is not None and (self.finds_again or not self._was_read)
        if found:
            self.is_found.set()
        return found

    def still_there(self, deadline_s: float) -> bool:
        self._require_cable()
        self.resets += 1
        with self._guard:
            self._was_read = False
            self.card = self.comes_during_reset or self.card
            return self.card is not None

    def read(self, deadline_s: float) -> IdCard:
        with self._guard:
            if self.card is None or self.refuses:
                raise CardReadFailedError(0x41)
            self._was_read = True
            return self.card

    def sam_number(self, deadline_s: float) -> str:
        return ""

    def status(self) -> DeviceState:
        return DeviceState.OFFLINE if self.unplugged else DeviceState.READY

    def close(self) -> None:
        """Nothing is held."""

    def _require_cable(self) -> None:
        if self.unplugged:
            raise DeviceDisconnectedError
        if self.garbles:
            self.garbles -= 1
            raise ProtocolError
        self.answers.set()


class Watched:
    """A running watcher and what it tells."""

    def __init__(self, reader: ScriptedReader, *, looks_first: bool = False) -> None:
        self.reader = reader
        self._told: queue.Queue[CardEvent] = queue.Queue()
        self.watcher = CardWatcher(reader, self._told.put, looks_first=looks_first, pace=PACE)
        self.watcher.start()

    def garbles(self) -> None:
        """Return when the reader has given a garbled answer and is asked again."""
        self.reader.garbles = 1
        self.reader.answers.clear()
        assert self.reader.answers.wait(PATIENCE_S)

    def tells(self, *events: CardEvent) -> None:
        assert [self._told.get(timeout=PATIENCE_S) for _ in events] == list(events)


@pytest.fixture(params=[True, False], ids=["finds again", "finds once"])
def watched(request: pytest.FixtureRequest) -> Iterator[Watched]:
    watched = Watched(ScriptedReader(finds_again=request.param))
    watched.tells(ReaderStateChanged(DeviceState.READY))
    yield watched
    assert watched.watcher.stop(PATIENCE_S)


def test_a_card_is_presented_read_left_behind_and_removed(watched: Watched) -> None:
    for _ in range(2):
        watched.reader.lay(CHEN)
        watched.tells(CardPresented(), CardRead(CHEN), CardLeftBehind())
        watched.reader.lay(None)
        watched.tells(CardRemoved())
    if watched.reader.finds_again:
        assert watched.reader.resets == 0


def test_a_card_that_can_not_be_read_is_told_once_until_it_is_lifted(watched: Watched) -> None:
    watched.reader.refuses = True
    watched.reader.lay(CHEN)
    watched.tells(CardPresented(), CardReadFailed("card_read_failed"))
    watched.reader.lay(None)
    watched.tells(CardRemoved())


def test_a_reader_that_is_pulled_for_long_takes_its_card_along_and_reads_none_that_it_comes_back_with(
    watched: Watched,
) -> None:
    watched.reader.lay(CHEN)
    watched.tells(CardPresented(), CardRead(CHEN), CardLeftBehind())
    watched.reader.unplugged = True
    watched.tells(ReaderStateChanged(DeviceState.OFFLINE), CardRemoved())
    watched.reader.lay(OUYANG)
    watched.reader.unplugged = False
    watched.tells(ReaderStateChanged(DeviceState.READY), CardFoundAtStart())
    watched.reader.lay(None)
    watched.tells(CardRemoved())
    watched.reader.lay(OUYANG)
    watched.tells(CardPresented(), CardRead(OUYANG))


def test_a_card_that_lies_through_a_garbled_answer_is_not_read_again(watched: Watched) -> None:
    watched.reader.lay(CHEN)
    watched.tells(CardPresented(), CardRead(CHEN), CardLeftBehind())
    watched.garbles()
    watched.watcher.expect_removal(0)
    watched.tells(CardLeftBehind())
    watched.reader.lay(None)
    watched.tells(CardRemoved())


def test_a_second_card_laid_quickly_is_not_taken_for_the_first(watched: Watched) -> None:
    watched.reader.lay(CHEN)
    watched.tells(CardPresented(), CardRead(CHEN), CardLeftBehind())
    watched.reader.is_found.clear()
    assert watched.reader.is_found.wait(PATIENCE_S)
    watched.reader.comes_during_reset = OUYANG
    watched.reader.lay(None)
    watched.tells(CardRemoved())
    watched.reader.lay(OUYANG)
    watched.tells(CardPresented(), CardRead(OUYANG))


def test_a_card_that_goes_while_the_reader_does_not_answer_is_removed(watched: Watched) -> None:
    watched.reader.lay(CHEN)
    watched.tells(CardPresented(), CardRead(CHEN), CardLeftBehind())
    watched.reader.lay(None)
    watched.garbles()
    watched.tells(CardRemoved())


def test_an_earlier_persons_card_is_none_of_this_ones_after_a_garbled_answer() -> None:
    reader = ScriptedReader(finds_again=True)
    reader.lay(CHEN)
    watched = Watched(reader, looks_first=True)
    watched.tells(ReaderStateChanged(DeviceState.READY), CardFoundAtStart())
    watched.garbles()
    reader.lay(None)
    watched.tells(CardRemoved())
    reader.lay(OUYANG)
    watched.tells(CardPresented(), CardRead(OUYANG))
    assert watched.watcher.stop(PATIENCE_S)


def test_an_earlier_persons_card_is_told_and_not_read() -> None:
    reader = ScriptedReader(finds_again=False)
    reader.lay(CHEN)
    reader.read(1)
    watched = Watched(reader, looks_first=True)
    watched.tells(ReaderStateChanged(DeviceState.READY), CardFoundAtStart())
    assert watched.watcher.stop(PATIENCE_S)


def test_a_watch_may_be_stopped_before_it_began_and_started_twice() -> None:
    watcher = CardWatcher(ScriptedReader(finds_again=True), lambda _event: None, pace=PACE)
    assert watcher.stop(PATIENCE_S)
    watcher.start()
    watcher.start()
    assert watcher.stop(PATIENCE_S)
