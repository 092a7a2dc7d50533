"""A case sealed without a network is delivered once it is back, and what proves it proves nothing else."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from PIL import Image

from demo.errors import DemoError
from demo.evidence import check_platform, check_receipt
from demo.stage import Stage
from shared.security.trust_folder import ROOT_FILE
from tests.e2e.e2e_desk import take_employment_case
from tests.patience import LATE_S, PATIENCE_S
from tests.unit.demo.demo_waiting import wait_until

pytestmark = pytest.mark.e2e


def test_sealed_without_a_network_and_delivered_with_it(stage: Stage, tmp_path: Path) -> None:
    kiosk, hand = stage.terminals["kiosk"], stage.dock.hand("kiosk")
    hand.change_network(network=False)
    wait_until(lambda: hand.network_is(False))
    taken = take_employment_case(kiosk)
    assert taken.printed
    assert stage.platform.list_cases() == []
    hand.change_network(network=True)
    wait_until(lambda: hand.network_is(True))
    started = time.monotonic()
    kiosk.wait_until_delivered(1, PATIENCE_S)
    assert time.monotonic() - started < 10 + LATE_S
    answer = check_platform(stage.platform, {taken.number: ["intake"]})
    assert answer["digests_ok"]
    _check_that_the_receipt_proves_it(stage, taken.number, tmp_path)
    _check_that_a_lie_is_found(stage, taken.number)


def _check_that_the_receipt_proves_it(stage: Stage, number: str, folder: Path) -> None:
    (slip,) = wait_until(lambda: stage.dock.hand("kiosk").status().slips)
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


def _check_that_a_lie_is_found(stage: Stage, number: str) -> None:
    with pytest.raises(DemoError, match="other_cases"):
        check_platform(stage.platform, {})
    with pytest.raises(DemoError, match="other_submissions"):
        check_platform(stage.platform, {number: ["intake", "decision"]})
    part = next((stage.folder / "platform" / "parts").rglob("1"))
    part.write_bytes(part.read_bytes()[:-1] + b"\0")
    with pytest.raises(DemoError, match="digest_wrong"):
        check_platform(stage.platform, {number: ["intake"]})
