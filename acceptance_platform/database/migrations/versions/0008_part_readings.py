"""Who opened a department's part of a case, what for, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from acceptance_platform.database.types import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the record of readings."""
    op.create_table(
        "part_readings",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("item_number", sa.String(23), sa.ForeignKey("item_applications.item_number"), nullable=False),
        sa.Column("item_code", sa.String(64), nullable=False),
        sa.Column("clerk_id", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.Column("fields", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
    )
    op.create_index("ix_part_readings_item_number", "part_readings", ["item_number"])
