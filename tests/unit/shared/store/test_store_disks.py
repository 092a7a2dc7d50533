"""Disks that fill up or turn read-only: real ones, small and of memory, in a mount namespace of each test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[4]
_AS_ROOT = () if os.geteuid() == 0 else ("--user", "--map-root-user")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Play all of it on one disk, in one process."""
    disk = tmp_path_factory.mktemp("disk")
    script = 'mount -t tmpfs -o size=3m tmpfs "$1" && exec "$2" -m tests.unit.shared.store.disk_child "$1"'
    command = ["unshare", "--mount", *_AS_ROOT, "sh", "-c", script, "sh", str(disk), sys.executable]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_full_disk_leaves_a_draft_or_a_submission_whole_and_says_so(played: Any) -> None:
    told = played["full"]
    assert told["wrong"] == []
    assert set(told["ends"]) == {"disk_full", "sealed"}, told
    assert told["ends"][-2:] == ["disk_full"] * 2, "opening and rebuilding need room and change nothing without it"
    assert told["waiting"] == told["tried"], "each case was sealed in the end, once"


def test_a_read_only_disk_is_said_and_changes_nothing(played: Any) -> None:
    told = played["read_only"]
    assert (told["ends"], told["wrong"]) == (["read_only"] * 3, [])


def test_a_disk_that_turns_read_only_under_an_open_store_is_said_and_nothing_is_lost(played: Any) -> None:
    told = played["turning"]
    assert told["wrong"] == []
    assert set(told["ends"]) == {"read_only"}
    assert {step for step, end in told["steps"].items() if end == "sealed"} == {
        "committed",
        "record_kept",
        "checkpointed",
        "draft_unlinked",
    }
    assert set(told["steps"].values()) == {"sealed", "read_only"}, told["steps"]
    assert told["waiting"] == 1 + len(told["steps"]), "each was sealed in the end, once"
