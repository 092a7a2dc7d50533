"""A file is there whole or not at all, whatever cuts its writing short."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

import pytest

from shared.files import is_temporary, temporary_of, write_atomically


def test_files_are_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_a_full_disk_cuts_short_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "part"
    write_atomically(path, b"whole")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("shared.files.os.fsync", full)
    with pytest.raises(OSError, match="full"):
        write_atomically(path, b"other")
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"part": b"whole"}


def test_what_a_kill_left_half_written_is_known_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / "part"
    temporary_of(path).write_bytes(b"half of something longer")
    assert [is_temporary(one) for one in tmp_path.iterdir()] == [True]
    write_atomically(path, b"whole")
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"part": b"whole"}
