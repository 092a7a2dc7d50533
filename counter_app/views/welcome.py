"""What stands where no case is open: a greeting, two ways to begin, what is asked for most."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QStyle, QStyleOptionButton, QWidget

from counter_app.keys import Act, cap
from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.fitted_scroll import FittedScroll
from counter_app.parts.labels import make_frame, make_label, paint_emblem
from counter_app.parts.painting import Pen, two_lines, write
from counter_app.ports.shell import SubjectTile, WelcomeState
from counter_app.theme.look import Look
from counter_app.theme.metrics import ROOMY, Metrics

_TILES_A_ROW = 3


class TileButton(QPushButton):
    """A subject: emblem, short name, what it is."""

    def __init__(self, look: Look, tile: SubjectTile) -> None:
        super().__init__()
        self.setObjectName(f"tile_{tile.code}")
        self.setProperty("kind", "tile")
        self.setAccessibleName(tile.name)
        self.setToolTip(tile.name)
        self._look = look
        self._tile = tile

    def sizeHint(self) -> QSize:
        return QSize(260, 96)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        side = min(64, self.height() - 28)
        box = QRectF(16, (self.height() - side) / 2, side, side)
        paint_emblem(painter, box, self._tile.emblem, self._tile.colour, self._look)
        words = QRect(int(box.right()) + 16, 0, self.width() - int(box.right()) - 28, self.height())
        self._paint_words(painter, words)

    def _paint_words(self, painter: QPainter, box: QRect) -> None:
        sizes = self._look.sizes
        painter.setFont(self._look.font(sizes.strong, bold=True))
        line = painter.fontMetrics().height() - 1
        lines = two_lines(self._tile.name, painter.fontMetrics(), box.width())
        top = box.top() + (box.height() - line * len(lines) - 22) // 2
        for number, text in enumerate(lines):
            place = QRect(box.left(), top + number * line, box.width(), line)
            write(painter, place, text, Pen(sizes.strong, "ink", bold=True), self._look)
        below = QRect(box.left(), top + line * len(lines), box.width(), 22)
        write(painter, below, self._tile.detail, Pen(sizes.small, "soft"), self._look)


class WelcomeView(QWidget):
    """The page where no case is open.

    Signals:
        subjectChosen: a subject's code.
        cardLeft: the card that waits for a matter is not wanted.
        everyAsked: show all that is taken here.
    """

    subjectChosen = Signal(str)
    cardLeft = Signal()
    everyAsked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self._look = look
        self._greeting = make_label("brush", name="welcome_greeting")
        self._line = make_label("soft", name="welcome_line", wrap=True)
        self._card_frame = make_frame("note", "welcome_card_frame")
        self._card = make_label("strong", name="welcome_card", wrap=True)
        card = row(self._card_frame, margin=18, gap=14)
        card.addWidget(self._card, 1)
        leave = KeyButton(look, "welcome_card_leave", ButtonKind.PLAIN)
        leave.set_words(self.tr("不用这张卡"))
        leave.clicked.connect(self.cardLeft)
        card.addWidget(leave)
        self._message = make_label("soft", name="welcome_message", wrap=True)
        self._tiles: tuple[SubjectTile, ...] = ()
        self._tile_height = 104
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._title = make_label("title", self.tr("可以办的事"))
        self._every = KeyButton(look, "welcome_every", ButtonKind.PLAIN, cap(Act.SEARCH))
        self._every.clicked.connect(self.everyAsked)
        heading = row(gap=14)
        heading.addWidget(self._title, 1)
        heading.addWidget(self._every)
        inside = QWidget()
        inside.setLayout(self._grid)
        self._scroll = FittedScroll(inside)
        outer = row(self)
        outer.addStretch(1)
        self._inside = column(gap=14)
        self._inside.addStretch(2)
        for widget in (self._greeting, self._line, self._card_frame):
            self._inside.addWidget(widget)
        self._inside.addSpacing(18)
        self._inside.addLayout(heading)
        self._inside.addWidget(self._message)
        self._inside.addWidget(self._scroll)
        self._inside.addStretch(3)
        outer.addLayout(self._inside, 8)
        outer.addStretch(1)
        self.set_state(WelcomeState())

    def apply_metrics(self, metrics: Metrics) -> None:
        """Take other sizes."""
        self._grid.setSpacing(metrics.gap)
        self._tile_height = 104 if metrics is ROOMY else 88
        for tile in self.findChildren(TileButton):
            tile.setFixedHeight(self._tile_height)
        self._fit()

    def set_state(self, state: WelcomeState) -> None:
        """Show a state."""
        self._greeting.setText(state.greeting)
        self._line.setText(state.line)
        self._card.setText(state.card)
        self._card_frame.setVisible(bool(state.card))
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))
        self._title.setVisible(bool(state.tiles))
        self._every.set_words(state.every)
        self._every.setVisible(bool(state.every))
        if state.tiles != self._tiles:
            self._show_tiles(state.tiles)

    def _show_tiles(self, tiles: tuple[SubjectTile, ...]) -> None:
        self._tiles = tiles
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, tile in enumerate(tiles):
            button = TileButton(self._look, tile)
            button.setFixedHeight(self._tile_height)
            button.clicked.connect(lambda _=False, code=tile.code: self.subjectChosen.emit(code))
            self._grid.addWidget(button, number // _TILES_A_ROW, number % _TILES_A_ROW)
        for number in range(_TILES_A_ROW):
            self._grid.setColumnStretch(number, 1)
        self._fit()

    def _fit(self) -> None:
        rows = -(-len(self._tiles) // _TILES_A_ROW)
        self._scroll.fit(max(0, rows * (self._tile_height + self._grid.spacing()) - self._grid.spacing()))
