"""`python -m devices read-id` against a dock: the card that lies there, and none."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from demo.dock_side import DockSide
from demo.processes import ROOT, Launcher
from demo.work_folder import work_folder
from devices.id_card.specimens import FOREIGN_2023, OUYANG
from tests.fixtures.ports import free_port
from tests.patience import PATIENCE_S
from tests.unit.demo.demo_waiting import wait_until

pytestmark = pytest.mark.e2e


@pytest.fixture
def dock() -> Iterator[DockSide]:
    """A dock alone: nobody asks for the platform that its network would lead to."""
    with work_folder() as folder:
        made = DockSide(Launcher(folder, folder / "logs"), folder / "dock")
        made.start(free_port())
        yield made
        made.stop()


def test_read_id_from_the_docks_port(dock: DockSide) -> None:
    hand = dock.hand("counter")
    port = hand.status().devices["id_card"].removeprefix("serial:")
    for key, specimen in (("ouyang", OUYANG), ("foreign-2023", FOREIGN_2023)):
        hand.change(card=key)
        wait_until(lambda key=key: hand.applied().card == key)
        status, line = _read_id(port)
        assert status == 0
        assert line == {"ok": True, "card": specimen.to_json()} | {key: line[key] for key in line if key == "input"}
    hand.change(card=None)
    wait_until(lambda: hand.applied().card is None)
    status, line = _read_id(port)
    assert (status, line["ok"], line["error"]) == (2, False, "no_card")


def _read_id(port: str) -> tuple[int, dict[str, object]]:
    command = [sys.executable, "-m", "devices", "read-id", "--port", port, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    (line,) = done.stdout.splitlines()
    return done.returncode, json.loads(line)
