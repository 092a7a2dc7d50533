"""Layouts with the counter's margins."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget


def column(parent: QWidget | None = None, *, margin: int = 0, gap: int = 0) -> QVBoxLayout:
    """Return a column of widgets, set on a parent when there is one."""
    layout = QVBoxLayout()
    _set_up(layout, parent, margin, gap)
    return layout


def row(parent: QWidget | None = None, *, margin: int = 0, gap: int = 0) -> QHBoxLayout:
    """Return a row of widgets, set on a parent when there is one."""
    layout = QHBoxLayout()
    _set_up(layout, parent, margin, gap)
    return layout


def _set_up(layout: QBoxLayout, parent: QWidget | None, margin: int, gap: int) -> None:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    if parent is not None:
        parent.setLayout(layout)
