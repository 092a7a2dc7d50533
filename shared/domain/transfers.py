"""Paper originals that move: a chain of hands, a place, and who answers for them (物料流转凭证; C15).

Whoever holds the papers keeps them; the hall that received them answers for them until they are back or filed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.errors import RuleBrokenError, RuleFault


@dataclass(frozen=True, slots=True)
class MovedPaper:
    """A material that travels on paper, with the number of its originals."""

    material: str
    originals: int


@dataclass(frozen=True, slots=True)
class HandOn:
    """One passing on: both sign. `giver` and `taker` are an office, and the post there that holds the papers."""

    giver: str
    taker: str
    at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class TransferSlip:
    """The slip of one packet of papers of one case.

    Attributes:
        hall: the receiving hall, which stays responsible; it is the first holder.
        department: exact name of the office that the papers are for; it is told at once.
    """

    number: str
    hall: str
    department: str
    papers: tuple[MovedPaper, ...]
    hands: tuple[HandOn, ...] = ()

    def __post_init__(self) -> None:
        if not self.papers or any(paper.originals < 1 for paper in self.papers):
            raise RuleBrokenError(RuleFault.TRANSFER_EMPTY, self.number)

    @property
    def holder(self) -> str:
        """Who has the papers now."""
        return self.hands[-1].taker if self.hands else self.hall

    @property
    def place(self) -> str:
        """Where they are, empty before they first moved."""
        return self.hands[-1].place if self.hands else ""

    @property
    def responsible(self) -> str:
        """Who answers to the applicant for them: always the hall that received them."""
        return self.hall

    @property
    def returned(self) -> bool:
        """Whether they went round and are back at the receiving hall."""
        return bool(self.hands) and self.hands[-1].taker == self.hall

    @property
    def to_tell(self) -> tuple[str, ...]:
        """The offices that are told at once of the last move: the department, and the hall while it is elsewhere."""
        told = (self.department, *(() if self.holder == self.hall else (self.hall,)))
        return tuple(dict.fromkeys(told))

    def handed_on(self, hand: HandOn) -> TransferSlip:
        """Add a move. Raises RuleBrokenError.

        transfer_not_the_holder: the giver does not have them; transfer_out_of_order: dated before the last move, or to
        whoever has them already; transfer_without_place: nobody could tell where they are.
        """
        if hand.giver != self.holder:
            raise RuleBrokenError(RuleFault.TRANSFER_NOT_THE_HOLDER, self.number)
        late = self.hands and hand.at < self.hands[-1].at
        if late or hand.giver == hand.taker:
            raise RuleBrokenError(RuleFault.TRANSFER_OUT_OF_ORDER, self.number)
        if not hand.place.strip():
            raise RuleBrokenError(RuleFault.TRANSFER_WITHOUT_PLACE, self.number)
        return replace(self, hands=(*self.hands, hand))


def where_is(slips: Iterable[TransferSlip], material: str) -> tuple[TransferSlip, ...]:
    """Return the slips that a material's originals travel on and that are not back."""
    return tuple(
        slip for slip in slips if not slip.returned and any(paper.material == material for paper in slip.papers)
    )
