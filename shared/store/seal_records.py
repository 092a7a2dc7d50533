"""The record of a sealing: a second, durable word for a submission, beside its ciphertexts and outside the database.

SQLite's write-ahead log holds a sealing until a checkpoint has moved it into the database. Whoever loses that file, or
the database itself, finds everything in the record from which the rows are made again (recovering.py).

A record is a clear line that the platform alone can open (shared.security.rescue), for a terminal whose keys are lost,
then nonce (12 bytes) + AES-256-GCM of its JSON under a key derived from the store's, bound to the submission. It is
written before the commit under a temporary name and gets its own name after it. A cut between the two leaves it
unnamed: then the rows speak for the submission, and with them lost as well its draft is whole again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import TypeAdapter, ValidationError

from shared.contract.submissions import Manifest
from shared.files import fsync_folder, temporary_of, write_durably
from shared.security.rescue import seal_rescue_line, split_record
from shared.security.sealing import SealingPublicKey
from shared.store import acts, cases, outbox, settings
from shared.store.acts import ActRecord
from shared.store.cases import CaseIndexEntry
from shared.store.errors import RecordDamagedError
from shared.store.store import Store
from shared.store.tables import outbox as outbox_table

_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class SealRecord:
    """What the rows of a submission are made of.

    Attributes:
        case: the index entry of its case, as it stands after this sealing.
        documents: slips whose print intent was journaled with it.
        takes_draft: the case's draft was deleted with it.
        act: the notice that it was sealed with, whose number is not given again.
    """

    manifest: Manifest
    case: CaseIndexEntry
    documents: tuple[str, ...]
    takes_draft: bool
    act: ActRecord | None = None


_RECORD = TypeAdapter(SealRecord)


def prepare_record(store: Store, record: SealRecord, platform_key: SealingPublicKey) -> None:
    """Write a record durably under its temporary name; the folder's entry is the caller's to sync."""
    submission_id = record.manifest.envelope.submission_id
    nonce = os.urandom(_NONCE_BYTES)
    sealed = _aead(store).encrypt(nonce, _RECORD.dump_json(record), _associated_data(submission_id))
    line = seal_rescue_line(record.manifest, platform_key)
    write_durably(temporary_of(store.profile.record_file(submission_id)), line + nonce + sealed)


def keep_record(store: Store, submission_id: UUID) -> None:
    """Give a prepared record its name, durably: from now on the submission outlives its rows."""
    path = store.profile.record_file(submission_id)
    temporary_of(path).replace(path)
    fsync_folder(path.parent)


def read_record(store: Store, path: Path, submission_id: UUID) -> SealRecord:
    """Return the record that a file holds of a submission. Raises RecordDamagedError, OSError."""
    _, data = split_record(path.read_bytes())
    try:
        text = _aead(store).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], _associated_data(submission_id))
        record = _RECORD.validate_json(text)
    except (InvalidTag, ValidationError, ValueError) as error:
        raise RecordDamagedError(str(submission_id)) from error
    return record


def record_missing(store: Store) -> int:
    """Write the records that submissions of an older release, or a disk that was full, lack; return how many.

    Raises SealingKeyMissingError where the platform's keys are not known.
    """
    query = sa.select(outbox_table.c.submission_id).where(outbox_table.c.parts_removed_at.is_(None))
    with store.read() as connection:
        submission_ids = connection.execute(query).scalars().all()
    return sum(ensure_record(store, submission_id) for submission_id in submission_ids)


def ensure_record(store: Store, submission_id: UUID) -> bool:
    """Make sure that a sealed submission has its record; return whether it had to be written.

    The sealing that is about to keep it is waited for. Raises StoreError.
    """
    path = store.profile.record_file(submission_id)
    if path.exists() or not path.parent.exists():
        return False
    with store.sealing():
        if path.exists():
            return False
        manifest = outbox.manifest(store, submission_id)
        case = cases.get(store, manifest.envelope.case_id)
        told = acts.of_case(store, case.case_id)
        act = next((act for act in told if act.submission_id == submission_id), None)
        record = SealRecord(manifest, case, documents=(), takes_draft=True, act=act)
        prepare_record(store, record, settings.sealing_key(store, datetime.now(UTC)))
        keep_record(store, submission_id)
    return True


def _aead(store: Store) -> AESGCM:
    return AESGCM(store.derived_key("seal-record-v1"))


def _associated_data(submission_id: UUID) -> bytes:
    return b"yimen-seal-record-v1\0" + submission_id.bytes
