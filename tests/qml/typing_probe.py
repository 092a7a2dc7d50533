"""Run as a process of its own: types Pinyin on the on-screen keyboard as a finger would and tells what came of it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from demo.gallery_kiosk import Take, sample_models, sample_pictures, show_scene
from demo.gallery_kiosk_samples import SCENES
from kiosk_app.face import open_face, prepare_environment, theme_of
from shared.qt.items import centre_of, find_item, visible_items

FIELD = "text-move.householder_name"


def key_of(root: QQuickItem, letter: str) -> QQuickItem | None:
    for item in visible_items(root):
        if item.metaObject().indexOfProperty("displayText") >= 0 and str(item.property("displayText")) == letter:
            return item
    return None


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
    QTest.qWait(600)
    keyboard = find_item(view.rootObject(), "keyboard")
    for letter in "nihao ":
        key = key_of(view.rootObject(), letter) or key_of(view.rootObject(), letter.upper())
        if key is None and letter == " ":
            break
        assert key is not None, letter
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=centre_of(key))
        QTest.qWait(80)
    composing = str(field.property("preeditText"))
    candidate = next(item for item in visible_items(view.rootObject()) if str(item.property("text")) == "你好")
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=centre_of(candidate))
    QTest.qWait(200)
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
