"""Opening a store: keys, damage, schemas; whatever is wrong, nothing is overwritten."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from shared.store import cases, drafts, tables
from shared.store.cases import CaseIndexEntry
from shared.store.errors import (
    KeyMalformedError,
    KeyMissingError,
    SchemaTooNewError,
    StoreDamagedError,
    StoreError,
    StoreKeyWrongError,
    StoreMissingError,
)
from shared.store.keys import CredentialKeySource, FileKeySource
from shared.store.profile import Profile
from shared.store.schema import SCHEMA, Schema
from shared.store.store import Store, open_store
from shared.store.tables import metadata
from tests.patience import PATIENCE_S
from tests.unit.shared.store.specimen_terminal import NOW, details

KEY = bytes(range(32))
NEXT = f"{int(SCHEMA.head) + 1:04d}"
SECOND = f"""
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{NEXT}", "{SCHEMA.head}"


def upgrade() -> None:
    op.add_column("drafts", sa.Column("note", sa.String(10)))
"""
FAILING = SECOND + "    raise RuntimeError('half way')\n"


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profile")


@pytest.fixture
def store(profile: Profile) -> Iterator[Store]:
    with open_store(profile, KEY, create=True) as made:
        yield made


def _digests(profile: Profile) -> dict[str, str]:
    files = [path for path in profile.folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _next_schema(folder: Path, script: str) -> Schema:
    shutil.copytree(SCHEMA.scripts, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / f"{NEXT}_next.py").write_text(script)
    return Schema(head=NEXT, scripts=folder)


def test_the_migrations_lead_to_the_tables(store: Store) -> None:
    with store.read() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == SCHEMA.head
        assert compare_metadata(context, metadata) == []


def test_the_pragmas_hold(store: Store) -> None:
    with store.read() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}


def test_nothing_readable_is_in_the_file(store: Store, profile: Profile) -> None:
    assert store.checkpoint()
    data = profile.store_file.read_bytes()
    assert not data.startswith(b"SQLite format 3")
    assert b"CREATE TABLE" not in data
    assert profile.store_file.stat().st_mode & 0o077 == 0


def test_a_store_is_made_only_when_asked(profile: Profile) -> None:
    with pytest.raises(StoreMissingError):
        open_store(profile, KEY)
    assert not profile.folder.exists()


def test_a_wrong_key_changes_nothing(store: Store, profile: Profile) -> None:
    store.close()
    before = _digests(profile)
    with pytest.raises(StoreKeyWrongError):
        open_store(profile, KEY[::-1])
    with pytest.raises(StoreKeyWrongError):
        open_store(profile, KEY[::-1], create=True)
    with pytest.raises(KeyMalformedError):
        open_store(profile, KEY[:-1])
    assert _digests(profile) == before


def test_damage_is_told_from_a_wrong_key(store: Store, profile: Profile) -> None:
    store.checkpoint()
    store.close()
    data = bytearray(profile.store_file.read_bytes())
    data[100] ^= 1
    profile.store_file.write_bytes(data)
    with pytest.raises(StoreDamagedError):
        open_store(profile, KEY)
    assert profile.store_file.read_bytes() == data


def test_an_emptied_file_is_damage_and_not_a_new_store(store: Store, profile: Profile) -> None:
    store.close()
    profile.store_file.write_bytes(b"")
    with pytest.raises(StoreDamagedError):
        open_store(profile, KEY)


def test_a_newer_schema_is_refused(store: Store, profile: Profile) -> None:
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = _digests(profile)
    with pytest.raises(SchemaTooNewError) as caught:
        open_store(profile, KEY)
    assert (caught.value.found, caught.value.known) == ("9999", SCHEMA.head)
    assert _digests(profile) == before


def test_migrating_forward_keeps_a_copy_from_before(store: Store, profile: Profile, tmp_path: Path) -> None:
    case_id = _draft(store)
    store.close()
    with open_store(profile, KEY, schema=_next_schema(tmp_path / "next", SECOND)) as migrated:
        assert drafts.load(migrated, case_id) == b"{}"
        with migrated.read() as connection:
            assert "note" in {column["name"] for column in sa.inspect(connection).get_columns("drafts")}
    (copy,) = profile.backups.iterdir()
    other = Profile(tmp_path / "restored")
    other.prepare()
    shutil.copyfile(copy, other.store_file)
    with open_store(other, KEY) as restored:
        assert drafts.load(restored, case_id) == b"{}"


def test_a_draft_from_before_drafts_were_sealed_is_sealed_by_the_migration(store: Store, profile: Profile) -> None:
    case_id, text = uuid4(), "陈样例的草稿".encode()
    drafts.begin(store, case_id, text)
    with store.write() as connection:
        connection.execute(tables.drafts.update().values(content=text, shared_content=text))
        for later in ("wrong_at", "arrival", "came_digits"):
            connection.exec_driver_sql(f"ALTER TABLE handoffs DROP COLUMN {later}")
        connection.exec_driver_sql("ALTER TABLE cases DROP COLUMN other_applicants")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0006'")
    store.close()
    with open_store(profile, KEY) as again:
        assert (drafts.load(again, case_id), drafts.shared_state(again, case_id)) == (text, text)
        assert drafts.summaries(again)[0].size == len(text)
        with again.read() as connection:
            row = connection.execute(sa.select(tables.drafts.c.content, tables.drafts.c.shared_content)).one()
        assert all(text not in sealed for sealed in row)


def test_a_case_from_before_further_applicants_were_kept_has_none(store: Store, profile: Profile) -> None:
    number = "44190026000010000019"
    entry = CaseIndexEntry(uuid4(), number, details(store, number), "1", NOW, True, "", "0" * 64, None)
    with store.write() as connection:
        cases.insert_case(connection, replace(entry, details=replace(entry.details, other_applicants=("1" * 64,))))
        connection.exec_driver_sql("ALTER TABLE cases DROP COLUMN other_applicants")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0010'")
    store.close()
    with open_store(profile, KEY) as again:
        assert cases.get(again, entry.case_id) == entry


def test_a_migration_that_fails_leaves_the_store_as_it_was(store: Store, profile: Profile, tmp_path: Path) -> None:
    case_id = _draft(store)
    store.close()
    with pytest.raises(RuntimeError, match="half way"):
        open_store(profile, KEY, schema=_next_schema(tmp_path / "next", FAILING))
    with open_store(profile, KEY) as again:
        assert drafts.load(again, case_id) == b"{}"
        with again.read() as connection:
            assert "note" not in {column["name"] for column in sa.inspect(connection).get_columns("drafts")}


def _draft(store: Store) -> UUID:
    case_id = uuid4()
    drafts.begin(store, case_id, b"{}")
    return case_id


def test_a_write_that_fails_is_rolled_back(store: Store) -> None:
    def write() -> None:
        with store.write() as connection:
            connection.exec_driver_sql("INSERT INTO sequence VALUES (1, 5)")
            raise KeyError

    with pytest.raises(KeyError):
        write()
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sequence").scalar() == 0


def test_threads_share_a_store(store: Store) -> None:
    failed: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(20):
                _draft(store)
        except StoreError as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert not failed
    assert len(drafts.summaries(store)) == 120


def test_file_keys_are_made_once_and_never_replaced(profile: Profile) -> None:
    profile.prepare()
    source = FileKeySource(profile)
    with pytest.raises(KeyMissingError):
        source.store_key()
    source.create_missing()
    first = source.store_key(), source.signing_key().verifying_key.key_id
    source.create_missing()
    assert (source.store_key(), source.signing_key().verifying_key.key_id) == first
    assert source.is_demo
    source.store_key_file.write_text("not hex")
    with pytest.raises(KeyMalformedError):
        source.store_key()
    source.signing_key_file.write_text("not a key")
    with pytest.raises(KeyMalformedError):
        source.signing_key()


def test_credentials_come_from_systemd(profile: Profile, tmp_path: Path) -> None:
    with pytest.raises(KeyMissingError):
        CredentialKeySource({})
    profile.prepare()
    made = FileKeySource(profile)
    made.create_missing()
    shutil.copyfile(made.store_key_file, tmp_path / "yimen-store-key")
    source = CredentialKeySource({"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert source.store_key() == made.store_key()
    assert not source.is_demo
    with pytest.raises(KeyMissingError):
        source.signing_key()
