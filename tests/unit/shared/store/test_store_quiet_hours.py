"""The quiet hours: what is checked, what is let go of and when, and what a backup still knows of a destroyed draft."""

from __future__ import annotations

import contextlib
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from shared.domain.clock import CHINA_TIME
from shared.domain.numbers import NoticeKind
from shared.store import acts, cases, clock, drafts, handoffs, journal, maintenance, outbox, settings, tables
from shared.store.acts import ActRecord
from shared.store.agent_lock import AgentLock
from shared.store.backups import back_up
from shared.store.connections import connect
from shared.store.errors import StoreDamagedError
from shared.store.handoffs import Handoff, Standing
from shared.store.keys import FileKeySource
from shared.store.outbox import OutboxState, WhoActs
from shared.store.outbox_writer import OutboxWriter
from shared.store.profile import RetentionSection
from shared.store.sealing import SealRequest, seal_submission
from shared.store.settings import CataloguePackage
from shared.store.store import Store, open_store
from shared.store.sweeping import sweep_orphans
from shared.store.terminal import open_terminal
from tests.unit.shared.store.specimen_terminal import NOW, SpecimenTerminal, intake, make_draft

RETENTION = RetentionSection()
LATER = NOW + timedelta(days=800)


def _agree(store: Store, now: datetime) -> None:
    """Let the platform confirm the clock, as a heartbeat does."""
    with store.write() as connection:
        assert clock.agree_with_platform(connection, now, now)


def _sealed(terminal: SpecimenTerminal) -> SealRequest:
    request = intake(terminal, pages=1)
    seal_submission(terminal.store, terminal.keys, request)
    return request


def _drafts_in(copy: Path, key: bytes) -> set[UUID]:
    with contextlib.closing(connect(copy, key)) as connection:
        return {UUID(row[0]) for row in connection.execute("SELECT case_id FROM drafts")}


def test_what_has_ended_runs_out_and_what_waits_never(terminal: SpecimenTerminal) -> None:
    store = terminal.store
    delivered, closed, kept, waiting = (_sealed(terminal) for _ in range(4))
    with AgentLock.acquire(terminal.profile) as lock:
        writer = OutboxWriter(store, lock)
        writer.delivered(delivered.submission_id, NOW, platform_sequence=1)
        writer.remove_backed_up(1, NOW)
        writer.delivered(kept.submission_id, NOW, platform_sequence=2)
        writer.returned(closed.submission_id, "body_invalid", "", WhoActs.PLATFORM_STAFF, None)
        outbox.ask_close(store, closed.submission_id, person="clerk-1", reason="样例", follow_up=kept.submission_id)
        writer.honour_closings()
    make_draft(store, uuid4(), 1)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE drafts SET updated_at = ?", (NOW.isoformat(timespec="microseconds"),))
    _agree(store, LATER)
    done = maintenance.maintain(store, RETENTION, LATER)
    assert done.retained
    assert done.removed == {"drafts": 1, "cases": 2}
    left = {row.submission_id: row.state for row in outbox.all_rows(store)}
    assert left == {kept.submission_id: OutboxState.DELIVERED, waiting.submission_id: OutboxState.WAITING}
    assert {entry.case_id for entry in cases.recent(store)} == {kept.case_id, waiting.case_id}
    assert not journal.copies(store, delivered.number.case_number, "receipt")
    assert drafts.summaries(store) == ()
    assert not list(terminal.profile.drafts.iterdir())
    assert sweep_orphans(store).recovered.rebuilt == (), "no record brings back what ran out"
    assert maintenance.store_health(store).last == done


def test_a_case_runs_out_with_what_was_told_about_it(terminal: SpecimenTerminal) -> None:
    store, request = terminal.store, _sealed(terminal)
    with store.write() as connection:
        told = ActRecord(NoticeKind.CORRECTION, 1, NOW, time_proven=True, facts={"lines": []})
        acts.note_in(connection, request.case_id, request.submission_id, told)
    with AgentLock.acquire(terminal.profile) as lock:
        writer = OutboxWriter(store, lock)
        writer.delivered(request.submission_id, NOW, platform_sequence=1)
        writer.remove_backed_up(1, NOW)
    _agree(store, LATER)
    assert maintenance.maintain(store, RETENTION, LATER).removed == {"cases": 1}
    assert acts.of_case(store, request.case_id) == ()


