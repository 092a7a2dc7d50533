"""Originals and copies are counted, originals go back on a list; copies are made by the office (C22)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shared.domain.errors import RuleBrokenError, RuleFault
from shared.domain.materials import Material


@dataclass(frozen=True, slots=True)
class PaperCount:
    """What was put on the counter of one material.

    Attributes:
        originals: shown or handed in; kept: those that the office keeps, such as a signed form.
        copies_made: made by the office itself.
    """

    material: str
    originals: int
    kept: int = 0
    copies_made: int = 0

    def __post_init__(self) -> None:
        if min(self.originals, self.kept, self.copies_made) < 0 or self.kept > self.originals:
            raise RuleBrokenError(RuleFault.PAPER_NOT_HELD, self.material)

    @property
    def to_return(self) -> int:
        """Originals that are given back."""
        return self.originals - self.kept


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One line of the list of returned papers (资料退还清单)."""

    material: str
    originals: int

    def __post_init__(self) -> None:
        if self.originals < 1:
            raise RuleBrokenError(RuleFault.PAPER_NOT_HELD, self.material)


def copies_to_make(materials: Iterable[Material]) -> dict[str, int]:
    """Return how many copies the office makes itself, by material."""
    return {material.code: material.copies for material in materials if material.copies}


def return_list(counts: Iterable[PaperCount], returned: Iterable[ReturnLine] = ()) -> tuple[ReturnLine, ...]:
    """Return what is still to be given back, after what was. Raises RuleBrokenError paper_not_held for too much.

    A material that came in several times, at first and as a supplement, is one line.
    """
    due: dict[str, int] = {}
    for count in counts:
        due[count.material] = due.get(count.material, 0) + count.to_return
    for line in returned:
        left = due.get(line.material, 0) - line.originals
        if left < 0:
            raise RuleBrokenError(RuleFault.PAPER_NOT_HELD, line.material)
        due[line.material] = left
    return tuple(ReturnLine(material, left) for material, left in due.items() if left)


def refuse_copies(material: Material, copies: int) -> None:
    """Refuse a demand for copies of the applicant. Raises RuleBrokenError copies_asked."""
    if copies:
        raise RuleBrokenError(RuleFault.COPIES_ASKED, material.code)
