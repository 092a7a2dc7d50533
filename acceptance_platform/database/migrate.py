"""Brings the database to this build's schema, forward only."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from acceptance_platform.database.engine import Database
from acceptance_platform.errors import FaultCode, PlatformError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD: Final = "0010"
"""The schema revision of this build; a test holds it equal to the newest migration."""


def alembic_config() -> Config:
    """Return where the migrations lie."""
    from alembic.config import Config  # loaded when needed: it takes a third of the time of a short command

    config = Config()
    config.set_main_option("script_location", str(files("acceptance_platform.database") / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def current_revision(database: Database) -> str | None:
    """Return the schema revision of the database, None for an empty one."""
    with database.read() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def migrate(database: Database) -> bool:
    """Bring the database to this build's schema and tell whether anything had to be done.

    Raises:
        PlatformError: schema_too_new, a newer build has written here.
    """
    current = current_revision(database)
    if current == HEAD:
        return False
    from alembic import command

    config = alembic_config()
    if current is not None and not _known(config, current):
        raise PlatformError(FaultCode.SCHEMA_TOO_NEW, "the database was written by a newer build")
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def _known(config: Config, revision: str) -> bool:
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    try:
        return ScriptDirectory.from_config(config).get_revision(revision) is not None
    except CommandError:
        return False
