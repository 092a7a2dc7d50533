"""Today's cases and what is not finished: rows and view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import SignalInstance

from counter_app.ports.tone import Tone


@dataclass(frozen=True, slots=True)
class TodayRow:
    """A sealed case of today.

    Attributes:
        time: HH:MM of sealing.
        person: masked name.
        state: what the counter did, as 已受理 or 已收件.
        delivery: where it is on its way, in words.
    """

    case_id: UUID
    time: str
    subject: str
    person: str
    state: str
    delivery: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A case that is not sealed yet."""

    case_id: UUID
    time: str
    subject: str
    person: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class TodayState:
    """The left column. `message` stands in when there are no cases, or when they can't be read."""

    rows: tuple[TodayRow, ...] = ()
    drafts: tuple[DraftRow, ...] = ()
    selected: UUID | None = None
    message: str = ""


class TodayViewPort(Protocol):
    """The left column."""

    @property
    def caseChosen(self) -> SignalInstance:
        """Carries the UUID of a sealed case."""

    @property
    def draftChosen(self) -> SignalInstance:
        """Carries the UUID of a draft."""

    def set_state(self, state: TodayState) -> None:
        """Show a state."""
