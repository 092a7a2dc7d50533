"""A damaged store is refused by name, set aside as it is, and rebuilt with every sealed submission."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from shared.domain.numbers import NoticeKind
from shared.store import acts, audit, cases, drafts, outbox, settings, tables
from shared.store.acts import ActRecord
from shared.store.agent_lock import AgentLock
from shared.store.errors import (
    AgentRunningError,
    EnrolmentSpentError,
    NotEnrolledError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreKeyWrongError,
)
from shared.store.integrity import find_damage
from shared.store.keys import FileKeySource
from shared.store.numbering import reserve_for_case
from shared.store.outbox import OutboxState
from shared.store.outbox_writer import OutboxWriter
from shared.store.profile import Profile
from shared.store.rebuilding import rebuild_store
from shared.store.sealing import SealRequest, seal_submission
from shared.store.store import Store, open_store
from shared.store.submission_rows import sealed_by
from shared.store.sweeping import sweep_orphans
from tests.unit.shared.store.specimen_terminal import NOW, SpecimenTerminal, intake, make_draft, make_terminal

pytestmark = pytest.mark.usefixtures("impatient")
PAGE_BYTES = 4096
SEALED = 12


def _key(profile: Profile) -> bytes:
    return FileKeySource(profile).store_key()


def _open(profile: Profile) -> Store:
    return open_store(profile, _key(profile))


class Ruin:
    """A terminal with delivered and waiting submissions and a draft, whose database can be damaged again and again."""

    def __init__(self, terminal: SpecimenTerminal) -> None:
        self.profile = terminal.profile
        self.sealed = [self._seal(terminal) for _ in range(SEALED)]
        with AgentLock.acquire(terminal.profile) as lock:
            writer = OutboxWriter(terminal.store, lock)
            for place, request in enumerate(self.sealed[:4], start=1):
                writer.delivered(request.submission_id, NOW, platform_sequence=place)
            writer.remove_backed_up(2, NOW)
        self.draft = intake(terminal).case_id
        with terminal.store.write() as connection:
            told = ActRecord(NoticeKind.CORRECTION, 1, NOW, time_proven=True, facts={"reason": "样例"})
            acts.note_in(connection, self.sealed[0].case_id, self.sealed[0].submission_id, told)
        terminal.store.checkpoint()
        terminal.store.close()
        self.whole = self.profile.store_file.read_bytes()
        self.waiting = {request.submission_id for request in self.sealed[4:]}

    @staticmethod
    def _seal(terminal: SpecimenTerminal) -> SealRequest:
        request = intake(terminal, pages=1)
        seal_submission(terminal.store, terminal.keys, request)
        return request

    @property
    def pages(self) -> int:
        return len(self.whole) // PAGE_BYTES

    def overwrite(self, page: int) -> None:
        data = bytearray(self.whole)
        data[page * PAGE_BYTES + 900 : page * PAGE_BYTES + 1000] = os.urandom(100)
        self.profile.store_file.write_bytes(data)


@pytest.fixture
def ruin(terminal: SpecimenTerminal) -> Ruin:
    return Ruin(terminal)


def _is_refused_or_whole(ruin: Ruin) -> bool:
    """Use the store as a day does; return whether it was refused, by its own error and no other."""
    try:
        with _open(ruin.profile) as store:
            assert {row.submission_id for row in outbox.all_rows(store)} >= ruin.waiting
            assert len(cases.recent(store)) == SEALED
            assert drafts.load(store, ruin.draft)
            settings.enrolment(store)
            assert audit.verify(store).ok
    except StoreDamagedError:
        return True
    return False


def test_a_corrupt_page_anywhere_is_found_named_and_mended_without_loss(ruin: Ruin) -> None:
    refused = 0
    for page in range(0, ruin.pages, 5):
        ruin.overwrite(page)
        damaged = ruin.profile.store_file.read_bytes()
        assert find_damage(ruin.profile.store_file, _key(ruin.profile)), page
        refused += _is_refused_or_whole(ruin)
        rebuilt = rebuild_store(ruin.profile, _key(ruin.profile))
        assert rebuilt.damage, page
        assert rebuilt.set_aside is not None
        assert (rebuilt.set_aside / "store.db").read_bytes() == damaged, "set aside as it was"
        with _open(ruin.profile) as store:
            rows = {row.submission_id: row for row in outbox.all_rows(store)}
            assert rows.keys() >= ruin.waiting, page
            assert all(rows[waiting].state is OutboxState.WAITING for waiting in ruin.waiting), page
            with pytest.raises((EnrolmentSpentError, NotEnrolledError)):
                reserve_for_case(store, "1" * 20)
        assert find_damage(ruin.profile.store_file, _key(ruin.profile)) == ()
    assert refused > 3, "some pages are met by every day's use"


@pytest.mark.parametrize("share", [0.0, 0.01, 0.9, 0.99])
def test_a_truncated_file_is_refused_and_rebuilt(ruin: Ruin, share: float) -> None:
    ruin.profile.store_file.write_bytes(ruin.whole[: int(len(ruin.whole) * share)])
    assert find_damage(ruin.profile.store_file, _key(ruin.profile))
    assert _is_refused_or_whole(ruin) or share == 0.99
    rebuild_store(ruin.profile, _key(ruin.profile))
    with _open(ruin.profile) as store:
        assert {row.submission_id for row in outbox.all_rows(store)} >= ruin.waiting
        assert sweep_orphans(store).recovered.rebuilt == ()
        if share >= 0.9:
            assert drafts.load(store, ruin.draft), "what lies before the end that is lost"


def test_a_damaged_store_of_before_drafts_were_sealed_is_rebuilt_with_them(ruin: Ruin) -> None:
    text = "陈样例的草稿".encode()
    with _open(ruin.profile) as store:
        with store.write() as connection:
            connection.execute(tables.drafts.update().values(content=b'{"a": "' + text + b'"}', shared_content=None))
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0006'")
        store.checkpoint()
    data = bytearray(ruin.profile.store_file.read_bytes())
    data[-PAGE_BYTES + 900 : -PAGE_BYTES + 1000] = os.urandom(100)
    ruin.profile.store_file.write_bytes(data)
    assert rebuild_store(ruin.profile, _key(ruin.profile)).damage
    with _open(ruin.profile) as store:
        assert text in drafts.load(store, ruin.draft)
        assert drafts.get_page(store, ruin.draft, "page-1")


def test_a_missing_database_is_made_again_from_the_records(ruin: Ruin) -> None:
    ruin.profile.store_file.unlink()
    rebuilt = rebuild_store(ruin.profile, _key(ruin.profile))
    assert (rebuilt.set_aside, rebuilt.salvaged) == (None, {})
    assert set(rebuilt.recovered.rebuilt) >= ruin.waiting
    with _open(ruin.profile) as store:
        assert sealed_by(store) is not None
        assert {entry.case_id for entry in cases.recent(store)} >= {request.case_id for request in ruin.sealed[4:]}
        with pytest.raises(NotEnrolledError):
            settings.enrolment(store)


def test_what_one_page_did_not_take_is_salvaged(ruin: Ruin) -> None:
    """The last page with entries of the audit chain is lost: everything else comes back as it was."""
    assert any(_breaks_the_chain(ruin, page) for page in reversed(range(ruin.pages)))
    rebuild_store(ruin.profile, _key(ruin.profile))
    with _open(ruin.profile) as store:
        states = [row.state for row in outbox.all_rows(store)]
        assert states == [OutboxState.DELIVERED] * 4 + [OutboxState.WAITING] * (SEALED - 4)
        assert drafts.get_page(store, ruin.draft, "page-1")
        assert settings.enrolment(store).enrolment_code == 7
        assert acts.next_running(store, ruin.sealed[0].case_id, NoticeKind.CORRECTION) == 2
        assert audit.verify(store).entries <= SEALED, "the entries of that page are gone, which the anchor finds"


def _breaks_the_chain(ruin: Ruin, page: int) -> bool:
    ruin.overwrite(page)
    try:
        with _open(ruin.profile) as store:
            audit.verify(store)
    except StoreDamagedError:
        return True
    return False


def test_an_old_page_brings_no_sealed_case_back_as_a_draft(ruin: Ruin) -> None:
    sealed = ruin.sealed[-1].case_id
    with _open(ruin.profile) as store:
        drafts.begin(store, sealed, b"as an old page holds it")
        store.checkpoint()
    ruin.profile.store_file.write_bytes(ruin.profile.store_file.read_bytes()[:-100])
    assert rebuild_store(ruin.profile, _key(ruin.profile)).damage
    with _open(ruin.profile) as store:
        assert sealed not in {draft.case_id for draft in drafts.summaries(store)}
        assert sealed in {entry.case_id for entry in cases.recent(store)}


def test_a_sound_store_is_left_alone(ruin: Ruin) -> None:
    before = ruin.profile.store_file.read_bytes()
    rebuilt = rebuild_store(ruin.profile, _key(ruin.profile))
    assert (rebuilt.damage, rebuilt.set_aside, ruin.profile.damaged.exists()) == ((), None, False)
    assert ruin.profile.store_file.read_bytes() == before
    with _open(ruin.profile) as store:
        assert reserve_for_case(store, "1" * 20).sequence > SEALED


def test_nothing_is_rebuilt_under_a_running_app_or_agent_or_with_another_key(ruin: Ruin) -> None:
    ruin.overwrite(5)
    with AgentLock.acquire(ruin.profile), pytest.raises(AgentRunningError):
        rebuild_store(ruin.profile, _key(ruin.profile))
    with ruin.profile.store_file.open("rb"), pytest.raises(StoreBusyError):
        rebuild_store(ruin.profile, _key(ruin.profile))
    with pytest.raises(StoreKeyWrongError):
        rebuild_store(ruin.profile, bytes(32))
    assert not ruin.profile.damaged.exists()


def _torn(profile: Profile, target: Path, keep: Callable[[bytes], bytes]) -> Profile:
    """Copy a profile as a cut leaves it in whose middle the write-ahead log was being written."""
    shutil.copytree(profile.folder, target, ignore=shutil.ignore_patterns("*-shm", "*.lock"))
    wal = target / "store.db-wal"
    wal.write_bytes(keep(wal.read_bytes()))
    return Profile(target)


@pytest.mark.parametrize(
    "keep",
    [lambda log: log[:-1], lambda log: log[: len(log) // 2], lambda log: log[:-3000] + os.urandom(3000), lambda _: b""],
    ids=["last byte", "half", "garbage at its end", "nothing"],
)
def test_a_torn_log_takes_back_no_sealed_submission(
    tmp_path: Path, terminal: SpecimenTerminal, keep: Callable[[bytes], bytes]
) -> None:
    requests = [intake(terminal, pages=1) for _ in range(2)]
    terminal.store.checkpoint()
    with terminal.store.read() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM cases")
        for request in requests:
            seal_submission(terminal.store, terminal.keys, request)
        cut = _torn(terminal.profile, tmp_path / "cut", keep)
    with _open(cut) as store:
        sweep_orphans(store)
        assert {row.submission_id for row in outbox.all_rows(store)} == {each.submission_id for each in requests}
        assert drafts.summaries(store) == ()


def test_a_page_torn_by_a_checkpoint_is_healed_from_the_log(tmp_path: Path, terminal: SpecimenTerminal) -> None:
    """The log is synced before its pages move: what tears the database there is written again."""
    terminal.store.checkpoint()
    with terminal.store.read() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM cases")
        make_draft(terminal.store, uuid4(), 1)
        make_draft(terminal.store, uuid4(), 1)
        cut = _torn(terminal.profile, tmp_path / "cut", lambda log: log)
    data = bytearray(cut.store_file.read_bytes())
    in_log = _pages_in(cut.store_file.with_name("store.db-wal").read_bytes())
    assert len(in_log) >= 2
    for page in in_log:
        # The salt in the first 16 bytes is never written again, so no cut can tear it.
        start, end = max(16, (page - 1) * PAGE_BYTES), min(page * PAGE_BYTES, len(data))
        data[start:end] = os.urandom(end - start)
    cut.store_file.write_bytes(data)
    with _open(cut) as store:
        assert len(drafts.summaries(store)) == 2
        assert store.checkpoint()
    assert find_damage(cut.store_file, _key(cut)) == ()


def _pages_in(log: bytes) -> set[int]:
    """Return the pages in a write-ahead log: 32 bytes, then frames of 24 bytes and a page (sqlite.org/walformat)."""
    frames = range(32, len(log), 24 + PAGE_BYTES)
    return {int.from_bytes(log[frame : frame + 4], "big") for frame in frames}


def test_a_second_enrolment_gives_numbers_again_and_the_old_one_never(ruin: Ruin, tmp_path: Path) -> None:
    ruin.profile.store_file.unlink()
    rebuild_store(ruin.profile, _key(ruin.profile))
    other = make_terminal(tmp_path / "other")
    with _open(ruin.profile) as store:
        old = next(path for path in ruin.profile.trust.glob("*.pem") if path.name != "root.pem").read_text("ascii")
        answer = other.enrolment.model_copy(update={"certificate_pem": old})
        settings.record_enrolment(store, answer)
        with pytest.raises(EnrolmentSpentError):
            reserve_for_case(store, "1" * 20)
        renewed = other.enrolment.model_copy(update={"enrolment_code": 8, "first_sequence": 50})
        settings.record_enrolment(store, renewed)
        assert reserve_for_case(store, "1" * 20).sequence == 50
    other.store.close()


def test_every_error_of_a_damaged_store_is_one_of_ours(ruin: Ruin) -> None:
    ruin.profile.store_file.write_bytes(os.urandom(len(ruin.whole)))
    with pytest.raises(StoreError):
        _open(ruin.profile)
    ruin.profile.store_file.write_bytes(b"SQLite format 3\0" + bytes(5000))
    with pytest.raises(StoreDamagedError):
        _open(ruin.profile)
