"""Which client certificate a token is bound to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the certificate's thumbprint; tokens that were given before are bound to none."""
    op.add_column("access_tokens", sa.Column("bound_to", sa.LargeBinary(length=32)))
