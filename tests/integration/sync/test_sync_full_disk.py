"""A disk that is full to the last byte keeps nobody's papers back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.integration.sync.sync_kit import ROOT, EnrolledTerminal, PlatformProcess, wait_until
from tests.patience import PATIENCE_S

_AS_ROOT = () if os.geteuid() == 0 else ("--user", "--map-root-user")
_MOVE_AND_FILL = (
    'mount -t tmpfs -o size=64m tmpfs "$1" && cp -a --sparse=never "$2/." "$1"'
    ' && { cat /dev/zero >"$1/filler" || true; }'
    ' && exec "$3" -m shared.sync agent --profile "$1"'
)


def test_what_is_sealed_is_delivered_from_a_disk_without_a_byte_of_room(
    platform: PlatformProcess, terminal: EnrolledTerminal, tmp_path: Path
) -> None:
    profile = terminal.terminal.profile
    agent = terminal.start_agent()
    wait_until(profile.reserve_file.exists, "the reserve")
    agent.terminate()
    assert agent.wait(PATIENCE_S) == 0
    sealed = [terminal.seal_intake() for _ in range(3)]
    terminal.close()
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["unshare", "--mount", *_AS_ROOT, "sh", "-c", _MOVE_AND_FILL, "sh", str(disk), str(profile.folder)]
    on_full_disk = subprocess.Popen([*command, sys.executable], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: platform.holds(*(request.submission_id for request, _ in sealed)), "delivery")
    finally:
        on_full_disk.terminate()
        assert on_full_disk.wait(PATIENCE_S) == 0
