"""Everything one citizen's session knows, as one frozen value; view models are derived from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Any

from devices.core.cards import IdCard
from devices.core.printing import PrinterStatus, PrintState
from devices.core.status import DeviceState
from kiosk_app.work.draft_state import KeepState, ResumeState
from shared.capture.corner_edit import CornerEdit
from shared.capture.pages import PageFinding
from shared.capture.reading import Reading
from shared.capture.steady_hand import Sight
from shared.catalogue.findable import Hit
from shared.catalogue.model import Subject
from shared.forms.joined import JoinedForm
from shared.intake.draft import Draft
from shared.intake.gaps import Gap
from shared.intake.print_desk import PrintReport
from shared.intake.sealing import SealedCase
from shared.store.overview import CaseDelivery


@unique
class Screen(StrEnum):
    """Where somebody is. PAUSE waits: for sealing, for a card to be taken away, for a second try."""

    ATTRACT = "attract"
    HOME = "home"
    ITEM = "item"
    IDENTIFY = "identify"
    FORM = "form"
    MATERIALS = "materials"
    REVIEW = "review"
    CONFIRM = "confirm"
    PAUSE = "pause"
    RECEIPT = "receipt"
    GOODBYE = "goodbye"
    KEEP = "keep"
    RESUME = "resume"


@unique
class CardPhase(StrEnum):
    """What the reader does for the person before it."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    FAILED = "failed"


@unique
class ScanPhase(StrEnum):
    """What is on the stage."""

    EMPTY = "empty"
    LIVE = "live"
    SCANNING = "scanning"
    CUTTING = "cutting"
    PAGE = "page"
    REJECTED = "rejected"
    CORNERS = "corners"
    FAILED = "failed"


@unique
class Pause(StrEnum):
    """Why a screen waits."""

    SEALING = "sealing"
    LEFT_BEHIND = "left_behind"
    TROUBLE = "trouble"
    OUT_OF_ORDER = "out_of_order"


@unique
class Overlay(StrEnum):
    """What lies over the screen."""

    NONE = ""
    HELP = "help"
    DISPLAY = "display"
    LEAVE = "leave"
    IDLE = "idle"
    PAPERS = "papers"


@unique
class PaperKind(StrEnum):
    """The papers of a matter."""

    LIST = "list"
    BLANK = "blank"
    SAMPLE = "sample"
    LOOKS = "looks"


@dataclass(frozen=True, slots=True)
class PapersState:
    """What is shown of them.

    Attributes:
        kinds: those that this matter has; keys: of the pictures of its pages; page: the one in front, from 0.
        making: it is being set; failed: that did not work.
        printing: it is on its way to paper; end: what became of that, None before.
        has_qr: there is an address on the web to scan.
    """

    kind: PaperKind = PaperKind.LIST
    kinds: tuple[PaperKind, ...] = ()
    keys: tuple[str, ...] = ()
    page: int = 0
    making: bool = False
    failed: bool = False
    printing: bool = False
    end: PrintState | None = None
    can_print: bool = False
    has_qr: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """The machine's own state, nobody's data. None has not been asked yet.

    Attributes:
        behind: there is a newer catalogue, or another day, than this session began with.
    """

    reader: DeviceState | None = None
    scanner: DeviceState | None = None
    printer: PrinterStatus | None = None
    online: bool | None = None
    behind: bool | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """An act that failed without losing anything: its code, where to go back to, whether it may be tried again."""

    code: str
    back_to: Screen
    again: Callable[[], None] | None = None


