"""What a page says of the form: each field with its picture, to be taken or left."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from counter_app.keys import Act, cap
from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.labels import make_label
from counter_app.parts.tab_path import follow
from counter_app.ports.materials import ReadingLine, ReadingsState
from counter_app.theme.look import Look

_CROP_HEIGHT = 30
_CROP_WIDTH = 310
_BUTTON = 28
_IN_SIGHT = 3
_MARGIN = 12


class ReadingsPanel(QFrame):
    """The lines; hidden where there are none.

    Signals:
        taken, refused: the key of a line.
        allTaken: every line that is not doubtful.
    """

    taken = Signal(str)
    refused = Signal(str)
    allTaken = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readings")
        self.setProperty("role", "card")
        self._look = look
        self._shown = ReadingsState()
        self._title = make_label("strong", name="readings_title")
        self._all = KeyButton(look, "readings_all", ButtonKind.NORMAL, cap(Act.TAKE_READINGS))
        self._all.setFixedHeight(34)
        self._all.clicked.connect(self.allTaken)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lines = QWidget()
        self._column: QVBoxLayout = column(self._lines, gap=6)
        self._area.setWidget(self._lines)
        outer = column(self, gap=6)
        outer.setContentsMargins(_MARGIN, 8, _MARGIN, 10)
        head = row(gap=8)
        head.addWidget(self._title, 1)
        head.addWidget(self._all)
        outer.addLayout(head)
        outer.addWidget(self._area)
        self.hide()

    def set_readings(self, state: ReadingsState) -> None:
        """Show other readings."""
        self.setVisible(bool(state.lines))
        if state == self._shown:
            return
        self._shown = state
        self._title.setText(state.title)
        self._all.setVisible(state.sure > 0)
        self._all.set_words(self.tr("采用 {count} 项").format(count=state.sure), self.tr("采用看得准的各项"))
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        buttons: list[KeyButton] = []
        for at, line in enumerate(state.lines):
            box = self._line(at, line)
            self._column.addWidget(box)
            buttons += box.findChildren(KeyButton)
            # Else the layout takes it for hidden until the next turn of the event loop, and has no height.
            box.show()
        follow(self._all, buttons)
        self._column.addStretch(1)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the height of the first lines, whole: what they say wraps, nothing of it is cut."""
        boxes = [item.widget() for at in range(self._column.count()) if (item := self._column.itemAt(at)) is not None]
        width = self.width() - 2 * _MARGIN
        heights = [box.heightForWidth(width) for box in boxes[:_IN_SIGHT] if box is not None]
        self._area.setFixedHeight(sum(heights) + self._column.spacing() * len(heights) + 2)

    def _line(self, at: int, line: ReadingLine) -> QWidget:
        box = QWidget()
        box.setAccessibleName(f"{line.title} {line.text} {line.note}")
        outer = column(box, gap=2)
        first, second = row(gap=8), row(gap=6)
        first.addWidget(_picture(line.crop))
        first.addStretch(1)
        words = make_label("details", f"{line.title}　{line.text}", f"reading_{at}", wrap=True)
        second.addWidget(words, 1)
        for name, text, said in (
            (f"reading_take_{at}", self.tr("采用"), self.taken),
            (f"reading_refuse_{at}", self.tr("不用"), self.refused),
        ):
            button = KeyButton(self._look, name, ButtonKind.NORMAL if said is self.taken else ButtonKind.PLAIN)
            button.set_words(text, line.title)
            button.setFixedHeight(_BUTTON)
            button.clicked.connect(lambda _=False, key=line.key, signal=said: signal.emit(key))
            second.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(first)
        outer.addLayout(second)
        if line.note:
            note = make_label("warn", name=f"reading_note_{at}")
            note.setText(line.note)
            note.setWordWrap(True)
            outer.addWidget(note)
        return box


def _picture(crop: bytes) -> QLabel:
    label = QLabel()
    pixmap = QPixmap()
    pixmap.loadFromData(crop)
    if not pixmap.isNull():
        smooth = Qt.TransformationMode.SmoothTransformation
        room = QSize(_CROP_WIDTH, _CROP_HEIGHT)
        label.setPixmap(pixmap.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, smooth))
    label.setFixedHeight(_CROP_HEIGHT)
    return label
