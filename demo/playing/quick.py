"""Hands on a Qt Quick window: items by objectName, taps in their middle, scrolling as a person does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from demo.playing.pilot import Pilot, PlayError

_SCROLL_ON: Final = "scrollOn"
_MOST_SCROLLS: Final = 30
_STILL: Final = 3
_FADED: Final = 0.95


class QuickHands:
    """Finds, waits for and taps what is on the screen."""

    def __init__(self, pilot: Pilot, window: QQuickWindow) -> None:
        self._pilot = pilot
        self._window = window

    def all(self, fits: Callable[[str], bool]) -> tuple[QQuickItem, ...]:
        """Return the shown items whose name fits, in the order of the scene."""
        return tuple(item for item in _shown_in(self._window.contentItem()) if fits(item.objectName()))

    def find(self, name: str) -> QQuickItem | None:
        """Return the first shown item of a name, or None."""
        return next(self._called(name), None)

    def wait_for(self, name: str, deadline_s: float = 60.0) -> QQuickItem:
        """Wait until an item is shown. Raises PlayError."""
        return self._pilot.wait(f"'{name}' is shown", lambda: self.find(name), deadline_s)

    def tap(self, name: str, deadline_s: float = 60.0) -> None:
        """Wait until an item is shown, enabled and at rest, bring it into view and tap it. Raises PlayError."""
        self._reveal(self._rest(name, deadline_s))
        self._tap_at(self._rest(name, deadline_s))

    def text(self, name: str, key: str = "text") -> str:
        """Return what an item says. Raises PlayError when it is not shown."""
        return str(self.wait_for(name).property(key))

    def picture(self) -> QImage:
        """Return a picture of the window."""
        return self._window.grabWindow()

    def _rest(self, name: str, deadline_s: float) -> QQuickItem:
        """Wait until an item can be tapped and stays where it is: a page that was just made is still being laid out."""
        seen: list[QRectF] = []

        def rests() -> QQuickItem | None:
            item = self._enabled(name)
            if item is None:
                seen.clear()
                return None
            seen.append(_scene_box(item))
            last = seen[-_STILL:]
            return item if len(last) == _STILL and all(each == last[0] for each in last) else None

        return self._pilot.wait(f"'{name}' can be tapped", rests, deadline_s)

    def _enabled(self, name: str) -> QQuickItem | None:
        return next((item for item in self._called(name) if item.isEnabled()), None)

    def _called(self, name: str) -> Iterator[QQuickItem]:
        return (item for item in _shown_in(self._window.contentItem()) if item.objectName() == name)

    def _tap_at(self, item: QQuickItem) -> None:
        QTest.mouseClick(self._window, Qt.MouseButton.LeftButton, pos=_middle(item))

    def _reveal(self, item: QQuickItem) -> None:
        """Press the button that scrolls on until the item is in view; go back to the top where it lies above."""
        view = _view_of(item)
        if view is None:
            return
        for _ in range(_MOST_SCROLLS):
            box, seen = _scene_box(item), _scene_box(view)
            if box.center().y() <= seen.bottom() and not self._is_covered(item):
                break
            button = self._enabled(_SCROLL_ON)
            if button is None:
                break
            self._tap_at(button)
            self._settle(view)
        if _scene_box(item).center().y() < _scene_box(view).top():
            view.setProperty("contentY", 0)
            self._settle(view)
        if not _scene_box(view).contains(QPointF(_middle(item))):
            detail = f"'{item.objectName()}' can't be scrolled into view"
            raise PlayError(detail)

    def _is_covered(self, item: QQuickItem) -> bool:
        button = self._enabled(_SCROLL_ON)
        return button is not None and _scene_box(button).contains(QPointF(_middle(item)))

    def _settle(self, view: QQuickItem) -> None:
        seen: list[float] = []

        def rests() -> bool:
            seen.append(float(view.property("contentY")))
            return len(seen) > _STILL and len(set(seen[-_STILL:])) == 1

        self._pilot.wait("the page rests", rests)


def _shown_in(item: QQuickItem, opacity: float = 1.0) -> Iterator[QQuickItem]:
    """Yield the items within one that can be seen; what is in a hidden or faded one is not looked through."""
    for child in item.childItems():
        seen = opacity * child.opacity()
        if seen <= _FADED or not child.isVisible():
            continue
        if child.width() > 0 and child.height() > 0:
            yield child
        yield from _shown_in(child, seen)


def _view_of(item: QQuickItem) -> QQuickItem | None:
    """Return the nearest thing around an item that scrolls."""
    each = item.parentItem()
    while each is not None:
        if each.inherits("QQuickFlickable") and each.property("interactive"):
            return each
        each = each.parentItem()
    return None


def _scene_box(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _middle(item: QQuickItem) -> QPoint:
    return _scene_box(item).center().toPoint()
