"""The closed list of states a device can be in."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class DeviceState(StrEnum):
    """What is known of a device. A device that does not answer is UNKNOWN, never READY."""

    READY = "ready"
    ATTENTION = "attention"
    BUSY = "busy"
    FAULT = "fault"
    OFFLINE = "offline"
    UNKNOWN = "unknown"
