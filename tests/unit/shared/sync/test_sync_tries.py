"""What the end of a try means for its row, where a person decided something meanwhile or this disk fails."""

from __future__ import annotations

import contextlib
import errno
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from shared.contract.problems import ProblemCode
from shared.contract.submissions import PartDigest, SubmissionState, SubmissionStatus
from shared.store import outbox, settings
from shared.store.agent_lock import AgentLock
from shared.store.errors import EnrolmentSpentError
from shared.store.outbox import OutboxState, WhoActs
from shared.store.outbox_writer import OutboxWriter
from shared.store.sealing import seal_submission
from shared.sync.chunks import ChunkSize
from shared.sync.clocks import Clocks
from shared.sync.errors import BusyError, LocalPartError, RefusedError
from shared.sync.tries import RowTries, Tried
from shared.sync.uploading import PartUploader
from tests.unit.shared.store.specimen_terminal import NOW, SpecimenTerminal, intake, make_terminal, sealed_follow_up


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[SpecimenTerminal]:
    made = make_terminal(tmp_path / "profile")
    yield made
    made.store.close()


@pytest.fixture
def writer(terminal: SpecimenTerminal) -> Iterator[OutboxWriter]:
    with AgentLock.acquire(terminal.profile) as lock:
        yield OutboxWriter(terminal.store, lock)


def test_what_follows_a_closed_submission_is_a_persons_matter(terminal: SpecimenTerminal, writer: OutboxWriter) -> None:
    store, first = terminal.store, intake(terminal, pages=1)
    seal_submission(store, terminal.keys, first)
    row_id = sealed_follow_up(terminal, first).submission_id
    tries = RowTries(store, writer, Clocks(), platform_is_there=lambda _error: True)
    refused = RefusedError(ProblemCode.EARLIER_MISSING, 409, "the earlier submission was returned")
    tries.settle(Tried(outbox.get(store, row_id), None, refused))
    assert outbox.get(store, row_id).state is OutboxState.WAITING, "the earlier one may still come by another way"

    writer.returned(first.submission_id, "draft_sealed_elsewhere", "", WhoActs.PLATFORM_STAFF, NOW)
    outbox.ask_close(store, first.submission_id, person="clerk-1", reason="样例", follow_up=row_id)
    writer.honour_closings()
    tries.settle(Tried(outbox.get(store, row_id), None, refused))
    row = outbox.get(store, row_id)
    assert (row.state, row.reason_code, row.who_acts) == (
        OutboxState.RETURNED,
        "earlier_missing",
        WhoActs.PLATFORM_STAFF,
    )


@pytest.mark.parametrize(("first_sequence", "barred"), [(1, True), (10_000, False)])
def test_a_number_that_was_given_before_stops_the_numbers_of_its_enrolment(
    terminal: SpecimenTerminal, writer: OutboxWriter, expected_warnings: list[str], first_sequence: int, *, barred: bool
) -> None:
    store, request = terminal.store, intake(terminal, pages=1)
    seal_submission(store, terminal.keys, request)
    settings.record_enrolment(store, terminal.enrolment.model_copy(update={"first_sequence": first_sequence}))
    expected_warnings.append(f"{request.submission_id}: its number was given before")
    tries = RowTries(store, writer, Clocks(), platform_is_there=lambda _error: True)
    refused = RefusedError(ProblemCode.MANIFEST_INVALID, 422, "sequence: used by another submission of this terminal")
    for _ in range(3):
        tries.settle(Tried(outbox.get(store, request.submission_id), None, refused))
    assert outbox.get(store, request.submission_id).state is OutboxState.RETURNED
    with pytest.raises(EnrolmentSpentError) if barred else contextlib.nullcontext():
        intake(terminal, pages=1)


def test_an_answer_that_can_not_be_recorded_has_its_row_back_off(
    terminal: SpecimenTerminal, writer: OutboxWriter, expected_warnings: list[str]
) -> None:
    store, request = terminal.store, intake(terminal, pages=1)
    expected_warnings.append(f"{request.submission_id}: OverflowError")
    seal_submission(store, terminal.keys, request)
    writer.sending(request.submission_id)
    facts: dict[str, Any] = {"state": SubmissionState.DELIVERED, "platform_sequence": 2**70}
    beyond = SubmissionStatus.model_construct(None, **facts)
    tries = RowTries(store, writer, Clocks(lambda: NOW), platform_is_there=lambda _error: True)
    tries.settle(Tried(outbox.get(store, request.submission_id), None, beyond))
    row = outbox.get(store, request.submission_id)
    assert (row.state, row.reason_code, row.attempts) == (OutboxState.WAITING, "agent_fault", 1)
    assert row.next_try_at is not None, "not tried at once for ever"


