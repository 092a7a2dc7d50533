"""The band at the top: window, search, today's figures, clerk."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from counter_app.keys import Act, cap
from counter_app.parts.boxes import row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.labels import make_label
from counter_app.parts.marks import Keycap, StateMark
from counter_app.ports.shell import HeaderState, SearchState
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look
from counter_app.theme.metrics import ROOMY, Metrics
from counter_app.views.search_panel import SearchPanel

_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}


class HeaderView(QFrame):
    """The band.

    Signals:
        searchEdited: the text that was typed.
        subjectChosen: a subject's code.
        signOutAsked: the clerk leaves.
    """

    searchEdited = Signal(str)
    subjectChosen = Signal(str)
    signOutAsked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setProperty("role", "band")
        self._window = make_label("band", name="header_window")
        self._hall = make_label("band_soft", name="header_hall")
        self._figures = make_label("band_soft", name="header_figures")
        self._mark = StateMark(look)
        self._roomy = True
        self._network = make_label("band_soft", name="header_network")
        self._clerk = KeyButton(look, "sign_out", ButtonKind.BAND, cap(Act.SIGN_OUT))
        self._clerk.setFixedHeight(36)
        self._clerk.clicked.connect(self.signOutAsked)
        self._field = QLineEdit()
        self._field.setObjectName("search_field")
        self._cap = Keycap(cap(Act.SEARCH), look, self._field)
        self._panel = SearchPanel(look)
        self._is_searching = self._takes_first = False
        self._answered = ""
        self._lay_out()
        self._retranslate()
        self._field.installEventFilter(self)
        self._field.textEdited.connect(self._edited)
        self._panel.subjectChosen.connect(self._choose)

    @property
    def panel(self) -> SearchPanel:
        """The panel of hits; the window puts it over the work."""
        return self._panel

    def apply_metrics(self, metrics: Metrics) -> None:
        """Take other sizes."""
        self.setFixedHeight(metrics.header)
        self._hall.setVisible(metrics is ROOMY)
        self._network.setVisible(metrics is ROOMY)
        self._roomy = metrics is ROOMY
        self._mark.setVisible(self._roomy and bool(self._network.text()))

    def set_header(self, state: HeaderState) -> None:
        """Show figures and names."""
        self._window.setText(self.tr("综合窗口 {number}").format(number=state.window))
        self._hall.setText(state.hall)
        figures = self.tr("今日 {today} 件 · 待传 {waiting}").format(today=state.today, waiting=state.waiting)
        self._figures.setText(figures)
        self._mark.setVisible(self._roomy and state.online is not None)
        self._mark.set_tone(Tone.GOOD if state.online else Tone.WARN)
        self._network.setText(self._network_words(state.online))
        self._mark.setToolTip(self._network.text())
        self._clerk.set_words(state.clerk, self.tr("退出登录"))

    def set_search(self, state: SearchState) -> None:
        """Show hits, where they answer what stands in the field and somebody still looks for it."""
        if not self._is_searching or state.query != self._field.text():
            return
        self._answered = state.query
        self._panel.set_state(state)
        self._place_panel()
        self._panel.setVisible(bool(state.hits or state.message))
        self._panel.raise_()
        if self._takes_first:
            self._panel.choose_current()

    def close_search(self) -> None:
        """Close the panel and empty the field."""
        self._field.clear()
        self._leave_search()

    def open_search(self) -> None:
        """Put the cursor into the field and show what can be taken."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self._edited(self._field.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._search_key(Qt.Key(event.key()))
        if watched is self._field and event.type() is QEvent.Type.Resize:
            self._place_cap()
        if watched is self._field and event.type() is QEvent.Type.FocusOut and not self._panel.underMouse():
            self._leave_search()
        return super().eventFilter(watched, event)

    def _search_key(self, key: Qt.Key) -> bool:
        if key in _MOVES:
            self._panel.move_by(_MOVES[key])
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take()
            return True
        if key is Qt.Key.Key_Escape:
            self.close_search()
            return True
        return False

    def _take(self) -> None:
        """Take the selected hit; where the answer to what was typed is not there yet, its first when it comes."""
        if self._panel.isVisible() and self._answered == self._field.text():
            self._panel.choose_current()
        else:
            self._takes_first = self._is_searching

    def _leave_search(self) -> None:
        self._is_searching = self._takes_first = False
        self._panel.hide()

    @Slot(str)
    def _edited(self, text: str) -> None:
        self._is_searching, self._takes_first = True, False
        self.searchEdited.emit(text)

    @Slot(str)
    def _choose(self, code: str) -> None:
        self.close_search()
        self.subjectChosen.emit(code)

    def _place_panel(self) -> None:
        ground = self._panel.parentWidget()
        if ground is None:
            return
        corner = self._field.mapTo(self.window(), QPoint(0, self._field.height() + 8))
        width = max(self._field.width(), 560)
        left = min(corner.x(), ground.width() - width - 16)
        self._panel.setGeometry(
            left, corner.y(), width, min(self._panel.wanted_height(width), ground.height() - corner.y() - 60)
        )

    def _place_cap(self) -> None:
        size = self._cap.sizeHint()
        self._cap.resize(size)
        self._cap.move(self._field.width() - size.width() - 10, (self._field.height() - size.height()) // 2)

    def _lay_out(self) -> None:
        inside = row(self, gap=12)
        inside.setContentsMargins(20, 0, 12, 0)
        inside.addWidget(self._window)
        inside.addWidget(self._hall)
        inside.addStretch(1)
        self._field.setFixedHeight(40)
        self._field.setMinimumWidth(420)
        self._field.setMaximumWidth(720)
        inside.addWidget(self._field, 3)
        inside.addStretch(1)
        inside.addWidget(self._figures)
        inside.addSpacing(8)
        inside.addWidget(self._mark)
        inside.addWidget(self._network)
        inside.addSpacing(8)
        inside.addWidget(self._clerk)

    def _network_words(self, online: bool | None) -> str:
        if online is None:
            return ""
        return self.tr("平台已连接") if online else self.tr("连不上平台，照常收件")

    def _retranslate(self) -> None:
        self._field.setPlaceholderText(self.tr("找事项：名称、拼音、首字母都可以"))
        self._field.setAccessibleName(self.tr("查找事项"))
