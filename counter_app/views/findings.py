"""What was found on the page in sight: a line each, with its number on the picture and its remedy."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from counter_app.parts.boxes import column
from counter_app.parts.labels import make_label
from counter_app.ports.materials import FindingLine

_MOST = 4


class FindingsPanel(QFrame):
    """The lines; hidden where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self.setProperty("role", "note")
        self._shown: tuple[FindingLine, ...] = ()
        self._lines = column(self, gap=2)
        self._lines.setContentsMargins(12, 8, 12, 8)
        self.hide()

    def set_findings(self, findings: tuple[FindingLine, ...]) -> None:
        """Show other findings."""
        told = tuple(line for line in findings if line.title)
        self.setVisible(bool(told))
        if findings == self._shown:
            return
        self._shown = findings
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        numbered = sum(bool(line.label) for line in told) > 1
        for at, line in enumerate(told[:_MOST]):
            label = f"{line.label} " if numbered and line.label else ""
            shown = make_label("warn", name=f"finding_{at}")
            shown.setTextFormat(Qt.TextFormat.RichText)
            shown.setWordWrap(True)
            shown.setText(f"<b>{escape(label + line.title)}</b>　{escape(line.remedy)}")
            self._lines.addWidget(shown)
        self.setAccessibleName("；".join(f"{line.title}，{line.remedy}" for line in told))
