"""The scan preview: the page in sight, what was found on it, the row of pages, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from counter_app.keys import Act, cap
from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.elided import ElidedLabel
from counter_app.parts.flow import FlowLayout
from counter_app.parts.labels import make_label
from counter_app.ports.materials import CornersState, LiveState, ReadingsState, StageMode, StageState
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look
from counter_app.theme.metrics import Metrics
from counter_app.views.corner_acts import CornerActs
from counter_app.views.corner_picture import CornerPicture
from counter_app.views.findings import FindingsPanel
from counter_app.views.live_picture import LivePicture
from counter_app.views.page_picture import PagePicture
from counter_app.views.page_row import PageRow
from counter_app.views.readings import ReadingsPanel
from counter_app.views.reason_row import ReasonRow


class StageView(QFrame):
    """The stage.

    Signals:
        scanAsked, cancelAsked, retakeAsked, removeAsked, overrideAsked, overrideLeft: what was asked for.
        overrideGiven: the reason.
        pageChosen: a page id.
        joinAsked, sourceAsked, cornersAsked: what was asked for.
        partAsked, wholeKept, uniteAsked: what several papers on one glass are.
        cornersUndone, cornersReset, cornersTaken, cornersLeft: what was asked for while corners are set.
        cornerGrabbed, cornerMoved, cornerNudged: what a hand does to a corner; see CornerPicture.
        readingTaken, readingRefused, readingsTaken: see ReadingsPanel.
        readingsLeft: what gave its room to the readings is wanted.
        roomWanted: whether the stage could do with all of its column.
    """

    scanAsked = Signal()
    cancelAsked = Signal()
    retakeAsked = Signal()
    removeAsked = Signal()
    overrideAsked = Signal()
    overrideGiven = Signal(str)
    overrideLeft = Signal()
    pageChosen = Signal(str)
    joinAsked = Signal()
    partAsked = Signal()
    wholeKept = Signal()
    uniteAsked = Signal()
    sourceAsked = Signal()
    readingTaken = Signal(str)
    readingRefused = Signal(str)
    readingsTaken = Signal()
    readingsLeft = Signal()
    cornersAsked = Signal()
    cornerGrabbed = Signal(int)
    cornerMoved = Signal(int, float, float)
    cornerNudged = Signal(int, int, int)
    cornersUndone = Signal()
    cornersReset = Signal()
    cornersTaken = Signal()
    cornersLeft = Signal()
    roomWanted = Signal(bool)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.setProperty("role", "stage")
        self._look = look
        self._roomy, self._wants_room = True, False
        self._is_live, self._is_blind = False, False
        self._title = make_label("stage_title", name="stage_title")
        self._subtitle = ElidedLabel("stage", "stage_subtitle")
        self._subtitle.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._picture = PagePicture(look)
        self._live = LivePicture(look)
        self._corners = CornerPicture(look)
        self._findings = FindingsPanel()
        self._readings = ReadingsPanel(look)
        self._pages = PageRow(look)
        self._pages.pageChosen.connect(self.pageChosen)
        self._progress = QProgressBar()
        self._progress.setObjectName("scan_progress")
        self._progress.setTextVisible(False)
        self._scan = KeyButton(look, "scan_button", ButtonKind.STAGE, cap(Act.SCAN))
        self._cancel = KeyButton(look, "scan_cancel", ButtonKind.STAGE, "Esc")
        self._retake = KeyButton(look, "retake_button", ButtonKind.STAGE, cap(Act.RETAKE))
        self._remove = KeyButton(look, "remove_button", ButtonKind.STAGE, cap(Act.REMOVE_PAGE))
        self._override = KeyButton(look, "override_button", ButtonKind.STAGE, cap(Act.OVERRIDE))
        self._mend = KeyButton(look, "corners_button", ButtonKind.STAGE, cap(Act.CORNERS))
        self._join = KeyButton(look, "join_button", ButtonKind.STAGE, cap(Act.JOIN_SIDES))
        self._part = KeyButton(look, "part_button", ButtonKind.STAGE_FIRST, cap(Act.APART))
        self._whole = KeyButton(look, "whole_button", ButtonKind.STAGE, "Esc")
        self._unite = KeyButton(look, "unite_button", ButtonKind.STAGE, cap(Act.APART))
        self._source = KeyButton(look, "source_button", ButtonKind.STAGE, cap(Act.SOURCE))
        self._corner_acts = CornerActs(look)
        self._reason = ReasonRow(look)
        self._reason.given.connect(self.overrideGiven)
        self._reason.left.connect(self.overrideLeft)
        self._lay_out()
        self._retranslate()
        self._connect()
        self.set_state(StageState())

    def hasHeightForWidth(self) -> bool:
        # Lines that wrap take room from the page, not from what stands below the stage.
        return False

    def apply_metrics(self, metrics: Metrics) -> None:
        """Take other sizes."""
        roomy = self._roomy = metrics.control > 46
        self._outer.setContentsMargins(metrics.pad, 14 if roomy else 8, metrics.pad, 14 if roomy else 8)
        for button in self._buttons():
            button.setFixedHeight(40 if roomy else 34)

    def show_live(self, state: LiveState) -> None:
        """Show a moment of the document camera."""
        self._live.show_live(state)
        self._is_blind = state.tone is Tone.BAD
        self._show_first()

    def set_readings(self, state: ReadingsState) -> None:
        """Show what the pages say of the form."""
        self._readings.set_readings(state)
        self._ask_for_room()

    def _ask_for_room(self) -> None:
        self.roomWanted.emit(self._wants_room or self._readings.isVisibleTo(self))

    def _buttons(self) -> tuple[KeyButton, ...]:
        # The next act first: what is wrong is taken again before anything else is thought of.
        first = (self._part, self._whole, self._scan, self._cancel, self._retake)
        return (*first, self._mend, self._join, self._unite, self._override, self._remove, self._source)

    def set_state(self, state: StageState) -> None:
        """Show a state."""
        self._title.setText(state.title)
        self._subtitle.set_text(state.subtitle)
        self._show_page(state)
        self._show_corners(state.corners)
        live = state.mode is StageMode.LIVE
        self._live.setVisible(live)
        self._picture.setVisible(not live and state.corners is None)
        self._wants_room = state.corners is not None or ((state.can_override or state.can_part > 0) and not self._roomy)
        self._ask_for_room()
        scanning = state.mode in {StageMode.SCANNING, StageMode.CUTTING}
        self._progress.setVisible(scanning or state.progress is not None)
        self._progress.setRange(0, 0 if state.progress is None else 100)
        self._progress.setValue(int((state.progress or 0.0) * 100))
        self._show_acts(state, scanning=scanning)

    def _show_page(self, state: StageState) -> None:
        self._picture.show_page(state.image, state.hint)
        self._picture.show_pill(state.pill, state.tone)
        self._picture.show_places(state.findings)
        self._findings.set_findings(state.findings)
        self._pages.set_pages(state.thumbs, state.current)

    def _show_corners(self, corners: CornersState | None) -> None:
        is_set = corners is not None
        if is_set != self._corners.isVisibleTo(self):
            self._corners.setVisible(is_set)
            self._corner_acts.setVisible(is_set)
        if corners is not None:
            self._corners.show_corners(corners)
            self._corner_acts.show_corners(corners)

    def _show_acts(self, state: StageState, *, scanning: bool) -> None:
        page = state.mode is StageMode.PAGE
        self._scan.setVisible(not scanning and not state.can_override and not state.can_part)
        self._scan.setEnabled(state.can_scan)
        live = state.mode is StageMode.LIVE
        first, again = (self.tr("拍摄"), self.tr("再拍")) if state.by_camera else (self.tr("扫描"), self.tr("再扫"))
        more = again if state.thumbs else first
        self._scan.set_words(self.tr("拍这一页") if live else more)
        self._is_live = live
        self._cancel.setVisible(state.mode is StageMode.SCANNING or live)
        self._cancel.set_words(self.tr("不拍了") if live else self.tr("停止扫描"))
        self._source.setVisible(bool(state.other_source))
        self._source.set_words(self.tr("用{source}").format(source=state.other_source))
        self._show_first()
        self._retake.setVisible(page)
        self._retake.set_words(self.tr("重拍") if state.by_camera else self.tr("重扫"), self.tr("这一页重新来"))
        self._retake.setEnabled(state.can_change and state.can_scan)
        is_faulty = state.can_override and bool(state.findings)
        self._retake.set_kind(ButtonKind.STAGE_FIRST if is_faulty else ButtonKind.STAGE)
        self._override.set_kind(ButtonKind.STAGE if is_faulty else ButtonKind.STAGE_FIRST)
        self._mend.setVisible(page and state.can_mend)
        self._join.setVisible(page and state.can_join)
        self._part.setVisible(state.can_part > 0)
        self._part.set_words(self.tr("分成 {count} 页").format(count=state.can_part))
        self._whole.setVisible(state.can_part > 0)
        self._unite.setVisible(page and state.can_unite)
        self._override.setVisible(page and state.can_override)
        self._remove.setVisible(page)
        self._remove.setEnabled(state.can_change)
        self._acts.setVisible(not state.overriding and state.corners is None)
        self._reason.open(state.reasons if state.overriding else None)

    def _show_first(self) -> None:
        """Stress the next act: under a camera that shows nothing that is the other source."""
        instead = self._is_live and self._is_blind and not self._source.isHidden()
        self._scan.set_kind(ButtonKind.STAGE_FIRST if self._is_live and not instead else ButtonKind.STAGE)
        self._source.set_kind(ButtonKind.STAGE_FIRST if instead else ButtonKind.STAGE)

    def _lay_out(self) -> None:
        self._outer = column(self, margin=16, gap=8)
        head = row(gap=12)
        head.addWidget(self._title)
        head.addWidget(self._subtitle, 1)
        self._outer.addLayout(head)
        self._outer.addWidget(self._picture, 1)
        self._outer.addWidget(self._live, 1)
        self._outer.addWidget(self._corners, 1)
        self._live.hide()
        self._corners.hide()
        self._outer.addWidget(self._findings)
        self._outer.addWidget(self._readings)
        self._outer.addWidget(self._progress)
        self._outer.addWidget(self._pages)
        self._acts = QWidget()
        acts = FlowLayout(self._acts)
        for button in self._buttons():
            acts.addWidget(button)
        self._outer.addWidget(self._acts)
        self._outer.addWidget(self._corner_acts)
        self._corner_acts.hide()
        self._outer.addWidget(self._reason)

    def _connect(self) -> None:
        self._scan.clicked.connect(self.scanAsked)
        self._cancel.clicked.connect(self.cancelAsked)
        self._retake.clicked.connect(self.retakeAsked)
        self._remove.clicked.connect(self.removeAsked)
        self._override.clicked.connect(self.overrideAsked)
        self._mend.clicked.connect(self.cornersAsked)
        self._join.clicked.connect(self.joinAsked)
        self._part.clicked.connect(self.partAsked)
        self._whole.clicked.connect(self.wholeKept)
        self._unite.clicked.connect(self.uniteAsked)
        self._source.clicked.connect(self.sourceAsked)
        self._readings.taken.connect(self.readingTaken)
        self._readings.refused.connect(self.readingRefused)
        self._readings.allTaken.connect(self.readingsTaken)
        self._corners.grabbed.connect(self.cornerGrabbed)
        self._corners.moved.connect(self.cornerMoved)
        self._corners.nudged.connect(self.cornerNudged)
        self._corners.taken.connect(self.cornersTaken)
        self._corners.left.connect(self.cornersLeft)
        self._corners.reset.connect(self.cornersReset)
        self._corner_acts.undone.connect(self.cornersUndone)
        self._corner_acts.reset.connect(self.cornersReset)
        self._corner_acts.taken.connect(self.cornersTaken)
        self._corner_acts.left.connect(self.cornersLeft)

    def _retranslate(self) -> None:
        self._scan.set_words(self.tr("扫描"))
        self._cancel.set_words(self.tr("停止扫描"))
        self._remove.set_words(self.tr("移除"), self.tr("移除这一页"))
        self._override.set_words(self.tr("照用"), self.tr("照用这一页；查出问题的，写明理由"))
        self._join.set_words(self.tr("正反拼一张"), self.tr("正反面放到一张 A4 上，写上用途水印"))
        self._whole.set_words(self.tr("当作一页"), self.tr("玻璃上的都算这一页"))
        self._unite.set_words(self.tr("合回一页"), self.tr("分错了：几页合回扫描时的一整页"))
        self._mend.set_words(self.tr("对边"), self.tr("手动对准纸的四个角"))
