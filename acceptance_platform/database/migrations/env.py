"""Runs the migrations on the connection that the caller opened (alembic.sqlalchemy.org, cookbook)."""

from __future__ import annotations

from alembic import context

from acceptance_platform.database.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