@pytest.mark.parametrize("agreed", [None, NOW])
def test_a_clock_that_jumped_ahead_takes_nothing(terminal: SpecimenTerminal, agreed: datetime | None) -> None:
    store = terminal.store
    request = _sealed(terminal)
    draft = intake(terminal).case_id
    with AgentLock.acquire(terminal.profile) as lock:
        writer = OutboxWriter(store, lock)
        writer.delivered(request.submission_id, NOW, platform_sequence=1)
        writer.remove_backed_up(1, NOW)
    if agreed is not None:
        _agree(store, agreed)
    done = maintenance.maintain(store, RETENTION, LATER)
    assert (done.retained, done.removed) == (False, {})
    assert drafts.load(store, draft)
    assert cases.get(store, request.case_id)


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, "2026-03-02 15:00", True),
        ("2026-03-02 02:30", "2026-03-02 03:30", False),
        ("2026-03-02 02:30", "2026-03-02 23:59", False),
        ("2026-03-02 02:30", "2026-03-03 01:59", False),
        ("2026-03-02 02:30", "2026-03-03 02:00", True),
        ("2026-03-02 02:30", "2026-03-04 09:00", True),
        ("2036-03-02 02:30", "2026-03-04 09:00", True),
    ],
)
def test_once_a_night_and_by_day_where_the_nights_are_off(
    terminal: SpecimenTerminal, last: str | None, now: str, due: bool
) -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=CHINA_TIME)

    if last is not None:
        maintenance.maintain(terminal.store, RETENTION, at(last))
    assert maintenance.is_due(terminal.store, at(now)) is due


def test_damage_is_kept_and_the_terminal_refuses_until_it_is_rebuilt(terminal: SpecimenTerminal) -> None:
    for _ in range(6):
        _sealed(terminal)
    settings.record_catalogue(terminal.store, CataloguePackage("2026.1", os.urandom(40_000)))
    assert terminal.store.checkpoint()
    data = bytearray(terminal.profile.store_file.read_bytes())
    data[-2000:-1900] = os.urandom(100)
    terminal.profile.store_file.write_bytes(data)
    done = maintenance.maintain(terminal.store, RETENTION, NOW)
    assert done.damage == (f"HMAC verification failed for page {len(data) // 4096}",)
    terminal.store.close()
    with pytest.raises(StoreDamagedError):
        open_terminal(terminal.profile.folder)


def test_the_file_becomes_smaller_when_much_of_it_is_free(terminal: SpecimenTerminal) -> None:
    store = terminal.store
    for version in ("2026.1", "2026.2"):
        settings.record_catalogue(store, CataloguePackage(version, os.urandom(2_000_000)), now=NOW)
    store.checkpoint()
    before = terminal.profile.store_file.stat().st_size
    _agree(store, NOW)
    done = maintenance.maintain(store, RETENTION, NOW)
    assert done.removed == {"catalogues": 1}
    assert done.freed_bytes > 1_900_000
    assert terminal.profile.store_file.stat().st_size < before - 1_900_000
    assert settings.current_catalogue(store).version == "2026.2"
    assert maintenance.maintain(store, RETENTION, NOW).freed_bytes == 0


def test_a_catalogue_that_a_draft_or_a_case_may_name_stays(terminal: SpecimenTerminal) -> None:
    store = terminal.store
    _sealed(terminal)  # under 2026.1
    for number in range(1, 6):
        package = CataloguePackage(f"2026.{number}", b"package")
        settings.record_catalogue(store, package, now=NOW + timedelta(days=number))
    drafts.begin(store, uuid4(), b"{}", now=NOW + timedelta(days=3, hours=1))
    now = NOW + timedelta(days=5)
    _agree(store, now)
    assert maintenance.maintain(store, RETENTION, now).removed == {"catalogues": 1}
    kept = [number for number in range(1, 6) if _has(store, f"2026.{number}")]
    assert kept == [1, 3, 4, 5]


