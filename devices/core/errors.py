"""The device error tree: each class carries the stable code that `--json` output and docs/error-codes.md use."""

from __future__ import annotations

from typing import ClassVar


class DeviceError(Exception):
    """A device did not do what was asked.

    Attributes:
        code: stable machine word from the closed list in docs/error-codes.md.
        detail: for a log or a technician; never personal data, never shown alone.
    """

    code: ClassVar[str] = "device_error"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail


class DeviceNotFoundError(DeviceError):
    """The port, host or device name does not exist or can't be opened."""

    code = "device_not_found"


class DeviceDisconnectedError(DeviceError):
    """The line was there and broke."""

    code = "device_disconnected"


class DeviceBusyError(DeviceError):
    """Another program or job holds the device."""

    code = "device_busy"


class DeviceTimeoutError(DeviceError):
    """Nothing came before the deadline."""

    code = "device_timeout"


class ProtocolError(DeviceError):
    """Bytes came that the protocol does not allow."""

    code = "protocol_error"


class NoCardError(DeviceError):
    """No card was found within the time that the caller wanted to wait."""

    code = "no_card"


class CardDataInvalidError(DeviceError):
    """The card's text came whole but a field of it makes no sense.

    Attributes:
        field: name of the field; its content is personal and stays out.
    """

    code = "card_data_invalid"

    def __init__(self, field: str) -> None:
        super().__init__(f"field {field}")
        self.field = field


class UnsupportedError(DeviceError):
    """This device, or this build, can't do what was asked."""

    code = "unsupported"


class CancelledError(DeviceError):
    """The caller asked to stop."""

    code = "cancelled"


class AccessDeniedError(DeviceError):
    """The device exists, but this user may not open it."""

    code = "access_denied"


class IoError(DeviceError):
    """The device reported an error of its own while it was moving data."""

    code = "io_error"


class SimulationForbiddenError(DeviceError):
    """A simulator was asked for on an installed terminal."""

    code = "simulation_forbidden"
