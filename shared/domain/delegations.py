"""Delegations that let who accepted also decide, and the sampling of what was decided by them (C18, F5)."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from shared.domain.items import HandlingMode


@dataclass(frozen=True, slots=True)
class Delegation:
    """A department's recorded delegation to a person at the window.

    Attributes:
        grantor: exact name of the delegating department; it covers that department's items only.
        grantee: id of the clerk.
        item_codes: what may be decided.
        valid_from, valid_to: first and last day.
        limits: in words, what of these items may be decided; the clerk is shown it before deciding.
        sampled_percent: how many of a hundred decisions are looked at again, 0 to 100.
    """

    id: str
    grantor: str
    grantee: str
    item_codes: frozenset[str]
    valid_from: date
    valid_to: date
    limits: str = ""
    sampled_percent: int = 0

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


def mode_for(mode: HandlingMode, delegation: Delegation | None) -> HandlingMode:
    """Return how an item is handled: what the window decides is forwarded where no delegation covers it."""
    if mode is HandlingMode.DELEGATED and delegation is None:
        return HandlingMode.FORWARDED
    return mode


def is_sampled(delegation: Delegation, decision_id: str, key: bytes) -> bool:
    """Tell whether a decision made by a delegation is looked at again (抽查).

    The same for everybody who holds the key, and not to be foreseen by who decides: the key is the platform's.
    """
    digest = hmac.new(key, f"{delegation.id}:{decision_id}".encode(), sha256).digest()
    return int.from_bytes(digest[:8], "big") % 10_000 < delegation.sampled_percent * 100
