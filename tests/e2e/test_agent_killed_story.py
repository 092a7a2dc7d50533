"""The agent is killed in the middle of an upload over a slow line; the case arrives whole, once."""

from __future__ import annotations

import pytest

from demo.evidence import check_platform
from demo.stage import Stage
from demo.terminals import DemoTerminal
from tests.e2e.e2e_desk import take_employment_case
from tests.patience import PATIENCE_S
from tests.unit.demo.demo_waiting import wait_until

pytestmark = pytest.mark.e2e

SLOW_BYTES_PER_S = 40_000


def test_kill_9_of_the_agent_in_mid_upload(stage: Stage) -> None:
    kiosk, hand = stage.terminals["kiosk"], stage.dock.hand("kiosk")
    hand.change_network(network_bytes_per_s=SLOW_BYTES_PER_S)
    taken = take_employment_case(kiosk)
    for _ in range(2):
        wait_until(lambda: _is_in_mid_upload(kiosk), PATIENCE_S)
        stage.agents["kiosk"].kill()
        assert stage.platform.list_cases() == []
        stage.restart_agent("kiosk")
    hand.change_network(network_bytes_per_s=None)
    kiosk.wait_until_delivered(1, PATIENCE_S)
    assert check_platform(stage.platform, {taken.number: ["intake"]})["submissions"] == 1


def _is_in_mid_upload(terminal: DemoTerminal) -> bool:
    """Tell whether the sealed body is there and the pages, whose bytes take seconds on this line, are not."""
    return any(0 < row.bytes_sent < row.bytes_total for row in terminal.outbox())
