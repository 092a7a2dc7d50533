"""Drafts that come from elsewhere or go there: states and view."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QImage

from counter_app.ports.shell import BannerAct
from counter_app.ports.tone import Tone


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A draft of the person's that lies elsewhere."""

    case_id: UUID
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class MineLine:
    """A draft of this clerk in this terminal's store; `acts` is what can be done with it."""

    case_id: UUID
    subject: str
    person: str
    detail: str
    tone: Tone
    acts: tuple[BannerAct, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class OfferState:
    """A draft that others may take, as applicant and colleague see it.

    Attributes:
        qr: the code as a picture; typed: the slip's code in groups.
        paper: what became of the slip, empty before one is printed.
    """

    subject: str
    until: str
    qr: QImage = field(repr=False)
    typed: str = field(repr=False)
    paper: str = ""
    can_print: bool = True


@dataclass(frozen=True, slots=True)
class DraftsState:
    """The page of drafts.

    Attributes:
        person: whose card was read, empty for nobody's.
        can_look: a code may be typed; can_confirm: a clerk's word may stand for the code.
        busy: what is under way, empty for nothing.
        text: what happened; detail: what is kept and what to do now.
        read_only: words of a draft that was handed over and is only looked at.
    """

    person: str = ""
    can_look: bool = False
    can_confirm: bool = False
    busy: str = ""
    text: str = ""
    detail: str = ""
    tone: Tone = Tone.NEUTRAL
    acts: tuple[BannerAct, ...] = ()
    found: tuple[FoundLine, ...] = ()
    mine: tuple[MineLine, ...] = ()
    offer: OfferState | None = None
    read_only: tuple[tuple[str, str], ...] = ()


class DraftsViewPort(Protocol):
    """The page of drafts."""

    @property
    def lookAsked(self) -> SignalInstance:
        """Carries the digits that were typed."""

    @property
    def confirmAsked(self) -> SignalInstance:
        """The clerk looked at person and card."""

    @property
    def cancelAsked(self) -> SignalInstance:
        """Wait no more."""

    @property
    def foundChosen(self) -> SignalInstance:
        """Carries the UUID of a draft elsewhere."""

    @property
    def messageActed(self) -> SignalInstance:
        """Carries the key of what is to be done about the message."""

    @property
    def mineActed(self) -> SignalInstance:
        """Carries the UUID of a draft here, and the key of what is to be done with it."""

    @property
    def printAsked(self) -> SignalInstance:
        """Print the slip of the offered draft."""

    @property
    def offerClosed(self) -> SignalInstance:
        """The applicant has the code."""

    def set_state(self, state: DraftsState) -> None:
        """Show a state."""

    def focus_code(self) -> None:
        """Empty the field and put the cursor there."""
