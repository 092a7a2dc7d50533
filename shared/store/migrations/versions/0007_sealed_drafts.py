"""A draft's JSON is sealed under the draft's own key, as its pages are."""

from __future__ import annotations

import os
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_DRAFTS = sa.table(
    "drafts",
    sa.column("case_id", sa.Uuid(native_uuid=False)),
    sa.column("key", sa.LargeBinary()),
    sa.column("content", sa.LargeBinary()),
    sa.column("shared_content", sa.LargeBinary()),
)


def upgrade() -> None:
    """Seal what lies in the rows: nonce (12 bytes) + AES-256-GCM, bound to the case."""
    connection = op.get_bind()
    for case_id, key, *states in connection.execute(sa.select(_DRAFTS)).all():
        content, shared = (state and _sealed(key, state, case_id) for state in states)
        sealed = {"content": content, "shared_content": shared}
        connection.execute(_DRAFTS.update().where(_DRAFTS.c.case_id == case_id).values(**sealed))


def _sealed(key: bytes, data: bytes, case_id: UUID) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, data, b"yimen-draft-content-v1\0" + case_id.bytes)
