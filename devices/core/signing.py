"""What a person's CA card or UKey can be asked: its certificates, its PIN, a signature; whatever it is built like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Protocol

from devices.core.status import DeviceState


@unique
class PinLevel(StrEnum):
    """How near a token is to locking its PIN.

    OK: no wrong try since the last right one, or the token has tries to spare. LOW: wrong tries have been made.
    FINAL: the next wrong PIN locks the token. LOCKED: the PIN is of no use until the issuer unblocks it.
    """

    OK = "ok"
    LOW = "low"
    FINAL = "final"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class PinStatus:
    """What a token tells of its PIN.

    Attributes:
        attempts: wrong PINs that it still bears, where it tells a number.
        level: always known where attempts is; None where the token tells nothing at all.
    """

    attempts: int | None
    level: PinLevel | None

    @classmethod
    def of_attempts(cls, attempts: int) -> PinStatus:
        """Return the status of a token that tells a number."""
        level = {0: PinLevel.LOCKED, 1: PinLevel.FINAL}.get(attempts, PinLevel.OK)
        return cls(attempts, level)


@dataclass(frozen=True, slots=True, repr=False)
class Pin:
    """A PIN on its way to a token. Never shown, never kept."""

    value: str

    def __repr__(self) -> str:
        """Show nothing."""
        return "Pin(…)"


@dataclass(frozen=True, slots=True, repr=False)
class TokenCertificate:
    """A certificate on a token.

    Attributes:
        slot: the token's own word for the place: 9A on a PIV card, the object's id or label elsewhere.
        der: X.509.
    """

    slot: str
    der: bytes

    def __repr__(self) -> str:
        """Show the slot only; the subject is a person."""
        return f"TokenCertificate({self.slot})"


@unique
class Mechanism(StrEnum):
    """How data was signed. ECDSA and SM2 signatures are DER sequences of r and s."""

    RSA_PKCS1_SHA256 = "RSA_PKCS1_SHA256"
    ECDSA_SHA256 = "ECDSA_SHA256"
    ECDSA_SHA384 = "ECDSA_SHA384"
    SM2_SM3 = "SM2_SM3"


@dataclass(frozen=True, slots=True, repr=False)
class TokenSignature:
    """A signature over data, and the certificate whose key made it."""

    value: bytes
    mechanism: Mechanism
    certificate: TokenCertificate

    def __repr__(self) -> str:
        """Show how it was made."""
        return f"TokenSignature({self.mechanism.value}, {self.certificate!r})"


class SigningToken(Protocol):
    """A CA card or UKey. One call at a time; nothing of a PIN outlives the call that carried it.

    Every method raises a DeviceError with its own code for each cause and keeps its deadline.
    """

    def certificates(self, deadline_s: float) -> Sequence[TokenCertificate]:
        """Return the certificates in the order of their slots. Needs no PIN."""

    def pin_status(self, deadline_s: float) -> PinStatus:
        """Tell how many wrong PINs the token still bears. Costs none."""

    def verify_pin(self, pin: Pin, deadline_s: float, *, use_last_attempt: bool = False) -> None:
        """Have the token check the PIN.

        Args:
            use_last_attempt: also where a wrong PIN would lock the token; without it that try is never made.

        Raises:
            PinIncorrectError, PinLockedError, LastPinAttemptError, PinAttemptsUnknownError, PinInvalidError.
        """

    def sign(
        self,
        data: bytes,
        pin: Pin,
        deadline_s: float,
        *,
        slot: str | None = None,
        use_last_attempt: bool = False,
    ) -> TokenSignature:
        """Verify the PIN and sign data with the key of a slot; without one, with the token's signature key.

        The signature is checked against the certificate before it is returned.

        Raises:
            SlotEmptyError: no certificate there. See also verify_pin.
        """

    def status(self) -> DeviceState:
        """Tell how reader and token are, within five seconds; a reader without a card is READY. Never raises."""

    def close(self) -> None:
        """Let go of the token. May be called twice; later calls fail."""
