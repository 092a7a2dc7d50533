"""What a commit carries from step to step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from acceptance_platform.submissions.reading import SubmissionRow
from acceptance_platform.terminals.sign_in import SignedIn
from shared.contract.submissions import Envelope

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
        """Return when an act took place: as stated by a clock that can be believed, else when it came here."""
        return stated if self.envelope.time_proven else self.now


def plausible(at: datetime) -> bool:
    """Tell whether a time lies in the years that case numbers can name."""
    return at.year in _YEARS
