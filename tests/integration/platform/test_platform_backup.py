"""Backup and restore: what is in a backup comes back whole, under a new epoch, and nothing private lies in it."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from acceptance_platform import backup as backup_module
from acceptance_platform.backup import ENROLMENT_CODES_SKIPPED, back_up, restore
from acceptance_platform.counters import Counter, take
from acceptance_platform.database.tables import submissions
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.platform import opened
from acceptance_platform.submissions.carrying import import_files
from acceptance_platform.submissions.resolving import take_on_returned
from acceptance_platform.submissions.verifying import verify_cases
from acceptance_platform.terminals.certificates import list_terminals, revoke
from acceptance_platform.terminals.enrolment import enrol
from acceptance_platform.terminals.readmission import readmit
from acceptance_platform.terminals.tokens import issue_renewal_token, issue_token
from shared.catalogue.model import Catalogue
from shared.contract.base import encode_bytes
from shared.contract.carried import write_carried
from shared.contract.problems import ProblemCode
from shared.contract.terminals import ENROLMENT_CONTEXT, EnrolmentRequest, Heartbeat, HeartbeatRequest, TerminalKind
from tests.fixtures.commands import platform_command
from tests.integration.platform.platform_kit import ServedPlatform, TerminalSide
from tests.integration.platform.sealing_kit import Sealed


def beat(side: TerminalSide, platform: ServedPlatform) -> Heartbeat:
    request = HeartbeatRequest(clock=platform.platform.clock(), app_version="1", waiting=0, returned=0)
    return Heartbeat.model_validate_json(side.post_json("/v1/heartbeat", request.model_dump(mode="json")).content)


def spoil(platform: ServedPlatform, sealed: Sealed, position: int = 1) -> Path:
    path = platform.platform.data.part(sealed.id, position)
    path.write_bytes(path.read_bytes()[:-1])
    return path


def carried_in(folder: Path, sealed: Sealed) -> Path:
    carried = folder / "carried.yimen"
    write_carried(carried, sealed.manifest, lambda part: sealed.ciphertexts[part.position])
    return carried


def test_the_watermark_follows_the_backup_and_a_restore_begins_an_epoch(
    counter: TerminalSide, platform: ServedPlatform, catalogue: Catalogue, tmp_path: Path
) -> None:
    first = counter.deliver(counter.seal_intake(catalogue, pages=2))
    assert beat(counter, platform).backup_watermark == 0
    target = tmp_path / "backup"
    statement = back_up(platform.platform, target).statement
    assert statement.platform_sequence == first.platform_sequence
    assert beat(counter, platform).backup_watermark == first.platform_sequence

    second = counter.deliver(counter.seal_intake(catalogue))
    assert beat(counter, platform).backup_watermark == first.platform_sequence
    again = back_up(platform.platform, target).statement
    assert (again.copied, again.platform_sequence) == (2, second.platform_sequence), "only what is new is copied"
    counter.deliver(counter.seal_intake(catalogue))  # lost with the disk

    restored = restore(target, tmp_path / "risen", platform.platform.data.keys)
    assert restored.platform_sequence == second.platform_sequence
    with opened(tmp_path / "risen") as risen:
        assert risen.epoch != platform.platform.epoch
        checked = {line.subject: line.error for line in verify_cases(risen, ())}
        assert checked == {str(first.submission_id): None, str(second.submission_id): None}
        with risen.database.write() as connection:
            code = take(connection, Counter.ENROLMENT)
    assert code > counter.me.enrolment_code + ENROLMENT_CODES_SKIPPED, "no code of a lost enrolment is given again"


def test_a_backup_that_begins_during_another_is_refused_and_spoils_nothing(
    counter: TerminalSide,
    platform: ServedPlatform,
    catalogue: Catalogue,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counter.deliver(counter.seal_intake(catalogue))
    held, copy_parts = [], backup_module._copy_parts

    def copied_while_another_begins(*arguments: Any) -> Any:
        monkeypatch.undo()
        with pytest.raises(PlatformError) as second:
            back_up(platform.platform, tmp_path / "backup")
        held.append(second.value.code)
        return copy_parts(*arguments)

    monkeypatch.setattr(backup_module, "_copy_parts", copied_while_another_begins)
    first = back_up(platform.platform, tmp_path / "backup").statement
    assert held == [FaultCode.DATA_DIR_BUSY]
    assert restore(tmp_path / "backup", tmp_path / "risen", platform.platform.data.keys) == first


def test_a_terminal_of_after_the_backup_is_let_in_again_by_its_certificate(
    counter: TerminalSide, platform: ServedPlatform, catalogue: Catalogue, tmp_path: Path
) -> None:
    back_up(platform.platform, tmp_path / "backup")
    later = platform.terminal()
    sealed = later.seal_intake(catalogue)
    later.close()
    number, pem = sealed.manifest.envelope.case_number, later.me.certificate_pem.encode()
    carried = carried_in(tmp_path, sealed)
    again = partial(readmit, pem=pem, case_number=number, kind=TerminalKind.COUNTER, name="样例终端")
    restore(tmp_path / "backup", tmp_path / "risen", platform.platform.data.keys)
    with opened(tmp_path / "risen") as risen:
        (refused,) = import_files(risen, [carried])
        assert refused.error is ProblemCode.TERMINAL_UNKNOWN
        for faulty, case, code in (
            (b"-", number, FaultCode.CERTIFICATE_INVALID),
            (risen.keys.root_pem.encode(), number, FaultCode.CERTIFICATE_INVALID),
            (pem, number[:-1], FaultCode.CASE_NUMBER_INVALID),
            (pem, str(counter.number(1)), FaultCode.ENROLMENT_TAKEN),
        ):
            with pytest.raises(PlatformError) as fault:
                again(risen, pem=faulty, case_number=case)
            assert fault.value.code is code
        for _ in range(2):
            assert again(risen).terminal_id == later.me.terminal_id
        (taken,) = import_files(risen, [carried])
        assert (taken.error, taken.values["state"]) == (None, "delivered")
        assert revoke(risen, later.me.terminal_id, "stolen") == 1
        with pytest.raises(PlatformError) as fault:
            again(risen)
        assert fault.value.code is FaultCode.KEY_REVOKED


def test_a_restore_says_since_when_revocations_have_to_be_made_again(platform: ServedPlatform, tmp_path: Path) -> None:
    made_at = back_up(platform.platform, tmp_path / "backup").statement.made_at
    places = ("--data", str(tmp_path / "risen"), "--from", str(tmp_path / "backup"))
    ended, (line,) = platform_command("restore", *places, "--keys", str(platform.platform.data.keys))
    assert (ended, line["ok"], line["made_at"]) == (0, True, made_at)
    assert line["do_again"].startswith(f"{made_at} 以后的终端吊销和人员改动不在备份里")


def sealed_under_a_newer_enrolment(
    platform: ServedPlatform, catalogue: Catalogue, backup: Path
) -> tuple[Sealed, bytes]:
    """Seal an intake at a terminal that was renewed after the backup; return it and the terminal's certificate."""
    renewed = platform.terminal()
    back_up(platform.platform, backup)
    renewed.token, _ = issue_renewal_token(platform.platform, renewed.me.terminal_id)
    renewed.enrol()
    renewed.close()
    return renewed.seal_intake(catalogue), renewed.me.certificate_pem.encode()


