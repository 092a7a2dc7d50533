"""What can go wrong between a CA card and us, beside what its reader says."""

from __future__ import annotations

from typing import ClassVar

from devices.core.errors import DeviceError
from devices.core.signing import PinLevel, PinStatus


class PinError(DeviceError):
    """The PIN was not accepted, or not tried: the base of the codes below.

    Attributes:
        pin: what the token tells of its PIN now.
    """

    code: ClassVar[str] = "pin_error"

    def __init__(self, pin: PinStatus) -> None:
        super().__init__("attempts unknown" if pin.attempts is None else f"{pin.attempts} attempts")
        self.pin = pin


class PinIncorrectError(PinError):
    """The token refused the PIN; one attempt is spent."""

    code = "pin_incorrect"


class PinLockedError(PinError):
    """The token's PIN is locked; only its issuer can unblock it."""

    code = "pin_locked"

    def __init__(self, pin: PinStatus | None = None) -> None:
        super().__init__(pin or PinStatus(0, PinLevel.LOCKED))


class LastPinAttemptError(PinError):
    """A wrong PIN would now lock the token, so it was not tried without an explicit word."""

    code = "pin_last_attempt"


class PinAttemptsUnknownError(PinError):
    """The token does not tell whether this is the last attempt, so it was not tried without an explicit word."""

    code = "pin_attempts_unknown"

    def __init__(self) -> None:
        super().__init__(PinStatus(None, None))


class PinInvalidError(DeviceError):
    """The PIN has a length or characters that the token does not take; it was not tried."""

    code = "pin_invalid"


class PinMissingError(DeviceError):
    """The key is used with a PIN alone, and none was given."""

    code = "pin_missing"


class SlotEmptyError(DeviceError):
    """The token has no certificate, or no key, where it was asked for one."""

    code = "slot_empty"


class CertificateUnreadableError(DeviceError):
    """What the token gives as a certificate is none, or has a kind of key that is not supported."""

    code = "certificate_unreadable"


class SignatureInvalidError(DeviceError):
    """A signature does not belong to the data and the certificate."""

    code = "token_signature_invalid"


class CertificateUntrustedError(DeviceError):
    """No chain leads from the certificate to the trust store, or it is not valid at that time."""

    code = "certificate_untrusted"


class TokenError(DeviceError):
    """The token or its vendor's library failed.

    Attributes:
        status: the library's own error number, where it gave one.
    """

    code: ClassVar[str] = "token_error"

    def __init__(self, detail: str, status: int | None = None) -> None:
        super().__init__(detail)
        self.status = status
