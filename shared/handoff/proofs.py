"""Knowing a draft's one-time key without showing it: HMAC-SHA256 over draft and the terminal that asks or answers."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final
from uuid import UUID

PROOF_HEADER: Final = "Yimen-Draft-Proof"
"""Of the terminal that asks, in every request; of the source, in every success."""


def taker_proof(key: bytes, case_id: UUID, taker: UUID) -> str:
    """Return what the terminal shows that fetches a draft; in another terminal's hand it proves nothing."""
    return _proof(key, b"yimen-draft-taker-v1\0" + case_id.bytes + taker.bytes)


def source_proof(key: bytes, case_id: UUID, taker: UUID) -> str:
    """Return what the source answers to that terminal."""
    return _proof(key, b"yimen-draft-source-v1\0" + case_id.bytes + taker.bytes)


def is_proof(shown: str, wanted: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(shown.encode("utf-8", "replace"), wanted.encode())


def _proof(key: bytes, message: bytes) -> str:
    return hmac.new(key, message, hashlib.sha256).hexdigest()
