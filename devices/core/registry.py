"""Watches what is plugged in and tells what arrived and left.

Each provider is asked on a thread of its own, so that one that fails or hangs holds up no other. A provider whose
daemon died has no devices until it can list them again: they leave, and arrive anew with the daemon.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, Provider, ProviderFailure, difference
from devices.core.errors import DeviceError, DeviceTimeoutError

_LOG = logging.getLogger(__name__)
_WATCH_S = 0.2


@dataclass(frozen=True, slots=True)
class DeviceArrived:
    """A device was plugged in, or its daemon is back."""

    device: FoundDevice


@dataclass(frozen=True, slots=True)
class DeviceLeft:
    """A device was pulled, or its daemon is gone."""

    device: FoundDevice


@dataclass(frozen=True, slots=True)
class ProviderFailed:
    """A provider can't list its devices, told once for each cause."""

    failure: ProviderFailure


@dataclass(frozen=True, slots=True)
class ProviderRecovered:
    """A provider that had failed lists its devices again."""

    provider: str


RegistryEvent = DeviceArrived | DeviceLeft | ProviderFailed | ProviderRecovered
Listener = Callable[[RegistryEvent], None]


class ProviderDefectError(DeviceError):
    """A provider broke in a way that is our fault; the detail names the kind of error."""

    code = "provider_defect"


class Registry:
    """Keeps the list of devices while it runs. Methods may be called from any thread.

    The listener is called from the registry's threads, one event at a time and in order for each provider. It must not
    stop the registry.
    """

    def __init__(self, providers: Sequence[Provider], listener: Listener, *, deadline_s: float = 15.0) -> None:
        """Remember whom to ask and whom to tell; nothing is asked before `start`.

        Args:
            deadline_s: how long one look of a provider may take before it counts as failed.
        """
        self._looks = [_Look(provider, self._tell, deadline_s) for provider in providers]
        self._listener = listener
        self._telling = threading.RLock()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    @property
    def devices(self) -> tuple[FoundDevice, ...]:
        """What was there at the last look of each provider."""
        return tuple(device for look in self._looks for device in look.devices)

    @property
    def failures(self) -> tuple[ProviderFailure, ...]:
        """The providers that can't list their devices now."""
        return tuple(look.failure for look in self._looks if look.failure is not None)

    def start(self) -> None:
        """Begin to watch; a second call does nothing."""
        if self._threads:
            return
        self._threads = [
            threading.Thread(target=look.run, args=(self._stop,), name=f"look-{look.name}", daemon=True)
            for look in self._looks
        ]
        self._threads.append(threading.Thread(target=self._watch, name="look-watch", daemon=True))
        for thread in self._threads:
            thread.start()

    def look_now(self) -> None:
        """Ask every provider at once instead of at its next turn."""
        for look in self._looks:
            look.wake.set()

    def stop(self, deadline_s: float) -> bool:
        """Stop watching. False when a provider hung beyond the deadline; its daemon thread is then left behind."""
        deadline = Deadline(deadline_s)
        self._stop.set()
        self.look_now()
        for thread in self._threads:
            thread.join(deadline.remaining)
        return not any(thread.is_alive() for thread in self._threads)

    def _tell(self, events: Iterable[RegistryEvent]) -> None:
        with self._telling:
            for event in events:
                if self._stop.is_set():
                    return
                try:
                    self._listener(event)
                except Exception:  # a listener's defect must not end the watch
                    _LOG.exception("a listener broke on %s", type(event).__name__)

    def _watch(self) -> None:
        while not self._stop.wait(_WATCH_S):
            for look in self._looks:
                look.note_overdue()


class _Look:
    """One provider and what it said last."""

    def __init__(self, provider: Provider, tell: Callable[[Iterable[RegistryEvent]], None], deadline_s: float) -> None:
        self.name = provider.name
        self.devices: tuple[FoundDevice, ...] = ()
        self.failure: ProviderFailure | None = None
        self.wake = threading.Event()
        self._provider = provider
        self._tell = tell
        self._deadline_s = deadline_s
        self._due: float | None = None
        self._guard = threading.Lock()

    def run(self, stop: threading.Event) -> None:
        """Look again and again until stop is set."""
        while not stop.is_set():
            self.wake.clear()
            self._look()
            self.wake.wait(self._provider.interval_s)

    def note_overdue(self) -> None:
        """Tell that a look hangs."""
        with self._guard:
            overdue = self._due is not None and time.monotonic() > self._due
        if overdue:
            self._settle((), DeviceTimeoutError("the listing hangs"), is_final=False)

    def _look(self) -> None:
        with self._guard:
            self._due = time.monotonic() + self._deadline_s
        found: tuple[FoundDevice, ...] = ()
        error: DeviceError | None = None
        try:
            found = tuple(self._provider.discover(Deadline(self._deadline_s)))
        except DeviceError as raised:
            error = raised
        except Exception as raised:  # one provider's defect must not end the others
            _LOG.exception("the provider %s broke", self.name)
            error = ProviderDefectError(type(raised).__name__)
        self._settle(found, error, is_final=True)

    def _settle(self, found: tuple[FoundDevice, ...], error: DeviceError | None, *, is_final: bool) -> None:
        with self._guard:
            if not is_final and self._due is None:
                # It came back while it was being called overdue.
                return
            if is_final:
                self._due = None
            before, failed_before = self.devices, self.failure
            self.devices = found
            self.failure = None if error is None else ProviderFailure(self.name, error)
        changed = difference(before, found)
        events: list[RegistryEvent] = [DeviceLeft(device) for device in changed.left]
        if self.failure is not None and (failed_before is None or failed_before.error.code != self.failure.error.code):
            events.insert(0, ProviderFailed(self.failure))
        if self.failure is None and failed_before is not None:
            events.append(ProviderRecovered(self.name))
        events += [DeviceArrived(device) for device in changed.arrived]
        self._tell(events)
