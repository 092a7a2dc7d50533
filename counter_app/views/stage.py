"""The scan preview: the page in sight, what was found on it, the row of pages, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QProgressBar, QWidget

from counter_app.keys import Act, cap
from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.elided import ElidedLabel
from counter_app.parts.labels import make_label
from counter_app.ports.materials import StageMode, StageState
from counter_app.theme.look import Look
from counter_app.theme.metrics import Metrics
from counter_app.views.page_picture import PagePicture
from counter_app.views.page_row import PageRow


class StageView(QFrame):
    """The stage.

    Signals:
        scanAsked, cancelAsked, retakeAsked, removeAsked, overrideAsked, overrideLeft: what was asked for.
        overrideGiven: the reason.
        pageChosen: a page id.
    """

    scanAsked = Signal()
    cancelAsked = Signal()
    retakeAsked = Signal()
    removeAsked = Signal()
    overrideAsked = Signal()
    overrideGiven = Signal(str)
    overrideLeft = Signal()
    pageChosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.setProperty("role", "stage")
        self._look = look
        self._title = make_label("stage_title", name="stage_title")
        self._subtitle = ElidedLabel("stage", "stage_subtitle")
        self._subtitle.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._picture = PagePicture(look)
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
        self._reason = ReasonRow(look)
        self._reason.given.connect(self.overrideGiven)
        self._reason.left.connect(self.overrideLeft)
        self._lay_out()
        self._retranslate()
        self._connect()
        self.set_state(StageState())

    def apply_metrics(self, metrics: Metrics) -> None:
        """Take other sizes."""
        roomy = metrics.control > 46
        self._outer.setContentsMargins(metrics.pad, 14 if roomy else 8, metrics.pad, 14 if roomy else 8)
        for button in (self._scan, self._cancel, self._retake, self._remove, self._override):
            button.setFixedHeight(40 if roomy else 34)

    def set_state(self, state: StageState) -> None:
        """Show a state."""
        self._title.setText(state.title)
        self._subtitle.set_text(state.subtitle)
        self._picture.show_page(state.image, state.hint)
        self._picture.show_pill(state.pill, state.tone)
        self._picture.show_place(state.place)
        self._pages.set_pages(state.thumbs, state.current)
        scanning = state.mode is StageMode.SCANNING
        self._progress.setVisible(scanning)
        self._progress.setRange(0, 0 if state.progress is None else 100)
        self._progress.setValue(int((state.progress or 0.0) * 100))
        self._scan.setVisible(not scanning and not state.can_override)
        self._scan.setEnabled(state.can_scan)
        self._cancel.setVisible(scanning)
        page = state.mode is StageMode.PAGE
        self._retake.setVisible(page)
        self._remove.setVisible(page)
        self._retake.setEnabled(state.can_change and state.can_scan)
        self._remove.setEnabled(state.can_change)
        self._override.setVisible(page and state.can_override)
        self._acts.setVisible(not state.overriding)
        self._reason.open(state.reasons if state.overriding else None)
        self._scan.set_words(self.tr("再扫") if state.thumbs else self.tr("扫描"))

    def _lay_out(self) -> None:
        self._outer = column(self, margin=16, gap=8)
        head = row(gap=12)
        head.addWidget(self._title)
        head.addWidget(self._subtitle, 1)
        self._outer.addLayout(head)
        self._outer.addWidget(self._picture, 1)
        self._outer.addWidget(self._progress)
        self._outer.addWidget(self._pages)
        self._acts = QWidget()
        acts = row(self._acts, gap=8)
        for button in (self._scan, self._cancel, self._override, self._retake, self._remove):
            acts.addWidget(button)
        acts.addStretch(1)
        self._outer.addWidget(self._acts)
        self._outer.addWidget(self._reason)

    def _connect(self) -> None:
        self._scan.clicked.connect(self.scanAsked)
        self._cancel.clicked.connect(self.cancelAsked)
        self._retake.clicked.connect(self.retakeAsked)
        self._remove.clicked.connect(self.removeAsked)
        self._override.clicked.connect(self.overrideAsked)

    def _retranslate(self) -> None:
        self._scan.set_words(self.tr("扫描"))
        self._cancel.set_words(self.tr("停止扫描"))
        self._retake.set_words(self.tr("重扫"), self.tr("这一页重新扫描"))
        self._remove.set_words(self.tr("移除"), self.tr("移除这一页"))
        self._override.set_words(self.tr("照用"), self.tr("照用这一页，写明理由"))


class ReasonRow(QWidget):
    """Asks why a page with a finding is used all the same.

    Signals:
        given: the reason.
        left: given up.
    """

    given = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("reason_row")
        self._look = look
        self._reasons: tuple[str, ...] | None = None
        self._field = QLineEdit()
        self._field.setObjectName("override_reason")
        self._field.setMaxLength(60)
        self._field.setFixedHeight(40)
        self._field.setPlaceholderText(self.tr("为什么照用这一页？"))
        self._field.setAccessibleName(self.tr("照用的理由"))
        self._take = KeyButton(look, "override_take", ButtonKind.STAGE, "Enter")
        self._take.set_words(self.tr("照用"))
        self._take.setFixedHeight(40)
        self._offers = row(gap=8)
        outer = column(self, gap=8)
        outer.addLayout(self._offers)
        line = row(gap=8)
        line.addWidget(self._field, 1)
        line.addWidget(self._take)
        outer.addLayout(line)
        self._field.returnPressed.connect(self._give)
        self._take.clicked.connect(self._give)

    def open(self, reasons: tuple[str, ...] | None) -> None:
        """Open with reasons on offer, or close for None."""
        self.setVisible(reasons is not None)
        if reasons == self._reasons:
            return
        self._reasons = reasons
        while (item := self._offers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if reasons is None:
            self._field.clear()
            return
        for number, words in enumerate(reasons):
            button = KeyButton(self._look, f"override_reason_{number}", ButtonKind.STAGE)
            button.set_words(words)
            button.setFixedHeight(36)
            button.clicked.connect(lambda _=False, reason=words: self.given.emit(reason))
            self._offers.addWidget(button)
        self._offers.addStretch(1)
        self._field.setFocus()

    @Slot()
    def _give(self) -> None:
        if self._field.text().strip():
            self.given.emit(self._field.text().strip())
