"""Cases of one project under one code, and the chart that shows how far the project is (项目编码, 一图指引; C16)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from uuid import UUID

from shared.domain.errors import RuleBrokenError, RuleFault
from shared.domain.item_states import ItemApplicationState as State

_CODE = re.compile(r"[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}")


@dataclass(frozen=True, slots=True, order=True)
class ProjectCode:
    """The code of an investment project: year-division-industry-nature-running, 24 characters.

    The shape is that of 全国投资项目在线审批监管平台 (发改投资〔2016〕665号); the platform there gives it out.
    Raises RuleBrokenError project_code_wrong.
    """

    text: str

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.text):
            raise RuleBrokenError(RuleFault.PROJECT_CODE_WRONG)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class ProjectStage:
    """One stage of the chart as the catalogue writes it: its items, and the stages that come before it."""

    id: str
    name: str
    items: tuple[str, ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectCase:
    """A case of a project, as far as the chart looks: its items and how they stand."""

    case_id: UUID
    project: ProjectCode
    items: Mapping[str, State]
    collected_on: date


@unique
class StepState(StrEnum):
    """How an item or a stage of the chart stands. BLOCKED: a stage before it is not done."""

    DONE = "done"
    RUNNING = "running"
    STOPPED = "stopped"
    OPEN = "open"
    BLOCKED = "blocked"


_DONE = frozenset({State.GRANTED, State.ISSUED, State.ARCHIVED})
_STOPPED = frozenset({State.NOT_GRANTED, State.ACCEPTANCE_REFUSED, State.TERMINATED, State.WITHDRAWN, State.VOIDED})


@dataclass(frozen=True, slots=True)
class ChartStep:
    """One box of the chart: an item, how it stands, and the cases that it stands in, the earliest first."""

    item_code: str
    state: StepState
    cases: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartStage:
    """One column of the chart."""

    stage: ProjectStage
    state: StepState
    steps: tuple[ChartStep, ...]


def step_chart(
    stages: Iterable[ProjectStage], project: ProjectCode, cases: Iterable[ProjectCase], left_out: Iterable[str] = ()
) -> tuple[ChartStage, ...]:
    """Draw a project's chart from the catalogue's stages and all of the project's cases.

    An item that is applied for several times runs while one of its applications does; what was granted once is done,
    whatever came to nothing before or after.

    Args:
        stages: in an order in which none comes before what it waits for.
        project: the code; cases: all of that project.
        left_out: items that the project does not need.

    Raises:
        RuleBrokenError: project_other_case for a case of another project.
    """
    found: dict[str, list[tuple[State, UUID]]] = {}
    for case in sorted(cases, key=lambda one: one.collected_on):
        if case.project != project:
            raise RuleBrokenError(RuleFault.PROJECT_OTHER_CASE, str(case.case_id))
        for item, standing in case.items.items():
            found.setdefault(item, []).append((standing, case.case_id))
    unneeded, done, chart = frozenset(left_out), set[str](), list[ChartStage]()
    for stage in stages:
        free = done.issuperset(stage.after)
        steps = tuple(_step(item, found.get(item, ()), free=free) for item in stage.items if item not in unneeded)
        state = _stage_state([step.state for step in steps])
        if state is StepState.DONE:
            done.add(stage.id)
        chart.append(ChartStage(stage, state, steps))
    return tuple(chart)


def _step(item: str, found: Sequence[tuple[State, UUID]], *, free: bool) -> ChartStep:
    if not found:
        return ChartStep(item, StepState.OPEN if free else StepState.BLOCKED)
    return ChartStep(item, _of_all({state for state, _ in found}), tuple(case for _, case in found))


def _of_all(states: set[State]) -> StepState:
    if states - _DONE - _STOPPED:
        return StepState.RUNNING
    return StepState.DONE if states & _DONE else StepState.STOPPED


def _stage_state(steps: list[StepState]) -> StepState:
    """Return a stage's state: done when all of it is, else the most pressing of its steps."""
    for state in (StepState.STOPPED, StepState.RUNNING, StepState.OPEN, StepState.BLOCKED):
        if state in steps:
            return StepState.RUNNING if state is StepState.OPEN and StepState.DONE in steps else state
    return StepState.DONE
