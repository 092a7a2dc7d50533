"""Every screen in both orientations and all text sizes: nothing cut, everything named, large enough to touch."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem, QQuickView
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from demo.gallery_kiosk import SIZES, Take, sample_models, sample_pictures, show_scene, speak
from demo.gallery_kiosk_samples import SCENES, Scene
from kiosk_app.face import Models, close_face, open_face, theme_of
from shared.qt.items import visible_items
from shared.qt.languages import Language, Languages
from shared.qt.theme import TextSize, ThemeName

_CONTROLS = ("QQuickAbstractButton", "QQuickTextField", "QQuickTextArea")
_LEAST_TOUCH = 72
_SLACK = 1.5


def scene_rect(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def clips_of(item: QQuickItem) -> Iterator[QQuickItem]:
    parent = item.parentItem()
    while parent is not None:
        if parent.clip():
            yield parent
        parent = parent.parentItem()


def cut_texts(root: QQuickItem, size: QSize) -> list[str]:
    """Name each text that is not shown whole; what can be scrolled to counts as shown."""
    cut = []
    for item in visible_items(root):
        if not item.inherits("QQuickText") or not item.property("text"):
            continue
        too_wide = item.property("contentWidth") > item.width() + _SLACK
        too_high = item.property("contentHeight") > item.height() + _SLACK
        where = scene_rect(item)
        scrolls = any(True for _ in clips_of(item))
        outside = where.left() < -_SLACK or where.right() > size.width() + _SLACK
        if not scrolls:
            outside = outside or where.top() < -_SLACK or where.bottom() > size.height() + _SLACK
        if item.property("truncated") or too_wide or too_high or outside:
            cut.append(f"{item.property('text')} (wide {too_wide}, high {too_high}, outside {outside})")
    return cut


def faults_of_controls(root: QQuickItem, size: QSize) -> list[str]:
    """Name each control without a name, too small, or beside the window."""
    faults = []
    for item in visible_items(root):
        if not any(item.inherits(kind) for kind in _CONTROLS) or _in_keyboard(item):
            continue
        label = item.objectName() or item.metaObject().className()
        interface = QAccessible.queryAccessibleInterface(item)
        if not item.objectName() or interface is None or not interface.text(QAccessible.Text.Name):
            faults.append(f"{label} has no name")
        where = scene_rect(item)
        if min(where.width(), where.height()) < _LEAST_TOUCH and not item.inherits("QQuickTextField"):
            faults.append(f"{label} is only {where.width():.0f}x{where.height():.0f}")
        if where.left() < -_SLACK or where.right() > size.width() + _SLACK:
            faults.append(f"{label} lies beside the window")
    return faults


def _in_keyboard(item: QQuickItem) -> bool:
    parent: QQuickItem | None = item
    while parent is not None:
        if parent.objectName() == "keyboard":
            return True
        parent = parent.parentItem()
    return False


@pytest.fixture(scope="module", params=SIZES, ids=("portrait", "landscape"))
def face(request: pytest.FixtureRequest, qapp: object) -> Iterator[tuple[QQuickView, Models]]:
    del qapp
    models = sample_models()
    view = open_face(models, sample_pictures(), request.param)
    theme_of(view).setProperty("still", True)
    view.show()
    QTest.qWaitForWindowExposed(view)
    yield view, models
    close_face(view)


@pytest.mark.parametrize("text_size", tuple(TextSize))
def test_nothing_is_cut_every_control_is_named_and_help_is_there(
    face: tuple[QQuickView, Models], text_size: TextSize, qtbot: QtBot
) -> None:
    del qtbot
    view, models = face
    # Of scenes that look alike the largest text tells enough.
    scenes = [scene for scene in SCENES if text_size is TextSize.LARGEST or not scene.is_alike]
    faults = [fault for scene in scenes for fault in faults_of(view, models, Take(scene, text_size))]
    assert not faults, "\n".join(faults)


def faults_of(view: QQuickView, models: Models, take: Take) -> list[str]:
    show_scene(view, models, take)
    found = cut_texts(view.rootObject(), view.size()) + faults_of_controls(view.rootObject(), view.size())
    return [f"{take.scene.name}: {fault}" for fault in found]


def test_nothing_is_cut_in_english_which_takes_more_room(face: tuple[QQuickView, Models], qtbot: QtBot) -> None:
    del qtbot
    view, models = face
    spoken = Languages("kiosk")
    try:
        scenes = speak(view, spoken, Language.ENGLISH)
        takes = [Take(scene, TextSize.LARGEST) for scene in scenes if not scene.is_alike]
        faults = [fault for take in takes for fault in faults_of(view, models, take)]
    finally:
        speak(view, spoken, Language.SIMPLIFIED)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("scene", "palette"), list(product(SCENES[::4], (ThemeName.CONTRAST_LIGHT, ThemeName.CONTRAST_DARK)))
)
def test_strong_contrast_shows_every_screen(
    face: tuple[QQuickView, Models], scene: Scene, palette: ThemeName, qtbot: QtBot
) -> None:
    del qtbot
    view, models = face
    show_scene(view, models, Take(scene, TextSize.LARGE, palette))
    assert not cut_texts(view.rootObject(), view.size())
    assert theme_of(view).name is palette
