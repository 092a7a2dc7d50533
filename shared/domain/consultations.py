"""The window asks several departments before acceptance; their answers become one list (发函咨询; C20).

An answer that does not come in time is told as missing and never holds the applicant up: what is not asked for by the
deadline is not asked for later in this round.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.errors import RuleBrokenError, RuleFault


@dataclass(frozen=True, slots=True)
class AskedPoint:
    """One point that a department raises: what is wrong or missing, by which rule, how it is mended."""

    material: str
    problem: str
    legal_basis: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A department's answer; no points means that nothing stands in the way."""

    department: str
    answered_at: datetime
    points: tuple[AskedPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Consultation:
    """A question to several departments with one deadline.

    Attributes:
        departments: exact names of those asked; deadline: aware time by which they answer.
    """

    subject_code: str
    departments: tuple[str, ...]
    asked_at: datetime
    deadline: datetime
    replies: tuple[Reply, ...] = ()

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """The departments that have not answered."""
        answered = {reply.department for reply in self.replies}
        return tuple(one for one in self.departments if one not in answered)

    def closed_at(self, now: datetime) -> bool:
        """Tell whether the list can be told: everybody answered, or the deadline is over."""
        return not self.waiting_for or now > self.deadline

    def answered(self, reply: Reply) -> Consultation:
        """Add an answer.

        Raises RuleBrokenError: consultation_not_asked, consultation_answered_twice, consultation_after_deadline.
        """
        if reply.department not in self.departments:
            raise RuleBrokenError(RuleFault.CONSULTATION_NOT_ASKED, reply.department)
        if reply.department not in self.waiting_for:
            raise RuleBrokenError(RuleFault.CONSULTATION_ANSWERED_TWICE, reply.department)
        if reply.answered_at > self.deadline:
            raise RuleBrokenError(RuleFault.CONSULTATION_AFTER_DEADLINE, reply.department)
        return replace(self, replies=(*self.replies, reply))


@dataclass(frozen=True, slots=True)
class MergedPoint:
    """One line of the one list: a point and every department that raised it."""

    point: AskedPoint
    departments: tuple[str, ...]


def merged(consultation: Consultation) -> tuple[MergedPoint, ...]:
    """Merge all answers into one list, the same point of several departments once, in the order of those asked."""
    places = {department: place for place, department in enumerate(consultation.departments)}
    found: dict[AskedPoint, list[str]] = {}
    for reply in sorted(consultation.replies, key=lambda one: places[one.department]):
        for point in dict.fromkeys(reply.points):
            found.setdefault(point, []).append(reply.department)
    return tuple(MergedPoint(point, tuple(departments)) for point, departments in found.items())
