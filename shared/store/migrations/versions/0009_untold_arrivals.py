"""By whose signed words a draft came over the LAN, until the platform has heard them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what came before this, its source alone tells."""
    op.add_column("handoffs", sa.Column("arrival", sa.Text(), nullable=True))
