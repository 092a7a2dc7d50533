"""The store's schema and the migrations (Alembic) that lead to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from shared.store.errors import SchemaTooNewError


@dataclass(frozen=True, slots=True)
class Schema:
    """The newest schema that a build knows and the folder of its migrations; a test holds both equal."""

    head: str
    scripts: Path

    def found_in(self, connection: Connection) -> str | None:
        """Return the store's schema, None for an empty store. Raises SchemaTooNewError."""
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if found is not None and str(found) > self.head:
            raise SchemaTooNewError(str(found), self.head)
        return None if found is None else str(found)

    def migrate(self, connection: Connection) -> None:
        """Run what migrations are missing inside the connection's transaction."""
        from alembic import command  # loaded when needed: it takes longer than opening the store
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(self.scripts).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


SCHEMA = Schema(head="0011", scripts=Path(__file__).parent / "migrations")
