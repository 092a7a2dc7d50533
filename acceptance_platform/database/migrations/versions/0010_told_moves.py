"""Under which offer a draft was told to have moved: a word that was heard once moves nothing again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column to what was done with drafts."""
    op.add_column("draft_acts", sa.Column("offer", sa.String(64), nullable=True))
