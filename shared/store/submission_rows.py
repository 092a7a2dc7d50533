"""The rows of submissions, written by whoever seals one and by whoever finds one again."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from shared.contract.submissions import Manifest
from shared.security.manifests import root_digest
from shared.store import outbox
from shared.store.store import Store
from shared.store.tables import submissions


def insert_submission(connection: Connection, manifest: Manifest) -> int:
    """Add a submission with its waiting outbox row; return the bytes of its ciphertexts. Its case must be there."""
    envelope = manifest.envelope
    bytes_total = sum(part.size for part in envelope.parts)
    connection.execute(
        submissions.insert().values(
            submission_id=envelope.submission_id,
            case_id=envelope.case_id,
            kind=envelope.kind.value,
            sequence=envelope.sequence,
            root=root_digest(envelope).hex(),
            based_on=envelope.based_on,
            sealed_at=envelope.sealed_at,
            bytes_total=bytes_total,
            manifest=manifest.model_dump_json(),
        )
    )
    outbox.insert_row(connection, envelope.submission_id)
    return bytes_total


def audit_details(manifest: Manifest) -> dict[str, str | int | bool | None]:
    """Return what the audit chain says of a submission."""
    envelope = manifest.envelope
    return {
        "case": envelope.case_number,
        "kind": envelope.kind.value,
        "submission": str(envelope.submission_id),
        "root": root_digest(envelope).hex(),
    }


def sealed_by(store: Store) -> UUID | None:
    """Return the terminal that sealed what is here, None where nothing is."""
    newest = sa.select(submissions.c.manifest).order_by(submissions.c.sequence.desc()).limit(1)
    with store.read() as connection:
        text = connection.execute(newest).scalar()
    return None if text is None else Manifest.model_validate_json(text).envelope.terminal_id
