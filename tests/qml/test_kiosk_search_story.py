"""A citizen looks for a matter, reads its guide, and comes back to what was found."""

from __future__ import annotations

from kiosk_app.work.state import Screen
from shared.qt.items import find_item
from tests.qml.kiosk_hall import KioskHall


def test_who_comes_back_finds_the_words_with_their_results_and_can_empty_them(hall: KioskHall) -> None:
    session = hall.open()
    hall.press("wake")
    hall.wait_screen(Screen.HOME)
    hall.item("searchText").setProperty("text", "结婚")
    hall.wait_for(lambda: bool(session.box.now.hits))
    hall.press(f"result-{session.box.now.hits[0].code}")
    hall.wait_screen(Screen.ITEM)
    hall.press("back")
    hall.wait_screen(Screen.HOME)
    hall.wait_for(lambda: hall.item("searchText").property("text") == "结婚")
    assert session.box.now.hits
    assert find_item(hall.root, "startWithCard") is None
    hall.press("clearSearch")
    hall.wait_for(lambda: find_item(hall.root, "startWithCard") is not None)
    assert session.box.now.search_text == ""
