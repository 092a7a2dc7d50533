"""The rule that guards a token's last PIN attempt."""

from __future__ import annotations

from devices.ca_card.errors import LastPinAttemptError, PinAttemptsUnknownError, PinLockedError, PinMissingError
from devices.core.signing import Pin, PinLevel, PinStatus


def require_pin(pin: Pin) -> str:
    """Return the PIN's characters.

    Raises:
        PinMissingError: there are none.
    """
    if not pin.value:
        raise PinMissingError
    return pin.value


def require_attempts(pin: PinStatus, *, use_last_attempt: bool) -> None:
    """Return where a PIN may be tried.

    Raises:
        PinLockedError: no attempt is left.
        LastPinAttemptError: one is left and use_last_attempt is False.
        PinAttemptsUnknownError: the token does not tell and use_last_attempt is False.
    """
    if pin.level is PinLevel.LOCKED:
        raise PinLockedError(pin)
    if use_last_attempt:
        return
    if pin.level is None:
        raise PinAttemptsUnknownError
    if pin.level is PinLevel.FINAL:
        raise LastPinAttemptError(pin)
