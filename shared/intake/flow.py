"""The order of an intake's steps, the same for every face."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum, unique

from shared.intake.gaps import Gap, GapKind


@unique
class Step(StrEnum):
    """The steps from a chosen subject to the sealed case."""

    IDENTIFY = "identify"
    FORM = "form"
    MATERIALS = "materials"
    REVIEW = "review"


_ORDER = tuple(Step)
_STEP_OF = {
    GapKind.APPLICANT: Step.IDENTIFY,
    GapKind.FIELD: Step.FORM,
    GapKind.MATERIAL: Step.MATERIALS,
    GapKind.PAGE: Step.MATERIALS,
}


def step_of(gap: Gap) -> Step:
    """Return the step at which a gap is closed."""
    return _STEP_OF[gap.kind]


def first_open_step(gaps: Iterable[Gap]) -> Step:
    """Return the earliest step that has a gap, REVIEW when there is none."""
    return min((step_of(gap) for gap in gaps), key=_ORDER.index, default=Step.REVIEW)


def gaps_at(gaps: Iterable[Gap], step: Step) -> tuple[Gap, ...]:
    """Return the gaps that are closed at a step."""
    return tuple(gap for gap in gaps if step_of(gap) is step)
