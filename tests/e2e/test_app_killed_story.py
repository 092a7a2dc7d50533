"""The app is killed the moment its receipt is printed; the case arrives whole, once, and the app stands up again."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.evidence import check_platform
from demo.players import start_player
from demo.playing.options import Ending
from demo.stage import Stage
from demo.terminals import DemoTerminal
from tests.patience import PATIENCE_S
from tests.unit.demo.demo_waiting import wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def delivered() -> dict[str, list[str]]:
    """What the platform holds of the stories so far: kinds of submissions by case number."""
    return {}


@pytest.mark.parametrize(("name", "kinds", "slips"), [("kiosk", ["intake"], 1), ("counter", ["intake", "decision"], 2)])
def test_kill_9_of_the_app_just_after_the_receipt_prints(
    stage: Stage, delivered: dict[str, list[str]], tmp_path: Path, name: str, kinds: list[str], slips: int
) -> None:
    hand, terminal = stage.dock.hand(name), stage.terminals[name]
    player = start_player(stage, name, tmp_path, Ending.PRINTED)
    wait_until(lambda: player.has_ended() or len(hand.status().slips) >= slips, 240)
    player.running.kill()
    terminal.wait_until_delivered(len(kinds), PATIENCE_S)
    (number,) = {row.case_number for row in terminal.outbox()}
    delivered[number] = kinds
    assert check_platform(stage.platform, delivered)["digests_ok"]
    _check_that_the_app_stands_up_again(stage, terminal, tmp_path)
    assert check_platform(stage.platform, delivered)["digests_ok"]
    assert len(hand.status().slips) == slips


def _check_that_the_app_stands_up_again(stage: Stage, terminal: DemoTerminal, folder: Path) -> None:
    """Start it afresh; a kiosk must be ready for the next citizen, a counter for its clerk."""
    folder = folder / "again"
    folder.mkdir()
    (stage.folder / f"{terminal.name}.score").unlink()
    player = start_player(stage, terminal.name, folder, Ending.PRINTED)
    first = {"kiosk": "home", "counter": "sign in"}[terminal.name]
    wait_until(lambda: player.has_ended() or first in {step.name for step in player.steps()}, PATIENCE_S)
    player.running.kill()
