"""Every shipped fault script, played on every simulator that can, under the real driver: the named fault, then work."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.core.roles import Role
from devices.core.simulation import SimulationPermit
from devices.faults.library import shipped_scripts
from devices.faults.player import FaultPlayer
from devices.faults.script import FaultScript
from devices.page_printer.simulator import VirtualPagePrinter
from tests.integration.devices.fault_benches import BENCHES, FaultBench, PageBench
from tests.patience import LATE_S, PATIENCE_S

RECOVERY_S = 5.0
SCRIPTS = tuple(shipped_scripts())
# Its clock is this machine's: it can't be wrong.
ON_IPPEVEPRINTER = tuple(
    script for script in SCRIPTS if script.device is Role.PAGE_PRINTER and script.name != "page-wrong-clock"
)
# What waits for a timeout of its driver is hurried.
HURRIED = {"scanner-busy": "devices.scanner.escl.driver._BUSY_PATIENCE_S"}


# Which simulators a script plays on, by the first words that its name begins with.
BENCHES_OF = (
    (("token-",), ("token",)),
    (("social-card-",), ("social",)),
    (("card-", "reader-"), ("reader",)),
    (("paper-", "cover-", "cutter-", "printer-"), ("printer",)),
    (("page-slow",), ("slow_page",)),
    (("page-",), ("page",)),
    (("gun-",), ("gun",)),
    (("scanner-daemon-",), ("daemon", "escl")),
    (("scanner-wrong-clock",), ("folder", "escl")),
    (("file-", "share-"), ("folder",)),
    (("scanner-",), ("escl",)),
)


def _benches_of(script: FaultScript) -> tuple[str, ...]:
    return next(benches for beginnings, benches in BENCHES_OF if script.name.startswith(beginnings))


@pytest.mark.parametrize(
    ("script", "bench_name"),
    [pytest.param(script, bench, id=f"{script.name}-{bench}") for script in SCRIPTS for bench in _benches_of(script)],
)
def test_the_driver_names_the_fault_and_recovers(
    script: FaultScript,
    bench_name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_warnings: list[str],
) -> None:
    if script.name == "token-silent":
        expected_warnings.append("the driver of piv hangs")
    if script.name in HURRIED:
        monkeypatch.setattr(HURRIED[script.name], 0.2)
    monkeypatch.setattr("devices.page_printer.driver.POLL_S", 0.02)
    bench = BENCHES[bench_name](tmp_path)
    try:
        _play(script, bench)
    finally:
        bench.close()


@pytest.fixture(scope="module")
def page_printer(tmp_path_factory: pytest.TempPathFactory, announced: dict[str, str]) -> Iterator[VirtualPagePrinter]:
    folder = tmp_path_factory.mktemp("page-printer")
    with VirtualPagePrinter(SimulationPermit.for_development(), folder, announced) as printer:
        yield printer


@pytest.mark.daemon
@pytest.mark.parametrize("script", ON_IPPEVEPRINTER, ids=lambda script: script.name)
def test_the_page_printer_names_the_fault_and_recovers(
    script: FaultScript, page_printer: VirtualPagePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.page_printer.driver.POLL_S", 0.05)
    _play(script, PageBench(page_printer))


def _play(script: FaultScript, bench: FaultBench) -> None:
    assert _outcome(bench, "ok") == "ok"
    player = FaultPlayer(script, bench.target)
    bench.prepare()
    player.start()
    try:
        at_once = list(itertools.takewhile(lambda step: step.after == 0, script.steps))
        assert player.wait_for_steps(len(at_once), PATIENCE_S)
        assert _outcome(bench, script.expect) == script.expect
    finally:
        player.stop()
    started = time.monotonic()
    bench.prepare()
    while (outcome := bench.work()) != "ok":
        assert time.monotonic() - started < RECOVERY_S + LATE_S, outcome
        bench.prepare()


def _outcome(bench: FaultBench, expected: str) -> str:
    """Return what the work comes to, where that is something else also on a slow machine."""
    outcome = bench.work()
    if outcome != expected:
        bench.prepare()
        outcome = bench.work(patience=10)
    return outcome
