"""Materials by scan: one at a time on the stage, the whole list beside it, findings with their remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk_app.live_picture import LiveFeed
from kiosk_app.viewmodels.base import ViewModel, of, rows_of

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One material; phase is done, now or todo, order its place in the list."""

    key: str
    order: str
    name: str
    note: str
    phase: str
    can_open: bool = True


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page of the material on the stage; image is its address for the image provider."""

    key: str
    number: str
    image: str
    good: bool = True
    shown: bool = False


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What is wrong with the page on the stage.

    Attributes:
        mark: what stands at its place on the page and before its words, empty for the whole page.
        from_left, from_top, wide, high: its place as shares of the page, where it has one.
    """

    key: str
    what: str
    remedy: str
    mark: str = ""
    from_left: float = 0.0
    from_top: float = 0.0
    wide: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One field as the page says it; crop is the address of its picture, note a doubt or what stands there now."""

    key: str
    label: str
    words: str
    note: str
    crop: str


@dataclass(frozen=True, slots=True)
class CornerRow:
    """One corner that is being set, as shares of the picture."""

    key: str
    from_left: float
    from_top: float


@dataclass(frozen=True, slots=True)
class MaterialsProps:
    """Attributes:
    phase: empty (nothing scanned), scanning, page (a page is shown), corners (they are being set), failed or out.
    refused: the page on the stage was not taken; its findings say why.
    can_mend: the corners of the page in sight can be set by hand.
    can_join: both sides of a card are there and can go on one sheet.
    corners_possible: whether a page can lie between them.
    help_first: no page will come before somebody has helped.
    """

    title: str = ""
    note: str = ""
    checks: tuple[CheckRow, ...] = ()
    phase: str = "empty"
    image: str = ""
    chip: str = ""
    chip_tone: str = "good"
    progress: float = 0.0
    pages: tuple[PageRow, ...] = ()
    shown_page: str = ""
    findings: tuple[FindingRow, ...] = ()
    readings: tuple[ReadingRow, ...] = ()
    readings_title: str = ""
    take_all_label: str = ""
    refused: bool = False
    can_mend: bool = False
    can_join: bool = False
    corners: tuple[CornerRow, ...] = ()
    negative: str = ""
    corners_possible: bool = True
    can_undo_corner: bool = False
    can_reset_corners: bool = False
    trouble_title: str = ""
    trouble_text: str = ""
    trouble_code: str = ""
    help_first: bool = False
    scan_label: str = ""
    can_scan: bool = True
    next_label: str = ""
    can_continue: bool = False
    missing_open: bool = False
    missing_title: str = ""
    missing_text: str = ""
    missing_place: str = ""
    commitment: str = ""
    commitment_terms: str = ""
    is_committed: bool = False


class MendingActs(Protocol):
    """What a finger does to the corners of a page."""

    def grab(self) -> None: ...
    def move(self, index: int, x: float, y: float) -> None: ...
    def undo(self) -> None: ...
    def reset(self) -> None: ...
    def take(self) -> None: ...
    def leave(self) -> None: ...


class ReadingActs(Protocol):
    """What becomes of what a page says."""

    def take(self, key: str) -> None: ...
    def take_sure(self) -> None: ...
    def refuse(self, key: str) -> None: ...


class StandingInActs(Protocol):
    """What can be done without the paper on the stage."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def commit(self) -> None: ...
    def take_back(self) -> None: ...


class MaterialsActs(Protocol):
    """What the materials screen can ask for."""

    @property
    def mending(self) -> MendingActs: ...
    @property
    def reading(self) -> ReadingActs: ...
    @property
    def standing_in(self) -> StandingInActs: ...

    def open_material(self, code: str) -> None: ...
    def scan(self) -> None: ...
    def stop_scan(self) -> None: ...
    def show_page(self, page_id: str) -> None: ...
    def remove_page(self, page_id: str) -> None: ...
    def retake_page(self, page_id: str) -> None: ...
    def mend_page(self) -> None: ...
    def join_sides(self) -> None: ...
    def next_material(self) -> None: ...


