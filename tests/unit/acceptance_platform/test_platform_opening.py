"""Opening a data directory: made once, cut anywhere, never with new keys over an old database."""

from __future__ import annotations

import sqlite3
import stat
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from acceptance_platform.counters import Counter, take
from acceptance_platform.data_dir import DataDir
from acceptance_platform.database.engine import Database, DatabaseBusyError
from acceptance_platform.database.migrate import HEAD, alembic_config, current_revision, migrate
from acceptance_platform.database.tables import metadata
from acceptance_platform.errors import PlatformError
from acceptance_platform.keys import make_root
from acceptance_platform.platform import open_platform, opened, read_sealing_keys, rotate_sealing_key
from shared.security.certificates import fingerprint


def test_a_directory_is_made_once(tmp_path: Path) -> None:
    with opened(tmp_path / "new") as first:
        pass
    with opened(tmp_path / "new") as again:
        assert again.epoch == first.epoch
        assert fingerprint(again.keys.root) == fingerprint(first.keys.root)
        with again.database.read() as connection:
            (key,) = read_sealing_keys(connection)
        assert set(again.keys.sealing.private) == {key.key_id}


def test_a_key_that_was_made_with_the_clock_put_back_is_the_newest(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    open_platform(tmp_path, clock=lambda: now).close()
    platform = open_platform(tmp_path, clock=lambda: now - timedelta(days=400))
    made = rotate_sealing_key(platform)
    with platform.database.read() as connection:
        assert read_sealing_keys(connection)[0] == made
    platform.close()


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    with opened(tmp_path / "new") as platform:
        for path in platform.data.keys.glob("*.key"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(platform.data.root.stat().st_mode) == 0o700


@pytest.mark.parametrize("made_before", [False, True])
def test_nobody_else_reads_the_database(tmp_path: Path, made_before: bool) -> None:
    root = tmp_path / "pre"
    if made_before:
        root.mkdir()
        root.chmod(0o755)
    with opened(root) as platform:
        rotate_sealing_key(platform)
        assert stat.S_IMODE(root.stat().st_mode) == 0o700
        files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in root.glob("platform.db*")}
    assert "platform.db" in files
    assert set(files.values()) == {0o600}


def test_a_database_that_all_could_read_is_closed_to_them(tmp_path: Path) -> None:
    open_platform(tmp_path).close()
    (tmp_path / "platform.db").chmod(0o644)
    open_platform(tmp_path).close()
    assert stat.S_IMODE((tmp_path / "platform.db").stat().st_mode) == 0o600


def test_a_database_elsewhere_leaves_none_in_the_directory(tmp_path: Path) -> None:
    open_platform(tmp_path / "data", f"sqlite:///{tmp_path / 'elsewhere.db'}").close()
    assert not (tmp_path / "data" / "platform.db").exists()


def test_a_first_start_that_was_cut_is_done_again(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "new")
    data.create()
    make_root(data.keys, datetime.now(UTC))
    (data.keys / "root.pem").unlink()
    with opened(data.root) as platform:
        assert len(platform.keys.sealing.private) == 1


@pytest.mark.parametrize("name", ["root.key", "root.pem"])
def test_a_missing_key_stops_the_platform(tmp_path: Path, name: str) -> None:
    with opened(tmp_path) as platform:
        (platform.data.keys / name).unlink()
    with pytest.raises(PlatformError) as refused:
        open_platform(tmp_path)
    assert refused.value.code == "keys_missing"
    assert not (tmp_path / "keys" / name).exists()


@pytest.mark.parametrize("name", ["root.key", "root.pem", "sealing-x.key"])
def test_an_unreadable_key_stops_the_platform(tmp_path: Path, name: str) -> None:
    with opened(tmp_path):
        pass
    (tmp_path / "keys" / name).write_text("no key")
    with pytest.raises(PlatformError) as refused:
        open_platform(tmp_path)
    assert refused.value.code == "keys_unreadable"


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as platform, platform.database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(PlatformError) as refused:
        open_platform(tmp_path)
    assert refused.value.code == "schema_too_new"


def test_the_migrations_make_the_tables_of_the_code(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [HEAD]
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    assert current_revision(database) is None
    assert migrate(database)
    assert not migrate(database)
    assert current_revision(database) == HEAD
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


@pytest.mark.parametrize("url", ["postgresql+none://host/yimen", "nothing://host/yimen", "no url", "sqlite+none://"])
def test_a_database_that_nothing_here_speaks_to_is_named(tmp_path: Path, url: str) -> None:
    with pytest.raises(PlatformError) as refused:
        open_platform(tmp_path / "new", url)
    assert refused.value.code == "database_unsupported"
    assert not (tmp_path / "new").exists()
    assert "host" not in refused.value.detail


def test_a_database_whose_driver_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(PlatformError) as refused:
        open_platform(tmp_path, "postgresql+psycopg://user:secret@host/yimen")
    assert (refused.value.code, refused.value.detail) == ("database_unsupported", "psycopg")


def test_commits_are_durable_and_beside_readers(tmp_path: Path) -> None:
    with opened(tmp_path) as platform, platform.database.read() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_counters_never_give_a_number_twice(tmp_path: Path) -> None:
    with opened(tmp_path) as platform:
        taken = []
        for _ in range(3):
            with platform.database.write() as connection:
                taken.append(take(connection, Counter.ENROLMENT))
        with pytest.raises(ZeroDivisionError), platform.database.write() as connection:
            _ = take(connection, Counter.ENROLMENT) / 0
        with platform.database.write() as connection:
            taken.append(take(connection, Counter.ENROLMENT))
    assert taken == [1, 2, 3, 4]


def test_a_second_writer_waits_for_a_bounded_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acceptance_platform.database.engine.WRITE_DEADLINE_S", 0.05)
    with opened(tmp_path) as platform, platform.database.write(), pytest.raises(DatabaseBusyError):
        platform.database.write().__enter__()


def test_a_writer_in_another_process_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acceptance_platform.database.engine.WRITE_DEADLINE_S", 0.05)
    with opened(tmp_path) as platform, closing(sqlite3.connect(tmp_path / "platform.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusyError):
            platform.database.write().__enter__()
        other.rollback()
        with platform.database.write() as connection:
            assert take(connection, Counter.CATALOGUE) == 1


def test_one_process_holds_a_lock(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    with data.hold("serve", wait=False):
        with pytest.raises(PlatformError) as refused, data.hold("serve", wait=False):
            pass
        assert refused.value.code == "data_dir_busy"
    with data.hold("serve", wait=False):
        pass