def test_what_a_renewed_terminal_sealed_waits_until_a_restored_platform_knows_its_enrolment_again(
    platform: ServedPlatform, catalogue: Catalogue, tmp_path: Path
) -> None:
    sealed, pem = sealed_under_a_newer_enrolment(platform, catalogue, tmp_path / "backup")
    carried, number = carried_in(tmp_path, sealed), sealed.manifest.envelope.case_number
    restore(tmp_path / "backup", tmp_path / "risen", platform.platform.data.keys)
    with opened(tmp_path / "risen") as risen:
        (refused,) = import_files(risen, [carried])
        assert refused.error is ProblemCode.ENROLMENT_MISSING
        readmit(risen, pem, number, kind=TerminalKind.COUNTER, name="样例终端")
        (taken,) = import_files(risen, [carried])
        assert (taken.error, taken.values["state"]) == (None, "delivered")


def test_what_was_returned_for_its_enrolment_can_be_taken_on_once_that_is_known_again(
    platform: ServedPlatform, catalogue: Catalogue, tmp_path: Path
) -> None:
    sealed, pem = sealed_under_a_newer_enrolment(platform, catalogue, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "risen", platform.platform.data.keys)
    with opened(tmp_path / "risen") as risen:
        tuple(import_files(risen, [carried_in(tmp_path, sealed)]))
        with risen.database.write() as connection:  # as platforms did before they had such an intake wait
            own = submissions.c.submission_id == sealed.id
            connection.execute(update(submissions).where(own).values(state="returned", reason="number_invalid"))
        with pytest.raises(PlatformError) as refused:
            take_on_returned(risen, sealed.id, "c-01", "样例")
        assert refused.value.code is FaultCode.STILL_REFUSED
        number = sealed.manifest.envelope.case_number
        readmit(risen, pem, number, kind=TerminalKind.COUNTER, name="样例终端")
        assert take_on_returned(risen, sealed.id, "c-01", "样例").state == "delivered"


