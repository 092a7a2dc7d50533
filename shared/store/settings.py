"""What a terminal knows beside its cases: enrolment, sealing keys, clerks, catalogue packages, the platform's epoch."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from cryptography import x509
from pydantic import BaseModel
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from shared.contract.base import decode_bytes
from shared.contract.terminals import ClerkDirectory, Enrolment, SealingKey
from shared.security.certificates import fingerprint, load_certificate
from shared.security.sealing import SUITE, SealingPublicKey
from shared.store.errors import (
    CatalogueMissingError,
    EnrolmentSpentError,
    NotEnrolledError,
    SealingKeyMissingError,
)
from shared.store.store import Store
from shared.store.tables import catalogues, sealing_keys, sequence, settings

Model = TypeVar("Model", bound=BaseModel)

_ENROLMENT = "enrolment"
_ENROLMENT_TOKEN = "enrolment_token_digest"  # noqa: S105 - a name, not a secret
_CLERKS = "clerks"
_CATALOGUE = "catalogue"
_PSEUDONYM_KEY = "pseudonym_key"
_PLATFORM = "platform_position"
_NUMBERING_BARRED = "numbering_barred"


def get_value(connection: Connection, key: str) -> bytes | None:
    """Return a setting's bytes, None where it was never set."""
    value = connection.execute(sa.select(settings.c.value).where(settings.c.key == key)).scalar()
    return None if value is None else bytes(value)


def put_value(connection: Connection, key: str, value: bytes) -> None:
    """Set a setting."""
    statement = insert(settings).values(key=key, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def get_model(connection: Connection, key: str, model: type[Model]) -> Model | None:
    """Return a setting as a model, None where it was never set."""
    value = get_value(connection, key)
    return None if value is None else model.model_validate_json(value)


def put_model(connection: Connection, key: str, value: BaseModel) -> None:
    """Set a setting to a model's JSON."""
    put_value(connection, key, value.model_dump_json().encode())


def enrolment(store: Store) -> Enrolment:
    """Return what the platform said at enrolment. Raises NotEnrolledError."""
    with store.read() as connection:
        found = get_model(connection, _ENROLMENT, Enrolment)
    if found is None:
        raise NotEnrolledError
    return found


def record_enrolment(store: Store, answer: Enrolment, *, token_digest: str = "") -> None:
    """Keep the platform's answer to the enrolment and its sealing keys; their signatures are checked before.

    The digest of the token tells a repetition from another enrolment.
    """
    with store.write() as connection:
        _unbar_numbering(connection, answer)
        put_model(connection, _ENROLMENT, answer)
        put_value(connection, _ENROLMENT_TOKEN, token_digest.encode())
        go_on_from(connection, answer.first_sequence)
        _put_sealing_keys(connection, answer.sealing_keys)


def bar_numbering(connection: Connection, certificates: Iterable[x509.Certificate]) -> None:
    """Give no more numbers under the enrolments of some certificates: a rebuilt store can't know which were given."""
    put_value(connection, _NUMBERING_BARRED, "\n".join(map(fingerprint, certificates)).encode())


def _unbar_numbering(connection: Connection, answer: Enrolment) -> None:
    """Give numbers again under a new enrolment, which has a certificate and an enrolment code of its own."""
    barred = get_value(connection, _NUMBERING_BARRED)
    if barred is not None and fingerprint(load_certificate(answer.certificate_pem)) not in barred.decode().split():
        connection.execute(settings.delete().where(settings.c.key == _NUMBERING_BARRED))


def check_numbering(connection: Connection) -> None:
    """Raise EnrolmentSpentError where the terminal has to be enrolled again before it gives a number."""
    if is_numbering_barred(connection):
        raise EnrolmentSpentError


def is_numbering_barred(connection: Connection) -> bool:
    """Tell whether the terminal gives no number before it is enrolled again."""
    return get_value(connection, _NUMBERING_BARRED) is not None


def go_on_from(connection: Connection, first_sequence: int) -> None:
    """Leave out the numbers before one, which an earlier life of this terminal may have used."""
    statement = insert(sequence).values(id=1, last=first_sequence - 1)
    least = sa.func.max(sequence.c.last, first_sequence - 1)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_={"last": least}))


def enrolment_token_digest(store: Store) -> str:
    """Return the digest of the token that was enrolled with, empty before."""
    with store.read() as connection:
        return (get_value(connection, _ENROLMENT_TOKEN) or b"").decode()


def record_sealing_keys(store: Store, keys: Iterable[SealingKey]) -> None:
    """Put the platform's present keys in place of those known; their signatures are checked before."""
    with store.write() as connection:
        _put_sealing_keys(connection, keys)


def _put_sealing_keys(connection: Connection, keys: Iterable[SealingKey]) -> None:
    rows = [{"key_id": key.key_id, "not_before": key.not_before, "document": key.model_dump_json()} for key in keys]
    connection.execute(sealing_keys.delete())
    if rows:
        connection.execute(sealing_keys.insert(), rows)


