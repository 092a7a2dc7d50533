"""What else is done about a sealed case: a strip of acts, and the panel of the one that is being prepared."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLayoutItem, QLineEdit, QVBoxLayout, QWidget

from counter_app.keys import Act, cap
from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.choice_box import ChoiceBox
from counter_app.parts.fitted_scroll import FittedScroll
from counter_app.parts.flow import FlowLayout
from counter_app.parts.labels import make_frame, make_label
from counter_app.ports.occasion import OccasionButton, OccasionField, OccasionState
from counter_app.theme.look import Look

_KEYS = {
    "correction": Act.ASK_CORRECTION,
    "refusal": Act.REFUSE,
    "withdrawal": Act.WITHDRAW,
    "handover": Act.HAND_OVER,
}
_MOST = 400
_HEIGHT = 38


class OccasionView(QWidget):
    """The strip of acts with its panel.

    Args:
        first: stands before the acts.

    Signals:
        chosen: open an act's panel.
        said: a field and its value.
        addAsked, goAsked, backAsked: what was asked for.
        removeAsked: the place of a point.
        panelShown: whether a panel is open and needs the room.
    """

    chosen = Signal(str)
    said = Signal(str, str)
    addAsked = Signal()
    removeAsked = Signal(int)
    goAsked = Signal()
    backAsked = Signal()
    panelShown = Signal(bool)

    def __init__(self, look: Look, first: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("occasions")
        self._look = look
        self._state = OccasionState()
        self._controls: dict[str, QLineEdit | ChoiceBox] = {}
        self._offered: list[QWidget] = []
        self._removers: list[QWidget] = []
        self._strip = QWidget()
        self._buttons = FlowLayout(self._strip, gap=8)
        self._buttons.addWidget(first)
        self._panel = make_frame("card", "occasion_panel")
        self._title = make_label("title", name="occasion_title")
        self._content = QWidget()
        self._scroll = FittedScroll(self._content)
        self._content.installEventFilter(self)
        self._hint = make_label("soft", name="occasion_hint", wrap=True)
        self._points = column(gap=2)
        self._fields = QGridLayout()
        self._fields.setHorizontalSpacing(12)
        self._fields.setVerticalSpacing(8)
        self._fields.setColumnStretch(1, 1)
        self._add = KeyButton(look, "occasion_add", ButtonKind.NORMAL, cap(Act.ADD_POINT))
        self._problem = make_label("bad", name="occasion_problem", wrap=True)
        self._confirm = make_label("strong", name="occasion_confirm", wrap=True)
        self._go = KeyButton(look, "occasion_go", ButtonKind.PRIMARY, cap(Act.GO_ON))
        self._back = KeyButton(look, "occasion_back", ButtonKind.NORMAL, "Esc")
        self._lay_out()
        self._add.clicked.connect(self.addAsked)
        self._go.clicked.connect(self.goAsked)
        self._back.clicked.connect(self.backAsked)
        self.set_state(OccasionState())

    def set_state(self, state: OccasionState) -> None:
        """Show a state; what is being typed stays as long as its field does."""
        before, self._state = self._state, state
        asking, was_asking = bool(state.confirm), bool(before.confirm)
        if asking and not was_asking:
            # The key that leads back: one that is typed on changes nothing, and sends nothing.
            self._back.setFocus()
        if state.buttons != before.buttons:
            self._show_buttons(state.buttons)
        if state.points != before.points:
            self._show_points(state.points)
        self._show_fields(state.fields)
        self._title.setText(state.title)
        self._hint.setText(state.hint)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._confirm.setText(state.confirm)
        self._confirm.setVisible(bool(state.confirm))
        self._add.setVisible(state.can_add and not asking)
        self._add.set_words(self.tr("加上这一条"))
        self._go.set_words(self.tr("确认送出") if asking else self.tr("送出…"))
        self._back.set_words(self.tr("再改改") if asking else self.tr("不办了"))
        self._go.setEnabled(not state.busy)
        for part in (*self._controls.values(), *self._offered, *self._removers):
            part.setEnabled(not asking and not state.busy)
        self._panel.setVisible(bool(state.chosen))
        self.panelShown.emit(bool(state.chosen))
        # Buttons know their size only once the style sheet has reached them.
        QTimer.singleShot(0, self, self._fit)
        is_opened = state.chosen != before.chosen or (was_asking and not asking)
        if state.chosen and is_opened and self._controls:
            next(iter(self._controls.values())).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again when what the panel holds has changed its size."""
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Let the panel be as high as what it holds, where there is room for it."""
        layout = self._content.layout()
        width = self._scroll.viewport().width()
        if layout is not None:
            layout.activate()
            height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
            self._scroll.fit(height + 2)

    def _show_buttons(self, buttons: tuple[OccasionButton, ...]) -> None:
        while self._buttons.count() > 1:
            _drop(self._buttons.takeAt(1))
        for button in buttons:
            shown = KeyButton(self._look, f"occasion_{button.key}", ButtonKind.NORMAL, cap(_KEYS[button.key]))
            shown.set_words(button.words, button.hint)
            shown.setFixedHeight(_HEIGHT)
            shown.clicked.connect(lambda _=False, key=button.key: self.chosen.emit(key))
            self._buttons.addWidget(shown)

    def _show_points(self, points: tuple[str, ...]) -> None:
        _empty(self._points)
        self._removers = []
        for place, words in enumerate(points):
            line = QWidget()
            inside = row(line, gap=10)
            inside.addWidget(make_label("", words, f"occasion_point_{place}", wrap=True), 1)
            remove = KeyButton(self._look, f"occasion_remove_{place}", ButtonKind.PLAIN)
            remove.set_words(self.tr("去掉"), words)
            remove.setFixedHeight(28)
            remove.clicked.connect(lambda _=False, at=place: self.removeAsked.emit(at))
            self._removers.append(remove)
            inside.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
            self._points.addWidget(line)

    def _show_fields(self, fields: tuple[OccasionField, ...]) -> None:
        if [field.key for field in fields] != list(self._controls):
            _empty(self._fields)
            self._offered = []
            self._controls = {field.key: self._control(field) for field in fields}
            for place, field in enumerate(fields):
                self._fields.addWidget(make_label("field", field.label), 2 * place, 0)
                self._fields.addWidget(self._controls[field.key], 2 * place, 1)
                if field.offers:
                    self._offered.append(self._offers(field))
                    self._fields.addWidget(self._offered[-1], 2 * place + 1, 1)
        for field in fields:
            control = self._controls[field.key]
            if isinstance(control, ChoiceBox):
                control.offer(field.options, field.value)
            elif control.text() != field.value:
                control.setText(field.value)

    def _control(self, field: OccasionField) -> QLineEdit | ChoiceBox:
        control: QLineEdit | ChoiceBox
        if field.options:
            control = ChoiceBox(self._look, f"occasion_field_{field.key}", on_paper=True)
            control.activated.connect(lambda _=0, key=field.key: self._say(key))
        else:
            control = QLineEdit()
            control.setObjectName(f"occasion_field_{field.key}")
            control.setMaxLength(_MOST)
            control.textEdited.connect(lambda _="", key=field.key: self._say(key))
        control.setFixedHeight(_HEIGHT)
        control.setAccessibleName(field.label)
        return control

    def _say(self, key: str) -> None:
        control = self._controls[key]
        self.said.emit(key, control.value if isinstance(control, ChoiceBox) else control.text())

    def _offers(self, field: OccasionField) -> QWidget:
        held = QWidget()
        flow = FlowLayout(held)
        for place, words in enumerate(field.offers):
            offer = KeyButton(self._look, f"occasion_offer_{field.key}_{place}", ButtonKind.PLAIN)
            offer.set_words(words, field.label)
            offer.setFixedHeight(28)
            offer.clicked.connect(lambda _=False, key=field.key, text=words: self.said.emit(key, text))
            flow.addWidget(offer)
        return held

    def _lay_out(self) -> None:
        outer = column(self, gap=10)
        outer.addWidget(self._strip)
        outer.addWidget(self._panel, 1)
        outer.addStretch(0)
        inside = column(self._panel, margin=18, gap=10)
        inside.addWidget(self._title)
        inside.addWidget(self._scroll, 1)
        content = column(self._content, gap=10)
        content.addWidget(self._hint)
        content.addLayout(self._points)
        content.addLayout(self._fields)
        content.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        content.addStretch(1)
        inside.addWidget(self._problem)
        inside.addWidget(self._confirm)
        ends = row(gap=10)
        for button in (self._go, self._back, self._add):
            button.setFixedHeight(_HEIGHT + 4)
        ends.addWidget(self._go)
        ends.addWidget(self._back)
        ends.addStretch(1)
        inside.addLayout(ends)


def _empty(layout: QVBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        _drop(item)


def _drop(item: QLayoutItem | None) -> None:
    if item is not None and (widget := item.widget()) is not None:
        widget.hide()
        widget.deleteLater()
