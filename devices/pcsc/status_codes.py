"""What PC/SC's return codes mean (pcsclite.h): one kind of error each, and which of them are a card that is gone."""

from __future__ import annotations

from typing import Any, Final

from devices.core.errors import (
    AccessDeniedError,
    DeviceBusyError,
    DeviceError,
    DeviceNotFoundError,
    DeviceTimeoutError,
    NoCardError,
    ProtocolError,
)
from devices.pcsc.errors import CardMuteError, CardRemovedError, CardServiceDownError

try:
    from smartcard import scard
except ImportError:  # a terminal without smart cards needs no pyscard
    scard = None


def number_of(code: int) -> int:
    """Return a code as an unsigned number."""
    # pyscard gives codes as signed or unsigned, by platform.
    return code & 0xFFFFFFFF


def _errors() -> dict[int, type[DeviceError]]:
    names: dict[str, type[DeviceError]] = {
        "SCARD_E_NO_SERVICE": CardServiceDownError,
        "SCARD_E_SERVICE_STOPPED": CardServiceDownError,
        "SCARD_F_COMM_ERROR": CardServiceDownError,
        "SCARD_E_INVALID_HANDLE": CardServiceDownError,
        "SCARD_F_INTERNAL_ERROR": CardServiceDownError,
        "SCARD_E_NO_SMARTCARD": NoCardError,
        "SCARD_W_REMOVED_CARD": NoCardError,
        "SCARD_W_UNRESPONSIVE_CARD": CardMuteError,
        "SCARD_W_UNPOWERED_CARD": CardMuteError,
        "SCARD_E_NOT_TRANSACTED": CardMuteError,
        "SCARD_E_PROTO_MISMATCH": CardMuteError,
        "SCARD_E_SHARING_VIOLATION": DeviceBusyError,
        "SCARD_E_UNKNOWN_READER": DeviceNotFoundError,
        "SCARD_E_READER_UNAVAILABLE": DeviceNotFoundError,
        "SCARD_E_NO_READERS_AVAILABLE": DeviceNotFoundError,
        "SCARD_W_SECURITY_VIOLATION": AccessDeniedError,
        "SCARD_E_NO_ACCESS": AccessDeniedError,
        "SCARD_E_TIMEOUT": DeviceTimeoutError,
    }
    return {number_of(getattr(scard, name)): kind for name, kind in names.items() if hasattr(scard, name)}


_ERRORS: Final = _errors() if scard is not None else {}
# What a card that is in use turns into when it is pulled out, reset by another program, or its reader unplugged.
_GONE: Final = (
    {
        number_of(getattr(scard, name))
        for name in (
            "SCARD_W_REMOVED_CARD",
            "SCARD_E_NO_SMARTCARD",
            "SCARD_W_RESET_CARD",
            "SCARD_E_READER_UNAVAILABLE",
            "SCARD_E_NOT_TRANSACTED",
            "SCARD_W_UNPOWERED_CARD",
            "SCARD_W_UNRESPONSIVE_CARD",
        )
    }
    if scard is not None
    else set()
)


def error_of(code: int) -> DeviceError:
    """Return what a code means."""
    kind = _ERRORS.get(number_of(code), ProtocolError)
    return kind(f"PC/SC {number_of(code):08X}")


def error_in_session(code: int) -> DeviceError:
    """Return what a code means while a card is in use."""
    if number_of(code) in _GONE:
        return CardRemovedError(f"PC/SC {number_of(code):08X}")
    return error_of(code)


def check(code: Any) -> None:
    """Raise what a code means, unless it is success."""
    if code != scard.SCARD_S_SUCCESS:
        raise error_of(code)


def check_session(code: Any) -> None:
    """Do the same while a card is in use."""
    if code != scard.SCARD_S_SUCCESS:
        raise error_in_session(code)


__all__ = ["check", "check_session", "error_in_session", "error_of", "number_of", "scard"]
