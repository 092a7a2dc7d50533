"""Where a clerk says which further paper they want: the catalogue answers whether it may be asked for (C10)."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from counter_app.keys import Act, cap
from counter_app.parts.boxes import row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.labels import make_label
from counter_app.theme.look import Look

MAX_LENGTH = 60


class DemandView(QFrame):
    """A line to type in, put away until `opener` is pressed; the window's Escape puts it away again.

    Signals:
        demanded: the name of the paper that is wanted.
    """

    demanded = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("demand")
        self.setProperty("role", "note")
        self.opener = KeyButton(look, "demand_button", ButtonKind.LINK, cap(Act.DEMAND))
        """The button that opens and closes the line; it stands where there is room. The key does so everywhere."""
        self._label = make_label("", name="demand_label")
        self._line = QLineEdit()
        self._line.setObjectName("demand_line")
        self._line.setMaxLength(MAX_LENGTH)
        self._ask = KeyButton(look, "demand_ask", ButtonKind.NORMAL)
        line = row(self, gap=12)
        line.setContentsMargins(16, 6, 16, 6)
        line.addWidget(self._label)
        line.addWidget(self._line, 1)
        line.addWidget(self._ask)
        self.opener.clicked.connect(self.toggle)
        self._ask.clicked.connect(self._send)
        self._line.returnPressed.connect(self._send)
        self.opener.set_words(
            self.tr("还要别的材料？"), self.tr("查一查目录要不要这份；目录没有要的不能多收，会记下来")
        )
        self._label.setText(self.tr("想请申请人再交："))
        self._line.setPlaceholderText(self.tr("材料名称，例如：户口簿"))
        self._line.setAccessibleName(self.tr("想要的材料名称"))
        self._ask.set_words(self.tr("查目录"))
        self.hide()

    def put_away(self) -> None:
        """Close the line and forget what was typed."""
        self._line.clear()
        self.hide()

    @Slot()
    def toggle(self) -> None:
        """Open the line and put the cursor there, or put it away."""
        if self.isHidden():
            self.show()
            self._line.setFocus()
        else:
            self.put_away()

    @Slot()
    def _send(self) -> None:
        if wanted := self._line.text().strip():
            self.put_away()
            self.demanded.emit(wanted)
