"""Alembic migrations of the terminal's store; run by shared.store.schema, never by hand."""
