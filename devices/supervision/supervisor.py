"""Watches what is plugged in, and drops a configured device the moment that it is pulled or comes back."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

from devices.core.discovery import DEFAULT_INTERVAL_S, FoundDevice, Provider
from devices.core.registry import DeviceArrived, DeviceLeft, ProviderFailed, Registry, RegistryEvent
from devices.core.roles import DeviceUri, Role

_LOG = logging.getLogger(__name__)
# Who closes is a face that ends: what does not end by then is a daemon thread that ends by itself.
_STOP_S: Final = 0.3


class Droppable(Protocol):
    """A device that can be opened anew."""

    def drop(self) -> None: ...


PresenceListener = Callable[[Role, bool], None]
"""Told from the supervisor's thread that a role's device came or went."""


class Supervisor:
    """Runs from its first device until the last one is closed. Any thread may call."""

    def __init__(self, providers: Sequence[Provider], on_presence: PresenceListener | None = None) -> None:
        """Remember whom to ask; only what answers at once is asked, since looking must not disturb a device.

        Args:
            on_presence: told of configured devices that a provider lists; a network device is listed by none.
        """
        self._providers = [one for one in providers if one.interval_s <= DEFAULT_INTERVAL_S]
        self._on_presence = on_presence
        self._guard = threading.Lock()
        self._devices: dict[Role, tuple[DeviceUri, Droppable]] = {}
        self._registry: Registry | None = None

    @property
    def roles(self) -> Mapping[Role, DeviceUri]:
        """The devices under supervision."""
        with self._guard:
            return {role: uri for role, (uri, _) in self._devices.items()}

    def watch(self, role: Role, uri: DeviceUri, device: Droppable) -> None:
        """Take a device under supervision."""
        with self._guard:
            self._devices[role] = (uri, device)
            if self._registry is None and self._providers:
                self._registry = Registry(self._providers, self._on_event)
                self._registry.start()

    def release(self, role: Role) -> None:
        """Let go of a device. The watch ends with the last one. May be called twice."""
        with self._guard:
            self._devices.pop(role, None)
            registry = None
            if not self._devices:
                registry, self._registry = self._registry, None
        if registry is not None:
            registry.stop(_STOP_S)

    def _on_event(self, event: RegistryEvent) -> None:
        if isinstance(event, ProviderFailed):
            _LOG.info("devices of %s can't be listed: %s", event.failure.provider, event.failure.error.code)
        if not isinstance(event, (DeviceArrived, DeviceLeft)):
            return
        with self._guard:
            hit = [(role, device) for role, (uri, device) in self._devices.items() if _is_at(event.device, uri)]
        for role, device in hit:
            is_there = isinstance(event, DeviceArrived)
            _LOG.info("%s %s", role, "came" if is_there else "went")
            device.drop()
            if self._on_presence is not None:
                self._on_presence(role, is_there)


def _is_at(found: FoundDevice, uri: DeviceUri) -> bool:
    """Tell whether a listed device is the configured one: by its address, or by the node that both names lead to."""
    if found.address in {str(uri), uri.place}:
        return True
    place = found.address.removeprefix(f"{uri.scheme}:")
    wanted = uri.place.partition("?")[0]
    if not (place.startswith("/") and wanted.startswith("/")):
        return False
    return place == wanted or Path(place).resolve() == Path(wanted).resolve()
