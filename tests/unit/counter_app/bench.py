"""The bench of the counter's tests: a workbench over the real desk, on a manual lane."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.work.case_desk import CaseDesk
from counter_app.work.workbench import Workbench
from shared.intake.desk import IntakeDesk
from shared.qt.jobs import ManualLane

MARRIAGE = "8"


@dataclass
class Bench:
    """A workbench over the real desk; `lane.drain()` runs what was asked for."""

    workbench: Workbench
    lane: ManualLane
    desk: CaseDesk
    intake: IntakeDesk
    woken: list[bool]
