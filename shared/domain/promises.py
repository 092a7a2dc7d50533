"""A promise that a minor material follows: kept or broken, and what a breach brings (容缺受理; C7).

The result is withheld until the promise is kept (the guard promises_kept) and issued at once then. A broken one ends in
suspension and termination by the office, with a reason, and bars its giver from promising again for a while.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, unique
from typing import Final

from shared.domain.deadlines import DueDate

BARRED_DAYS: Final = 365
"""Days after a breach in which its giver is not offered to promise again (our reading: WY17 names none)."""


@unique
class PromiseStanding(StrEnum):
    """How a promise stands on a day. KEPT_LATE came after its day and before anything followed from that."""

    OPEN = "open"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class GivenPromise:
    """A signed promise.

    Attributes:
        item_number: of the item application; material: code of what follows.
        due: its last day; kept_on: the day on which it came, None before.
    """

    item_number: str
    material: str
    due: DueDate
    kept_on: date | None = None

    def standing(self, today: date) -> PromiseStanding:
        """Return how it stands; a provisional last day is never called broken."""
        if self.kept_on is not None:
            return PromiseStanding.KEPT if self.kept_on <= self.due.date else PromiseStanding.KEPT_LATE
        broken = today > self.due.date and not self.due.provisional
        return PromiseStanding.BROKEN if broken else PromiseStanding.OPEN


def issuable(promises: Iterable[GivenPromise], granted: Iterable[str]) -> tuple[str, ...]:
    """Return the granted items whose result goes out now, for no promise of theirs is without its paper."""
    held = {promise.item_number for promise in promises if promise.kept_on is None}
    return tuple(number for number in granted if number not in held)


def may_promise(breaches: Iterable[date], today: date, barred_days: int = BARRED_DAYS) -> bool:
    """Tell whether somebody who broke promises on these days may promise again."""
    return all(day + timedelta(days=barred_days) < today for day in breaches)
