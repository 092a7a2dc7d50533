"""The counter's one window: band, column of today, the work, foot. Panels lie over it; nothing is modal."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QPushButton, QStackedWidget, QWidget

from counter_app.keys import MATERIAL_KEYS, SEQUENCES, Act
from counter_app.parts.boxes import column, row
from counter_app.ports.shell import BannerState, FooterState, HeaderState
from counter_app.ports.window import Page
from counter_app.theme.look import Look
from counter_app.theme.metrics import metrics_for
from counter_app.views.applicant_screen import ApplicantScreen
from counter_app.views.applicants import ApplicantsView
from counter_app.views.done import DoneView
from counter_app.views.drafts import DraftsView
from counter_app.views.form import FormView
from counter_app.views.gaps import GapsView
from counter_app.views.header import HeaderView
from counter_app.views.materials import MaterialsView
from counter_app.views.notice import NoticeView
from counter_app.views.shell import BannerView, FooterView, KeysView
from counter_app.views.sign_in import SignInView
from counter_app.views.stage import StageView
from counter_app.views.today import TodayView
from counter_app.views.welcome import WelcomeView

_BUTTONS = {
    Act.NEW_CASE: ("new_case",),
    Act.SCAN: ("scan_button",),
    Act.RETAKE: ("retake_button",),
    Act.REMOVE_PAGE: ("remove_button",),
    Act.OVERRIDE: ("override_button",),
    Act.CORNERS: ("corners_button",),
    Act.SOURCE: ("source_button",),
    Act.JOIN_SIDES: ("join_button",),
    Act.APART: ("part_button", "unite_button"),
    Act.TAKE_READINGS: ("readings_all",),
    Act.UNDO: ("corners_undo", "undo_button"),
    Act.KNOWN: ("known_button",),
    Act.COLLECT: ("collect_button",),
    Act.ACCEPT: ("accept_button", "done_accept"),
    Act.DISCARD: ("discard_button",),
    Act.PRINT_INTAKE: ("print_receipt_button",),
    Act.PRINT_ACCEPTANCE: ("print_acceptance_button",),
    Act.ASK_CORRECTION: ("occasion_correction",),
    Act.REFUSE: ("occasion_refusal",),
    Act.WITHDRAW: ("occasion_withdrawal",),
    Act.HAND_OVER: ("occasion_handover",),
    Act.ADD_POINT: ("occasion_add",),
    Act.GO_ON: ("occasion_go",),
    Act.PRINT_NOTICE: ("notice_print", "papers_print"),
    Act.SAVE_NOTICE: ("notice_save", "papers_save"),
    Act.PAPERS: ("papers_button",),
    Act.PROMISE: ("promise_button",),
    Act.COMMIT: ("commit_button",),
    Act.TAKE_BACK: ("take_back_button",),
    Act.SUGGEST: ("suggestion_0",),
    Act.SIGN_OUT: ("sign_out",),
}
_BEHIND_READINGS = frozenset({Act.COLLECT, Act.ACCEPT, Act.DISCARD})
"""Acts whose buttons, and what one of them asks, stand where readings take the room."""
_ESCAPES = (
    "drafts_cancel",
    "offer_close",
    "papers_close",
    "scan_cancel",
    "corners_leave",
    "override_leave",
    "whole_button",
    "typed_leave",
    "discard_keep",
    "role_none",
    "occasion_back",
    "banner_close",
)


class CounterWindow(QMainWindow):
    """Holds every view and gives each key its act.

    Signals:
        closing: the window goes; running work must be ended.
        newCaseAsked, signOutAsked, draftsAsked, handOverAsked: what was asked for.
        bannerClosed: the BannerState that was read.
        bannerActed: the key of what is to be done about the banner's message.
    """

    closing = Signal()
    newCaseAsked = Signal()
    signOutAsked = Signal()
    draftsAsked = Signal()
    handOverAsked = Signal()
    bannerClosed = Signal(object)
    bannerActed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("counter_window")
        self.setWindowTitle(self.tr("一门 · 综合窗口"))
        self.sign_in = SignInView(look)
        self.header = HeaderView(look)
        self.footer = FooterView(look)
        self.banner = BannerView(look)
        self.today = TodayView(look)
        self.welcome = WelcomeView(look)
        self.applicants = ApplicantsView(look)
        self.form = FormView(look)
        self.materials = MaterialsView(look)
        self.stage = StageView(look)
        self.papers = NoticeView(look, "papers", beside_work=True)
        self.gaps = GapsView(look)
        self.done = DoneView(look)
        self.notice = NoticeView(look)
        self.drafts = DraftsView(look)
        self.applicant_screen = ApplicantScreen()
        self._page = Page.SIGN_IN
        self._ground = QWidget()
        self._ground.setObjectName("ground")
        self.setCentralWidget(self._ground)
        self.keys = KeysView(look)
        self._lay_out()
        for panel in (self.header.panel, self.keys):
            panel.setParent(self._ground)
            panel.hide()
        self.stage.roomWanted.connect(lambda wanted: self.gaps.setVisible(not wanted))
        self.today.newCaseAsked.connect(self.newCaseAsked)
        self.today.draftsAsked.connect(self.draftsAsked)
        self.gaps.handOverAsked.connect(self.handOverAsked)
        self.header.signOutAsked.connect(self.signOutAsked)
        self.banner.closed.connect(self.bannerClosed)
        self.banner.acted.connect(self.bannerActed)
        self._bind_keys()
        self.setMinimumSize(1180, 680)
        self.show_page(Page.SIGN_IN)

    @property
    def page(self) -> Page:
        """What fills the window now."""
        return self._page

    @property
    def said(self) -> BannerState:
        """The message that is shown now; an empty one for none."""
        return self.banner.state

    def show_page(self, page: Page) -> None:
        """Show a page and put the cursor where its work begins."""
        self._page = page
        signed_in = page is not Page.SIGN_IN
        self.header.setVisible(signed_in)
        self.keys.hide()
        if page in {Page.SIGN_IN, Page.INTAKE}:
            self.header.close_search()
        self._top.setCurrentWidget(self._workspace if signed_in else self.sign_in)
        pages = {
            Page.WELCOME: self.welcome,
            Page.INTAKE: self._intake,
            Page.DONE: self._done,
            Page.DRAFTS: self.drafts,
        }
        if page in pages:
            self._work.setCurrentWidget(pages[page])
        if not signed_in:
            self.sign_in.setFocus()

    @Slot(bool)
    def show_papers(self, shown: bool) -> None:
        """Show the papers of the open case in the place of its pages, or the pages again."""
        self._side.setCurrentWidget(self.papers if shown else self.stage)

    def set_header(self, state: HeaderState) -> None:
        """Show figures and names."""
        self.header.set_header(state)

    def set_footer(self, state: FooterState) -> None:
        """Show devices and whether this is a demonstration."""
        self.footer.set_state(state)

    def set_banner(self, state: BannerState) -> None:
        """Show a message, or nothing for an empty text."""
        self.banner.set_state(state)

    def clear_banner(self, state: BannerState) -> None:
        """Take a message away, if it is the one that is shown."""
        if self.banner.state == state:
            self.banner.set_state(BannerState())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply_metrics()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        self.applicant_screen.close()
        super().closeEvent(event)

    def _apply_metrics(self) -> None:
        metrics = metrics_for(self.width(), self.height())
        for view in (self.header, self.footer, self.today, self.welcome, self.applicants, self.form):
            view.apply_metrics(metrics)
        for part in (self.drafts, self.materials, self.stage, self.papers, self.gaps, self.done, self.notice):
            part.apply_metrics(metrics)
        gap = metrics.gap
        for layout in (self._intake_row, self._done_row, self._left_column, self._right_column):
            layout.setSpacing(gap)
        self._around.setContentsMargins(gap, gap, gap, gap)
        self._around.setSpacing(gap)
        self._right.setFixedWidth(metrics.right)
        room = self.width() - metrics.left - 3 * gap
        self.notice.setFixedWidth(int(room * 0.46))
        self._place_keys()

    def _lay_out(self) -> None:
        outer = column(self._ground)
        outer.addWidget(self.header)
        self._top = QStackedWidget()
        outer.addWidget(self._top, 1)
        outer.addWidget(self.footer)
        self._workspace = QWidget()
        self._workspace.setObjectName("workspace")
        self._top.addWidget(self.sign_in)
        self._top.addWidget(self._workspace)
        sides = row(self._workspace)
        sides.addWidget(self.today)
        self._around = column(margin=16, gap=16)
        sides.addLayout(self._around, 1)
        self._around.addWidget(self.banner)
        self._work = QStackedWidget()
        self._around.addWidget(self._work, 1)
        self._lay_out_intake()
        self._lay_out_done()
        for page in (self.welcome, self._intake, self._done, self.drafts):
            self._work.addWidget(page)

    def _lay_out_intake(self) -> None:
        self._intake, self._right = QWidget(), QWidget()
        self._intake_row = row(self._intake, gap=16)
        self._left_column = column(gap=16)
        self._left_column.addWidget(self.applicants)
        self._left_column.addWidget(self.form, 1)
        self._left_column.addWidget(self.materials)
        self._right_column = column(self._right, gap=16)
        self._side = QStackedWidget()
        self._side.addWidget(self.stage)
        self._side.addWidget(self.papers)
        self._right_column.addWidget(self._side, 60)
        self._right_column.addWidget(self.gaps, 40)
        self._intake_row.addLayout(self._left_column, 1)
        self._intake_row.addWidget(self._right)

    def _lay_out_done(self) -> None:
        self._done = QWidget()
        self._done_row = row(self._done, gap=16)
        self._done_row.addWidget(self.done, 1)
        self._done_row.addWidget(self.notice)

    def _bind_keys(self) -> None:
        for act, names in _BUTTONS.items():
            shortcut = self._shortcut(SEQUENCES[act])
            if act in _BEHIND_READINGS:
                shortcut.activated.connect(self.stage.readingsLeft)
            shortcut.activated.connect(lambda wanted=names: self._click(wanted))
        self._shortcut(SEQUENCES[Act.KEYS]).activated.connect(self.toggle_keys)
        self._shortcut(SEQUENCES[Act.SEARCH]).activated.connect(self.open_search)
        self.welcome.everyAsked.connect(self.open_search)
        self._shortcut(SEQUENCES[Act.TODAY]).activated.connect(self.today.focus_list)
        self._shortcut(SEQUENCES[Act.DRAFTS]).activated.connect(self._ask_drafts)
        self._shortcut(SEQUENCES[Act.SEND_ON]).activated.connect(self._ask_hand_over)
        self._shortcut(SEQUENCES[Act.NEXT_GAP]).activated.connect(self.gaps.focus_next)
        self._shortcut(SEQUENCES[Act.TYPE_APPLICANT]).activated.connect(self._type_applicant)
        self._shortcut(SEQUENCES[Act.DEMAND]).activated.connect(self._toggle_demand)
        self._shortcut("Esc").activated.connect(self._escape)
        for number, sequence in enumerate(MATERIAL_KEYS):
            self._shortcut(sequence).activated.connect(lambda at=number: self._scan(at))

    def _shortcut(self, sequence: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(sequence), self)
        # A key that is held would take page after page, or answer what it has just asked.
        shortcut.setAutoRepeat(False)
        return shortcut

    @Slot()
    def open_search(self) -> None:
        """Put the cursor into the search."""
        if self._page is not Page.SIGN_IN:
            self.header.open_search()

    def _click(self, names: tuple[str, ...]) -> None:
        # A button that is about to be deleted is still found by its name, but no longer shown.
        buttons = (button for name in names for button in self.findChildren(QPushButton, name))
        usable = next((button for button in buttons if button.isVisible() and button.isEnabled()), None)
        if usable is not None:
            usable.click()

    def _scan(self, number: int) -> None:
        if self._page is Page.INTAKE:
            self.materials.scan_number(number)

    @Slot()
    def _ask_drafts(self) -> None:
        if self._page is not Page.SIGN_IN:
            self.draftsAsked.emit()

    @Slot()
    def _ask_hand_over(self) -> None:
        if self._page is Page.INTAKE:
            self.handOverAsked.emit()

    @Slot()
    def _type_applicant(self) -> None:
        if self._page is Page.INTAKE:
            self.applicants.typingAsked.emit("")

    @Slot()
    def _toggle_demand(self) -> None:
        if self._page is Page.INTAKE:
            self.materials.demand.toggle()

    @Slot()
    def _escape(self) -> None:
        panels = (
            (self.keys, self.keys.hide),
            (self.header.panel, self.header.close_search),
            (self.materials.demand, self.materials.close_demand),
            (self.papers.path, self.papers.path.hide),
            (self.notice.path, self.notice.path.hide),
        )
        put_away = next((put_away for panel, put_away in panels if panel.isVisible()), None)
        if put_away is not None:
            put_away()
        else:
            self._click(_ESCAPES)

    @Slot()
    def toggle_keys(self) -> None:
        """Open or close the list of keys."""
        self.keys.setVisible(not self.keys.isVisible())
        self._place_keys()
        self.keys.raise_()

    def _place_keys(self) -> None:
        size = self.keys.sizeHint()
        ground = self._ground.rect()
        left = max(16, (ground.width() - size.width()) // 2)
        self.keys.setGeometry(left, max(16, (ground.height() - size.height()) // 2), size.width(), size.height())
