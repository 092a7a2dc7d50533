"""What is sealed and delivered, once: the append-only list of a case (ARCHITECTURE §2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from uuid import UUID

from shared.domain.errors import DomainError


@unique
class SubmissionKind(StrEnum):
    """What a submission does."""

    INTAKE = "intake"
    SUPPLEMENT = "supplement"
    PROMISE_KEPT = "promise-kept"
    WITHDRAWAL = "withdrawal"
    DECISION = "decision"
    HANDOVER = "handover"
    RATING = "rating"
    TRANSFER = "transfer"


@unique
class DecisionAct(StrEnum):
    """The act of a clerk that a `decision` submission carries."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_DEFERRED = "accepted_with_deferred"
    CORRECTION_ASKED = "correction_asked"
    REFUSED = "refused"
    DECIDED_ON_THE_SPOT = "decided_on_the_spot"


@unique
class DeliveryState(StrEnum):
    """Where a submission is on its way to the platform."""

    DRAFT = "draft"
    SEALED = "sealed"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CLOSED = "closed"


@unique
class SubmissionFault(StrEnum):
    """Why a submission can't follow what its case holds. STALE_BASE is the named conflict that a person resolves."""

    INTAKE_HAS_A_BASE = "intake_has_a_base"
    BASE_MISSING = "base_missing"
    OTHER_CASE = "other_case"
    INTAKE_REPEATED = "intake_repeated"
    INTAKE_MISSING = "intake_missing"
    SUBMISSION_REPEATED = "submission_repeated"
    STALE_BASE = "stale_base"


class SubmissionOrderError(DomainError):
    """A submission can't follow what its case holds; `code` is one of SubmissionFault."""

    def __init__(self, code: SubmissionFault) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission's place in its case.

    Attributes:
        id: its idempotency key.
        based_on: root digest (hex) of the case's last submission known where it was made, None for an intake.
        terminal_id, sequence: the only order; the terminal numbers its submissions of every kind from 1.
        root: its own root digest, lower-case hex.
    """

    id: UUID
    case_id: UUID
    kind: SubmissionKind
    based_on: str | None
    terminal_id: UUID
    sequence: int
    root: str

    def __post_init__(self) -> None:
        first = self.kind is SubmissionKind.INTAKE
        if first and self.based_on is not None:
            raise SubmissionOrderError(SubmissionFault.INTAKE_HAS_A_BASE)
        if not first and self.based_on is None:
            raise SubmissionOrderError(SubmissionFault.BASE_MISSING)


def check_follows(earlier: tuple[Submission, ...], new: Submission) -> None:
    """Check that `new` may be appended to the case's submissions, oldest first. Raises SubmissionOrderError."""
    if any(one.case_id != new.case_id for one in earlier):
        raise SubmissionOrderError(SubmissionFault.OTHER_CASE)
    if any(one.id == new.id for one in earlier):
        raise SubmissionOrderError(SubmissionFault.SUBMISSION_REPEATED)
    if new.kind is SubmissionKind.INTAKE:
        if earlier:
            raise SubmissionOrderError(SubmissionFault.INTAKE_REPEATED)
        return
    if not earlier:
        raise SubmissionOrderError(SubmissionFault.INTAKE_MISSING)
    if new.based_on != earlier[-1].root:
        raise SubmissionOrderError(SubmissionFault.STALE_BASE)
