"""Which terminals brought a submission that another one sealed, and who resolved what was returned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from acceptance_platform.database.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "carriers",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("terminal_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.submission_id"], name=op.f("fk_carriers_submission_id")
        ),
        sa.ForeignKeyConstraint(["terminal_id"], ["terminals.terminal_id"], name=op.f("fk_carriers_terminal_id")),
        sa.PrimaryKeyConstraint("submission_id", "terminal_id", name=op.f("pk_carriers")),
    )
    op.create_table(
        "resolutions",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=False),
        sa.Column("clerk_id", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("returned_for", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.submission_id"], name=op.f("fk_resolutions_submission_id")
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_resolutions")),
    )