_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, repr=False)
class SessionState:
    """Attributes:
    language: what the person reads; everything already given stays as it is when it changes.
    card_in_the_way: somebody left a card on the reader; until it is taken, that is asked for over every screen.
    role: whose card is asked for; None without a matter, or when everybody is known.
    asked_role: whose card was read last, until the person says that it is them.
    typed: answers not stored yet, by field id.
    faults: codes of answers that can't stay, by field id.
    returning: the review is where this came from and goes back to.
    rejected: findings of a page that was not taken.
    refusals: how many pages in a row were not taken.
    mendable: whether the corners of the page on the stage can be set by hand.
    corners: what is being set by hand.
    slip_seen: the person has the slip of which the printer tells nothing.
    has_camera: pages are taken under a document camera, which is looked through meanwhile.
    sight: what it sees.
    camera_code: why it shows nothing, empty while it does.
    shot_by_camera: the page that was taken last, or did not come, was one under the camera.
    has_glass: there is a scanner, too.
    has_gun: codes can be scanned.
    readings: what kept pages say of the form, by material.
    changed: names of what a newer catalogue asks otherwise; the draft that came back keeps its own version.
    retaking: the page that is waited for takes the place of one that was kept.
    came_from_elsewhere: the draft was kept once before; nothing but the person's word erases it.
    """

    screen: Screen = Screen.ATTRACT
    overlay: Overlay = Overlay.NONE
    idle_seconds: int = 0
    text_size: str = "standard"
    palette: str = "paper"
    language: str = "zh-Hans"
    around: Around = Around()
    busy: bool = False
    search_text: str = ""
    hits: tuple[Hit, ...] = ()
    subject: Subject | None = None
    draft: Draft | None = None
    form: JoinedForm | None = None
    gaps: tuple[Gap, ...] = ()
    changed: tuple[str, ...] = ()
    card: IdCard | None = None
    card_lies: bool = False
    card_in_the_way: bool = False
    card_phase: CardPhase = CardPhase.WAITING
    card_code: str = ""
    role: str | None = None
    asked_role: str | None = None
    form_page: int = 0
    typed: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    faults: Mapping[str, Gap] = field(default_factory=lambda: _NOTHING)
    returning: bool = False
    material: str | None = None
    scan_phase: ScanPhase = ScanPhase.EMPTY
    scan_progress: float = 0.0
    scan_code: str = ""
    shown_page: str = ""
    rejected: tuple[PageFinding, ...] = ()
    refusals: int = 0
    mendable: bool = False
    corners: CornerEdit | None = None
    has_camera: bool = False
    has_glass: bool = True
    has_gun: bool = False
    sight: Sight = Sight.WAITING
    camera_code: str = ""
    shot_by_camera: bool = False
    retaking: bool = False
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=lambda: _NOTHING)
    missing_open: bool = False
    agreed: bool = False
    pause: Pause = Pause.SEALING
    trouble: Trouble | None = None
    sealed: SealedCase | None = None
    printing: bool = False
    report: PrintReport | None = None
    slip_seen: bool = False
    delivery: CaseDelivery | None = None
    goodbye_seconds: int = 0
    papers: PapersState | None = None
    keep: KeepState | None = None
    resume: ResumeState | None = None
    came_from_elsewhere: bool = False

    @property
    def seen(self) -> SessionState:
        """The state as it is in front of the person."""
        return replace(self, screen=Screen.PAUSE, pause=Pause.LEFT_BEHIND) if self.card_in_the_way else self

    @property
    def by_camera(self) -> bool:
        """Whether pages are taken under the document camera now: a scanner stands in while that shows nothing."""
        return self.has_camera and not (bool(self.camera_code) and self.has_glass)

    @property
    def is_taking(self) -> bool:
        """Whether a page is under way: from the glass or the camera, or cut anew between other corners."""
        return self.scan_phase in {ScanPhase.SCANNING, ScanPhase.CUTTING}

    def __repr__(self) -> str:
        return f"SessionState({self.screen.value})"


Watcher = Callable[[SessionState], None]


class StateBox:
    """Holds the state of one session and tells who watches when it changed. GUI thread only."""

    def __init__(self, state: SessionState | None = None) -> None:
        self._state = state or SessionState()
        self._watchers: list[Watcher] = []

    @property
    def now(self) -> SessionState:
        """The state as it is."""
        return self._state

    def watch(self, watcher: Watcher) -> None:
        """Call watcher after every change, and once at once."""
        self._watchers.append(watcher)
        watcher(self._state)

    def change(self, **changes: Any) -> None:
        """Set some fields; nothing is told when nothing changes."""
        new = replace(self._state, **changes)
        if new == self._state:
            return
        self._state = new
        for watcher in tuple(self._watchers):
            watcher(new)
