"""Keys in custody: any m of n shares bring the platform back, fewer or foreign ones tell nothing and change nothing."""

from __future__ import annotations

import io
import itertools
import json
import random
from pathlib import Path

import pytest

from acceptance_platform.cli.arguments import build_parser
from acceptance_platform.cli.commands import run
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.facts import get_fact
from acceptance_platform.key_backup import DRILLED_AT, back_up_keys, drill, restore_keys
from acceptance_platform.keys import load_keys, read_key_files
from acceptance_platform.platform import Platform, open_platform, rotate_sealing_key


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Platform:
    opened = open_platform(tmp_path_factory.mktemp("platform"))
    opened.close()
    return opened


@pytest.fixture(scope="module")
def custody(kept: Platform, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, ...]]:
    file = tmp_path_factory.mktemp("copy") / "keys.ymk"
    _, shares = back_up_keys(kept, file, needed=2, shares=3)
    return file, shares


Made = tuple[Path, tuple[str, ...]]


def fault_of(file: Path, shares: list[str], folder: Path) -> FaultCode:
    with pytest.raises(PlatformError) as refused:
        restore_keys(file, shares, folder)
    assert not folder.exists(), "nothing is written"
    return refused.value.code


def test_any_enough_shares_bring_the_keys_back(kept: Platform, custody: Made, tmp_path: Path) -> None:
    file, shares = custody
    for number, some in enumerate(itertools.permutations(shares, 2)):
        folder = tmp_path / str(number)
        restored = restore_keys(file, some, folder)
        assert read_key_files(folder) == read_key_files(kept.data.keys)
        assert (restored.needed, restored.shares) == (2, 3)
        assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
        assert set(load_keys(folder).sealing.private) == set(restored.sealing_keys)


def test_too_few_shares_are_told_apart_from_wrong_ones(kept: Platform, custody: Made, tmp_path: Path) -> None:
    file, shares = custody
    folder = tmp_path / "keys"
    assert fault_of(file, [shares[0]], folder) is FaultCode.SHARES_TOO_FEW
    assert fault_of(file, [shares[0], shares[0].upper() + " "], folder) is FaultCode.SHARES_TOO_FEW
    misspelt = shares[1].rsplit(" ", 1)[0] + " academic"
    assert fault_of(file, [shares[0], misspelt], folder) is FaultCode.SHARES_INVALID
    _, foreign = back_up_keys(kept, tmp_path / "other.ymk", needed=2, shares=2)
    assert fault_of(file, list(foreign), folder) is FaultCode.SHARES_INVALID


def test_a_damaged_copy_is_never_taken_for_keys(custody: Made, tmp_path: Path) -> None:
    file, shares = custody
    whole, folder = file.read_bytes(), tmp_path / "keys"
    damaged = tmp_path / "damaged.ymk"
    for data in (b"", b"{}", b"[" * 100_000, whole[:-40], whole.replace(b'"needed": 2', b'"needed": 1')):
        damaged.write_bytes(data)
        assert fault_of(damaged, list(shares), folder) in {FaultCode.BACKUP_DAMAGED, FaultCode.SHARES_INVALID}
    at = random.Random(7).randrange(whole.index(b'"sealed"') + 20, len(whole) - 10)
    damaged.write_bytes(whole[:at] + (b"A" if whole[at : at + 1] != b"A" else b"B") + whole[at + 1 :])
    assert fault_of(damaged, list(shares), folder) is FaultCode.SHARES_INVALID
    assert fault_of(tmp_path / "none.ymk", list(shares), folder) is FaultCode.FILE_UNREADABLE


def test_keys_are_never_written_over_others(kept: Platform, custody: Made) -> None:
    file, shares = custody
    before = read_key_files(kept.data.keys)
    with pytest.raises(PlatformError) as refused:
        restore_keys(file, shares, kept.data.keys)
    assert refused.value.code is FaultCode.KEYS_EXIST
    assert read_key_files(kept.data.keys) == before
    with pytest.raises(PlatformError) as again:
        back_up_keys(kept, file, needed=2, shares=3)
    assert again.value.code is FaultCode.FILE_EXISTS


@pytest.mark.parametrize(("needed", "shares"), [(1, 3), (4, 3), (2, 17), (0, 0)])
def test_numbers_that_make_no_custody_are_refused(kept: Platform, tmp_path: Path, needed: int, shares: int) -> None:
    with pytest.raises(PlatformError) as refused:
        back_up_keys(kept, tmp_path / "keys.ymk", needed=needed, shares=shares)
    assert refused.value.code is FaultCode.SHARES_INVALID


def test_a_drill_is_noted_and_finds_a_copy_that_is_out_of_date(tmp_path: Path) -> None:
    platform = open_platform(tmp_path / "platform")
    file = tmp_path / "keys.ymk"
    _, shares = back_up_keys(platform, file, needed=2, shares=2)
    drill(platform, file, shares)
    with platform.database.read() as connection:
        assert get_fact(connection, DRILLED_AT) is not None
    rotate_sealing_key(platform)
    with pytest.raises(PlatformError) as stale:
        drill(platform, file, shares)
    assert stale.value.code is FaultCode.KEYS_DIFFER
    platform.close()


def test_the_commands_do_it_end_to_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_platform(tmp_path / "old").close()

    def command(*words: str, stdin: str = "") -> list[dict[str, object]]:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        assert run(build_parser().parse_args([*words, "--json"])) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    file = str(tmp_path / "keys.ymk")
    said, *lines = command("key-backup", "--data", str(tmp_path / "old"), "--to", file)
    assert (said["needed"], len(lines)) == (3, 5)
    words = "\n".join(str(line["words"]) for line in lines[1:4])
    (drilled,) = command("key-restore", "--data", str(tmp_path / "old"), "--from", file, "--drill", stdin=words)
    assert drilled["drill"] is True
    (restored,) = command("key-restore", "--data", str(tmp_path / "new"), "--from", file, stdin=words)
    assert restored["root"] == said["root"]
    assert read_key_files(tmp_path / "new" / "keys") == read_key_files(tmp_path / "old" / "keys")
