"""A terminal that can't be opened: all that its face still offers works."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from kiosk_app.face import close_face
from kiosk_app.out_of_order import OutOfOrder
from shared.qt.items import find_item
from shared.qt.languages import Language
from tests.qml.kiosk_hall import PORTRAIT


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[OutOfOrder]:
    face = OutOfOrder("store_key_wrong", PORTRAIT)
    with qtbot.waitExposed(face.window):
        face.window.show()
    yield face
    face.set_language(Language.SIMPLIFIED.value)
    close_face(face.window)


def item(shown: OutOfOrder, name: str) -> QQuickItem:
    found = find_item(shown.window.rootObject(), name)
    assert found is not None, name
    return found


def test_it_says_whom_to_call_in_the_language_that_is_chosen(shown: OutOfOrder, qtbot: QtBot) -> None:
    chinese = shown.models.pause.property("title")
    shown.models.shell.openOverlay("display")
    qtbot.waitUntil(lambda: find_item(shown.window.rootObject(), "language-en") is not None)
    shown.models.shell.setLanguage(Language.ENGLISH.value)
    assert shown.models.shell.property("language") == Language.ENGLISH.value
    assert shown.models.pause.property("title").isascii()
    assert shown.models.pause.property("title") != chinese
    assert item(shown, "help").property("text").isascii()
    shown.models.shell.setLanguage(Language.SIMPLIFIED.value)
    assert shown.models.pause.property("title") == chinese