def test_a_terminal_that_enrolled_afresh_before_it_was_let_in_again_is_let_in(
    platform: ServedPlatform, catalogue: Catalogue, tmp_path: Path
) -> None:
    back_up(platform.platform, tmp_path / "backup")
    later = platform.terminal()
    number = later.seal_intake(catalogue).manifest.envelope.case_number
    later.close()
    restore(tmp_path / "backup", tmp_path / "risen", platform.platform.data.keys)
    with opened(tmp_path / "risen") as risen:
        token, _ = issue_token(risen, TerminalKind.COUNTER, "样例终端", "441900")
        proof = later.key.sign(ENROLMENT_CONTEXT + hashlib.sha256(token.encode()).digest())
        spki = encode_bytes(later.key.verifying_key.spki)
        made = enrol(risen, EnrolmentRequest(token=token, signing_key=spki, proof=encode_bytes(proof))).enrolment
        assert made.terminal_id != later.me.terminal_id
        pem = later.me.certificate_pem.encode()
        again = readmit(risen, pem, number, kind=TerminalKind.COUNTER, name="样例终端")
        assert again.terminal_id == later.me.terminal_id
        with risen.database.read() as connection:
            assert str(made.terminal_id) not in {line["terminal_id"] for line in list_terminals(connection)}


def test_a_disk_that_refuses_is_named_and_no_key_is_left_behind(platform: ServedPlatform, tmp_path: Path) -> None:
    data, backup = platform.platform.data, tmp_path / "backup"
    blocked = tmp_path / "file"
    blocked.touch()
    ended, (line,) = platform_command("backup", "--data", str(data.root), "--to", str(blocked / "backup"))
    assert (ended, line["error"]) == (2, "file_refused")
    back_up(platform.platform, backup)
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "root.key").write_bytes((data.keys / "root.key").read_bytes())
    with pytest.raises(PlatformError):
        restore(backup, tmp_path / "risen", keys)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "file", "keys"]


def test_a_backup_holds_no_private_key(platform: ServedPlatform, tmp_path: Path) -> None:
    back_up(platform.platform, tmp_path / "backup")
    found = [
        path for path in (tmp_path / "backup").rglob("*") if path.is_file() and b"PRIVATE KEY" in path.read_bytes()
    ]
    assert found == []


