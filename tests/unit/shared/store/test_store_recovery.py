"""What the database lost is made again from the records: a sealing leaves a draft or a submission, never neither."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from shared.domain.numbers import NoticeKind
from shared.domain.submissions import SubmissionKind
from shared.store import acts, audit, cases, drafts, journal, outbox
from shared.store.acts import ActRecord
from shared.store.agent_lock import AgentLock
from shared.store.cases import ItemUpdate
from shared.store.journal import PrintStep
from shared.store.keys import FileKeySource
from shared.store.numbering import reserve_for_case
from shared.store.outbox import OutboxState
from shared.store.outbox_writer import OutboxWriter
from shared.store.profile import Profile
from shared.store.seal_records import record_missing
from shared.store.sealing import SealRequest, SealStep, seal_submission
from shared.store.store import Store, open_store
from shared.store.sweeping import sweep_orphans
from tests.unit.shared.store.specimen_terminal import NOW, SpecimenTerminal, intake

pytestmark = pytest.mark.usefixtures("impatient")
AFTER_RECORD = {SealStep.RECORD_KEPT, SealStep.CHECKPOINTED, SealStep.DRAFT_UNLINKED}


def _open(profile: Profile) -> Store:
    return open_store(profile, FileKeySource(profile).store_key())


def _without_wal(profile: Profile, target: Path) -> Profile:
    """Copy a profile as a power cut leaves it whose file system then lost the write-ahead log."""
    shutil.copytree(profile.folder, target, ignore=shutil.ignore_patterns("*-wal", "*-shm", "*.lock"))
    return Profile(target)


@contextmanager
def _reader(store: Store) -> Iterator[None]:
    """Hold an old view of the store, so that no checkpoint can empty the write-ahead log."""
    with store.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM cases")
        yield


def _decision(terminal: SpecimenTerminal, first: SealRequest) -> SealRequest:
    number = first.number.case_number
    return replace(
        first,
        submission_id=uuid4(),
        kind=SubmissionKind.DECISION,
        number=reserve_for_case(terminal.store, number),
        based_on=cases.get(terminal.store, first.case_id).latest_root,
        pages=(),
        takes_draft=False,
        new_case=None,
        receipt_text=None,
        updates=(ItemUpdate(f"{number}-01", "accepted", "2026-03-20", due_provisional=True),),
        documents=("acceptance",),
        act=ActRecord(NoticeKind.CORRECTION, 1, NOW, time_proven=True, facts={"reason": "样例"}),
    )


def test_a_lost_wal_loses_no_sealed_submission(terminal: SpecimenTerminal, tmp_path: Path) -> None:
    first = intake(terminal)
    seal_submission(terminal.store, terminal.keys, first)
    assert terminal.store.checkpoint()
    second = intake(terminal)
    terminal.store.checkpoint()
    with _reader(terminal.store):
        seal_submission(terminal.store, terminal.keys, second)
        seal_submission(terminal.store, terminal.keys, _decision(terminal, second))
        before = cases.get(terminal.store, second.case_id), outbox.all_rows(terminal.store)
        cut = _without_wal(terminal.profile, tmp_path / "cut")
    with _open(cut) as store:
        assert len(outbox.all_rows(store)) == 1, "the log held the rows of the others"
        swept = sweep_orphans(store)
        assert (swept.parts, len(swept.recovered.rebuilt), swept.recovered.set_aside) == (0, 2, ())
        assert (cases.get(store, second.case_id), outbox.all_rows(store)) == before
        assert drafts.summaries(store) == (), "what is sealed is no draft any more"
        slips = [*journal.copies(store, second.number.case_number, "receipt"), *journal.open_questions(store)]
        assert {(slip.document, slip.step, slip.cause) for slip in slips} == {
            ("receipt", PrintStep.UNKNOWN, "recovered"),
            ("acceptance", PrintStep.UNKNOWN, "recovered"),
        }
        assert reserve_for_case(store, "1" * 20).sequence == 4
        (told,) = acts.of_case(store, second.case_id)
        assert (told.running, told.facts) == (1, {"reason": "样例"})
        assert acts.next_running(store, second.case_id, NoticeKind.CORRECTION) == 2, "no notice's number is given twice"
        assert audit.verify(store).ok
        assert not sweep_orphans(store).recovered.rebuilt


def test_a_lost_wal_takes_no_kept_promise_back(terminal: SpecimenTerminal, tmp_path: Path) -> None:
    first = intake(terminal)
    assert first.new_case is not None
    lines = tuple(replace(line, promised_until="2026-03-09") for line in first.new_case.materials)
    seal_submission(terminal.store, terminal.keys, replace(first, new_case=replace(first.new_case, materials=lines)))
    assert terminal.store.checkpoint()
    kept = replace(_decision(terminal, first), kind=SubmissionKind.PROMISE_KEPT, kept=("photo",), act=None)
    with _reader(terminal.store):
        seal_submission(terminal.store, terminal.keys, kept)
        before = cases.get(terminal.store, first.case_id)
        cut = _without_wal(terminal.profile, tmp_path / "cut")
    assert [line.kept_by for line in before.details.materials] == [kept.submission_id.hex]
    with _open(cut) as store:
        assert cases.get(store, first.case_id) != before
        sweep_orphans(store)
        assert cases.get(store, first.case_id) == before


def test_a_cut_at_any_step_whose_wal_is_lost_leaves_the_draft_or_the_submission(
    terminal: SpecimenTerminal, tmp_path: Path
) -> None:
    request = intake(terminal)
    assert terminal.store.checkpoint()
    cuts: dict[SealStep, Profile] = {}

    def at_step(step: SealStep) -> None:
        if step not in cuts:
            cuts[step] = _without_wal(terminal.profile, tmp_path / step.value)

    with _reader(terminal.store):
        seal_submission(terminal.store, terminal.keys, request, at_step=at_step)
    assert cuts.keys() == set(SealStep)
    for step, profile in cuts.items():
        with _open(profile) as store:
            sweep_orphans(store)
            sealed = [row.submission_id for row in outbox.all_rows(store)]
            drafted = [draft.case_id for draft in drafts.summaries(store)]
            whole = ([request.submission_id], []) if step in AFTER_RECORD else ([], [request.case_id])
            assert (sealed, drafted) == whole, step
            parts = [path.name for path in profile.outbox.iterdir()]
            assert parts == [str(submission_id) for submission_id in sealed], step
            if drafted:
                assert drafts.get_page(store, request.case_id, "page-1"), step


def test_what_was_let_go_after_the_backup_is_removed_in_spite_of_its_record(terminal: SpecimenTerminal) -> None:
    request = intake(terminal)
    seal_submission(terminal.store, terminal.keys, request)
    folder = terminal.profile.parts_folder(request.submission_id)
    aside = folder.with_name("kept")
    shutil.copytree(folder, aside)
    with AgentLock.acquire(terminal.profile) as lock:
        writer = OutboxWriter(terminal.store, lock)
        writer.delivered(request.submission_id, NOW, platform_sequence=1)
        writer.remove_backed_up(1, NOW)
    aside.rename(folder)  # as a cut leaves it whose removal was not on the disk yet
    swept = sweep_orphans(terminal.store)
    assert (swept.parts, swept.recovered.rebuilt, folder.exists()) == (1, (), False)
    assert outbox.get(terminal.store, request.submission_id).state is OutboxState.DELIVERED


@pytest.mark.parametrize("damage", ["flipped", "emptied", "of another submission", "number taken"])
def test_what_can_not_be_made_again_is_set_aside_and_never_removed(
    terminal: SpecimenTerminal, tmp_path: Path, damage: str
) -> None:
    request = intake(terminal)
    terminal.store.checkpoint()
    with _reader(terminal.store):
        seal_submission(terminal.store, terminal.keys, request)
        other = intake(terminal)
        seal_submission(terminal.store, terminal.keys, other)
        profile = _without_wal(terminal.profile, tmp_path / "cut")
    record = profile.record_file(request.submission_id)
    if damage == "flipped":
        *kept, last = record.read_bytes()
        record.write_bytes(bytes([*kept, last ^ 1]))
    elif damage == "emptied":
        record.write_bytes(b"")
    elif damage == "of another submission":
        shutil.copyfile(profile.record_file(other.submission_id), record)
    files = {path.name: path.read_bytes() for path in record.parent.iterdir()}
    with _open(profile) as store:
        if damage == "number taken":
            stranger = replace(intake(terminal), number=request.number, takes_draft=False, pages=())
            seal_submission(store, terminal.keys, stranger)
        recovered = sweep_orphans(store).recovered
        assert (recovered.rebuilt, recovered.set_aside) == ((other.submission_id,), (request.submission_id,))
    found = profile.found / str(request.submission_id)
    assert {path.name: path.read_bytes() for path in found.iterdir()} == files


def test_a_record_on_a_sector_that_fails_keeps_no_terminal_from_opening(
    terminal: SpecimenTerminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = intake(terminal)
    terminal.store.checkpoint()
    with _reader(terminal.store):
        seal_submission(terminal.store, terminal.keys, request)
        profile = _without_wal(terminal.profile, tmp_path / "cut")
    record, read = profile.record_file(request.submission_id), Path.read_bytes

    def failing(path: Path) -> bytes:
        if path == record:
            raise OSError(errno.EIO, "failed")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", failing)
    with _open(profile) as store:
        assert sweep_orphans(store).recovered.set_aside == (request.submission_id,)
    assert (profile.found / str(request.submission_id) / record.name).exists()


def test_a_record_is_unreadable_without_the_key_and_says_nothing_in_clear(terminal: SpecimenTerminal) -> None:
    request = intake(terminal)
    seal_submission(terminal.store, terminal.keys, request)
    data = terminal.profile.record_file(request.submission_id).read_bytes()
    clear = [request.number.case_number, "LD-01", "陈**", "clerk-1", str(request.case_id)]
    assert not [text for text in clear if text.encode() in data]
    assert terminal.profile.record_file(request.submission_id).stat().st_mode & 0o077 == 0


def test_submissions_of_an_older_release_get_their_records(terminal: SpecimenTerminal, tmp_path: Path) -> None:
    first = intake(terminal)
    seal_submission(terminal.store, terminal.keys, first)
    seal_submission(terminal.store, terminal.keys, _decision(terminal, first))
    for path in terminal.profile.outbox.glob("*/record"):
        path.unlink()
    assert (record_missing(terminal.store), record_missing(terminal.store)) == (2, 0)
    before = cases.get(terminal.store, first.case_id), outbox.all_rows(terminal.store)
    cut = _without_wal(terminal.profile, tmp_path / "fresh")
    cut.store_file.unlink()
    with open_store(cut, FileKeySource(cut).store_key(), create=True) as store:
        assert len(sweep_orphans(store).recovered.rebuilt) == 2
        assert (cases.get(store, first.case_id), outbox.all_rows(store)) == before
