"""The digits of the slip by which a draft came: they go on opening it here after it was offered anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what came before this, the digits are not known."""
    op.add_column("handoffs", sa.Column("came_digits", sa.String(12), nullable=True))
