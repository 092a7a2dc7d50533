"""Delegations that let who accepted also decide (C18, F5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Delegation:
    """A department's recorded delegation to a person at the window.

    Attributes:
        grantor: exact name of the delegating department; it covers that department's items only.
        grantee: id of the clerk.
        item_codes: what may be decided.
        valid_from, valid_to: first and last day.
    """

    id: str
    grantor: str
    grantee: str
    item_codes: frozenset[str]
    valid_from: date
    valid_to: date

    def covers(self, clerk: str, department: str, item_code: str, day: date) -> bool:
        """Tell whether it lets a clerk decide an item of a department on a day."""
        return (
            clerk == self.grantee
            and department == self.grantor
            and item_code in self.item_codes
            and self.valid_from <= day <= self.valid_to
        )


def covering(
    delegations: Iterable[Delegation], clerk: str, department: str, item_code: str, day: date
) -> Delegation | None:
    """Return the first delegation that covers a decision: its id is recorded with the decision."""
    return next((one for one in delegations if one.covers(clerk, department, item_code, day)), None)
