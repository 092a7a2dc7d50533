"""Who opened a returned submission, what for, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from acceptance_platform.database.types import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the record of readings."""
    op.create_table(
        "returned_readings",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("submission_id", sa.Uuid(), sa.ForeignKey("submissions.submission_id"), nullable=False),
        sa.Column("clerk_id", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
    )
    op.create_index("ix_returned_readings_submission_id", "returned_readings", ["submission_id"])
