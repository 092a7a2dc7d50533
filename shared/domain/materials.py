"""What an item asks for: materials, where they may come from, and the situations that need them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from shared.domain.errors import InvalidItemError, ItemFault


@unique
class Importance(StrEnum):
    """Whether a material may be handed in later (C7: minor ones only, main ones never)."""

    MAIN = "main"
    MINOR = "minor"


@unique
class MaterialSource(StrEnum):
    """Where a material's content comes from."""

    SCAN = "scan"
    UPLOAD = "upload"
    E_LICENCE = "e_licence"
    SHARED_SOURCE = "shared_source"
    EARLIER = "earlier"
    CARD_READ = "card_read"
    FORM = "form"
    COMMITMENT = "commitment"


@dataclass(frozen=True, slots=True)
class Situation:
    """One answer of the questionnaire that narrows an item (情形)."""

    code: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A declaration that stands in for a certificate (告知承诺, C8).

    Attributes:
        text: what the applicant declares.
        check_days: working days after the decision within which the truth is checked.
        legal_basis: the rule that allows it.
    """

    text: str
    check_days: int
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal that a paper must bear; never asked for without the rule that demands it (A8)."""

    by: str
    legal_basis: str


DEFERRED_WORKDAYS: Final = 5
"""By when a minor material must follow where the item says nothing of its own."""


@dataclass(frozen=True, slots=True)
class Material:
    """One line of an item's list of materials. The same code in two items is the same paper, given once (C2).

    Attributes:
        legal_basis: the rule that allows asking for it; never empty (A8).
        originals: how many originals are shown or handed in; copies are made by the office (C22).
        sources: where it may come from, the preferred first.
        note: the plain-language note beside the official name (A3).
        situations: codes of the situations that need it; empty means always.
        roles: whose it is, one of each; empty means one for the case.
        deferred_days: working days by which a minor one may come later; None where the hall's rule decides.
        commitment: the declaration that may stand in for it, None where none may.
    """

    code: str
    name: str
    legal_basis: str
    importance: Importance = Importance.MAIN
    originals: int = 1
    copies: int = 0
    sources: tuple[MaterialSource, ...] = (MaterialSource.SCAN,)
    note: str = ""
    situations: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    sample: str = ""
    deferred_days: int | None = None
    commitment: Commitment | None = None
    stamp: Stamp | None = None

    def __post_init__(self) -> None:
        if not self.code or not self.name:
            raise InvalidItemError(ItemFault.MATERIAL_UNNAMED, self.code)
        if not self.legal_basis.strip():
            raise InvalidItemError(ItemFault.MATERIAL_WITHOUT_LEGAL_BASIS, self.code)
        if self.originals < 0 or self.copies < 0:
            raise InvalidItemError(ItemFault.MATERIAL_COUNT_NEGATIVE, self.code)
        if not self.sources:
            raise InvalidItemError(ItemFault.MATERIAL_WITHOUT_SOURCE, self.code)

    @property
    def deferrable(self) -> bool:
        """Whether a signed promise may stand in for it at acceptance (容缺受理)."""
        return self.importance is Importance.MINOR

    def applies_to(self, situations: Iterable[str]) -> bool:
        """Tell whether an applicant in these situations must give it."""
        return not self.situations or not set(self.situations).isdisjoint(situations)


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing at once, the papers that acceptance can't do without apart from those that may follow."""

    main: tuple[Material, ...]
    minor: tuple[Material, ...]

    @property
    def nothing(self) -> bool:
        """Whether the list is complete."""
        return not self.main and not self.minor


def missing_of(required: Iterable[Material], given: Iterable[str]) -> Missing:
    """Split what is required and not among the given material codes, each once, in the order of the list."""
    absent = {material.code: material for material in required}
    for code in given:
        absent.pop(code, None)
    main = tuple(material for material in absent.values() if not material.deferrable)
    return Missing(main, tuple(material for material in absent.values() if material.deferrable))
