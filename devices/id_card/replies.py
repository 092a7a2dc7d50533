"""What each status byte of a reader means for the caller."""

from __future__ import annotations

from collections.abc import Callable

from devices.core.errors import DeviceError, NoCardError, ProtocolError, UnsupportedError
from devices.id_card.errors import (
    CardAuthFailedError,
    CardReadFailedError,
    DamagedOnTheWayError,
    ReaderFaultError,
    UnknownCardTypeError,
)
from devices.id_card.protocol import Reply, Status


def _unsupported(status: int) -> DeviceError:
    return UnsupportedError(f"status {status:02X}")


def _damaged(status: int) -> DeviceError:
    return DamagedOnTheWayError(f"status {status:02X}")


_REFUSALS: dict[int, Callable[[int], DeviceError]] = {
    Status.OUR_CHECKSUM: _damaged,
    Status.OUR_LENGTH: _damaged,
    Status.BAD_COMMAND: _unsupported,
    Status.NOT_PERMITTED: _unsupported,
    Status.UNKNOWN_COMMAND: _unsupported,
    Status.CARD_AUTH_FAILED: CardAuthFailedError,
    Status.SAM_AUTH_FAILED: CardAuthFailedError,
    Status.INFORMATION_NOT_VERIFIED: CardAuthFailedError,
    Status.FINGERPRINT_NOT_VERIFIED: CardAuthFailedError,
    Status.INFORMATION_LENGTH: CardAuthFailedError,
    Status.UNKNOWN_CARD: lambda _status: UnknownCardTypeError(None),
    Status.READ_FAILED: CardReadFailedError,
    Status.SELECT_FAILED: CardReadFailedError,
    Status.RANDOM_FAILED: CardReadFailedError,
    Status.ITEM_ABSENT: CardReadFailedError,
    Status.SELF_TEST_FAILED: ReaderFaultError,
    Status.NOT_AUTHORISED: ReaderFaultError,
    Status.NO_CARD: lambda _status: NoCardError(),
}


def refusal(status: int) -> DeviceError:
    """Return the error that a status other than success stands for."""
    make = _REFUSALS.get(status)
    return make(status) if make else ProtocolError(f"status {status:02X}")


def require(reply: Reply, status: Status) -> Reply:
    """Return the reply if it has that status, else raise what its own status stands for."""
    if reply.status != status:
        raise refusal(reply.status)
    return reply


def require_sound_module(reply: Reply) -> None:
    """Raise ReaderFaultError where the reply says that the security module is not fit for use."""
    if reply.status in {Status.SELF_TEST_FAILED, Status.NOT_AUTHORISED}:
        raise ReaderFaultError(reply.status)
