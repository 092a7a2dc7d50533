"""Header, search, footer and banner: what surrounds the work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance

from counter_app.ports.tone import Tone


@dataclass(frozen=True, slots=True)
class HeaderState:
    """The band at the top: which window, today's figures, the network, who works here."""

    window: str = ""
    hall: str = ""
    today: int = 0
    waiting: int = 0
    online: bool | None = None
    clerk: str = ""


@dataclass(frozen=True, slots=True)
class SubjectTile:
    """An item or one-matter service as a search hit or a tile.

    Attributes:
        closed: why it can't be taken at this counter and where to go, empty when it can.
    """

    code: str
    name: str
    department: str
    detail: str
    emblem: str
    colour: str
    closed: str = ""


@dataclass(frozen=True, slots=True)
class SearchState:
    """What the search panel shows; `message` stands in when there are no hits."""

    query: str = ""
    hits: tuple[SubjectTile, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One device or service in the footer."""

    key: str
    name: str
    words: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class FooterState:
    """The foot: devices in words, and whether this is a demonstration."""

    devices: tuple[DeviceLine, ...] = ()
    demo: bool = False


@dataclass(frozen=True, slots=True)
class BannerAct:
    """Something that can be done about a message."""

    key: str
    words: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class BannerState:
    """A message that does not stand in the way. An empty text hides it."""

    text: str = ""
    detail: str = ""
    tone: Tone = Tone.NEUTRAL
    closable: bool = True
    acts: tuple[BannerAct, ...] = ()


@dataclass(frozen=True, slots=True)
class WelcomeState:
    """What stands where no case is open.

    Attributes:
        card: words about a card that was read and waits for a matter, empty for none.
        tiles: what is asked for most; every: how to see all that is taken here, empty where the tiles are all.
    """

    greeting: str = ""
    line: str = ""
    card: str = ""
    tiles: tuple[SubjectTile, ...] = ()
    every: str = ""
    message: str = ""


class HeaderViewPort(Protocol):
    """The band and its search field."""

    @property
    def searchEdited(self) -> SignalInstance:
        """Carries the text that was typed."""

    @property
    def subjectChosen(self) -> SignalInstance:
        """Carries a subject's code."""

    def set_header(self, state: HeaderState) -> None:
        """Show figures and names."""

    def set_search(self, state: SearchState) -> None:
        """Show hits."""

    def close_search(self) -> None:
        """Close the panel and empty the field."""


class WelcomeViewPort(Protocol):
    """The page where no case is open."""

    @property
    def subjectChosen(self) -> SignalInstance:
        """Carries a subject's code."""

    @property
    def cardLeft(self) -> SignalInstance:
        """The card that waits for a matter is not wanted."""

    def set_state(self, state: WelcomeState) -> None:
        """Show a state."""
