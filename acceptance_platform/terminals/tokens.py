"""One-time enrolment tokens: `YM-` + 26 base32 characters + `.` + the root certificate's SHA-256.

The platform keeps SHA-256 of the text only. The fingerprint lets the terminal pin the root it is about to trust.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import insert

from acceptance_platform.database.tables import enrolment_tokens
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
    secret = base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode("ascii").rstrip("=")
    token = f"YM-{secret}.{fingerprint(platform.keys.root)}"
    expires_at = platform.clock() + lifetime
    with platform.database.write() as connection:
        connection.execute(
            insert(enrolment_tokens).values(
                token_hash=token_hash(token), kind=kind.value, name=name, division=division, expires_at=expires_at
            )
        )
    return token, expires_at
