"""What a kind of device brings to the library: how its drivers are opened, where it is found, what doctor asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from devices.core.discovery import Provider
from devices.core.readiness import Check
from devices.core.roles import DeviceUri, Role
from devices.core.traffic import Tap, TrafficReader
from devices.core.worker import Closable


@dataclass(frozen=True, slots=True)
class Opening:
    """How a driver is opened beside its address.

    Attributes:
        tap: is shown all that goes over the wire, for `sniff`; None for none.
    """

    tap: Tap | None = None


Opener = Callable[[DeviceUri, Opening], Closable]
"""Makes a driver and touches nothing yet; raises DeviceConfigError for a place that names nothing."""


def _nothing() -> Mapping[str, Callable[[], TrafficReader]]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class DeviceKind:
    """One package of drivers. Modules that load a heavy library are imported inside its functions.

    Attributes:
        name: of the package.
        openers: by role and scheme.
        providers: what `list` and the registry ask; made when asked for.
        checks: what `doctor` asks about the kind as a whole: libraries, daemons, permissions, fonts.
        traffic: by scheme, who puts messages together again and masks them.
    """

    name: str
    openers: Mapping[Role, Mapping[str, Opener]]
    providers: Callable[[], Sequence[Provider]] = tuple
    checks: Callable[[], Sequence[Check]] = tuple
    traffic: Mapping[str, Callable[[], TrafficReader]] = field(default_factory=_nothing)
