"""When a wrong code about a draft was tried last: after too many, none counts for a while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; a draft that was locked for good by its tries before is locked no more."""
    op.add_column("handoffs", sa.Column("wrong_at", sa.String(length=32), nullable=True))
