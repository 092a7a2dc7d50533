"""Checks a clerk's password at the terminal, also without a network (scrypt, RFC 7914)."""

from __future__ import annotations

import hashlib
import hmac

from shared.contract.base import decode_bytes
from shared.contract.terminals import Clerk, ClerkDirectory, PasswordVerifier

_NOBODY = PasswordVerifier(salt="AAAAAAAAAAAAAAAAAAAAAA==", hash="AA==", n=2**15, r=8, p=1)


def clerk_of(directory: ClerkDirectory, clerk_id: str, password: str) -> Clerk | None:
    """Return the clerk whose id and password these are, None when either is wrong.

    An unknown id costs as much time as a wrong password, so that neither the answer nor the wait tells them apart.
    """
    clerk = next((entry for entry in directory.clerks if entry.clerk_id == clerk_id), None)
    matches = _fits(clerk.verifier if clerk else _typical(directory), password)
    return clerk if clerk is not None and matches else None


def _typical(directory: ClerkDirectory) -> PasswordVerifier:
    return directory.clerks[0].verifier if directory.clerks else _NOBODY


def _fits(verifier: PasswordVerifier, password: str) -> bool:
    expected = decode_bytes(verifier.hash)
    derived = hashlib.scrypt(
        password.encode("utf-8"),
        salt=decode_bytes(verifier.salt),
        n=verifier.n,
        r=verifier.r,
        p=verifier.p,
        maxmem=128 * verifier.n * verifier.r * verifier.p * 2,
        dklen=len(expected),
    )
    return hmac.compare_digest(derived, expected)
