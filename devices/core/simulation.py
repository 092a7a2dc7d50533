"""The permit without which no simulator starts: an installed terminal can't have one."""

from __future__ import annotations

from pathlib import Path

from devices.core.errors import SimulationForbiddenError

INSTALLED_MARKER = Path("/etc/yimen/installed")

_KEY = object()


class SimulationPermit:
    """Proof that this machine is not an installed terminal. Every simulator's constructor demands one."""

    __slots__ = ()

    def __init__(self, key: object) -> None:
        if key is not _KEY:
            detail = "ask SimulationPermit.for_development()"
            raise SimulationForbiddenError(detail)

    @classmethod
    def for_development(cls, installed_marker: Path = INSTALLED_MARKER) -> SimulationPermit:
        """Return a permit.

        Raises:
            SimulationForbiddenError: this is an installed terminal.
        """
        if installed_marker.exists():
            detail = "installed terminal"
            raise SimulationForbiddenError(detail)
        return cls(_KEY)
