"""What a commit carries from step to step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from acceptance_platform.submissions.reading import SubmissionRow
from acceptance_platform.terminals.sign_in import SignedIn
from shared.contract.submissions import Envelope
from shared.contract.terminals import ClerkRight
from shared.domain.clock import CLOCKS_AGREE_WITHIN

_YEARS: Final = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Taking:
    """A submission that is about to be taken on.

    Attributes:
        sequence: its place in the platform's order.
        now: the platform's clock.
        follows_at: when what it is based on took place, as far as that is proven.
        vouched: rights of the person who takes it on after it was returned; they stand in for the clerk's.
    """

    terminal: SignedIn
    row: SubmissionRow
    envelope: Envelope
    sequence: int
    now: datetime
    follows_at: datetime | None = None
    vouched: frozenset[ClerkRight] = frozenset()

    def effective(self, stated: datetime) -> datetime:
        """Return when an act took place: as stated by a clock that can be believed, else when it came here.

        No act took place after it came here, or before what it is based on: a clock that says so is wrong, which its
        terminal can't know.
        """
        jumped_ahead = stated > self.now + CLOCKS_AGREE_WITHIN
        fell_back = self.follows_at is not None and stated < self.follows_at - CLOCKS_AGREE_WITHIN
        believed = self.envelope.time_proven and not jumped_ahead and not fell_back
        return stated if believed else self.now


def plausible(at: datetime) -> bool:
    """Tell whether a time lies in the years that case numbers can name."""
    return at.year in _YEARS
