"""A decision that is put off: once, by the days that the item allows, before its limit is over (延期; D6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.errors import RuleBrokenError, RuleFault


@dataclass(frozen=True, slots=True)
class ExtensionTerms:
    """By how many working days an item's limit may be extended, and by which rule."""

    days: int
    legal_basis: str


def extended_limit(
    limit_days: int, asked_days: int, terms: ExtensionTerms | None, *, today: date, due: date, already: bool
) -> int:
    """Return an item's limit in working days with an extension added.

    Args:
        limit_days: without it; asked_days: how much longer.
        terms: what the item allows, None where it allows none.
        today: the day of granting it; due: the last day as it stands.
        already: it was extended before.

    Raises:
        RuleBrokenError: extension_not_allowed, also a second time; extension_too_long; extension_too_late.
    """
    if terms is None or already:
        raise RuleBrokenError(RuleFault.EXTENSION_NOT_ALLOWED)
    if not 1 <= asked_days <= terms.days:
        raise RuleBrokenError(RuleFault.EXTENSION_TOO_LONG)
    if today > due:
        raise RuleBrokenError(RuleFault.EXTENSION_TOO_LATE)
    return limit_days + asked_days
