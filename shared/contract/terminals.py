"""Enrolment, sign-in, heartbeat and what a terminal downloads."""

from __future__ import annotations

from enum import StrEnum, unique
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contract.base import UUID, Base64Text, Code, HexDigest, Instant, KeyId, Place, Truth, WholeNumber, WireModel


@unique
class TerminalKind(StrEnum):
    KIOSK = "kiosk"
    COUNTER = "counter"


class EnrolmentRequest(WireModel):
    """Asks to become a terminal. Repeating it with the same token and key gives the same answer.

    The proof is an ES256 signature (r||s) by the signing key over ENROLMENT_CONTEXT + sha256(token).
    """

    token: Annotated[str, StringConstraints(min_length=16, max_length=200)]
    signing_key: Base64Text = Field(description="SubjectPublicKeyInfo, DER, P-256")
    proof: Base64Text


class SealingKey(WireModel):
    """A public key that terminals seal to, with the root's signature over its canonical JSON less `signature`."""

    key_id: KeyId
    suite: Code
    public_key: Base64Text
    not_before: Instant
    signature: Base64Text


class Enrolment(WireModel):
    """Everything a new terminal must know."""

    terminal_id: UUID
    kind: TerminalKind
    name: str
    division: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    enrolment_code: WholeNumber = Field(ge=1, le=99_999)
    first_sequence: WholeNumber = Field(
        default=1, ge=1, le=2**31 - 1, description="lower ones may have been used by this terminal"
    )
    certificate_pem: str = Field(description="of the terminal's signing key, issued by the root")
    root_pem: str
    sealing_keys: tuple[SealingKey, ...]


class Revocation(WireModel):
    """From when on a signing key is not believed any more."""

    key_id: KeyId
    revoked_at: Instant
    reason: Code


class CertificateDirectory(WireModel):
    """Every terminal certificate of a platform and what was revoked, with the root's signature.

    The signature is over DIRECTORY_CONTEXT + the canonical JSON less `signature`. `version` is the digest of what is
    listed; `issued_at` is newer in every copy, so that whoever verifies a receipt can tell the age of their list.
    """

    version: HexDigest
    issued_at: Instant
    certificates: tuple[Annotated[str, StringConstraints(max_length=16_384)], ...]
    revocations: tuple[Revocation, ...]
    signature: Base64Text


class TlsCertificateRequest(WireModel):
    """Asks for the certificate of a short-lived key that the terminal will show in mutual TLS."""

    public_key: Base64Text = Field(description="SubjectPublicKeyInfo, DER, P-256")


class TlsCertificate(WireModel):
    """Issued by the root; ask again when two thirds of its life are over."""

    certificate_pem: str
    not_after: Instant


class ChallengeRequest(WireModel):
    terminal_id: UUID


class Challenge(WireModel):
    challenge: Base64Text
    expires_at: Instant


class SignInRequest(WireModel):
    """Answers a challenge: ES256 over SIGN_IN_CONTEXT + the challenge's bytes."""

    terminal_id: UUID
    challenge: Base64Text
    signature: Base64Text


class AccessToken(WireModel):
    """A short-lived bearer token."""

    token: str
    expires_at: Instant


class AuditHead(WireModel):
    """The last entry of a terminal's audit chain: how many there are and the last one's digest."""

    number: WholeNumber = Field(ge=1, le=2**31 - 1)
    digest: HexDigest


class AuditAnchor(WireModel):
    """An audit head that the platform has kept, with the root's signature over ANCHOR_CONTEXT + the rest."""

    terminal_id: UUID
    number: WholeNumber = Field(ge=1, le=2**31 - 1)
    digest: HexDigest
    anchored_at: Instant
    signature: Base64Text


class HeartbeatRequest(WireModel):
    """What a terminal tells about itself; no personal data."""

    clock: Instant
    app_version: str = Field(max_length=40)
    catalogue_version: str | None = Field(default=None, max_length=40)
    waiting: WholeNumber = Field(ge=0)
    returned: WholeNumber = Field(ge=0)
    audit_head: AuditHead | None = None


class Heartbeat(WireModel):
    """What a terminal learns: see ARCHITECTURE §3 on epoch and backup watermark."""

    clock: Instant
    epoch: UUID = Field(description="changes when the platform was restored from a backup")
    backup_watermark: Place = Field(description="what has a platform_sequence up to here is in a backup")
    catalogue_version: str | None
    clerks_version: str
    directory_version: HexDigest = Field(description="of the certificate directory")
    sealing_keys: tuple[SealingKey, ...]
    anchor: AuditAnchor | None = Field(default=None, description="the terminal's audit head, signed by the root")
    last_sequence: WholeNumber = Field(
        default=0, ge=0, le=2**31 - 1, description="the highest that came from the terminal, 0 before the first"
    )


class ClerkRight(StrEnum):
    ACCEPT = "accept"
    ASK_CORRECTION = "ask_correction"
    REFUSE = "refuse"
    DECIDE_ON_THE_SPOT = "decide_on_the_spot"


class PasswordVerifier(WireModel):
    """scrypt parameters and hash; a password is checked at the terminal, also without a network."""

    salt: Base64Text
    hash: Base64Text
    n: WholeNumber = Field(ge=2**14, le=2**20)
    r: WholeNumber = Field(ge=8, le=32)
    p: WholeNumber = Field(ge=1, le=16)


class Clerk(WireModel):
    clerk_id: Code
    name: str = Field(max_length=60)
    post: str = Field(max_length=60)
    window: str = Field(max_length=20)
    rights: frozenset[ClerkRight]
    verifier: PasswordVerifier


class ClerkDirectory(WireModel):
    version: str
    clerks: tuple[Clerk, ...]


class CatalogueInfo(WireModel):
    version: str
    sha256: HexDigest
    size: WholeNumber


class Health(WireModel):
    ok: Truth
    version: str
    clock: Instant


ENROLMENT_CONTEXT = b"yimen-enrolment-v1\0"
SIGN_IN_CONTEXT = b"yimen-sign-in-v1\0"
DIRECTORY_CONTEXT = b"yimen-directory-v1\0"
ANCHOR_CONTEXT = b"yimen-anchor-v1\0"
