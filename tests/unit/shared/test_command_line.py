"""What every command line does alike."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from shared.command_line import ends_when_unheard
from tests.patience import PATIENCE_S

SPEAKING = ["devices barcodes nothing.jpg --json", "shared.catalogue search 落户", "shared.notices list"]
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
        "demo.dock --bench ../x",
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


def run_in_shell(line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


@pytest.mark.parametrize("words", SPEAKING)
@pytest.mark.parametrize("output", [">/dev/full", ">&-"])
def test_output_that_can_not_be_written_is_said_in_one_sentence(words: str, output: str) -> None:
    done = run_in_shell(f"{sys.executable} -m {words} {output}")
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr


@pytest.mark.parametrize("words", SPEAKING)
def test_a_reader_that_has_left_is_no_defect(words: str) -> None:
    done = run_in_shell(f"{sys.executable} -m {words} | true")
    assert done.returncode in (0, 2)
    assert not done.stderr


def test_an_error_that_is_not_the_outputs_stays_what_it_is() -> None:
    @ends_when_unheard
    def main() -> int:
        return len((ROOT / "nothing").read_bytes())

    with pytest.raises(FileNotFoundError):
        main()
