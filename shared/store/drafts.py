"""Drafts: what a case holds before it is sealed. Each has its own random key; deleting the key erases its pages.

The JSON lies in the encrypted database, pages in files drafts/<case>/<page>: each nonce (12 bytes) + AES-256-GCM under
the draft's key, bound to case and page. The database alone would not do for the JSON: a process that reads any row of
the table keeps its neighbours in the clear in SQLite's page cache.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.engine import Connection

from shared.files import fsync_folder, write_atomically
from shared.store import handoffs
from shared.store.errors import DraftDamagedError, DraftMissingError, DraftPageMissingError
from shared.store.store import Store
from shared.store.tables import catalogues, drafts

_NONCE_BYTES = 12
_TAG_BYTES = 16
_PAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """A line of the list of drafts; `size` is of the JSON, in bytes."""

    case_id: UUID
    created_at: datetime
    updated_at: datetime
    size: int


def begin(store: Store, case_id: UUID, content: bytes, *, now: datetime | None = None) -> None:
    """Keep a new draft's JSON and give it its key."""
    moment = now or datetime.now(UTC)
    with store.write() as connection:
        connection.execute(drafts.insert().values(_row(case_id, AESGCM.generate_key(256), content, moment)))


def _row(case_id: UUID, key: bytes, content: bytes, now: datetime) -> dict[str, object]:
    sealed = _seal(AESGCM(key), content, _content_data(case_id))
    return {"case_id": case_id, "key": key, "content": sealed, "created_at": now, "updated_at": now}


def save(store: Store, case_id: UUID, content: bytes, *, now: datetime | None = None) -> None:
    """Keep a draft's JSON in place of an older state of it.

    Raises:
        DraftMissingError: it is sealed or discarded; a late save must not bring it back.
        DraftHandedOverError, DraftLeavingError: it is not this terminal's to change.
    """
    with store.write() as connection:
        handoffs.check_ours(connection, case_id)
        handoffs.note_begun(connection, case_id)
        sealed = _seal(AESGCM(_key_in(connection, case_id)), content, _content_data(case_id))
        connection.execute(
            drafts.update()
            .where(drafts.c.case_id == case_id)
            .values(content=sealed, updated_at=now or datetime.now(UTC))
        )


def load(store: Store, case_id: UUID) -> bytes:
    """Return a draft's JSON. Raises DraftMissingError, DraftDamagedError."""
    query = sa.select(drafts.c.key, drafts.c.content).where(drafts.c.case_id == case_id)
    with store.read() as connection:
        row = connection.execute(query).first()
    if row is None:
        raise DraftMissingError(str(case_id))
    return _open(AESGCM(row.key), row.content, _content_data(case_id), "form")


def state_digest(store: Store, case_id: UUID) -> str:
    """Return what tells one kept state of a draft's JSON from another; nothing of it is opened.

    Each saving makes another one, also of the same JSON. Raises DraftMissingError.
    """
    query = sa.select(drafts.c.content).where(drafts.c.case_id == case_id)
    with store.read() as connection:
        sealed = connection.execute(query).scalar()
    if sealed is None:
        raise DraftMissingError(str(case_id))
    return hashlib.sha256(sealed).hexdigest()


def check_there(store: Store, case_id: UUID) -> None:
    """Raise DraftMissingError where there is no such draft; nothing of it is opened."""
    _key(store, case_id)


def shared_state(store: Store, case_id: UUID) -> bytes | None:
    """Return a draft's JSON as another terminal has it or had it last, None where that is not known.

    Raises DraftDamagedError.
    """
    query = sa.select(drafts.c.key, drafts.c.shared_content).where(drafts.c.case_id == case_id)
    with store.read() as connection:
        row = connection.execute(query).first()
    if row is None or row.shared_content is None:
        return None
    return _open(AESGCM(row.key), row.shared_content, _content_data(case_id), "form")


