"""All that is missing, at once, and the acts that end an intake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance

from counter_app.ports.tone import Tone


@dataclass(frozen=True, slots=True)
class GapRow:
    """One thing that is missing or wrong.

    Attributes:
        kind, where: lead to the place: GapKind's value and a role, field id or material code.
    """

    text: str
    detail: str
    kind: str
    where: str


@dataclass(frozen=True, slots=True)
class GapsState:
    """The list and the acts.

    Attributes:
        accept_words: what the first act says; it names why it does not work yet.
        discarding: giving up the case is being asked about.
        busy: sealing.
    """

    title: str = ""
    tone: Tone = Tone.NEUTRAL
    rows: tuple[GapRow, ...] = ()
    note: str = ""
    accept_words: str = ""
    can_accept: bool = False
    can_collect: bool = False
    discarding: bool = False
    busy: bool = False
    elapsed: str = ""


class GapsViewPort(Protocol):
    """The list and the acts."""

    @property
    def gapChosen(self) -> SignalInstance:
        """Carries (kind, where)."""

    @property
    def acceptAsked(self) -> SignalInstance:
        """Seal the intake and accept it."""

    @property
    def collectAsked(self) -> SignalInstance:
        """Seal the intake only."""

    @property
    def discardAsked(self) -> SignalInstance:
        """Ask about giving up the case."""

    @property
    def discardConfirmed(self) -> SignalInstance:
        """Give up the case."""

    @property
    def discardLeft(self) -> SignalInstance:
        """Keep the case."""

    def set_state(self, state: GapsState) -> None:
        """Show a state."""

    def set_elapsed(self, text: str) -> None:
        """Show the time that the case took so far."""
