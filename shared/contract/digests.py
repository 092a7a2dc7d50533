"""Content-Digest (RFC 9530): tells an answer that was damaged on its way from one that was meant so."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

DIGEST_HEADER = "Content-Digest"
_SHA256 = re.compile(r"sha-256=:([A-Za-z0-9+/=]{44}):")


def content_digest(body: bytes) -> str:
    """Return the header's value for a body."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def fits_digest(body: bytes, header: str | None) -> bool:
    """Tell whether a body is what its header says; one without a SHA-256 digest says nothing against it."""
    found = _SHA256.search(header or "")
    return found is None or hmac.compare_digest(content_digest(body), found[0])
