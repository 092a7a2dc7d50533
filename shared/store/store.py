"""The open store of a profile."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
from collections.abc import Iterator
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.engine import Connection, Engine

from shared.files import write_atomically
from shared.store.backups import back_up, forget_all_but, forget_draft
from shared.store.connections import BEGIN_OPTION, BUSY_TIMEOUT_S, make_engine, typed_database_errors
from shared.store.errors import KeyMalformedError, StoreDamagedError, StoreKeyWrongError, StoreMissingError
from shared.store.files import exclusive_lock, shared_lock, typed_file_errors
from shared.store.integrity import find_damage
from shared.store.keys import STORE_KEY_BYTES
from shared.store.profile import Profile
from shared.store.schema import SCHEMA, Schema

_CHECKPOINT_TIMEOUT_S = 0.5


class Store:
    """An open store. Safe to use from several threads: each read or write takes a connection of its own."""

    def __init__(self, profile: Profile, engine: Engine, key: bytes) -> None:
        self.profile = profile
        self._engine = engine
        self._key = key

    def derived_key(self, purpose: str) -> bytes:
        """Return a key of 32 bytes for files beside the database, its own for each purpose (HKDF-SHA256, RFC 5869)."""
        info = b"yimen-store\0" + purpose.encode()
        return HKDF(hashes.SHA256(), STORE_KEY_BYTES, salt=None, info=info).derive(self._key)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection in a read transaction: one consistent view. Raises StoreError."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a connection in a write transaction: committed at the end, rolled back on any error.

        Raises StoreError.
        """
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextlib.contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with typed_database_errors(self.profile.folder), self._engine.connect() as connection:
            connection.execution_options(**{BEGIN_OPTION: begin})
            with connection.begin():
                yield connection

    @contextlib.contextmanager
    def writing_files(self) -> Iterator[None]:
        """Keep the orphan sweep away while files are ahead of their rows, or behind them."""
        with typed_file_errors(), shared_lock(self.profile.files_lock):
            yield

    @contextlib.contextmanager
    def sealing(self) -> Iterator[None]:
        """Seal alone in this profile, with the orphan sweep kept away. Raises StoreBusyError."""
        with self.writing_files(), exclusive_lock(self.profile.seal_lock):
            yield

    def checkpoint(self) -> bool:
        """Move the WAL into the database and empty it, so that what was deleted is gone from both.

        Returns False when a reader stood in the way; the agent tries again when idle.
        """
        with (
            typed_database_errors(self.profile.folder),
            contextlib.closing(self._engine.raw_connection()) as connection,
        ):
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {int(_CHECKPOINT_TIMEOUT_S * 1000)}")
            try:
                busy = int(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT_S * 1000)}")
        return busy == 0

    def damage(self) -> tuple[str, ...]:
        """Read the whole database and return what is wrong with it, nothing for a sound one. Raises StoreError."""
        return find_damage(self.profile.store_file, self._key)

    def vacuum(self) -> None:
        """Write the database anew without its free pages. Raises StoreError."""
        with (
            typed_database_errors(self.profile.folder),
            contextlib.closing(self._engine.raw_connection()) as connection,
        ):
            connection.cursor().execute("VACUUM")

    def forget_draft_in_backups(self, case_id: UUID) -> None:
        """Destroy a draft in the copies from before a migration too. Raises StoreError."""
        forget_draft(self.profile, self._key, case_id)

    def forget_drafts_in_backups_but(self, case_ids: frozenset[UUID]) -> int:
        """Destroy in those copies the drafts that are not among these; return how many. Raises StoreError."""
        return forget_all_but(self.profile, self._key, case_ids)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(profile: Profile, key: bytes, *, create: bool = False, schema: Schema = SCHEMA) -> Store:
    """Open the profile's store, bringing it to this build's schema first, with a copy of the older one in backups/.

    Args:
        profile: whose store.
        key: 32 bytes.
        create: make the store when there is none; enrolment and tests alone ask for that.
        schema: what to bring it to.

    Raises:
        StoreMissingError: there is none and create is not set.
        KeyMalformedError, StoreKeyWrongError, StoreDamagedError, SchemaTooNewError: nothing was changed.
        StoreError: the disk is full, read-only, or the store is busy.
    """
    if len(key) != STORE_KEY_BYTES:
        name = "store key"
        raise KeyMalformedError(name)
    if create:
        profile.prepare()
    elif not profile.store_file.exists():
        raise StoreMissingError(profile.store_file.name)
    with typed_file_errors(), exclusive_lock(profile.migration_lock):
        check_key(profile, key)
        profile.store_file.touch(mode=0o600)
        store = Store(profile, make_engine(profile.store_file, key), key)
        try:
            _bring_to_schema(store, key, schema, create=create)
        except BaseException:
            store.close()
            raise
    return store


def check_key(profile: Profile, key: bytes) -> None:
    """Compare the key with the digest left when the store was made; leave one where there is no store yet.

    Raises StoreKeyWrongError.
    """
    digest = hmac.new(key, b"yimen-store-key-check-v1", hashlib.sha256).hexdigest()
    if profile.key_check_file.exists():
        if not hmac.compare_digest(profile.key_check_file.read_text(encoding="ascii").strip(), digest):
            raise StoreKeyWrongError
    elif not profile.store_file.exists():
        write_atomically(profile.key_check_file, digest.encode("ascii"))


def _bring_to_schema(store: Store, key: bytes, schema: Schema, *, create: bool) -> None:
    with store.read() as connection:
        found = schema.found_in(connection)
    if found == schema.head:
        return
    if found is None and not create:
        message = "the store is empty"
        raise StoreDamagedError(message)
    with store.write() as connection:
        if found is not None:
            back_up(store.profile, key, found)
        schema.migrate(connection)
