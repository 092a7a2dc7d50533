"""What a town or village window may do for another office, and where its cases go (同城通办, 代受理; C14)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique


@unique
class LevelRight(StrEnum):
    """The right of an office's level on an item, the strongest first.

    终审: it decides; 代受理: it accepts for the deciding office; 代办: it collects and passes on, with a receipt of
    materials only.
    """

    DECIDE = "decide"
    ACCEPT = "accept"
    COLLECT = "collect"


_ORDER = tuple(LevelRight)


@dataclass(frozen=True, slots=True)
class OfficeRight:
    """One right of one office, as the catalogue writes it.

    Attributes:
        office: id of the office that takes the item; routes_to: id of the one that its cases go to.
        items: codes of the items.
        valid_from, valid_to: first and last day, None where it has no bound.
    """

    office: str
    right: LevelRight
    items: frozenset[str]
    routes_to: str
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, office: str, item_code: str, day: date) -> bool:
        """Tell whether it lets an office take an item on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return (
            office == self.office
            and item_code in self.items
            and begun
            and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class Route:
    """What an office does with an item: by which right, and the office that its case goes to."""

    right: LevelRight
    to: str

    @property
    def may_accept(self) -> bool:
        """Whether a 受理回执 may come from there; else only a receipt of materials."""
        return self.right is not LevelRight.COLLECT

    @property
    def may_decide(self) -> bool:
        """Whether the decision is made there."""
        return self.right is LevelRight.DECIDE


def route_of(rights: Iterable[OfficeRight], office: str, item_code: str, day: date) -> Route | None:
    """Return an office's strongest right on an item on a day, and where the case goes; None where it has none."""
    held = [right for right in rights if right.holds(office, item_code, day)]
    if not held:
        return None
    strongest = min(held, key=lambda right: _ORDER.index(right.right))
    return Route(strongest.right, office if strongest.right is LevelRight.DECIDE else strongest.routes_to)


def offices_for(rights: Iterable[OfficeRight], item_code: str, day: date) -> tuple[str, ...]:
    """Return every office that takes an item on a day, each once: where an applicant may go besides the hall."""
    return tuple(dict.fromkeys(right.office for right in rights if right.holds(right.office, item_code, day)))
