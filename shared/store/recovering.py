"""Makes the rows of sealed submissions again from their records, where the database has lost them.

The submission keeps its id, so that the platform takes it on once, whether or not it was delivered before.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from shared.files import fsync_folder
from shared.store import acts, audit, cases, clock, drafts, journal, settings
from shared.store.audit import AuditEvent
from shared.store.errors import RecordDamagedError
from shared.store.seal_records import SealRecord, read_record
from shared.store.store import Store
from shared.store.submission_rows import audit_details, insert_submission
from shared.store.tables import submissions


@dataclass(frozen=True, slots=True)
class Recovered:
    """Submission ids: whose rows were made again, and whose ciphertexts were set aside in the profile's `found`."""

    rebuilt: tuple[UUID, ...] = ()
    set_aside: tuple[UUID, ...] = ()


def recover_recorded(store: Store, unknown: Iterable[UUID]) -> Recovered:
    """Make the rows of submissions that have a record and no row.

    What has a record that can't be read, or that contradicts a row, is set aside. The caller keeps sealing away.

    Args:
        store: the terminal's store.
        unknown: ids of parts folders that no outbox row speaks for; those without a record are passed over.
    """
    readable: list[SealRecord] = []
    rebuilt: list[UUID] = []
    set_aside: list[UUID] = []
    for submission_id, record in _records(store, unknown):
        if record is None:
            set_aside.append(submission_id)
        else:
            readable.append(record)
    for record in sorted(readable, key=lambda record: record.manifest.envelope.sequence):
        submission_id = record.manifest.envelope.submission_id
        try:
            with store.write() as connection:
                _rebuild(connection, record)
        except sa.exc.IntegrityError:
            set_aside.append(submission_id)
        else:
            rebuilt.append(submission_id)
    for submission_id in set_aside:
        _set_aside(store, submission_id)
    return Recovered(tuple(rebuilt), tuple(set_aside))


def _records(store: Store, submission_ids: Iterable[UUID]) -> Iterator[tuple[UUID, SealRecord | None]]:
    """Yield what has a record, with None for a record that can't be read."""
    for submission_id in submission_ids:
        try:
            yield submission_id, read_record(store, store.profile.record_file(submission_id), submission_id)
        except FileNotFoundError:
            continue
        except RecordDamagedError:
            yield submission_id, None
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            yield submission_id, None  # a sector of it fails; what else lies here is not its business


def _rebuild(connection: Connection, record: SealRecord) -> None:
    envelope = record.manifest.envelope
    if record.takes_draft:
        drafts.forget(connection, envelope.case_id)
    if _is_newest(connection, record):
        cases.put_case(connection, record.case)
    insert_submission(connection, record.manifest)
    if record.act is not None:
        acts.note_in(connection, envelope.case_id, envelope.submission_id, record.act)
    settings.go_on_from(connection, envelope.sequence + 1)
    clock.record_time(connection, envelope.sealed_at)
    for document in record.documents:
        journal.note_unknown(connection, document, envelope.case_number, journal.RECOVERED)
    audit.append_in(connection, AuditEvent.RECOVERED, None, audit_details(record.manifest))


def _is_newest(connection: Connection, record: SealRecord) -> bool:
    envelope = record.manifest.envelope
    later = (submissions.c.case_id == envelope.case_id) & (submissions.c.sequence > envelope.sequence)
    return connection.execute(sa.select(submissions.c.submission_id).where(later).limit(1)).first() is None


def _set_aside(store: Store, submission_id: UUID) -> None:
    profile = store.profile
    profile.found.mkdir(mode=0o700, exist_ok=True)
    target = profile.found / str(submission_id)
    if target.exists():  # the same id, found before: neither takes the other's place
        target = profile.found / f"{submission_id}.{uuid4().hex[:8]}"
    profile.parts_folder(submission_id).rename(target)
    fsync_folder(profile.found)
    fsync_folder(profile.outbox)
