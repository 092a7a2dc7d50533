"""Fixtures of the counter's tests: a real terminal with the shipped catalogue, and a bench on a manual lane."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from counter_app.work.case_desk import CaseDesk
from counter_app.work.workbench import Workbench
from shared.contract.terminals import ClerkRight
from shared.intake.catalogues import CatalogueShelf
from shared.intake.decisions import DecisionDesk
from shared.intake.desk import IntakeDesk
from shared.intake.occasions import OccasionDesk
from shared.qt.jobs import ManualLane
from shared.store.terminal import Terminal
from tests.unit.shared.intake.desks import CLERK, NOW, open_specimen

MARRIAGE = "8"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened, _ = open_specimen(tmp_path / "profile")
    with opened:
        yield opened


@dataclass
class Bench:
    """A workbench over the real desk; `lane.drain()` runs what was asked for."""

    workbench: Workbench
    lane: ManualLane
    desk: CaseDesk
    intake: IntakeDesk
    woken: list[bool]


@pytest.fixture
def bench(terminal: Terminal, qtbot: QtBot) -> Bench:
    del qtbot
    shelf = CatalogueShelf(terminal)
    intake = IntakeDesk(terminal, shelf, CLERK, clock=lambda: NOW)
    decisions = DecisionDesk(terminal, shelf, CLERK, clock=lambda: NOW)
    woken: list[bool] = []
    able = CLERK.model_copy(update={"rights": frozenset(ClerkRight)})
    occasions = OccasionDesk(terminal, shelf, able, lambda: NOW)
    desk = CaseDesk(intake, decisions, lambda: woken.append(True), occasions)
    lane = ManualLane()
    workbench = Workbench(lane)
    workbench.use(desk)
    return Bench(workbench, lane, desk, intake, woken)
