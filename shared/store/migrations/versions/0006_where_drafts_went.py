"""The name of the terminal where a draft went."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of drafts that went before, the platform tells it when it is asked next."""
    op.add_column("handoffs", sa.Column("peer_name", sa.String(length=60), nullable=False, server_default=""))