def states_in(connection: Connection, case_id: UUID) -> tuple[bytes, bytes | None] | None:
    """Return a draft's JSON and its `shared_state` inside a transaction, None where there is none.

    Raises DraftDamagedError.
    """
    query = sa.select(drafts.c.key, drafts.c.content, drafts.c.shared_content).where(drafts.c.case_id == case_id)
    row = connection.execute(query).first()
    if row is None:
        return None
    aead, bound_to = AESGCM(row.key), _content_data(case_id)
    shared = None if row.shared_content is None else _open(aead, row.shared_content, bound_to, "form")
    return _open(aead, row.content, bound_to, "form"), shared


def note_shared_state(connection: Connection, case_id: UUID, content: bytes | None) -> None:
    """Keep what another terminal can have of a draft from now on; None while that is uncertain."""
    key = _known_key(connection, case_id)
    if key is not None:
        sealed = None if content is None else _seal(AESGCM(key), content, _content_data(case_id))
        connection.execute(drafts.update().where(drafts.c.case_id == case_id).values(shared_content=sealed))


def seal_what_is_plain(connection: Connection) -> None:
    """Seal the JSON of drafts that come from a store of before schema 0007, as its migration does."""
    known = sa.select(drafts.c.case_id, drafts.c.key, drafts.c.content, drafts.c.shared_content)
    for case_id, key, *states in connection.execute(known).all():
        content, shared = (_sealed_once(AESGCM(key), state, case_id) for state in states)
        sealed = {"content": content, "shared_content": shared}
        connection.execute(drafts.update().where(drafts.c.case_id == case_id).values(sealed))


def _sealed_once(aead: AESGCM, state: bytes | None, case_id: UUID) -> bytes | None:
    if state is None:
        return None
    try:
        json.loads(state)
    except ValueError:
        return state
    return _seal(aead, state, _content_data(case_id))


def summaries(store: Store) -> tuple[DraftSummary, ...]:
    """Return every draft, the one changed last first."""
    query = sa.select(
        drafts.c.case_id, drafts.c.created_at, drafts.c.updated_at, sa.func.length(drafts.c.content).label("size")
    ).order_by(drafts.c.updated_at.desc())
    with store.read() as connection:
        rows = connection.execute(query).all()
    around = _NONCE_BYTES + _TAG_BYTES
    return tuple(DraftSummary(row.case_id, row.created_at, row.updated_at, row.size - around) for row in rows)


def discard(store: Store, case_id: UUID) -> None:
    """Erase a draft: its key and JSON, then its pages. One that isn't there is no error."""
    with store.writing_files():
        with store.write() as connection:
            forget(connection, case_id)
            handoffs.note_discarded(connection, case_id)
        store.checkpoint()
        store.forget_draft_in_backups(case_id)
        remove_pages(store, case_id)


def put_page(store: Store, case_id: UUID, page_id: str, data: bytes) -> None:
    """Keep a page of a draft, in place of an older one of that id.

    Args:
        page_id: 1 to 64 of A-Z a-z 0-9 _ - (ValueError for others).

    Raises:
        DraftMissingError: begin the draft first.
        DraftHandedOverError, DraftLeavingError: it is not this terminal's to change.
    """
    _check_ours(store, case_id)
    path = _page_file(store, case_id, page_id)
    aead = AESGCM(_key(store, case_id))
    with store.writing_files():
        _write_page(path, aead, case_id, page_id, data)


def _write_page(path: Path, aead: AESGCM, case_id: UUID, page_id: str, data: bytes) -> None:
    if not path.parent.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        fsync_folder(path.parent.parent)
    write_atomically(path, _seal(aead, data, _associated_data(case_id, page_id)))


