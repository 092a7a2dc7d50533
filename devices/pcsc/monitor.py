"""Watches all readers of the PC/SC service, and outlives it: killed and restarted, the next card is told again.

Nothing of a connection is kept beyond an error. What was in the readers is taken for gone when the service goes,
because a card can be swapped while nobody looks.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from devices.core.errors import DeviceError
from devices.pcsc.service import ReaderState, ServiceContext, service

_LOG = logging.getLogger(__name__)
# Well under the five seconds in which a restarted service must be found again.
_RETRY_S: Final = 0.5
# A change wakes the wait at once; this is how soon `stop` is noticed.
_WAIT_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class ReaderArrived:
    """A reader was plugged in, or was there at the first look."""

    reader: str


@dataclass(frozen=True, slots=True)
class ReaderLeft:
    """A reader was unplugged, or the service went."""

    reader: str


@dataclass(frozen=True, slots=True)
class SmartCardPresented:
    """A card was put in. An empty ATR means that the card does not answer."""

    reader: str
    atr: bytes


@dataclass(frozen=True, slots=True)
class SmartCardRemoved:
    """A card was pulled out, or the service went with what it knew."""

    reader: str


@dataclass(frozen=True, slots=True)
class ServiceLost:
    """The service does not answer; it is looked for until it does."""

    code: str


@dataclass(frozen=True, slots=True)
class ServiceFound:
    """The service answers, at the first look or again."""


SmartCardEvent = ReaderArrived | ReaderLeft | SmartCardPresented | SmartCardRemoved | ServiceLost | ServiceFound


class SmartCardMonitor:
    """Owns one plain worker thread, which alone asks the service and calls the listener."""

    def __init__(self, tell: Callable[[SmartCardEvent], None]) -> None:
        """Remember the listener; nothing is asked before `start`.

        Args:
            tell: called on the worker thread with each event, in order.
        """
        self._tell = tell
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._known: Mapping[str, ReaderState] = {}
        self._lost = False

    def start(self) -> None:
        """Begin to watch; a second call does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="smart-card-monitor", daemon=True)
            self._thread.start()

    def stop(self, deadline_s: float) -> bool:
        """Stop watching. False when a call to the service outlasted the deadline."""
        self._stop.set()
        if self._thread is None:
            return True
        self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                with service() as context:
                    self._found()
                    self._watch(context)
            except DeviceError as error:
                self._lose(error)
                self._stop.wait(_RETRY_S)

    def _watch(self, context: ServiceContext) -> None:
        while not self._stop.is_set():
            states = context.states(context.readers())
            self._compare({state.name: state for state in states})
            context.await_change(states, _WAIT_S)

    def _compare(self, now: Mapping[str, ReaderState]) -> None:
        before, self._known = self._known, now
        for name in [name for name in before if name not in now]:
            self._card_gone(before[name])
            self._tell(ReaderLeft(name))
        for name, state in now.items():
            old = before.get(name)
            if old is None:
                self._tell(ReaderArrived(name))
            elif old.present and (not state.present or old.count != state.count or old.atr != state.atr):
                self._card_gone(old)
                old = None
            if state.present and not (old and old.present):
                self._tell(SmartCardPresented(name, b"" if state.mute else state.atr))

    def _card_gone(self, state: ReaderState) -> None:
        if state.present:
            self._tell(SmartCardRemoved(state.name))

    def _found(self) -> None:
        if self._lost:
            _LOG.info("the PC/SC service answers again")
        self._lost = False
        self._tell(ServiceFound())

    def _lose(self, error: DeviceError) -> None:
        self._compare({})
        if not self._lost:
            self._lost = True
            _LOG.info("the PC/SC service does not answer: %s", error.code)
            self._tell(ServiceLost(error.code))
