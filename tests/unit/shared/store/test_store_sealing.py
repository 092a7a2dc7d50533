"""Sealing: what is sealed opens at the platform alone, and a cut at any step leaves a draft or a submission, whole."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from shared.contract.base import decode_bytes
from shared.domain.clock import TimeReading
from shared.domain.submissions import SubmissionKind
from shared.security.manifests import check_manifest, digest_part
from shared.security.sealing import PlatformSealingKeys
from shared.store import cases, drafts, journal, outbox, settings
from shared.store.cases import ItemUpdate
from shared.store.errors import (
    AlreadySealedError,
    CaseUnknownError,
    DraftDamagedError,
    DraftMissingError,
    SequenceExhaustedError,
)
from shared.store.keys import FileKeySource
from shared.store.numbering import MAX_SEQUENCE, reserve_for_case, reserve_number
from shared.store.outbox import OutboxState, WhoActs
from shared.store.sealing import SealPage, SealRequest, SealStep, seal_submission
from shared.store.store import Store, open_store
from shared.store.sweeping import sweep_orphans
from shared.store.tables import sequence
from tests.patience import PATIENCE_S
from tests.unit.shared.store.specimen_terminal import NOW, PAGE, SpecimenTerminal, intake, make_draft


def _open_parts(terminal: SpecimenTerminal, store: Store, request: SealRequest) -> list[bytes]:
    manifest = outbox.manifest(store, request.submission_id)
    check_manifest(manifest, terminal.signing_key.verifying_key)
    envelope = manifest.envelope
    keys = PlatformSealingKeys({envelope.sealing_key_id: terminal.platform_key})
    opener = keys.opener(
        suite=envelope.suite,
        key_id=envelope.sealing_key_id,
        wrapped_key=decode_bytes(envelope.wrapped_key),
        submission=envelope.submission_id,
        terminal=envelope.terminal_id,
    )
    plain = []
    for part in envelope.parts:
        sealed = terminal.profile.part_file(request.submission_id, part.position).read_bytes()
        assert digest_part(part.position, sealed) == part
        plain.append(opener.open(part.position, sealed))
    return plain


def test_seals_a_draft_into_parts_that_the_platform_opens(terminal: SpecimenTerminal) -> None:
    request = intake(terminal, pages=2)
    result = seal_submission(terminal.store, terminal.keys, request)

    assert _open_parts(terminal, terminal.store, request) == [request.body, PAGE + b"\0\0", PAGE + b"\0\1"]
    row = outbox.get(terminal.store, request.submission_id)
    assert (row.state, row.who_acts, row.waits_for) == (OutboxState.WAITING, WhoActs.AGENT, None)
    assert row.bytes_total == result.bytes_total
    entry = cases.get(terminal.store, request.case_id)
    assert entry.receipt_text == result.receipt_text == "YM1:" + result.root.hex()
    assert entry.latest_root == result.root.hex()
    assert [entry.id for entry in journal.unfinished(terminal.store)] == list(result.print_ids)
    with pytest.raises(DraftMissingError):
        drafts.load(terminal.store, request.case_id)
    assert not terminal.profile.draft_folder(request.case_id).exists()


def test_the_draft_key_is_in_no_file_after_sealing(terminal: SpecimenTerminal) -> None:
    request = intake(terminal)
    seal_submission(terminal.store, terminal.keys, request)
    wal = terminal.profile.store_file.with_name("store.db-wal")
    assert not wal.exists() or wal.stat().st_size == 0


def test_sealing_twice_is_refused_and_keeps_the_first(terminal: SpecimenTerminal) -> None:
    request = intake(terminal)
    seal_submission(terminal.store, terminal.keys, request)
    with pytest.raises(AlreadySealedError):
        seal_submission(terminal.store, terminal.keys, request)
    with pytest.raises(DraftMissingError):
        seal_submission(terminal.store, terminal.keys, replace(request, submission_id=uuid4(), pages=()))
    assert len(_open_parts(terminal, terminal.store, request)) == 3
    assert len(outbox.all_rows(terminal.store)) == 1


def test_a_page_that_is_not_what_the_body_says_stops_sealing(terminal: SpecimenTerminal) -> None:
    request = intake(terminal)
    wrong = replace(request, pages=(*request.pages[:1], SealPage("page-1", "0" * 64)))
    with pytest.raises(DraftDamagedError):
        seal_submission(terminal.store, terminal.keys, wrong)
    assert not terminal.profile.parts_folder(request.submission_id).exists()
    assert drafts.get_page(terminal.store, request.case_id, "page-1") == PAGE + b"\0\1"


def test_a_decision_follows_in_its_case_and_waits_for_the_intake(terminal: SpecimenTerminal) -> None:
    request = intake(terminal)
    first = seal_submission(terminal.store, terminal.keys, request)
    decision = replace(
        request,
        submission_id=uuid4(),
        kind=SubmissionKind.DECISION,
        number=reserve_for_case(terminal.store, first.case_number),
        based_on=first.root.hex(),
        pages=(),
        takes_draft=False,
        new_case=None,
        receipt_text=None,
        updates=(ItemUpdate(f"{first.case_number}-01", "accepted", "2026-03-20", due_provisional=True),),
        documents=("acceptance",),
    )
    second = seal_submission(terminal.store, terminal.keys, decision)

    entry = cases.get(terminal.store, request.case_id)
    assert entry.latest_root == second.root.hex()
    assert entry.receipt_text == first.receipt_text
    assert (entry.details.items[0].state, entry.details.items[0].due_date) == ("accepted", "2026-03-20")
    assert outbox.get(terminal.store, decision.submission_id).waits_for == request.submission_id
    assert [row.submission_id for row in outbox.due(terminal.store, NOW)] == [request.submission_id]


def test_a_further_submission_of_an_unknown_case_is_refused(terminal: SpecimenTerminal) -> None:
    request = replace(intake(terminal), new_case=None)
    with pytest.raises(CaseUnknownError):
        seal_submission(terminal.store, terminal.keys, request)
    assert drafts.load(terminal.store, request.case_id)


def test_numbers_are_never_reused(terminal: SpecimenTerminal) -> None:
    time = TimeReading(NOW, proven=True)
    first = reserve_number(terminal.store, time)
    terminal.store.close()
    again = open_store(terminal.profile, FileKeySource(terminal.profile).store_key())
    second = reserve_number(again, TimeReading(NOW.replace(year=2027), proven=True))
    assert (first.sequence, second.sequence) == (1, 2)
    assert first.case_number.startswith("4419002600007000001")
    assert second.case_number.startswith("4419002700007000002")
    again.close()


def test_the_last_sequence_is_the_last(terminal: SpecimenTerminal) -> None:
    reserve_number(terminal.store, TimeReading(NOW, proven=True))
    with terminal.store.write() as connection:
        connection.execute(sequence.update().values(last=MAX_SEQUENCE - 1))
    assert reserve_for_case(terminal.store, "1" * 20).sequence == MAX_SEQUENCE
    with pytest.raises(SequenceExhaustedError):
        reserve_for_case(terminal.store, "1" * 20)


_CUTS = [
    *[(step, 1) for step in SealStep],
    (SealStep.PART_WRITTEN, 2),
    (SealStep.PART_WRITTEN, 4),
]
_AFTER_COMMIT = {SealStep.COMMITTED, SealStep.RECORD_KEPT, SealStep.CHECKPOINTED, SealStep.DRAFT_UNLINKED}


@pytest.mark.parametrize(("step", "count"), _CUTS, ids=[f"{step}-{count}" for step, count in _CUTS])
def test_a_cut_at_any_step_leaves_the_draft_or_the_submission_whole(
    terminal: SpecimenTerminal, step: SealStep, count: int
) -> None:
    submission, case = uuid4(), uuid4()
    command = [sys.executable, "-m", "tests.unit.shared.store.seal_child"]
    arguments = [str(terminal.profile.folder), step.value, str(count), str(submission), str(case)]
    done = subprocess.run([*command, *arguments], cwd=Path(__file__).parents[4], timeout=PATIENCE_S, check=False)
    assert done.returncode == 9

    with open_store(terminal.profile, FileKeySource(terminal.profile).store_key()) as store:
        sweep_orphans(store)
        sealed = [row.submission_id for row in outbox.all_rows(store)]
        drafted = [draft.case_id for draft in drafts.summaries(store)]
        assert (sealed, drafted) == (([submission], []) if step in _AFTER_COMMIT else ([], [case]))
        part_folders = [path.name for path in terminal.profile.outbox.iterdir()]
        draft_folders = [path.name for path in terminal.profile.drafts.iterdir()]
        if sealed:
            request = replace(intake(terminal), submission_id=submission)
            assert len(_open_parts(terminal, store, request)) == 4
            assert (part_folders, draft_folders) == ([str(submission)], [])
            assert len(journal.unfinished(store)) == 1
        else:
            assert (part_folders, draft_folders) == ([], [str(case)])
            pages = [drafts.get_page(store, case, f"page-{number}") for number in range(3)]
            assert pages == [PAGE + bytes([0, number]) for number in range(3)]
        # The sequence that the cut sealing had reserved is used up either way.
        assert reserve_for_case(store, "1" * 20).sequence > 1


def test_the_sweep_keeps_away_while_somebody_seals(terminal: SpecimenTerminal) -> None:
    request = intake(terminal)
    swept = []

    def at_step(step: SealStep) -> None:
        swept.append(sweep_orphans(terminal.store).skipped)

    seal_submission(terminal.store, terminal.keys, request, at_step=at_step)
    assert all(swept)
    assert not sweep_orphans(terminal.store).skipped
    assert len(_open_parts(terminal, terminal.store, request)) == 3


def test_a_failed_write_leaves_the_draft(terminal: SpecimenTerminal) -> None:
    request = intake(terminal)

    def full(step: SealStep) -> None:
        if step is SealStep.BEFORE_COMMIT:
            raise OSError(28, "no space")

    with pytest.raises(Exception, match=r"^$") as caught:
        seal_submission(terminal.store, terminal.keys, request, at_step=full)
    assert caught.value.code == "disk_full"  # type: ignore[attr-defined]
    assert drafts.load(terminal.store, request.case_id)
    assert outbox.all_rows(terminal.store) == ()
    seal_submission(terminal.store, terminal.keys, request)
    assert settings.catalogue_version(terminal.store) is None
    assert make_draft(terminal.store, uuid4(), 1)
