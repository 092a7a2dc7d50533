"""A case waits for its network, or loses its agent on the way: it arrives whole, once, and its proofs prove no more."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from PIL import Image

from demo.errors import DemoError
from demo.evidence import check_platform, check_receipt
from demo.stage import Stage
from demo.terminals import DemoTerminal
from shared.security.trust_folder import ROOT_FILE
from tests.e2e.e2e_desk import take_employment_case
from tests.patience import LATE_S, PATIENCE_S
from tests.unit.demo.demo_waiting import wait_until

pytestmark = pytest.mark.e2e

SLOW_BYTES_PER_S = 40_000
Delivered = dict[str, list[str]]


@pytest.fixture(scope="module")
def delivered() -> Delivered:
    """What the platform holds of the stories so far: kinds of submissions by case number."""
    return {}


def test_kill_9_of_the_agent_in_mid_upload(stage: Stage, delivered: Delivered) -> None:
    kiosk, hand = stage.terminals["kiosk"], stage.dock.hand("kiosk")
    hand.change_network(network_bytes_per_s=SLOW_BYTES_PER_S)
    taken = take_employment_case(kiosk)
    for _ in range(2):
        wait_until(lambda: _is_in_mid_upload(kiosk), PATIENCE_S)
        stage.agents["kiosk"].kill()
        assert len(stage.platform.list_cases()) == len(delivered)
        stage.restart_agent("kiosk")
    hand.change_network(network_bytes_per_s=None)
    delivered[taken.number] = ["intake"]
    kiosk.wait_until_delivered(len(delivered), PATIENCE_S)
    assert check_platform(stage.platform, delivered)["submissions"] == len(delivered)


def _is_in_mid_upload(terminal: DemoTerminal) -> bool:
    """Tell whether the sealed body is there and the pages, whose bytes take seconds on this line, are not."""
    return any(0 < row.bytes_sent < row.bytes_total for row in terminal.outbox())


def test_sealed_without_a_network_and_delivered_with_it(stage: Stage, delivered: Delivered, tmp_path: Path) -> None:
    kiosk, hand = stage.terminals["kiosk"], stage.dock.hand("kiosk")
    hand.change_network(network=False)
    wait_until(lambda: hand.network_is(False))
    taken = take_employment_case(kiosk)
    assert taken.printed
    assert len(stage.platform.list_cases()) == len(delivered)
    hand.change_network(network=True)
    wait_until(lambda: hand.network_is(True))
    started = time.monotonic()
    delivered[taken.number] = ["intake"]
    kiosk.wait_until_delivered(len(delivered), PATIENCE_S)
    assert time.monotonic() - started < 10 + LATE_S
    assert check_platform(stage.platform, delivered)["digests_ok"]
    _check_that_the_receipt_proves_it(stage, taken.number, tmp_path)
    _check_that_a_lie_is_found(stage, delivered)


def _check_that_the_receipt_proves_it(stage: Stage, number: str, folder: Path) -> None:
    *_, slip = wait_until(lambda: stage.dock.hand("kiosk").status().slips)
    trust = folder / "root alone"  # the counter's own folder knows the kiosk by the certificate directory
    trust.mkdir()
    shutil.copy(stage.terminals["counter"].profile.trust / ROOT_FILE, trust)
    with pytest.raises(DemoError, match="receipt_not_genuine"):
        check_receipt(stage.launcher, slip, trust)
    told = check_receipt(stage.launcher, slip, stage.terminals["kiosk"].profile.trust)
    assert told["verdict"] == "genuine"
    assert told["case_number"] == number
    blank = folder / "blank.png"
    Image.new("L", (576, 800), 255).save(blank)
    with pytest.raises(DemoError, match="qr_unreadable"):
        check_receipt(stage.launcher, blank, trust)


def _check_that_a_lie_is_found(stage: Stage, delivered: Delivered) -> None:
    with pytest.raises(DemoError, match="other_cases"):
        check_platform(stage.platform, {})
    with pytest.raises(DemoError, match="other_submissions"):
        check_platform(stage.platform, {number: ["intake", "decision"] for number in delivered})
    part = next((stage.folder / "platform" / "parts").rglob("1"))
    *kept, last = part.read_bytes()
    part.write_bytes(bytes([*kept, last ^ 1]))
    with pytest.raises(DemoError, match="digest_wrong"):
        check_platform(stage.platform, delivered)
