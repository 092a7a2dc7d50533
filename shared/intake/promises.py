"""What may come later, and what a declaration replaces (容缺受理, 告知承诺; REQUIREMENTS C7, C8)."""

from __future__ import annotations

from datetime import date, datetime

from shared.domain.calendars import WorkCalendar
from shared.domain.deadlines import DueDate, add_workdays
from shared.domain.materials import DEFERRED_WORKDAYS, Material, MaterialSource
from shared.domain.trust import trust_of
from shared.intake.draft import CommitmentGiven, DraftMaterial, GivenBy, Promise
from shared.intake.errors import MaterialRefusedError


def due_if_promised(material: Material, today: date, calendar: WorkCalendar) -> DueDate | None:
    """Return by when a material may follow when it is promised today; None for what can't come later."""
    if not material.deferrable:
        return None
    return add_workdays(today, material.deferred_days or DEFERRED_WORKDAYS, calendar)


def promised(material: Material, at: datetime, today: date, calendar: WorkCalendar) -> DraftMaterial:
    """Return a material as promised (MaterialRefusedError not_deferrable: main ones never come later)."""
    due = due_if_promised(material, today, calendar)
    if due is None:
        reason = "not_deferrable"
        raise MaterialRefusedError(reason)
    promise = Promise(until=due.date, provisional=due.provisional, promised_at=at)
    return DraftMaterial(
        code=material.code, given_by=GivenBy.PROMISE, trust=trust_of(MaterialSource.COMMITMENT), promise=promise
    )


def committed(material: Material, at: datetime) -> DraftMaterial:
    """Return a material as replaced by a declaration (MaterialRefusedError no_commitment where the item has none)."""
    if material.commitment is None:
        reason = "no_commitment"
        raise MaterialRefusedError(reason)
    said = CommitmentGiven(text=material.commitment.text, check_days=material.commitment.check_days, given_at=at)
    return DraftMaterial(
        code=material.code, given_by=GivenBy.COMMITMENT, trust=trust_of(MaterialSource.COMMITMENT), commitment=said
    )
