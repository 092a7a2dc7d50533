"""What a barcode gun reads, and what can be asked of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from devices.core.errors import DeviceError
from devices.core.status import DeviceState


class CodeUndecodableError(DeviceError):
    """The bytes are neither UTF-8 nor GB 18030 text; the gun may be set to another encoding or speed."""

    code = "code_undecodable"


class CodeTooLongError(DeviceError):
    """More came without an end than any code holds: noise, or the wrong speed."""

    code = "code_too_long"


@dataclass(frozen=True, slots=True)
class BarcodeScan:
    """One code, as text without the gun's suffix. It may be about a person and never shows in a repr."""

    text: str = field(repr=False)
    raw: bytes = field(repr=False)


class BarcodeGun(Protocol):
    """A gun that sends what it reads. One thread reads; a gun that was unplugged is found again by the next call."""

    def read(self, deadline_s: float) -> BarcodeScan | None:
        """Return the next code, or None when there was none by the deadline.

        Raises:
            CodeUndecodableError, CodeTooLongError: the gun sent what is no code; the next one may be.
            DeviceError: the gun is not there; later calls may go well again.
        """

    def status(self) -> DeviceState:
        """READY when the gun is plugged in, else OFFLINE. Never raises, reads nothing."""

    def close(self) -> None:
        """Let go of the gun. May be called twice."""
