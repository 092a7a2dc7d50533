"""Labels and headed groups of the dock's window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget


def new_label(role: str, text: str = "") -> QLabel:
    """Return a label of plain text in a role of the style sheet."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label


def add_section(column: QVBoxLayout, title: str, words: QLabel, *parts: QWidget) -> None:
    """Add parts below a heading, with words at its right end."""
    row = QHBoxLayout()
    row.addWidget(new_label("section", title))
    row.addStretch(1)
    row.addWidget(words)
    column.addSpacing(8)
    column.addLayout(row)
    for part in parts:
        column.addWidget(part)
