"""The platform is stopped: both apps complete a case and print; it comes back and holds each once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from demo.evidence import check_platform, check_receipt
from demo.players import start_player
from demo.playing.options import Ending
from demo.stage import Stage
from tests.patience import LATE_S, PATIENCE_S

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


def test_both_apps_work_without_the_platform_and_deliver_when_it_is_back(stage: Stage, tmp_path: Path) -> None:
    stage.platform.stop()
    players = [start_player(stage, name, tmp_path, Ending.KEPT) for name in ("kiosk", "counter")]
    for player in players:
        player.wait_until_ended(240)
        player.running.stop()
    kiosk, counter = (player.case_number() for player in players)
    assert stage.platform.list_cases() == []
    _check_slips(stage, {"kiosk": kiosk, "counter": counter})
    stage.platform.start()
    started = time.monotonic()
    stage.terminals["kiosk"].wait_until_delivered(1, PATIENCE_S)
    stage.terminals["counter"].wait_until_delivered(2, PATIENCE_S)
    assert time.monotonic() - started < 10 + LATE_S
    expected = {kiosk: ["intake"], counter: ["intake", "decision"]}
    for _ in range(2):
        assert check_platform(stage.platform, expected)["submissions"] == 3


def _check_slips(stage: Stage, numbers: dict[str, str]) -> None:
    for name, number in numbers.items():
        slips = stage.dock.hand(name).status().slips
        assert len(slips) == {"kiosk": 1, "counter": 2}[name]
        trust = stage.terminals[name].profile.trust
        assert [check_receipt(stage.launcher, slip, trust)["case_number"] for slip in slips] == [number] * len(slips)
