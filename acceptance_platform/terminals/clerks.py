"""Clerks: their rights, and password verifiers that counters check without a network (scrypt, RFC 7914)."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass

import rfc8785
from sqlalchemy import Connection, insert, select, update

from acceptance_platform.database.tables import clerks
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.platform import Platform
from shared.contract.base import encode_bytes
from shared.contract.terminals import Clerk, ClerkDirectory, ClerkRight, PasswordVerifier

SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**15, 8, 1
MIN_PASSWORD_CHARACTERS = 8
_SALT_BYTES = 16
_HASH_BYTES = 32
_MAX_MEMORY = 128 * SCRYPT_N * SCRYPT_R * 2


@dataclass(frozen=True, slots=True)
class NewClerk:
    """A clerk as the operator names them."""

    clerk_id: str
    name: str
    post: str
    window: str
    rights: frozenset[ClerkRight]


def make_verifier(password: str) -> PasswordVerifier:
    """Return a fresh verifier of a password."""
    salt = os.urandom(_SALT_BYTES)
    digest = hashlib.scrypt(
        password.encode("utf-8"), salt=salt, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P, maxmem=_MAX_MEMORY, dklen=_HASH_BYTES
    )
    return PasswordVerifier(salt=encode_bytes(salt), hash=encode_bytes(digest), n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P)


def create_clerk(platform: Platform, new: NewClerk, password: str, *, replace: bool = False) -> Clerk:
    """Add a clerk, or put them in the place of the one with the same id where that is asked for.

    Raises:
        PlatformError: password_too_short, clerk_exists.
    """
    if len(password) < MIN_PASSWORD_CHARACTERS:
        raise PlatformError(FaultCode.PASSWORD_TOO_SHORT, f"at least {MIN_PASSWORD_CHARACTERS} characters")
    clerk = Clerk(
        clerk_id=new.clerk_id,
        name=new.name,
        post=new.post,
        window=new.window,
        rights=new.rights,
        verifier=make_verifier(password),
    )
    values = {**clerk.model_dump(mode="json"), "rights": sorted(new.rights)}
    with platform.database.write() as connection:
        known = connection.execute(select(clerks.c.clerk_id).where(clerks.c.clerk_id == new.clerk_id)).one_or_none()
        if known is None:
            connection.execute(insert(clerks).values(**values))
        elif replace:
            connection.execute(update(clerks).where(clerks.c.clerk_id == new.clerk_id).values(**values))
        else:
            raise PlatformError(FaultCode.CLERK_EXISTS, new.clerk_id)
    return clerk


def read_directory(connection: Connection) -> ClerkDirectory:
    """Return all clerks; the version is a digest of what they are."""
    rows = connection.execute(select(clerks).order_by(clerks.c.clerk_id)).mappings()
    found = tuple(Clerk.model_validate(dict(row)) for row in rows)
    content = [{**clerk.model_dump(mode="json"), "rights": sorted(clerk.rights)} for clerk in found]
    return ClerkDirectory(version=hashlib.sha256(rfc8785.dumps(content)).hexdigest()[:16], clerks=found)


def rights_of(connection: Connection, clerk_id: str) -> frozenset[ClerkRight] | None:
    """Return a clerk's rights, None for an unknown one."""
    rights = connection.execute(select(clerks.c.rights).where(clerks.c.clerk_id == clerk_id)).scalar_one_or_none()
    return None if rights is None else frozenset(ClerkRight(right) for right in rights)
