"""Yellow and red cards: what for, who is told, what is done about a red one (黄牌, 红牌, 督办; D3, C6, C10).

Yellow warns before the limit, and the department is told, or of a second telling of what is missing, and supervision
is told too; red is past the limit, or a demand that the catalogue does not know. A red card stays open until somebody
answers it, and goes up when nobody does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum, unique
from typing import Final

from shared.domain.calendars import WorkCalendar
from shared.domain.deadlines import DueDate, LimitSignal, add_workdays
from shared.domain.errors import RuleBrokenError, RuleFault

FOLLOW_UP_WORKDAYS: Final = 3
"""Working days in which a red card is answered before it goes up (our reading: DG16 names no number)."""


@unique
class CardCause(StrEnum):
    """What a card is for."""

    NEAR_LIMIT = "near_limit"
    OVER_LIMIT = "over_limit"
    UNLAWFUL_DEMAND = "unlawful_demand"
    TOLD_AGAIN = "told_again"
    PROCEDURE_OVERRUN = "procedure_overrun"


@unique
class CardState(StrEnum):
    """How a card stands: open, answered by the department, closed by supervision, or gone up."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    ESCALATED = "escalated"


@unique
class Audience(StrEnum):
    """Who is told of a card."""

    CLERK = "clerk"
    DEPARTMENT = "department"
    SUPERVISION = "supervision"


_COLOURS: Final = {CardCause.NEAR_LIMIT: LimitSignal.YELLOW, CardCause.TOLD_AGAIN: LimitSignal.YELLOW}
_TOLD: Final = {
    LimitSignal.YELLOW: (Audience.CLERK, Audience.DEPARTMENT),
    LimitSignal.RED: (Audience.CLERK, Audience.DEPARTMENT, Audience.SUPERVISION),
}


@dataclass(frozen=True, slots=True)
class SupervisionCard:
    """One card on one item application.

    Attributes:
        subject: item number, or the demand's record where there is no case.
        department: whose card it is; answer: what was done about it.
    """

    cause: CardCause
    subject: str
    department: str
    given_on: date
    state: CardState = CardState.OPEN
    answer: str = ""

    @property
    def colour(self) -> LimitSignal:
        """Yellow or red."""
        return _COLOURS.get(self.cause, LimitSignal.RED)

    @property
    def told(self) -> tuple[Audience, ...]:
        """Who is told: of a told-again notice supervision too, though it is yellow (C6)."""
        extra = (Audience.SUPERVISION,) if self.cause is CardCause.TOLD_AGAIN else ()
        return (*_TOLD[self.colour], *extra)

    def answered(self, answer: str) -> SupervisionCard:
        """Record what was done.

        Raises RuleBrokenError: card_not_open once it is answered or closed, card_without_answer for an empty one.
        """
        if not answer.strip():
            raise RuleBrokenError(RuleFault.CARD_WITHOUT_ANSWER, self.subject)
        if self.state not in {CardState.OPEN, CardState.ESCALATED}:
            raise RuleBrokenError(RuleFault.CARD_NOT_OPEN, self.subject)
        return replace(self, state=CardState.ANSWERED, answer=answer)

    def closed(self) -> SupervisionCard:
        """Close it after its answer. Raises RuleBrokenError card_not_open while there is none."""
        if self.state is not CardState.ANSWERED:
            raise RuleBrokenError(RuleFault.CARD_NOT_OPEN, self.subject)
        return replace(self, state=CardState.CLOSED)

    def follow_up_due(self, calendar: WorkCalendar) -> DueDate | None:
        """Return by when a red card is answered; None for a yellow one."""
        red = self.colour is LimitSignal.RED
        return add_workdays(self.given_on, FOLLOW_UP_WORKDAYS, calendar) if red else None

    def on(self, today: date, calendar: WorkCalendar) -> SupervisionCard:
        """Return the card as it stands on a day: an unanswered red one goes up after its time."""
        due = self.follow_up_due(calendar)
        late = due is not None and today > due.date and not due.provisional
        return replace(self, state=CardState.ESCALATED) if late and self.state is CardState.OPEN else self


@dataclass(frozen=True, slots=True)
class Watched:
    """What of an item application is watched.

    Attributes:
        signal: deadlines.limit_signal of its clock; tellings: how often what is missing was told.
        demands: records of demands that the catalogue does not know (C10); procedure_overrun: a special procedure is
            past its own limit.
    """

    item_number: str
    department: str
    signal: LimitSignal
    tellings: int = 0
    demands: tuple[str, ...] = ()
    procedure_overrun: bool = False


def cards_for(watched: Watched, today: date, given: Iterable[SupervisionCard] = ()) -> tuple[SupervisionCard, ...]:
    """Return the cards that are new today: each cause of a subject once, a red one after a yellow one too."""
    known = {(card.cause, card.subject) for card in given}
    causes: list[tuple[CardCause, str]] = []
    if watched.signal is LimitSignal.YELLOW:
        causes.append((CardCause.NEAR_LIMIT, watched.item_number))
    if watched.signal is LimitSignal.RED:
        causes.append((CardCause.OVER_LIMIT, watched.item_number))
    if watched.procedure_overrun:
        causes.append((CardCause.PROCEDURE_OVERRUN, watched.item_number))
    if watched.tellings > 1:
        causes.append((CardCause.TOLD_AGAIN, watched.item_number))
    causes += [(CardCause.UNLAWFUL_DEMAND, demand) for demand in watched.demands]
    fresh = (cause for cause in dict.fromkeys(causes) if cause not in known)
    return tuple(SupervisionCard(cause, subject, watched.department, today) for cause, subject in fresh)