def test_a_catalogue_stays_that_a_draft_froze_at_a_terminal_where_it_was_the_newest_for_longer(
    terminal: SpecimenTerminal,
) -> None:
    store = terminal.store
    for number in range(1, 4):
        package = CataloguePackage(f"2026.{number}", b"package")
        settings.record_catalogue(store, package, now=NOW + timedelta(days=number))
    now = NOW + timedelta(days=20)
    came = {"now": now, "shared": b"{}", "catalogue_version": "2026.1"}
    drafts.receive(store, uuid4(), lambda _connection: b"{}", (), lambda _connection: None, **came)  # type: ignore[arg-type]
    _agree(store, now)
    assert maintenance.maintain(store, RETENTION, now).removed == {}
    assert _has(store, "2026.1")


def test_an_old_draft_that_is_on_offer_stays_as_long_as_its_slip_says(terminal: SpecimenTerminal) -> None:
    store = terminal.store
    case_id = intake(terminal).case_id
    offered = NOW + timedelta(days=RETENTION.drafts_days - 1)
    with store.write() as connection:
        connection.execute(tables.drafts.update().values(updated_at=NOW))
        until = offered + timedelta(days=7)
        handoffs.put(connection, Handoff(case_id, Standing.OFFERED, offered, bytes(32), expires_at=until))
    for days, removed in ((6, {}), (8, {"drafts": 1})):
        now = offered + timedelta(days=days)
        _agree(store, now)
        assert maintenance.maintain(store, RETENTION, now).removed == removed


def _has(store: Store, version: str) -> bool:
    with contextlib.suppress(settings.CatalogueMissingError):
        return bool(settings.catalogue(store, version))
    return False


def test_a_destroyed_draft_is_destroyed_in_every_backup(terminal: SpecimenTerminal) -> None:
    """Sealed, discarded, or gone while the copies could not be written: neither key nor content stays."""
    store, profile = terminal.store, terminal.profile
    key = FileKeySource(profile).store_key()
    sealed, discarded, missed, living = (intake(terminal) for _ in range(4))
    copies = [back_up(profile, key, "0001"), back_up(profile, key, "0002")]
    assert all(len(_drafts_in(copy, key)) == 4 for copy in copies)
    seal_submission(store, terminal.keys, sealed)
    drafts.discard(store, discarded.case_id)
    assert all(_drafts_in(copy, key) == {missed.case_id, living.case_id} for copy in copies)
    with store.write() as connection:
        drafts.forget(connection, missed.case_id)
    assert maintenance.maintain(store, RETENTION, NOW).removed == {"drafts_in_backups": 2}
    assert all(_drafts_in(copy, key) == {living.case_id} for copy in copies)
    assert sorted(path.name for path in profile.backups.iterdir()) == sorted(copy.name for copy in copies)


def test_a_backup_that_can_not_be_read_goes_with_the_draft(terminal: SpecimenTerminal) -> None:
    key = FileKeySource(terminal.profile).store_key()
    draft = intake(terminal).case_id
    copy = back_up(terminal.profile, key, "0001")
    copy.write_bytes(os.urandom(copy.stat().st_size))
    drafts.discard(terminal.store, draft)
    assert not copy.exists()


def test_copies_and_damaged_files_run_out(terminal: SpecimenTerminal) -> None:
    profile, store = terminal.profile, terminal.store
    made = back_up(profile, FileKeySource(profile).store_key(), "0001")
    copy = made.rename(made.with_name(f"store-0001-{NOW:%Y%m%dT%H%M%S%fZ}.db"))
    damaged = profile.damaged / "20260302T000000Z"
    damaged.mkdir(parents=True)
    shutil.copyfile(copy, damaged / "store.db")
    cut = profile.folder / "rebuild-cut"
    cut.mkdir()
    for path in (damaged, cut):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    now = NOW + timedelta(days=29)
    _agree(store, now)
    assert maintenance.maintain(store, RETENTION, now).removed == {}
    health = maintenance.store_health(store)
    assert (health.backups, health.damaged) == (1, (damaged.name,))
    now = NOW + timedelta(days=31)
    _agree(store, now)
    assert maintenance.maintain(store, RETENTION, now).removed == {"backups": 1, "damaged": 2}
    assert not copy.exists()
    assert not damaged.exists()
    assert not cut.exists()


def test_the_check_sees_no_damage_while_others_write(terminal: SpecimenTerminal) -> None:
    key = FileKeySource(terminal.profile).store_key()
    with open_store(terminal.profile, key) as other:
        for _ in range(5):
            drafts.begin(other, uuid4(), os.urandom(100_000))
            assert terminal.store.damage() == ()
            other.checkpoint()
