"""How often an applicant was told what is missing before their case was handed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count; cases from before were told nothing that is known here."""
    op.add_column("cases", sa.Column("told_at_once", sa.Integer(), server_default="0", nullable=False))
