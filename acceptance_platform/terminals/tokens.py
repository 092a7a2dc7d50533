"""One-time enrolment tokens: `YM-` + 26 base32 characters + `.` + the root certificate's SHA-256.

The platform keeps SHA-256 of the text only. The fingerprint lets the terminal pin the root it is about to trust.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select

from acceptance_platform.database.tables import enrolment_tokens, terminals
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.platform import Platform
from shared.contract.terminals import TerminalKind
from shared.security.certificates import fingerprint

TOKEN_LIFETIME = timedelta(days=7)
_SECRET_BYTES = 16


def token_hash(token: str) -> bytes:
    """Return what the platform keeps of a token: 32 bytes."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def issue_token(
    platform: Platform, kind: TerminalKind, name: str, division: str, lifetime: timedelta = TOKEN_LIFETIME
) -> tuple[str, datetime]:
    """Make a token for one terminal and return it, this once, with the time it runs out."""
    return _issue(platform, lifetime, {"kind": kind.value, "name": name, "division": division})


def issue_renewal_token(
    platform: Platform, terminal_id: UUID, lifetime: timedelta = TOKEN_LIFETIME
) -> tuple[str, datetime]:
    """Make a token with which a terminal enrols anew and stays itself: a renewed key, or a store put back.

    Raises:
        PlatformError: terminal_unknown.
    """
    return _issue(platform, lifetime, {**_names_of(platform, terminal_id), "renews": terminal_id})


def issue_replacement_token(
    platform: Platform, terminal_id: UUID, lifetime: timedelta = TOKEN_LIFETIME
) -> tuple[str, datetime]:
    """Make a token for a new terminal of the same kind, name and division. Raises PlatformError terminal_unknown."""
    return _issue(platform, lifetime, _names_of(platform, terminal_id))


def _names_of(platform: Platform, terminal_id: UUID) -> dict[str, object]:
    with platform.database.read() as connection:
        row = connection.execute(select(terminals).where(terminals.c.terminal_id == terminal_id)).one_or_none()
    if row is None:
        raise PlatformError(FaultCode.TERMINAL_UNKNOWN, str(terminal_id))
    return {"kind": row.kind, "name": row.name, "division": row.division}


def _issue(platform: Platform, lifetime: timedelta, row: Mapping[str, object]) -> tuple[str, datetime]:
    secret = base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode("ascii").rstrip("=")
    token = f"YM-{secret}.{fingerprint(platform.keys.root)}"
    expires_at = platform.clock() + lifetime
    with platform.database.write() as connection:
        connection.execute(insert(enrolment_tokens).values(token_hash=token_hash(token), expires_at=expires_at, **row))
    return token, expires_at