def test_a_damaged_part_is_named_and_held_back_for_and_the_others_are_backed_up(
    counter: TerminalSide, platform: ServedPlatform, catalogue: Catalogue, tmp_path: Path
) -> None:
    first, second, third = (counter.seal_intake(catalogue) for _ in range(3))
    safe, spoilt, last = (counter.deliver(sealed).platform_sequence for sealed in (first, second, third))
    assert safe is not None
    spoil(platform, second)
    backup = ("backup", "--data", str(platform.platform.data.root), "--to", str(tmp_path / "backup"))
    for _ in range(2):
        ended, (named, made) = platform_command(*backup)
        assert (ended, named["error"], named["input"]) == (2, "part_damaged", str(second.id))
        assert named["case_number"] == second.manifest.envelope.case_number
        assert "part 1" in named["message"]
        assert (made["ok"], made["platform_sequence"]) == (True, safe)
        assert beat(counter, platform).backup_watermark == safe == spoilt - 1

    restore(tmp_path / "backup", tmp_path / "risen", platform.platform.data.keys)
    with opened(tmp_path / "risen") as risen:
        checked = {line.subject: line.error for line in verify_cases(risen, ())}
        assert [checked[str(one.id)] for one in (first, second, third)] == [None, FaultCode.PART_DAMAGED, None]

    offered = counter.put_manifest(second).json()
    assert (offered["state"], offered["missing"]) == ("awaiting_parts", [1])
    counter.upload(second, 1)
    again = counter.commit(second).json()
    assert (again["state"], again["missing"], again["platform_sequence"]) == ("delivered", [], spoilt)
    ended, (made,) = platform_command(*backup)
    assert (ended, made["copied"], beat(counter, platform).backup_watermark) == (0, 1, last)


def test_what_rotted_comes_back_with_a_file_of_its_terminal(
    counter: TerminalSide, platform: ServedPlatform, catalogue: Catalogue, tmp_path: Path
) -> None:
    sealed = counter.seal_intake(catalogue)
    counter.deliver(sealed)
    path = spoil(platform, sealed)
    (imported,) = import_files(platform.platform, [carried_in(tmp_path, sealed)])
    assert (imported.error, imported.values["state"]) == (None, "delivered")
    assert path.read_bytes() == sealed.ciphertexts[1]


def test_a_part_that_the_disk_does_not_give_is_damaged_and_held_again_once_it_does(
    counter: TerminalSide, platform: ServedPlatform, catalogue: Catalogue, tmp_path: Path
) -> None:
    sealed = counter.seal_intake(catalogue)
    sequence = counter.deliver(sealed).platform_sequence
    path = platform.platform.data.part(sealed.id, 1)
    path.rename(tmp_path / "away")
    path.mkdir()  # opening it fails, as a bad sector does
    (damaged,) = back_up(platform.platform, tmp_path / "backup").damaged
    assert (damaged.submission_id, damaged.position) == (sealed.id, 1)
    path.rmdir()
    (tmp_path / "away").rename(path)
    assert back_up(platform.platform, tmp_path / "backup").damaged == ()
    assert beat(counter, platform).backup_watermark == sequence


def test_what_rots_after_its_backup_holds_back_nothing_that_comes_later(
    counter: TerminalSide, platform: ServedPlatform, catalogue: Catalogue, tmp_path: Path
) -> None:
    old = counter.seal_intake(catalogue)
    counter.deliver(old)
    back_up(platform.platform, tmp_path / "backup")
    spoil(platform, old)
    later = counter.deliver(counter.seal_intake(catalogue)).platform_sequence
    made = back_up(platform.platform, tmp_path / "another")
    assert [one.submission_id for one in made.damaged] == [old.id]
    assert beat(counter, platform).backup_watermark == later, "its terminal let go of it long ago"
    (imported,) = import_files(platform.platform, [carried_in(tmp_path, old)])
    assert imported.error is None


def test_a_restore_refuses_a_folder_in_use_and_keys_that_do_not_fit(platform: ServedPlatform, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    back_up(platform.platform, target)
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "something").touch()
    with pytest.raises(PlatformError) as refused:
        restore(target, taken, platform.platform.data.keys)
    assert refused.value.code is FaultCode.DATA_DIR_TAKEN
    with opened(tmp_path / "other") as other:
        for keys in (other.data.keys, tmp_path / "nowhere"):
            with pytest.raises(PlatformError) as refused:
                restore(target, tmp_path / "risen", keys)
            assert refused.value.code is FaultCode.KEYS_MISSING
    assert not (tmp_path / "risen").exists()
    assert json.loads((target / "backup.json").read_text())["epoch"] == str(platform.platform.epoch)