def test_a_part_that_this_disk_does_not_give_is_its_staffs_matter(tmp_path: Path, writer: OutboxWriter) -> None:
    part = PartDigest(position=0, sha256=hashlib.sha256(b"x").hexdigest(), size=1)
    uploader = PartUploader(None, writer, ChunkSize(), lambda: False)  # type: ignore[arg-type]
    with pytest.raises(LocalPartError) as refused:
        uploader.upload(uuid4(), part, tmp_path, lambda _held: None)  # a folder: reading it fails
    assert refused.value.reason == "part_damaged_here"


@pytest.mark.parametrize("fault", [errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES, errno.EIO])
def test_a_part_that_can_not_be_read_just_now_is_tried_again(
    terminal: SpecimenTerminal,
    writer: OutboxWriter,
    monkeypatch: pytest.MonkeyPatch,
    expected_warnings: list[str],
    fault: int,
) -> None:
    store, request = terminal.store, intake(terminal, pages=1)
    seal_submission(store, terminal.keys, request)
    (part, *_) = outbox.manifest(store, request.submission_id).envelope.parts
    path = terminal.profile.part_file(request.submission_id, part.position)
    uploader = PartUploader(None, writer, ChunkSize(), lambda: False)  # type: ignore[arg-type]

    def refuse(*_args: object) -> None:
        raise OSError(fault, "")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises((OSError, LocalPartError)) as failed:
        uploader.upload(request.submission_id, part, path, lambda _held: None)
    monkeypatch.undo()
    expected_warnings.append(str(request.submission_id))
    tries = RowTries(store, writer, Clocks(lambda: NOW), platform_is_there=lambda _error: True)
    tries.settle(Tried(outbox.get(store, request.submission_id), None, failed.value))
    row = outbox.get(store, request.submission_id)
    if fault == errno.EIO:
        assert (row.state, row.reason_code) == (OutboxState.RETURNED, "part_damaged_here")
    else:
        assert (row.state, row.who_acts) == (OutboxState.WAITING, WhoActs.AGENT)
        assert row.next_try_at is not None


@pytest.mark.parametrize("lacking", [ProblemCode.VERSION_MISSING, ProblemCode.ENROLMENT_MISSING])
def test_what_a_platform_can_not_judge_yet_is_tried_until_its_staff_has_seen_to_that(
    terminal: SpecimenTerminal, writer: OutboxWriter, lacking: ProblemCode
) -> None:
    store, request = terminal.store, intake(terminal, pages=1)
    seal_submission(store, terminal.keys, request)
    tries = RowTries(store, writer, Clocks(lambda: NOW), platform_is_there=lambda _error: True)
    for _ in range(9):
        tries.settle(Tried(outbox.get(store, request.submission_id), None, RefusedError(lacking, 409, "sample")))
    row = outbox.get(store, request.submission_id)
    assert (row.state, row.reason_code, row.who_acts) == (OutboxState.WAITING, lacking.value, WhoActs.PLATFORM_STAFF)
    assert row.next_try_at is not None


def test_a_platform_without_room_is_its_own_staffs_matter_and_tried_again(
    terminal: SpecimenTerminal, writer: OutboxWriter
) -> None:
    store, request = terminal.store, intake(terminal, pages=1)
    seal_submission(store, terminal.keys, request)
    tries = RowTries(store, writer, Clocks(lambda: NOW), platform_is_there=lambda _error: True)
    ends = ((BusyError(60, ProblemCode.NO_ROOM), "platform_staff"), (BusyError(60, ProblemCode.TOO_BUSY), "agent"))
    for error, who_acts in ends:
        tries.settle(Tried(outbox.get(store, request.submission_id), None, error))
        row = outbox.get(store, request.submission_id)
        assert (row.state, row.reason_code, row.who_acts) == (OutboxState.WAITING, error.reason, who_acts)
        assert row.next_try_at is not None
    assert row.reason_code == "platform_busy"
