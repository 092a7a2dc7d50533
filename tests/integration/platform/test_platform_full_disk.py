"""A platform whose disk is full takes nothing, says so, can be read, and goes on where there is room again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
_AS_ROOT = () if os.geteuid() == 0 else ("--user", "--map-root-user")
_CHILD = "tests.integration.platform.full_disk_child"


def test_a_full_disk_loses_nothing_and_delivery_goes_on_with_room(tmp_path: Path) -> None:
    disk, beside = tmp_path / "disk", tmp_path / "beside"
    disk.mkdir()
    beside.mkdir()
    script = f'mount -t tmpfs -o size=16m tmpfs "$1" && exec "$3" -m {_CHILD} "$1" "$2"'
    command = ["unshare", "--mount", *_AS_ROOT, "sh", "-c", script, "sh", str(disk), str(beside), sys.executable]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["said"] == ["no_room Retry-After: 60"] * 2
    assert told["readable"] == [True, True]
    assert (told["wrong"], told["held"], told["sealed"]) == ([], 3, 3), "each case is held, whole and once"
