"""Ways by hand: submissions on a removable disk, and what a person does about a returned one."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import random
import tempfile
from pathlib import Path
from uuid import uuid4

import pytest

from acceptance_platform.errors import FaultCode
from acceptance_platform.platform import opened
from acceptance_platform.submissions import rescuing
from acceptance_platform.submissions.carrying import import_files
from shared.contract.carried import CarriedError, open_carried
from shared.store import cases, outbox
from shared.store.errors import MediumError, MediumFullError, StoreError
from shared.store.outbox import OutboxState
from shared.sync import carrying
from shared.sync.carrying import export_submission, import_submission
from shared.sync.client import PlatformClient
from shared.sync.errors import LocalPartError
from tests.integration.sync.sync_kit import (
    CLERK,
    EnrolledTerminal,
    PlatformProcess,
    agent_thread,
    ask_platform,
    ask_terminal,
    enrolled,
    wait_until,
)


def exported(terminal: EnrolledTerminal, disk: Path) -> list[Path]:
    lines = ask_terminal(terminal.folder, "outbox", "export", "--all", "--to", str(disk))
    return [Path(line["file"]) for line in lines]


@pytest.fixture(scope="module")
def carried_file(_served: PlatformProcess, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("carried")
    with enrolled(_served, folder / "profile") as made:
        intake, _ = made.seal_intake()
        return export_submission(made.terminal.store, intake.submission_id, folder).read_bytes()


def test_a_disk_reaches_the_platform_by_the_operator_in_the_order_of_the_case(
    platform: PlatformProcess, terminal: EnrolledTerminal, tmp_path: Path
) -> None:
    intake, result = terminal.seal_intake()
    decision = terminal.seal_decision(intake.case_id)
    files = exported(terminal, tmp_path / "disk")
    assert [path.suffix for path in files] == [".yimen"] * 2
    assert exported(terminal, tmp_path / "disk") == files, "written again it is the same"
    text = b"".join(path.read_bytes() for path in files)
    assert "陈样例".encode() not in text

    command = ["import", "--data", str(platform.data)]
    lines = ask_platform(*command, *map(str, reversed(files)))
    assert {line["submission_id"] for line in lines} == {str(intake.submission_id), str(decision.submission_id)}
    again = ask_platform(*command, str(tmp_path / "disk"))
    assert [line["submission_id"] for line in again] == [str(intake.submission_id), str(decision.submission_id)]
    # The terminal's own delivery finds it done.
    with agent_thread(terminal.terminal):
        wait_until(lambda: terminal.is_delivered(intake.submission_id, decision.submission_id), terminal.delivery())
    assert [line["kind"] for line in platform.held(result.case_number)] == ["intake", "decision"]


def test_another_terminal_brings_a_disk_and_both_ways_arrive_once(
    platform: PlatformProcess, terminal: EnrolledTerminal, tmp_path: Path
) -> None:
    intake, result = terminal.seal_intake()
    (file,) = exported(terminal, tmp_path / "disk")
    with enrolled(platform, tmp_path / "carrier", "kiosk") as carrier, agent_thread(terminal.terminal):
        arguments = ["outbox", "import", str(tmp_path / "disk")]
        (line,) = ask_terminal(carrier.folder, *arguments)
        assert (line["ok"], line["input"], line["state"]) == (True, str(file), "delivered")
        (again,) = ask_terminal(carrier.folder, *arguments)
        assert again == line
        assert outbox.all_rows(carrier.terminal.store) == ()
        wait_until(lambda: terminal.is_delivered(intake.submission_id), terminal.delivery())
    assert len(platform.held(result.case_number)) == 1


def test_a_spoilt_disk_is_named_and_changes_nothing(
    platform: PlatformProcess, terminal: EnrolledTerminal, tmp_path: Path
) -> None:
    intake, result = terminal.seal_intake()
    me = terminal.terminal.identity
    file = export_submission(terminal.terminal.store, intake.submission_id, tmp_path / "disk")
    whole = file.read_bytes()
    place = whole.index(terminal.terminal.profile.part_file(intake.submission_id, 1).read_bytes()[:64]) + 5000
    for spoilt in (b"", whole[: len(whole) // 2], whole[:place] + b"\0\1" + whole[place + 2 :]):
        file.write_bytes(spoilt)
        with opened(platform.data) as data:
            (imported,) = import_files(data, [file])
        assert imported.error is FaultCode.FILE_UNREADABLE
        client = PlatformClient(platform.url, me.terminal_id, terminal.terminal.signing_key)
        with contextlib.closing(client), pytest.raises(CarriedError):
            import_submission(client, file)
    file.write_bytes(whole)
    with opened(platform.data) as data:
        (imported,) = import_files(data, [file])
    assert (imported.error, imported.values["state"]) == (None, "delivered")
    assert platform.held(result.case_number)[0]["ok"]


@pytest.mark.parametrize(
    ("fault", "error"), [(errno.ENOSPC, MediumFullError), (errno.EROFS, MediumError), (errno.EIO, MediumError)]
)
def test_a_disk_that_takes_nothing_is_named_and_nothing_half_is_left(
    terminal: EnrolledTerminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int, error: type[StoreError]
) -> None:
    intake, _ = terminal.seal_intake()

    def write(target: Path, *_: object) -> None:
        target.write_bytes(b"half")
        raise OSError(fault, "refused")

    monkeypatch.setattr(carrying, "write_carried", write)
    with pytest.raises(error, match="disk"):
        export_submission(terminal.terminal.store, intake.submission_id, tmp_path / "disk")
    assert list((tmp_path / "disk").iterdir()) == []


def test_a_part_that_can_not_be_read_here_is_not_the_removable_disks_fault(
    terminal: EnrolledTerminal, tmp_path: Path
) -> None:
    intake, _ = terminal.seal_intake()
    part = terminal.terminal.store.profile.part_file(intake.submission_id, 1)
    part.unlink()
    part.mkdir()  # what can't be read as a file
    with pytest.raises(LocalPartError) as damaged:
        export_submission(terminal.terminal.store, intake.submission_id, tmp_path / "disk")
    assert damaged.value.reason == "part_damaged_here"
    assert list((tmp_path / "disk").iterdir()) == []


def test_what_is_nothing_to_bring_is_said(terminal: EnrolledTerminal, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.yimen").write_bytes(b"x" * 300)
    given = ["empty", "gone.yimen", "letter.yimen"]
    paths = [str(tmp_path / name) for name in given]
    empty, gone, letter = ask_terminal(terminal.folder, "outbox", "import", *paths, ok=False)
    assert (empty["ok"], empty["files"]) == (True, 0)
    assert (gone["error"], gone["message"]) == ("file_unreadable", "there is no such file")
    assert (letter["error"], letter["input"]) == ("file_unreadable", str(tmp_path / "letter.yimen"))


def test_without_a_folder_to_unpack_in_nothing_is_brought(
    terminal: EnrolledTerminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake, _ = terminal.seal_intake()
    file = export_submission(terminal.terminal.store, intake.submission_id, tmp_path / "disk")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    (line,) = ask_terminal(terminal.folder, "outbox", "import", str(file), ok=False)
    assert (line["error"], line["input"]) == ("store_file_error", str(file))


def test_what_a_killed_import_left_is_removed_unless_another_is_at_work(
    platform: PlatformProcess, terminal: EnrolledTerminal, tmp_path: Path
) -> None:
    left = platform.data / "arriving-x-1.part", platform.data / "rescue-x"

    def leave() -> None:
        left[0].write_bytes(b"x")
        left[1].mkdir(exist_ok=True)
        (left[1] / "file").write_bytes(b"x")

    with opened(platform.data) as data:
        with data.data.arrivals():
            leave()
            assert list(import_files(data, [])) == []
            assert all(path.exists() for path in left)
        assert list(import_files(data, [])) == []
        assert not any(path.exists() for path in left)
    leave()
    platform.stop()
    platform.start()
    assert not any(path.exists() for path in left)


def test_a_rescue_names_the_platforms_own_disk(
    platform: PlatformProcess, terminal: EnrolledTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.seal_intake()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(rescuing, "write_carried", full)
    (line,) = ask_platform("rescue", "--data", str(platform.data), str(terminal.terminal.profile.outbox), ok=False)
    assert line["error"] == "no_room"


@pytest.mark.parametrize("seed", range(2))
def test_a_file_that_was_changed_anywhere_is_whole_or_refused(tmp_path: Path, carried_file: bytes, seed: int) -> None:
    rng, path = random.Random(seed), tmp_path / "file.yimen"
    for _ in range(150):
        changed = bytearray(carried_file)
        tail = len(changed) - 600
        for place in (rng.randrange(len(changed)), rng.randrange(80), rng.randrange(tail, len(changed))):
            changed[place] ^= rng.choice((0, 0, 1 << rng.randrange(8)))
        path.write_bytes(changed[: rng.choice((len(changed), len(changed), rng.randrange(len(changed))))])
        with contextlib.suppress(CarriedError), open_carried(path) as carried:
            for part in carried.manifest.envelope.parts:
                assert hashlib.sha256(carried.part(part.position)).hexdigest() == part.sha256


def test_two_terminals_on_one_case_conflict_by_name_and_a_person_takes_the_second_on(
    platform: PlatformProcess, terminal: EnrolledTerminal
) -> None:
    """The second decision was sealed without knowing the first: here by a store put back to before it."""
    store = terminal.terminal.store
    intake, result = terminal.seal_intake()
    before = cases.get(store, intake.case_id).latest_root
    terminal.seal_decision(intake.case_id)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE cases SET latest_root = ?", (before,))
    second = terminal.seal_decision(intake.case_id)
    with agent_thread(terminal.terminal):
        wait_until(lambda: terminal.state(second.submission_id) is OutboxState.RETURNED, terminal.delivery())
    row = outbox.get(store, second.submission_id)
    assert (row.reason_code, row.next_try_at is not None) == ("stale_based_on", True)

    arguments = ["take-on", str(second.submission_id), "--data", str(platform.data)]
    (line,) = ask_platform(*arguments, "--by", CLERK, "--reason", "样例：核对无误", ok=False)
    assert line["error"] == "still_refused", "the item is accepted already: nobody's word changes that table"
    (line,) = ask_platform(*arguments, "--by", "nobody", "--reason", "样例", ok=False)
    assert line["error"] == "clerk_invalid"
    assert [line["kind"] for line in platform.held(result.case_number)] == ["intake", "decision"]
    assert terminal.terminal.profile.part_file(second.submission_id, 0).exists(), "its ciphertext stays"


def test_a_returned_submission_is_closed_by_a_person_with_a_follow_up(
    platform: PlatformProcess, terminal: EnrolledTerminal
) -> None:
    store = terminal.terminal.store
    returned, _ = terminal.seal_intake(item_code="no-such-item")
    instead, _ = terminal.seal_intake()
    with agent_thread(terminal.terminal):
        wait_until(lambda: terminal.state(returned.submission_id) is OutboxState.RETURNED, terminal.delivery())
        close = ["outbox", "close", str(returned.submission_id), "--by", CLERK]
        for wrong in (["--reason", " ", "--follow-up", str(instead.submission_id)],
                      ["--reason", "样例", "--follow-up", str(returned.submission_id)]):  # fmt: skip
            (line,) = ask_terminal(terminal.folder, *close, *wrong, ok=False)
            assert line["error"] == "close_refused"
        (line,) = ask_terminal(terminal.folder, *close, "--reason", "样例", "--follow-up", str(uuid4()), ok=False)
        assert line["error"] == "submission_unknown"
        ask_terminal(terminal.folder, *close, "--reason", "样例：重新受理", "--follow-up", str(instead.submission_id))
        wait_until(lambda: terminal.state(returned.submission_id) is OutboxState.CLOSED, "closing")
    row = outbox.get(store, returned.submission_id)
    assert (row.closed_by, row.follow_up, row.reason_detail) == (CLERK, instead.submission_id, "样例：重新受理")
    (shown,) = ask_terminal(terminal.folder, "outbox", "show", str(returned.submission_id))
    assert shown["state"] == "closed"
