"""The way that Tab takes through what is made while the window stands."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def follow(first: QWidget, widgets: Iterable[QWidget]) -> None:
    """Lead Tab from a widget to others in their order; what is made later is else reached after everything."""
    policy = first.focusPolicy()
    # Qt passes over what takes no focus itself, though such widgets have their place in the order.
    first.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    before = first
    for widget in widgets:
        QWidget.setTabOrder(before, widget)
        before = widget
    first.setFocusPolicy(policy)