def sealing_key_ids(store: Store) -> frozenset[str]:
    """Return the ids of the platform's keys that are known here."""
    with store.read() as connection:
        return frozenset(connection.execute(sa.select(sealing_keys.c.key_id)).scalars())


def sealing_key(store: Store, now: datetime) -> SealingPublicKey:
    """Return the newest key that is valid now and of a suite we know. Raises SealingKeyMissingError.

    With a clock that stands before every key's beginning the oldest is taken: sealing goes on.
    """
    query = sa.select(sealing_keys.c.document).order_by(sealing_keys.c.not_before.desc())
    with store.read() as connection:
        documents = connection.execute(query).scalars().all()
    known = [key for key in map(SealingKey.model_validate_json, documents) if key.suite == SUITE]
    if not known:
        raise SealingKeyMissingError
    valid = [key for key in known if key.not_before <= now]
    return SealingPublicKey(decode_bytes((valid[0] if valid else known[-1]).public_key))


def clerk_directory(store: Store) -> ClerkDirectory | None:
    """Return the clerks who may sign in here, None before the first download and at kiosks."""
    with store.read() as connection:
        return get_model(connection, _CLERKS, ClerkDirectory)


def record_clerk_directory(store: Store, directory: ClerkDirectory) -> None:
    """Put a downloaded directory in place of the one known."""
    with store.write() as connection:
        put_model(connection, _CLERKS, directory)


@dataclass(frozen=True, slots=True)
class CataloguePackage:
    """A signed catalogue package as it was downloaded."""

    version: str
    data: bytes


def current_catalogue(store: Store) -> CataloguePackage:
    """Return the newest package. Raises CatalogueMissingError."""
    with store.read() as connection:
        version = get_value(connection, _CATALOGUE)
        found = None if version is None else _catalogue(connection, version.decode())
    if found is None:
        raise CatalogueMissingError
    return found


def catalogue_version(store: Store) -> str | None:
    """Return the newest package's version, None before the first download."""
    with store.read() as connection:
        return current_version(connection)


def current_version(connection: Connection) -> str | None:
    """Do the same inside a transaction."""
    version = get_value(connection, _CATALOGUE)
    return None if version is None else version.decode()


def catalogue(store: Store, version: str) -> CataloguePackage:
    """Return a package by version, for a draft that froze it. Raises CatalogueMissingError."""
    with store.read() as connection:
        found = _catalogue(connection, version)
    if found is None:
        raise CatalogueMissingError(version)
    return found


def _catalogue(connection: Connection, version: str) -> CataloguePackage | None:
    data = connection.execute(sa.select(catalogues.c.data).where(catalogues.c.version == version)).scalar()
    return None if data is None else CataloguePackage(version, bytes(data))


def record_catalogue(store: Store, package: CataloguePackage, *, now: datetime | None = None) -> None:
    """Keep a package whose signature was checked, and make it the current one."""
    row = {
        "sha256": hashlib.sha256(package.data).hexdigest(),
        "received_at": now or datetime.now(UTC),
        "data": package.data,
    }
    statement = insert(catalogues).values(version=package.version, **row)
    with store.write() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=["version"], set_=row))
        put_value(connection, _CATALOGUE, package.version.encode())


def keep_catalogue(store: Store, package: CataloguePackage, *, now: datetime | None = None) -> None:
    """Keep a package whose signature was checked beside the current one, for a draft that froze it elsewhere."""
    row = {
        "version": package.version,
        "sha256": hashlib.sha256(package.data).hexdigest(),
        "received_at": now or datetime.now(UTC),
        "data": package.data,
    }
    with store.write() as connection:
        connection.execute(insert(catalogues).values(row).on_conflict_do_nothing(index_elements=["version"]))


class PlatformPosition(BaseModel):
    """The platform's epoch and how far its backup covers its order of submissions (ARCHITECTURE §3)."""

    epoch: UUID
    backup_watermark: int


def platform_position(connection: Connection) -> PlatformPosition | None:
    """Return what the last heartbeat said, None before the first."""
    return get_model(connection, _PLATFORM, PlatformPosition)


def record_platform_position(connection: Connection, position: PlatformPosition) -> None:
    """Keep what a heartbeat said."""
    put_model(connection, _PLATFORM, position)


def keyed_hash(store: Store, purpose: str, text: str) -> str:
    """Return HMAC-SHA256 of text under a secret of this store, as 64 hex digits: a pseudonym that is its own only here.

    Args:
        purpose: `applicant`, `audit` …; hashes of different purposes can't be compared.
    """
    with store.read() as connection:
        secret = get_value(connection, _PSEUDONYM_KEY)
    if secret is None:
        with store.write() as connection:
            secret = get_value(connection, _PSEUDONYM_KEY) or os.urandom(32)
            put_value(connection, _PSEUDONYM_KEY, secret)
    return hmac.new(secret, purpose.encode() + b"\0" + text.encode(), hashlib.sha256).hexdigest()
