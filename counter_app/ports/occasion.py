"""What is done about a sealed case beside accepting it: the acts on offer, and the one that is being prepared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance


@dataclass(frozen=True, slots=True)
class OccasionButton:
    """An act on offer: its key, its words, what it does."""

    key: str
    words: str
    hint: str


@dataclass(frozen=True, slots=True)
class OccasionField:
    """One thing to say.

    Attributes:
        options: value and words of what can be chosen; empty for a text.
        offers: texts that are one click away.
    """

    key: str
    label: str
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OccasionState:
    """The strip of acts, and the panel of the one that is open.

    Attributes:
        buttons: acts on offer; chosen: the one whose panel is open, empty for none.
        points: what the notice lists so far, each in one line.
        can_add: another point can be added.
        problem: what is still missing, in words.
        confirm: what is about to be sealed; the panel asks once more.
    """

    buttons: tuple[OccasionButton, ...] = ()
    chosen: str = ""
    title: str = ""
    hint: str = ""
    points: tuple[str, ...] = ()
    can_add: bool = False
    fields: tuple[OccasionField, ...] = ()
    problem: str = ""
    confirm: str = ""
    busy: bool = False


class OccasionViewPort(Protocol):
    """The acts of a sealed case."""

    @property
    def chosen(self) -> SignalInstance:
        """Open an act's panel. Carries its key."""

    @property
    def said(self) -> SignalInstance:
        """Carries the key of a field and its value."""

    @property
    def addAsked(self) -> SignalInstance:
        """Add what the fields say as a point."""

    @property
    def removeAsked(self) -> SignalInstance:
        """Take a point out. Carries its place."""

    @property
    def goAsked(self) -> SignalInstance:
        """Go on: first to the question, then to sealing."""

    @property
    def backAsked(self) -> SignalInstance:
        """Back from the question, or close the panel."""

    def set_state(self, state: OccasionState) -> None:
        """Show a state."""
