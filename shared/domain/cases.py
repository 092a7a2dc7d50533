"""A case (办件): its item applications, its checks and its parties (ARCHITECTURE §2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum, unique
from uuid import UUID

from shared.domain.applicants import Applicant, HelperStaff
from shared.domain.case_states import CaseState, derive_case_state
from shared.domain.errors import CaseFault, InvalidCaseError
from shared.domain.item_states import ItemApplicationState
from shared.domain.numbers import CaseNumber, ItemNumber


@unique
class CheckResult(StrEnum):
    """How a check between departments stands. BY_HAND: its source is down, a person checks it another way (A6)."""

    PENDING = "pending"
    PASSED = "passed"
    FAILED = "failed"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class CaseCheck:
    """A checked item: it asks nothing of the applicant and has no number."""

    item_code: str
    department: str
    result: CheckResult = CheckResult.PENDING


@dataclass(frozen=True, slots=True)
class ItemApplication:
    """One applied item in a case, for one department.

    Attributes:
        number: None until the case is sealed.
        accepted_by: id of the person who accepted, once someone did (F5).
        promises_open: codes of promised materials that have not come (C7).
        corrections: how often what is missing was told; more than once is shown to supervision (C6).
    """

    item_code: str
    department: str
    number: ItemNumber | None = None
    state: ItemApplicationState = ItemApplicationState.COLLECTED
    accepted_by: str | None = None
    promises_open: frozenset[str] = frozenset()
    corrections: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """One matter of one or several applicants. Raises InvalidCaseError when it contradicts itself.

    Attributes:
        id: from the draft on.
        number: from sealing on; items are then numbered -01 … in their order.
        referred: codes of items that the case only guides to.
    """

    id: UUID
    items: tuple[ItemApplication, ...]
    applicants: tuple[Applicant, ...]
    checks: tuple[CaseCheck, ...] = ()
    referred: tuple[str, ...] = ()
    helper: HelperStaff | None = None
    number: CaseNumber | None = None

    def __post_init__(self) -> None:
        if not self.items:
            raise InvalidCaseError(CaseFault.NO_ITEMS)
        codes = [item.item_code for item in self.items]
        if len(set(codes)) != len(codes):
            raise InvalidCaseError(CaseFault.ITEM_TWICE)
        expected = _numbers(self.number, len(self.items))
        if tuple(item.number for item in self.items) != expected:
            raise InvalidCaseError(CaseFault.NUMBERS_DIFFER)

    @property
    def state(self) -> CaseState:
        """The state that its items give it."""
        return derive_case_state(item.state for item in self.items)

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments that get a part of it, each once, in the order of the items."""
        return tuple(dict.fromkeys(item.department for item in self.items))

    def numbered(self, number: CaseNumber) -> Case:
        """Return the case as sealed under a number. Raises InvalidCaseError (number_changed) when it has another."""
        if self.number is not None and self.number != number:
            raise InvalidCaseError(CaseFault.NUMBER_CHANGED)
        numbers = _numbers(number, len(self.items))
        items = tuple(replace(item, number=own) for item, own in zip(self.items, numbers, strict=True))
        return replace(self, number=number, items=items)


def _numbers(number: CaseNumber | None, count: int) -> tuple[ItemNumber | None, ...]:
    return tuple(number.item(position) if number else None for position in range(1, count + 1))
