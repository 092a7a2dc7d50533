"""Where each draft stands that was offered to other terminals, or came from one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; drafts from before have no row and are this terminal's own."""
    op.create_table(
        "handoffs",
        sa.Column("case_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.String(length=32), nullable=True),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("peer", sa.Uuid(native_uuid=False), nullable=True),
        sa.Column("addresses", sa.JSON(), nullable=False),
        sa.Column("came_by", sa.String(length=10), nullable=True),
        sa.Column("begun", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shared_digest", sa.String(length=64), nullable=True),
        sa.Column("to_tell", sa.String(length=10), nullable=True),
        sa.Column("updated_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_handoffs")),
    )
    op.create_index(op.f("ix_handoffs_standing"), "handoffs", ["standing"])
