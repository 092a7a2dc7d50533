"""What every command line does alike."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "words",
    [
        "kiosk_app --windowed abc",
        "kiosk_app extra",
        "kiosk_app.session extra",
        "counter_app --windowed abc",
        "counter_app extra",
        "demo extra",
        "demo.dock extra",
        "demo.gallery nobody",
        "tests.prove nothing",
        "tests.prove crash --rounds 0",
        "tests.prove handoff --rounds -1",
        "shared.catalogue nothing",
        "shared.intake nothing",
        "shared.notices nothing",
        "shared.security nothing",
        "shared.sync nothing",
        "acceptance_platform nothing",
        "acceptance_platform serve --data nowhere --port 99999",
        "devices nothing",
    ],
)
def test_wrong_usage_ends_with_64(words: str) -> None:
    done = subprocess.run([sys.executable, "-m", *words.split()], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 64, done.stderr
    assert "usage:" in done.stderr
    assert not done.stdout
