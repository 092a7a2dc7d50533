"""Sign-in by a signed challenge, and the short-lived tokens that follow from it. Only hashes are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, select

from acceptance_platform.database.tables import access_tokens, challenges, enrolments, terminals
from acceptance_platform.platform import Platform
from acceptance_platform.refusals import RefusalError
from acceptance_platform.terminals.certificates import CertifiedKey, keys_of
from shared.contract.base import decode_bytes, encode_bytes
from shared.contract.problems import ProblemCode
from shared.contract.terminals import SIGN_IN_CONTEXT, AccessToken, Challenge, SignInRequest, TerminalKind
from shared.security.errors import SignatureError
from shared.security.signing import VerifyingKey

CHALLENGE_LIFETIME = timedelta(minutes=2)
TOKEN_LIFETIME = timedelta(minutes=15)
_CHALLENGE_BYTES = 32
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The terminal that a request comes from.

    Attributes:
        enrolment_codes: of every enrolment of this terminal; what was sealed under an older one still counts.
        keys: every key that it ever had, by key id.
    """

    terminal_id: UUID
    kind: TerminalKind
    division: str
    enrolment_codes: frozenset[int]
    keys: Mapping[str, CertifiedKey]

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Tell whether a signature is by one of its keys that counts."""
        return any(one.revoked_at is None and _is_by(one.key, message, signature) for one in self.keys.values())


def offer_challenge(platform: Platform, terminal_id: UUID) -> Challenge:
    """Return a fresh challenge for an enrolled terminal.

    Raises:
        RefusalError: terminal_unknown.
    """
    now = platform.clock()
    challenge = secrets.token_bytes(_CHALLENGE_BYTES)
    expires_at = now + CHALLENGE_LIFETIME
    with platform.database.write() as connection:
        connection.execute(delete(challenges).where(challenges.c.expires_at <= now))
        known = connection.execute(select(terminals.c.terminal_id).where(terminals.c.terminal_id == terminal_id))
        if known.one_or_none() is None:
            raise RefusalError(ProblemCode.TERMINAL_UNKNOWN)
        connection.execute(
            insert(challenges).values(challenge_hash=_hash(challenge), terminal_id=terminal_id, expires_at=expires_at)
        )
    return Challenge(challenge=encode_bytes(challenge), expires_at=expires_at)


@dataclass(frozen=True, slots=True)
class Peer:
    """Who showed a certificate in mutual TLS.

    Attributes:
        thumbprint: SHA-256 over the certificate's DER, 32 bytes.
        terminal_id: whose certificate it is; None where it is no terminal's.
    """

    thumbprint: bytes
    terminal_id: UUID | None


def sign_in(platform: Platform, request: SignInRequest, peer: Peer | None = None) -> AccessToken:
    """Return a token for an answered challenge. A challenge counts once, whatever the answer.

    Where the client showed a certificate, it has to be that terminal's, and the token counts with that certificate
    alone (as RFC 8705, section 3).

    Raises:
        RefusalError: challenge_invalid, proof_invalid, terminal_revoked.
    """
    challenge = decode_bytes(request.challenge)
    certified = _consume(platform, request.terminal_id, challenge)
    if certified is None:
        raise RefusalError(ProblemCode.CHALLENGE_INVALID)
    if certified.revoked_at is not None:
        raise RefusalError(ProblemCode.TERMINAL_REVOKED)
    try:
        certified.key.verify(SIGN_IN_CONTEXT + challenge, decode_bytes(request.signature))
    except SignatureError as error:
        raise RefusalError(ProblemCode.PROOF_INVALID, status=401) from error
    if peer is not None and peer.terminal_id != request.terminal_id:
        raise RefusalError(ProblemCode.PROOF_INVALID, "the certificate is not this terminal's", status=401)
    return _issue(platform, request.terminal_id, peer)


def find_signed_in(platform: Platform, token: str, peer: Peer | None = None) -> SignedIn | None:
    """Return the terminal that a bearer token was given to.

    None when the token is unknown, has run out, or is bound to another certificate than the peer's.

    Raises:
        RefusalError: terminal_revoked.
    """
    presented = _hash(token.encode("utf-8", "replace"))
    with platform.database.read() as connection:
        row = connection.execute(
            select(access_tokens.c.token_hash, access_tokens.c.expires_at, access_tokens.c.bound_to, terminals)
            .join(terminals, terminals.c.terminal_id == access_tokens.c.terminal_id)
            .where(access_tokens.c.token_hash == presented)
        ).one_or_none()
        if row is None or row.expires_at <= platform.clock() or not hmac.compare_digest(row.token_hash, presented):
            return None
        if row.bound_to is not None and not hmac.compare_digest(row.bound_to, peer.thumbprint if peer else b""):
            return None
        return signed_in(connection, row)


def signed_in(connection: Connection, row: Row[tuple[object, ...]]) -> SignedIn:
    """Return a row of `terminals` as one who is signed in. Raises RefusalError terminal_revoked."""
    terminal = known_terminal(connection, row)
    if terminal.keys[row.key_id].revoked_at is not None:
        raise RefusalError(ProblemCode.TERMINAL_REVOKED)
    return terminal


def find_terminal(connection: Connection, terminal_id: UUID) -> SignedIn | None:
    """Return a terminal by its id, signed in or not, revoked or not; None for an unknown one."""
    row = connection.execute(select(terminals).where(terminals.c.terminal_id == terminal_id)).one_or_none()
    return None if row is None else known_terminal(connection, row)


def known_terminal(connection: Connection, row: Row[tuple[object, ...]]) -> SignedIn:
    """Return a row of `terminals` as the terminal that sealed something, revoked since or not."""
    keys = keys_of(connection, row.terminal_id)
    codes = connection.execute(
        select(enrolments.c.enrolment_code).where(enrolments.c.terminal_id == row.terminal_id)
    ).scalars()
    return SignedIn(row.terminal_id, TerminalKind(row.kind), row.division, frozenset(codes), keys)


def _is_by(key: VerifyingKey, message: bytes, signature: bytes) -> bool:
    try:
        key.verify(message, signature)
    except SignatureError:
        return False
    return True


def _hash(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()


def _consume(platform: Platform, terminal_id: UUID, challenge: bytes) -> CertifiedKey | None:
    presented = _hash(challenge)
    with platform.database.write() as connection:
        row = connection.execute(
            select(challenges.c.challenge_hash, challenges.c.expires_at, terminals)
            .join(terminals, terminals.c.terminal_id == challenges.c.terminal_id)
            .where(challenges.c.challenge_hash == presented)
        ).one_or_none()
        connection.execute(delete(challenges).where(challenges.c.challenge_hash == presented))
        if row is None or row.expires_at <= platform.clock() or row.terminal_id != terminal_id:
            return None
        return keys_of(connection, terminal_id)[row.key_id]


def _issue(platform: Platform, terminal_id: UUID, peer: Peer | None) -> AccessToken:
    now = platform.clock()
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    expires_at = now + TOKEN_LIFETIME
    with platform.database.write() as connection:
        connection.execute(delete(access_tokens).where(access_tokens.c.expires_at <= now))
        connection.execute(
            insert(access_tokens).values(
                token_hash=_hash(token.encode("ascii")),
                terminal_id=terminal_id,
                expires_at=expires_at,
                bound_to=None if peer is None else peer.thumbprint,
            )
        )
    return AccessToken(token=token, expires_at=expires_at)
