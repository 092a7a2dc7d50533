"""The table of a case: its state is derived from its items and never set (ARCHITECTURE §2)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum, unique

from shared.domain.errors import CaseFault, InvalidCaseError
from shared.domain.item_states import ItemApplicationState as Item


@unique
class CaseState(StrEnum):
    """Where a case stands, in the order in which one open item outweighs the others.

    CORRECTION_ASKED: the applicant must act for at least one item. DECIDED: results wait to be issued. FINISHED: every
    item has ended, not all in the same way of refusal, withdrawal or termination.
    """

    CORRECTION_ASKED = "correction_asked"
    COLLECTED = "collected"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    DECIDED = "decided"
    FINISHED = "finished"
    ACCEPTANCE_REFUSED = "acceptance_refused"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


_ENDED = frozenset({Item.ISSUED, Item.ARCHIVED, Item.ACCEPTANCE_REFUSED, Item.TERMINATED, Item.WITHDRAWN, Item.VOIDED})
_WHEN_EVERY_OPEN_ITEM_IS_IN = (
    (frozenset({Item.COLLECTED, Item.SUPPLEMENTED}), CaseState.COLLECTED),
    (frozenset({Item.ACCEPTED, Item.DEEMED_ACCEPTED, Item.ACCEPTED_WITH_DEFERRED}), CaseState.ACCEPTED),
    (frozenset({Item.GRANTED, Item.NOT_GRANTED}), CaseState.DECIDED),
)
_WHEN_EVERY_ITEM_ENDED_AS = {
    frozenset({Item.ACCEPTANCE_REFUSED}): CaseState.ACCEPTANCE_REFUSED,
    frozenset({Item.TERMINATED}): CaseState.TERMINATED,
    frozenset({Item.WITHDRAWN}): CaseState.WITHDRAWN,
}


def derive_case_state(items: Iterable[Item]) -> CaseState:
    """Derive a case's state from the states of its item applications; voided ones count only when all are.

    Raises InvalidCaseError (no_items) for none.
    """
    states = frozenset(items)
    if not states:
        raise InvalidCaseError(CaseFault.NO_ITEMS)
    valid = states - {Item.VOIDED}
    if not valid:
        return CaseState.VOIDED
    open_states = valid - _ENDED
    if not open_states:
        return _WHEN_EVERY_ITEM_ENDED_AS.get(valid, CaseState.FINISHED)
    if Item.CORRECTION_ASKED in open_states:
        return CaseState.CORRECTION_ASKED
    for group, state in _WHEN_EVERY_OPEN_ITEM_IS_IN:
        if open_states <= group:
            return state
    return CaseState.IN_PROGRESS
