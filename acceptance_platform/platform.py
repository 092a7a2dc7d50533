"""The platform's parts in one place: opened once, handed to routes and commands."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert, select

from acceptance_platform.catalogues import CatalogueShelf
from acceptance_platform.data_dir import DataDir
from acceptance_platform.database.engine import Database
from acceptance_platform.database.migrate import migrate
from acceptance_platform.database.tables import sealing_keys
from acceptance_platform.facts import EPOCH, get_fact, put_fact
from acceptance_platform.keys import PlatformKeys, load_keys, make_root, make_sealing_key
from shared.contract.base import decode_bytes, encode_bytes
from shared.contract.terminals import SealingKey
from shared.domain.clock import utc_now
from shared.security.signing import SoftwareSigningKey

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Platform:
    """An opened platform."""

    data: DataDir
    database: Database
    keys: PlatformKeys
    epoch: uuid.UUID
    catalogues: CatalogueShelf
    clock: Clock

    def close(self) -> None:
        """Give the database back."""
        self.database.close()


def open_platform(root: Path, database_url: str | None = None, clock: Clock = utc_now) -> Platform:
    """Open a data directory, making and migrating what is missing.

    Raises:
        PlatformError: database_unsupported, keys_missing, keys_unreadable, schema_too_new.
    """
    data = DataDir(root)
    database = Database(database_url or data.database_url)
    data.create()
    if database_url is None:
        data.create_database()
    with data.hold("setup", wait=True):
        migrate(database)
        epoch = _epoch_of(database)
        if epoch is None:
            epoch = _initialise(data, database, clock())
    keys = load_keys(data.keys)
    return Platform(data, database, keys, epoch, CatalogueShelf(data, database, keys), clock)


@contextmanager
def opened(root: Path, database_url: str | None = None) -> Iterator[Platform]:
    """Open a platform for the time of a block. Raises as `open_platform`."""
    platform = open_platform(root, database_url)
    try:
        yield platform
    finally:
        platform.close()


def _epoch_of(database: Database) -> uuid.UUID | None:
    with database.read() as connection:
        value = get_fact(connection, EPOCH)
    return None if value is None else uuid.UUID(value)


def _initialise(data: DataDir, database: Database, now: datetime) -> uuid.UUID:
    """Make root and sealing key; the epoch goes in last with them, so that a cut here is done again."""
    make_root(data.keys, now)
    root_key = SoftwareSigningKey.load(data.keys / "root.key")
    key = make_sealing_key(data.keys, root_key, now)
    epoch = uuid.uuid4()
    with database.write() as connection:
        _record_sealing_key(connection, key)
        put_fact(connection, EPOCH, str(epoch))
    return epoch


def rotate_sealing_key(platform: Platform) -> SealingKey:
    """Make a new sealing key, which terminals take on with their next heartbeat; older ones are kept for reading.

    It is the newest also where the clock was put back since the last one was made.
    """
    with platform.database.read() as connection:
        newest = read_sealing_keys(connection)[0].not_before
    not_before = max(platform.clock(), newest + timedelta(microseconds=1))
    key = make_sealing_key(platform.data.keys, platform.keys.root_key, not_before)
    with platform.database.write() as connection:
        _record_sealing_key(connection, key)
    return key


def _record_sealing_key(connection: Connection, key: SealingKey) -> None:
    connection.execute(
        insert(sealing_keys).values(
            key_id=key.key_id,
            suite=key.suite,
            public_key=decode_bytes(key.public_key),
            not_before=key.not_before,
            signature=decode_bytes(key.signature),
        )
    )


def read_sealing_keys(connection: Connection) -> tuple[SealingKey, ...]:
    """Return the public sealing keys, the newest first."""
    rows = connection.execute(select(sealing_keys).order_by(sealing_keys.c.not_before.desc()))
    return tuple(
        SealingKey(
            key_id=row.key_id,
            suite=row.suite,
            public_key=encode_bytes(row.public_key),
            not_before=row.not_before,
            signature=encode_bytes(row.signature),
        )
        for row in rows
    )
