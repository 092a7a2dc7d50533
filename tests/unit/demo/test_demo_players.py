"""A player's sheet and process together tell whether it is done, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.errors import DemoError
from demo.players import Player
from demo.processes import Launcher
from demo.report import PlayedStep, ScoreSheet
from tests.patience import PATIENCE_S

FOREVER = "import threading; threading.Event().wait(60)"


@pytest.fixture
def launcher(tmp_path: Path) -> Iterator[Launcher]:
    launcher = Launcher(tmp_path, tmp_path / "logs")
    yield launcher
    launcher.end_leftovers()


def _player(launcher: Launcher, program: str) -> Player:
    return Player("kiosk", launcher.start("kiosk", ["-c", program]), ScoreSheet(launcher.folder / "score"))


def test_it_is_done_when_it_says_so(launcher: Launcher) -> None:
    player = _player(launcher, FOREVER)
    player.sheet.add_step(PlayedStep("attract", 5, ok=True))
    assert not player.has_ended()
    with pytest.raises(DemoError, match="too_slow"):
        player.wait_until_ended(0.1)
    player.sheet.add_fact("ended", "well")
    player.wait_until_ended(1.0)
    player.running.stop()


def test_a_failed_step_ends_it_with_its_reason(launcher: Launcher) -> None:
    player = _player(launcher, FOREVER)
    player.sheet.add_step(PlayedStep("scan", 5, ok=False, detail="PlayError: no paper"))
    with pytest.raises(DemoError, match="scan: PlayError: no paper"):
        player.has_ended()
    player.running.stop()


@pytest.mark.parametrize(("program", "code"), [("raise SystemExit(3)", "failed"), ("pass", "ended_early")])
def test_a_process_that_goes_without_a_word_is_a_failure(launcher: Launcher, program: str, code: str) -> None:
    player = _player(launcher, program)
    player.running.wait(PATIENCE_S)
    with pytest.raises(DemoError) as caught:
        player.has_ended()
    assert caught.value.code == code


def test_the_number_is_read_as_it_is_shown(launcher: Launcher) -> None:
    player = _player(launcher, "pass")
    player.running.wait(PATIENCE_S)
    with pytest.raises(DemoError, match="no_case_number"):
        player.case_number()
    player.sheet.add_fact("case_number", "441900 26 00001 000001 2")
    assert player.case_number() == "44190026000010000012"
