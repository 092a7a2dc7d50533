"""The state of a draft that another terminal has: what was entered here after it is known by that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of drafts from before nothing is known, so every difference is told."""
    op.add_column("drafts", sa.Column("shared_content", sa.LargeBinary(), nullable=True))
