"""Where a delivered submission stands in the platform's order, and what people ask to close."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the backup watermark is compared with, and the requests to close a returned submission."""
    op.add_column("outbox", sa.Column("platform_sequence", sa.Integer(), nullable=True))
    op.add_column("outbox", sa.Column("closed_by", sa.String(length=64), nullable=True))
    op.add_column("outbox", sa.Column("follow_up", sa.Uuid(native_uuid=False), nullable=True))
    op.create_table(
        "close_requests",
        sa.Column("submission_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("follow_up", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("asked_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.submission_id"], name=op.f("fk_close_requests_submission_id")
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_close_requests")),
    )
