"""Drafts that go on elsewhere: who owns each, who may ask for it, wrong tries, and what was done with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from acceptance_platform.database.types import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the four tables."""
    op.create_table(
        "shared_drafts",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("previous_owner", sa.Uuid(), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begun", sa.Boolean(), nullable=False),
        sa.Column("envelope", sa.Text(), nullable=True),
        sa.Column("pending", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("verifier", sa.LargeBinary(length=32), nullable=True),
        sa.Column("shared_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["terminals.terminal_id"], name=op.f("fk_shared_drafts_owner")),
        sa.ForeignKeyConstraint(
            ["previous_owner"], ["terminals.terminal_id"], name=op.f("fk_shared_drafts_previous_owner")
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["terminals.terminal_id"], name=op.f("fk_shared_drafts_taken_by")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_shared_drafts")),
    )
    op.create_index(op.f("ix_shared_drafts_owner"), "shared_drafts", ["owner"])
    op.create_index(op.f("ix_shared_drafts_expires_at"), "shared_drafts", ["expires_at"])
    op.create_table(
        "draft_subjects",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["shared_drafts.case_id"], name=op.f("fk_draft_subjects_case_id")),
        sa.PrimaryKeyConstraint("case_id", "subject", name=op.f("pk_draft_subjects")),
    )
    op.create_index(op.f("ix_draft_subjects_subject"), "draft_subjects", ["subject"])
    op.create_table(
        "draft_tries",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("locked_until", UtcDateTime, nullable=True),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_draft_tries")),
    )
    op.create_table(
        "draft_acts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("terminal_id", sa.Uuid(), nullable=False),
        sa.Column("clerk_id", sa.String(length=64), nullable=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.ForeignKeyConstraint(["terminal_id"], ["terminals.terminal_id"], name=op.f("fk_draft_acts_terminal_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_draft_acts")),
    )
    op.create_index(op.f("ix_draft_acts_case_id"), "draft_acts", ["case_id"])
