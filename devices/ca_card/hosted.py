"""A token whose library runs in a child process, one for each call: a SigningToken for PKCS#11 and SKF alike."""

from __future__ import annotations

import base64
import binascii
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from devices.ca_card import errors
from devices.core.deadline import Deadline
from devices.core.errors import (
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    DeviceTimeoutError,
    IoError,
    ProtocolError,
    UnsupportedError,
)
from devices.core.signing import Mechanism, Pin, PinLevel, PinStatus, TokenCertificate, TokenSignature
from devices.core.status import DeviceState
from devices.core.vendor_process import ask_child

CHILD: Final = "devices.ca_card.token_child"
_STATUS_DEADLINE_S: Final = 5.0
_PIN_ERRORS: Final = {
    kind.code: kind for kind in (errors.PinIncorrectError, errors.PinLockedError, errors.LastPinAttemptError)
}
_PLAIN_ERRORS: Final[Mapping[str, type[DeviceError]]] = {
    kind.code: kind
    for kind in (
        errors.PinInvalidError,
        errors.PinMissingError,
        errors.SlotEmptyError,
        errors.CertificateUnreadableError,
        errors.SignatureInvalidError,
        DeviceDisconnectedError,
        DeviceNotFoundError,
        DeviceTimeoutError,
        ProtocolError,
        UnsupportedError,
    )
}


@dataclass(frozen=True, slots=True)
class Library:
    """Which library, and how it is called.

    Attributes:
        kind: `pkcs11` or `skf`.
        options: what the child's backend is made with; plain values.
        interpreter: the Python for a library of another architecture; ours where it is empty.
    """

    kind: str
    options: Mapping[str, str | int | None]
    interpreter: tuple[str, ...] = field(default=())


class HostedToken:
    """Methods may be called from any thread; calls take turns. A library that hangs is killed with its process."""

    def __init__(self, library: Library) -> None:
        """Remember the library; nothing is loaded yet."""
        self._library = library
        self._turn = threading.Lock()
        self._closed = False

    def certificates(self, deadline_s: float) -> Sequence[TokenCertificate]:
        """Return the token's certificates; see SigningToken."""
        answer = self._ask("certificates", deadline_s)
        return tuple(_certificate(one) for one in _list(answer, "certificates"))

    def pin_status(self, deadline_s: float) -> PinStatus:
        """Tell how near the PIN is to locking; see SigningToken."""
        return _pin_status(self._ask("pin_status", deadline_s))

    def verify_pin(self, pin: Pin, deadline_s: float, *, use_last_attempt: bool = False) -> None:
        """Have the token check the PIN; see SigningToken."""
        self._ask("verify_pin", deadline_s, pin=pin.value, use_last_attempt=use_last_attempt)

    def sign(
        self,
        data: bytes,
        pin: Pin,
        deadline_s: float,
        *,
        slot: str | None = None,
        use_last_attempt: bool = False,
    ) -> TokenSignature:
        """Verify the PIN and sign data; see SigningToken. Without a slot, with the first certificate that has a key."""
        answer = self._ask(
            "sign",
            deadline_s,
            pin=pin.value,
            use_last_attempt=use_last_attempt,
            slot=slot,
            data=base64.b64encode(data).decode("ascii"),
        )
        try:
            mechanism = Mechanism(answer["mechanism"])
        except (KeyError, ValueError) as error:
            raise ProtocolError(str(error)) from error
        return TokenSignature(_bytes(answer, "signature"), mechanism, _certificate(answer))

    def status(self) -> DeviceState:
        """Tell how library and token are. Never raises."""
        try:
            level = self.pin_status(_STATUS_DEADLINE_S).level
        except (DeviceNotFoundError, DeviceDisconnectedError):
            return DeviceState.OFFLINE
        except DeviceBusyError:
            return DeviceState.BUSY
        except (errors.TokenError, IoError):
            return DeviceState.FAULT
        except DeviceError:
            return DeviceState.UNKNOWN
        return DeviceState.ATTENTION if level is PinLevel.LOCKED else DeviceState.READY

    def close(self) -> None:
        """Refuse later calls. May be called twice."""
        self._closed = True

    def _ask(self, operation: str, deadline_s: float, **fields: object) -> Mapping[str, Any]:
        if self._closed:
            detail = "closed"
            raise DeviceDisconnectedError(detail)
        deadline = Deadline(deadline_s)
        if not self._turn.acquire(timeout=deadline.remaining):
            detail = "another call is running"
            raise DeviceBusyError(detail)
        try:
            library = {"kind": self._library.kind, "options": dict(self._library.options)}
            question = {"library": library, "operation": operation, **fields}
            answer = ask_child(CHILD, question, deadline, self._library.interpreter)
        finally:
            self._turn.release()
        if "error" in answer:
            raise _error(answer)
        return answer


def _error(answer: Mapping[str, Any]) -> DeviceError:
    code, detail = str(answer["error"]), str(answer.get("detail", ""))
    if code in _PIN_ERRORS:
        return _PIN_ERRORS[code](_pin_status(answer))
    if code == errors.PinAttemptsUnknownError.code:
        return errors.PinAttemptsUnknownError()
    if code in _PLAIN_ERRORS:
        return _PLAIN_ERRORS[code](detail)
    status = answer.get("status")
    return errors.TokenError(detail, status if isinstance(status, int) else None)


def _pin_status(answer: Mapping[str, Any]) -> PinStatus:
    attempts, level = answer.get("attempts"), answer.get("level")
    try:
        return PinStatus(attempts if isinstance(attempts, int) else None, None if level is None else PinLevel(level))
    except ValueError as error:
        raise ProtocolError(str(error)) from error


def _certificate(answer: object) -> TokenCertificate:
    if not isinstance(answer, dict) or not isinstance(answer.get("slot"), str):
        detail = "certificate without a slot"
        raise ProtocolError(detail)
    return TokenCertificate(answer["slot"], _bytes(answer, "der"))


def _list(answer: Mapping[str, Any], name: str) -> list[object]:
    value = answer.get(name)
    if not isinstance(value, list):
        raise ProtocolError(name)
    return value


def _bytes(answer: Mapping[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(answer[name], validate=True)
    except (KeyError, TypeError, binascii.Error) as error:
        raise ProtocolError(name) from error