@QmlElement
class MaterialsViewModel(ViewModel):
    """The materials. Signals: one for each field."""

    ROWS: ClassVar = {
        "checks": CheckRow,
        "pages": PageRow,
        "findings": FindingRow,
        "corners": CornerRow,
        "readings": ReadingRow,
    }

    feedChanged = Signal()
    titleChanged = Signal()
    noteChanged = Signal()
    phaseChanged = Signal()
    imageChanged = Signal()
    chipChanged = Signal()
    chipToneChanged = Signal()
    progressChanged = Signal()
    shownPageChanged = Signal()
    readingsTitleChanged = Signal()
    takeAllLabelChanged = Signal()
    refusedChanged = Signal()
    canMendChanged = Signal()
    canJoinChanged = Signal()
    negativeChanged = Signal()
    cornersPossibleChanged = Signal()
    canUndoCornerChanged = Signal()
    canResetCornersChanged = Signal()
    troubleTitleChanged = Signal()
    troubleTextChanged = Signal()
    troubleCodeChanged = Signal()
    helpFirstChanged = Signal()
    scanLabelChanged = Signal()
    canScanChanged = Signal()
    nextLabelChanged = Signal()
    canContinueChanged = Signal()
    missingOpenChanged = Signal()
    missingTitleChanged = Signal()
    missingTextChanged = Signal()
    missingPlaceChanged = Signal()
    commitmentChanged = Signal()
    commitmentTermsChanged = Signal()
    isCommittedChanged = Signal()

    title = Property(str, of("title"), notify=titleChanged)
    note = Property(str, of("note"), notify=noteChanged)
    checks = Property(QObject, rows_of("checks"), constant=True)
    phase = Property(str, of("phase"), notify=phaseChanged)
    image = Property(str, of("image"), notify=imageChanged)
    chip = Property(str, of("chip"), notify=chipChanged)
    chipTone = Property(str, of("chip_tone"), notify=chipToneChanged)
    progress = Property(float, of("progress"), notify=progressChanged)
    pages = Property(QObject, rows_of("pages"), constant=True)
    shownPage = Property(str, of("shown_page"), notify=shownPageChanged)
    findings = Property(QObject, rows_of("findings"), constant=True)
    readings = Property(QObject, rows_of("readings"), constant=True)
    readingsTitle = Property(str, of("readings_title"), notify=readingsTitleChanged)
    takeAllLabel = Property(str, of("take_all_label"), notify=takeAllLabelChanged)
    refused = Property(bool, of("refused"), notify=refusedChanged)
    canJoin = Property(bool, of("can_join"), notify=canJoinChanged)
    canMend = Property(bool, of("can_mend"), notify=canMendChanged)
    corners = Property(QObject, rows_of("corners"), constant=True)
    negative = Property(str, of("negative"), notify=negativeChanged)
    cornersPossible = Property(bool, of("corners_possible"), notify=cornersPossibleChanged)
    canUndoCorner = Property(bool, of("can_undo_corner"), notify=canUndoCornerChanged)
    canResetCorners = Property(bool, of("can_reset_corners"), notify=canResetCornersChanged)
    troubleTitle = Property(str, of("trouble_title"), notify=troubleTitleChanged)
    troubleText = Property(str, of("trouble_text"), notify=troubleTextChanged)
    troubleCode = Property(str, of("trouble_code"), notify=troubleCodeChanged)
    helpFirst = Property(bool, of("help_first"), notify=helpFirstChanged)
    scanLabel = Property(str, of("scan_label"), notify=scanLabelChanged)
    canScan = Property(bool, of("can_scan"), notify=canScanChanged)
    nextLabel = Property(str, of("next_label"), notify=nextLabelChanged)
    canContinue = Property(bool, of("can_continue"), notify=canContinueChanged)
    missingOpen = Property(bool, of("missing_open"), notify=missingOpenChanged)
    missingTitle = Property(str, of("missing_title"), notify=missingTitleChanged)
    missingText = Property(str, of("missing_text"), notify=missingTextChanged)
    missingPlace = Property(str, of("missing_place"), notify=missingPlaceChanged)
    commitment = Property(str, of("commitment"), notify=commitmentChanged)
    commitmentTerms = Property(str, of("commitment_terms"), notify=commitmentTermsChanged)
    isCommitted = Property(bool, of("is_committed"), notify=isCommittedChanged)

    feed = Property(QObject, lambda model: model.live_feed, notify=feedChanged)

    def __init__(
        self,
        acts: MaterialsActs,
        feed: LiveFeed,
        props: MaterialsProps | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(props or MaterialsProps(), parent)
        self._acts = acts
        self.live_feed = feed
        feed.setParent(self)

    @Slot(str)
    def openMaterial(self, code: str) -> None:
        self._acts.open_material(code)

    @Slot()
    def scan(self) -> None:
        self._acts.scan()

    @Slot()
    def stopScan(self) -> None:
        self._acts.stop_scan()

    @Slot(str)
    def showPage(self, page_id: str) -> None:
        self._acts.show_page(page_id)

    @Slot(str)
    def removePage(self, page_id: str) -> None:
        self._acts.remove_page(page_id)

    @Slot(str)
    def retakePage(self, page_id: str) -> None:
        self._acts.retake_page(page_id)

    @Slot()
    def next(self) -> None:
        self._acts.next_material()

    @Slot()
    def commit(self) -> None:
        self._acts.standing_in.commit()

    @Slot()
    def takeBack(self) -> None:
        self._acts.standing_in.take_back()

    @Slot()
    def openMissing(self) -> None:
        self._acts.standing_in.open()

    @Slot()
    def closeMissing(self) -> None:
        self._acts.standing_in.close()

    @Slot()
    def joinSides(self) -> None:
        self._acts.join_sides()

    @Slot()
    def mendPage(self) -> None:
        self._acts.mend_page()

    @Slot()
    def grabCorner(self) -> None:
        self._acts.mending.grab()

    @Slot(int, float, float)
    def moveCorner(self, index: int, left: float, top: float) -> None:
        self._acts.mending.move(index, left, top)

    @Slot()
    def undoCorner(self) -> None:
        self._acts.mending.undo()

    @Slot()
    def resetCorners(self) -> None:
        self._acts.mending.reset()

    @Slot()
    def takeCorners(self) -> None:
        self._acts.mending.take()

    @Slot()
    def leaveCorners(self) -> None:
        self._acts.mending.leave()

    @Slot(str)
    def takeReading(self, key: str) -> None:
        self._acts.reading.take(key)

    @Slot(str)
    def refuseReading(self, key: str) -> None:
        self._acts.reading.refuse(key)

    @Slot()
    def takeReadings(self) -> None:
        self._acts.reading.take_sure()
