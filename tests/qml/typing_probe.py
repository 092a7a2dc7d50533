"""Run as a process of its own: types Pinyin on the on-screen keyboard as a finger would and tells what came of it."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickView
from PySide6.QtTest import QTest

from demo.gallery_kiosk import Take, sample_models, sample_pictures, show_scene
from demo.gallery_kiosk_samples import SCENES
from kiosk_app.face import open_face, prepare_environment, theme_of
from shared.qt.items import centre_of, find_item, visible_items
from tests.patience import PATIENCE_S

FIELD = "text-move.householder_name"


def key_of(root: QQuickItem, letter: str) -> QQuickItem | None:
    for item in visible_items(root):
        if (
            item.metaObject().indexOfProperty("displayText") >= 0
            and str(item.property("displayText")).lower() == letter
        ):
            return item
    return None


def with_text(root: QQuickItem, text: str) -> QQuickItem | None:
    return next((item for item in visible_items(root) if str(item.property("text")) == text), None)


def composed(field: QQuickItem) -> str:
    return str(field.property("preeditText")).replace(" ", "").replace("'", "")


def wait_for(condition: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < give_up_at
        QTest.qWait(50)


def press(view: QQuickView, look: Callable[[], QQuickItem | None]) -> None:
    """Wait until an item is there and moves no more, and touch it."""
    seen: list[QPoint] = []

    def at_rest() -> bool:
        item = look()
        if item is None:
            return False
        seen.append(centre_of(item))
        return seen[-3:] == [seen[-1]] * 3

    wait_for(at_rest)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=seen[-1])


def main(folder: Path) -> None:
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")
    prepare_environment(folder)
    application = QGuiApplication(sys.argv[:1])
    models = sample_models()
    view = open_face(models, sample_pictures(), QSize(1080, 1920))
    theme_of(view).setProperty("still", True)
    view.show()
    QTest.qWaitForWindowExposed(view)
    show_scene(view, models, Take(next(scene for scene in SCENES if scene.name == "form-text")))
    field = find_item(view.rootObject(), FIELD)
    assert field is not None
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=centre_of(field))
    for count, letter in enumerate("nihao", start=1):
        press(view, lambda letter=letter: key_of(view.rootObject(), letter))
        wait_for(lambda count=count: len(composed(field)) == count)
    keyboard = find_item(view.rootObject(), "keyboard")
    composing = composed(field)
    press(view, lambda: with_text(view.rootObject(), "你好"))
    wait_for(lambda: field.property("text") == "你好")
    learned = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    told = {
        "keyboard": keyboard is not None,
        "composing": composing,
        "text": field.property("text"),
        "learned": learned,
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    del application
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
