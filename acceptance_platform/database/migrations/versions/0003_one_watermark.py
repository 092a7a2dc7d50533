"""The backup watermark is one place in the platform's order, not one a terminal."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the column that no backup ever moved."""
    with op.batch_alter_table("terminals") as batch:
        batch.drop_column("backup_watermark")
