"""The checklist of materials and the stage on which pages are shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QImage

from counter_app.ports.tone import Tone


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One line of the checklist; `brief` is its state where room is short."""

    code: str
    name: str
    status: str
    brief: str
    trust: str
    key: str
    tone: Tone
    note: str = ""


@unique
class StageMode(StrEnum):
    """What the stage does."""

    EMPTY = "empty"
    SCANNING = "scanning"
    CUTTING = "cutting"
    LIVE = "live"
    PAGE = "page"
    CORNERS = "corners"


@dataclass(frozen=True, slots=True)
class Thumb:
    """A page in the row of pages."""

    page_id: str
    image: QImage
    label: str
    tone: Tone = Tone.GOOD


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One thing that is wrong with the page in sight.

    Attributes:
        label: what marks it on the picture and before its line; empty where it is about the whole page.
        place: left, top, width, height as shares of the page; None for all of it.
    """

    title: str
    remedy: str = ""
    label: str = ""
    place: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class LiveState:
    """One moment of the document camera.

    Attributes:
        corners: of the page, as shares of the picture; none where none is seen.
        held: 0.0 to 1.0, how much of the time of lying still is over.
    """

    image: QImage = field(default_factory=QImage)
    corners: tuple[tuple[float, float], ...] = ()
    held: float = 0.0
    words: str = ""
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class CornersState:
    """Four corners being set by hand.

    Attributes:
        picture: what the page is cut from.
        corners: x and y of each, top left first and clockwise, as shares of the picture.
        selected: index of the corner that the keyboard moves.
        is_possible: whether a page can lie between them.
    """

    picture: QImage
    corners: tuple[tuple[float, float], ...]
    selected: int = 0
    is_possible: bool = True
    can_undo: bool = False
    can_reset: bool = False


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """One field as a page says it.

    Attributes:
        crop: its part of the page, as JPEG.
        note: that it is doubtful, or what stands in the field now.
    """

    key: str
    title: str
    text: str
    crop: bytes
    note: str = ""
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class ReadingsState:
    """What the pages of a material say of the form; sure counts the lines that are not doubtful."""

    title: str = ""
    lines: tuple[ReadingLine, ...] = ()
    sure: int = 0


@dataclass(frozen=True, slots=True)
class StageState:
    """The scan preview.

    Attributes:
        hint: what to do now, shown where there is no page.
        pill: how the page in sight stands.
        findings: everything that was found on it.
        progress: 0.0 to 1.0 while scanning, None when it can't be told.
        can_mend: the corners of the page in sight can be set by hand.
        by_camera: pages come from under the camera.
        can_join: the pages in sight are both sides of a card, which can go on one sheet.
        can_part: how many papers lie on the glass in sight, each of which can become a page; 0 where that is settled.
        can_unite: the page in sight lay on one glass with others, and they can become one page again.
        other_source: what pages could come from instead, empty where there is nothing else.
        overriding: the reason for using a page with a finding is being asked for.
        corners: what is being set by hand, None where nothing is.
    """

    mode: StageMode = StageMode.EMPTY
    title: str = ""
    subtitle: str = ""
    hint: str = ""
    image: QImage | None = None
    pill: str = ""
    findings: tuple[FindingLine, ...] = ()
    tone: Tone = Tone.NEUTRAL
    progress: float | None = None
    thumbs: tuple[Thumb, ...] = ()
    current: str = ""
    can_scan: bool = False
    can_change: bool = False
    can_mend: bool = False
    by_camera: bool = False
    can_join: bool = False
    can_part: int = 0
    can_unite: bool = False
    other_source: str = ""
    can_override: bool = False
    overriding: bool = False
    reasons: tuple[str, ...] = field(default=())
    corners: CornersState | None = None


class MaterialsViewPort(Protocol):
    """The checklist."""

    @property
    def materialSelected(self) -> SignalInstance:
        """Carries a material's code."""

    @property
    def scanAsked(self) -> SignalInstance:
        """Carries the code of the material to scan."""

    @property
    def demanded(self) -> SignalInstance:
        """Carries the name of a further paper that the clerk wants."""

    def set_summary(self, text: str) -> None:
        """Show the counts beside the title."""

    def set_rows(self, rows: tuple[MaterialRow, ...], selected: str) -> None:
        """Show the lines."""

    def close_demand(self) -> None:
        """Put away the line for a further paper, and forget what was typed there."""


class StageViewPort(Protocol):
    """The scan preview."""

    @property
    def scanAsked(self) -> SignalInstance:
        """Scan another page of the material that is shown."""

    @property
    def cancelAsked(self) -> SignalInstance:
        """Stop the scan."""

    @property
    def retakeAsked(self) -> SignalInstance:
        """Scan the page in sight again."""

    @property
    def removeAsked(self) -> SignalInstance:
        """Take the page in sight out."""

    @property
    def overrideAsked(self) -> SignalInstance:
        """Use the page in sight all the same."""

    @property
    def overrideGiven(self) -> SignalInstance:
        """Carries the reason."""

    @property
    def overrideLeft(self) -> SignalInstance:
        """No reason was given after all."""

    @property
    def pageChosen(self) -> SignalInstance:
        """Carries a page id."""

    @property
    def readingTaken(self) -> SignalInstance:
        """Carries the key of a reading that goes into the form."""

    @property
    def readingRefused(self) -> SignalInstance:
        """Carries the key of a reading that is wrong or not wanted."""

    @property
    def readingsTaken(self) -> SignalInstance:
        """All readings that are not doubtful go into the form."""

    @property
    def readingsLeft(self) -> SignalInstance:
        """What stands behind the readings is wanted."""

    @property
    def joinAsked(self) -> SignalInstance:
        """Put both sides of the card on one sheet."""

    @property
    def partAsked(self) -> SignalInstance:
        """Make a page of each paper on the glass."""

    @property
    def wholeKept(self) -> SignalInstance:
        """Take the whole glass as one page."""

    @property
    def uniteAsked(self) -> SignalInstance:
        """Make one page again of those that lay on one glass."""

    @property
    def sourceAsked(self) -> SignalInstance:
        """Take pages from the other source from now on."""

    @property
    def cornersAsked(self) -> SignalInstance:
        """Set the corners of the page in sight by hand."""

    @property
    def cornerGrabbed(self) -> SignalInstance:
        """Carries the index of a corner that a hand begins to move."""

    @property
    def cornerMoved(self) -> SignalInstance:
        """Carries the index of a corner and where it is now, as shares of the picture."""

    @property
    def cornerNudged(self) -> SignalInstance:
        """Carries the index of a corner and by how many pixels of the picture it goes right and down."""

    @property
    def cornersUndone(self) -> SignalInstance:
        """Take the last move back."""

    @property
    def cornersReset(self) -> SignalInstance:
        """Put the corners to where the page was found."""

    @property
    def cornersTaken(self) -> SignalInstance:
        """Cut the page between the corners."""

    @property
    def cornersLeft(self) -> SignalInstance:
        """Leave the page as it is."""

    def set_state(self, state: StageState) -> None:
        """Show a state."""

    def show_live(self, state: LiveState) -> None:
        """Show a moment of the document camera."""

    def set_readings(self, state: ReadingsState) -> None:
        """Show what the pages say of the form, or nothing."""
