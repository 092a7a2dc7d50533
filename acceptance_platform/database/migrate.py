"""Brings the database to this build's schema, forward only."""

from __future__ import annotations

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from acceptance_platform.database.engine import Database
from acceptance_platform.errors import FaultCode, PlatformError


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("acceptance_platform.database") / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def head_revision() -> str:
    """Return the schema revision of this build."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        message = "this build holds no migrations"
        raise RuntimeError(message)
    return head


def current_revision(database: Database) -> str | None:
    """Return the schema revision of the database, None for an empty one."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(database: Database) -> bool:
    """Bring the database to this build's schema and tell whether anything had to be done.

    Raises:
        PlatformError: schema_too_new, a newer build has written here.
    """
    current = current_revision(database)
    if current == head_revision():
        return False
    config = _config()
    if current is not None and not _known(config, current):
        raise PlatformError(FaultCode.SCHEMA_TOO_NEW, "the database was written by a newer build")
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def _known(config: Config, revision: str) -> bool:
    try:
        return ScriptDirectory.from_config(config).get_revision(revision) is not None
    except CommandError:
        return False
