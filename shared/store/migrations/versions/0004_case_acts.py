"""What was told an applicant about a sealed case: enough to set its notice again, names masked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; acceptances from before need no row, their notice is made from the case alone."""
    op.create_table(
        "case_acts",
        sa.Column("submission_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(native_uuid=False), nullable=False),
        sa.Column("notice_kind", sa.String(length=2), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("acted_at", sa.String(length=32), nullable=False),
        sa.Column("time_proven", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_case_acts")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name=op.f("fk_case_acts_case_id_cases")),
    )
    op.create_index(op.f("ix_case_acts_case_id"), "case_acts", ["case_id"])
