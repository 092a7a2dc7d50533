"""Finding QML items as they are seen: delegates hang in the visual tree only, where findChild does not look."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint
from PySide6.QtQuick import QQuickItem


def visible_items(root: QQuickItem) -> Iterator[QQuickItem]:
    """Yield an item and all below it that are shown, parents before children."""
    if not root.isVisible():
        return
    yield root
    for child in root.childItems():
        yield from visible_items(child)


def find_item(root: QQuickItem, object_name: str) -> QQuickItem | None:
    """Return the shown item of an objectName, or None."""
    return next((item for item in visible_items(root) if item.objectName() == object_name), None)


def centre_of(item: QQuickItem) -> QPoint:
    """Return the middle of an item in its window, for a click."""
    return item.mapToScene(item.boundingRect().center()).toPoint()
