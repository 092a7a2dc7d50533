"""Every shipped fault script, played on every simulator that can, under the real driver: the named fault, then work."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest

from devices.faults.library import shipped_scripts
from devices.faults.player import FaultPlayer
from devices.faults.script import FaultScript
from tests.integration.devices.fault_benches import BENCHES, FaultBench

RECOVERY_S = 5.0
SCRIPTS = shipped_scripts()
# What waits for a timeout of its driver is hurried.
HURRIED = {"scanner-busy": "devices.scanner.escl.driver._BUSY_PATIENCE_S"}


# Which simulator a script plays on, by the first words that its name begins with.
BENCH_OF = (
    (("token-",), "token"),
    (("social-card-",), "social"),
    (("card-", "reader-"), "reader"),
    (("paper-", "cover-", "cutter-", "printer-"), "printer"),
    (("gun-",), "gun"),
    (("scanner-daemon-",), "daemon"),
    (("file-", "share-", "scanner-wrong-clock"), "folder"),
    (("scanner-",), "escl"),
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_the_driver_names_the_fault_and_recovers(
    script: FaultScript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_warnings: list[str]
) -> None:
    if script.name == "token-silent":
        expected_warnings.append("the driver of piv hangs")
    if script.name in HURRIED:
        monkeypatch.setattr(HURRIED[script.name], 0.2)
    bench = BENCHES[next(name for beginnings, name in BENCH_OF if script.name.startswith(beginnings))](tmp_path)
    try:
        _play(script, bench)
    finally:
        bench.close()


def _play(script: FaultScript, bench: FaultBench) -> None:
    assert bench.work() == "ok"
    player = FaultPlayer(script, bench.target)
    bench.prepare()
    player.start()
    at_once = list(itertools.takewhile(lambda step: step.after == 0, script.steps))
    assert player.wait_for_steps(len(at_once), 10)
    assert bench.work() == script.expect
    player.stop()
    started = time.monotonic()
    bench.prepare()
    while (outcome := bench.work()) != "ok":
        assert time.monotonic() - started < RECOVERY_S, outcome
        bench.prepare()