def receive(
    store: Store,
    case_id: UUID,
    put_together: Callable[[Connection], bytes],
    pages: Iterable[tuple[str, bytes]],
    note: Callable[[Connection], None],
    *,
    now: datetime,
    shared: bytes,
    catalogue_version: str,
) -> None:
    """Keep a draft that comes from elsewhere, whole or not at all: pages first, then its row in one transaction.

    It counts as begun when the catalogue that it froze came here, however old it is: by the age of drafts it is told
    which catalogues none can have frozen, and other terminals get theirs at other times.

    Args:
        put_together: returns its JSON in that transaction, with what lies here by then.
        pages: id and bytes of each; drawn one by one, so that no thick draft lies in memory whole.
        shared: its JSON as it came, without what was added to it here.
        note: writes in the same transaction what else is known of it.
    """
    with store.read() as connection:
        key = _known_key(connection, case_id) or AESGCM.generate_key(256)
    aead = AESGCM(key)
    with store.writing_files():
        for page_id, data in pages:
            _write_page(_page_file(store, case_id, page_id), aead, case_id, page_id, data)
        with store.write() as connection:
            content = put_together(connection)
            connection.execute(drafts.delete().where(drafts.c.case_id == case_id))
            row = _row(case_id, key, content, now) | {"created_at": _frozen_at(connection, catalogue_version, now)}
            sealed = _seal(aead, shared, _content_data(case_id))
            connection.execute(drafts.insert().values(**row, shared_content=sealed))
            note(connection)


def _frozen_at(connection: Connection, version: str, now: datetime) -> datetime:
    query = sa.select(catalogues.c.received_at).where(catalogues.c.version == version)
    return connection.execute(query).scalar() or now


def get_page(store: Store, case_id: UUID, page_id: str) -> bytes:
    """Return a page of a draft. Raises DraftMissingError, DraftPageMissingError, DraftDamagedError."""
    return page_reader(store, case_id)(page_id)


def page_reader(store: Store, case_id: UUID) -> Callable[[str], bytes]:
    """Return a function that gives the draft's pages by id; its key is looked up once. Raises DraftMissingError."""
    aead = AESGCM(_key(store, case_id))

    def read(page_id: str) -> bytes:
        try:
            data = _page_file(store, case_id, page_id).read_bytes()
        except FileNotFoundError as error:
            raise DraftPageMissingError(page_id) from error
        return _open(aead, data, _associated_data(case_id, page_id), page_id)

    return read


def delete_page(store: Store, case_id: UUID, page_id: str) -> None:
    """Remove a page of a draft; one that isn't there is no error. Raises DraftHandedOverError, DraftLeavingError."""
    _check_ours(store, case_id)
    with store.writing_files():
        _page_file(store, case_id, page_id).unlink(missing_ok=True)


def forget(connection: Connection, case_id: UUID) -> bool:
    """Delete a draft's row with its key; return whether there was one. Used in the transaction that seals it."""
    return connection.execute(drafts.delete().where(drafts.c.case_id == case_id)).rowcount == 1


def remove_pages(store: Store, case_id: UUID) -> None:
    """Unlink the page files of a draft whose key is gone."""
    folder = store.profile.draft_folder(case_id)
    if folder.exists():
        shutil.rmtree(folder)


def _check_ours(store: Store, case_id: UUID) -> None:
    with store.read() as connection:
        handoffs.check_ours(connection, case_id)


def _key(store: Store, case_id: UUID) -> bytes:
    with store.read() as connection:
        return _key_in(connection, case_id)


def _key_in(connection: Connection, case_id: UUID) -> bytes:
    key = _known_key(connection, case_id)
    if key is None:
        raise DraftMissingError(str(case_id))
    return key


def _known_key(connection: Connection, case_id: UUID) -> bytes | None:
    key = connection.execute(sa.select(drafts.c.key).where(drafts.c.case_id == case_id)).scalar()
    return None if key is None else bytes(key)


def _seal(aead: AESGCM, data: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + aead.encrypt(nonce, data, bound_to)


def _open(aead: AESGCM, sealed: bytes, bound_to: bytes, what: str) -> bytes:
    try:
        return aead.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise DraftDamagedError(what) from error


def _page_file(store: Store, case_id: UUID, page_id: str) -> Path:
    if not _PAGE_ID.fullmatch(page_id):
        message = "a page id has 1 to 64 letters, digits, _ or -"
        raise ValueError(message)
    return store.profile.draft_folder(case_id) / page_id


def _associated_data(case_id: UUID, page_id: str) -> bytes:
    return b"yimen-draft-page-v1\0" + case_id.bytes + page_id.encode("ascii")


def _content_data(case_id: UUID) -> bytes:
    return b"yimen-draft-content-v1\0" + case_id.bytes
