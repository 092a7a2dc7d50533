"""What a commit carries from step to step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from acceptance_platform.submissions.reading import SubmissionRow
from acceptance_platform.terminals.sign_in import SignedIn
from shared.contract.submissions import Envelope
from shared.domain.clock import CLOCKS_AGREE_WITHIN

_YEARS: Final = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Taking:
    """A submission that is about to be taken on.

    Attributes:
        sequence: its place in the platform's order.
        now: the platform's clock.
    """

    terminal: SignedIn
    row: SubmissionRow
    envelope: Envelope
    sequence: int
    now: datetime

    def effective(self, stated: datetime) -> datetime:
        """Return when an act took place: as stated by a clock that can be believed, else when it came here.

        No act took place after it came here: a clock that says so jumped ahead, which its terminal can't know.
        """
        believed = self.envelope.time_proven and stated <= self.now + CLOCKS_AGREE_WITHIN
        return stated if believed else self.now


def plausible(at: datetime) -> bool:
    """Tell whether a time lies in the years that case numbers can name."""
    return at.year in _YEARS
