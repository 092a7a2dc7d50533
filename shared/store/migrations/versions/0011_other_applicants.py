"""Who else applied beside the first: any of them may take the result in person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of the cases from before this, only the first applicant is known."""
    op.add_column("cases", sa.Column("other_applicants", sa.JSON(), nullable=False, server_default="[]"))
