"""A declaration is public and is checked afterwards, on a date (告知承诺; C8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique

from shared.domain.calendars import WorkCalendar
from shared.domain.deadlines import DueDate, add_workdays
from shared.domain.materials import Commitment


@unique
class CommitmentVerdict(StrEnum):
    """What a check found. UNTRUE has its consequence: the decision is revoked by law, the breach is recorded."""

    TRUE = "true"
    UNTRUE = "untrue"


@unique
class CheckStanding(StrEnum):
    """How the check of a declaration stands on a day. DUE lasts while a provisional last day may still move."""

    TO_COME = "to_come"
    DUE = "due"
    OVERDUE = "overdue"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class GivenCommitment:
    """A declaration that stands in for a material in a decided item.

    Attributes:
        number: of the item application; published_on: the day on which it was made public, None before.
        checked_on, verdict: of the check, None before it.
    """

    number: str
    material: str
    terms: Commitment
    decided_on: date
    published_on: date | None = None
    checked_on: date | None = None
    verdict: CommitmentVerdict | None = None

    @property
    def published(self) -> bool:
        """Whether it is public, as it must be from the decision on."""
        return self.published_on is not None

    def check_due(self, calendar: WorkCalendar) -> DueDate:
        """Return by when it is checked, in working days from the decision."""
        return add_workdays(self.decided_on, self.terms.check_days, calendar)

    def standing(self, today: date, calendar: WorkCalendar) -> CheckStanding:
        """Return how its check stands on a day."""
        if self.verdict is not None:
            return CheckStanding.KEPT if self.verdict is CommitmentVerdict.TRUE else CheckStanding.BROKEN
        due = self.check_due(calendar)
        if today < due.date:
            return CheckStanding.TO_COME
        return CheckStanding.OVERDUE if today > due.date and not due.provisional else CheckStanding.DUE


def to_check(given: Iterable[GivenCommitment], today: date, calendar: WorkCalendar) -> tuple[GivenCommitment, ...]:
    """Return what has to be checked by today and is not, the longest overdue first."""
    waiting = (CheckStanding.DUE, CheckStanding.OVERDUE)
    due = [one for one in given if one.standing(today, calendar) in waiting]
    return tuple(sorted(due, key=lambda one: one.check_due(calendar).date))
