"""A hall with one kiosk: a real terminal, simulated devices at the wire, and a citizen's finger on the real screens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, QObject, QSize, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from demo.specimen_pages import draw_page
from devices.core.cards import IdCard
from devices.core.simulation import SimulationPermit
from devices.id_card.card_image import build_image
from devices.id_card.simulator import SamvSimulator
from devices.receipt_printer.simulator import VirtualPrinter
from kiosk_app.citizen_session import Session
from kiosk_app.face import theme_of
from kiosk_app.idle import IdlePace
from kiosk_app.wiring import build_session
from kiosk_app.work.state import Screen
from shared.qt.items import centre_of, find_item
from shared.store.profile import DevicesSection, load_config, save_config
from tests.unit.shared.intake.desks import open_specimen

PORTRAIT = QSize(1080, 1920)
_TRIES = 20


class KioskHall:
    """Reader, scanner, printer, and one session at a time."""

    def __init__(self, folder: Path, qtbot: QtBot, camera: str | None = None) -> None:
        self.qtbot, self.folder = qtbot, folder
        permit = SimulationPermit.for_development()
        self.reader = SamvSimulator(permit)
        self.printer = VirtualPrinter(permit, folder=folder / "paper")
        self.glass = folder / "glass"
        self.glass.mkdir()
        self.profile = folder / "profile"
        terminal, self.platform = open_specimen(self.profile)
        with terminal:
            config = load_config(terminal.profile)
            section = DevicesSection(
                id_card=f"serial:{self.reader.port}",
                receipt_printer=self.printer.uri,
                scanner=f"folder:{self.glass}",
                document_camera=camera,
            )
            save_config(terminal.profile, config.model_copy(update={"devices": section}))
        self.session: Session | None = None

    def open(self, size: QSize = PORTRAIT, idle: IdlePace | None = None) -> Session:
        """Start a session and wait for its first screen."""
        self.session = build_session(self.profile, size=size, idle=idle)
        theme_of(self.session.window).setProperty("still", True)
        with self.qtbot.waitExposed(self.session.window):
            self.session.window.show()
        self.session.start()
        return self.session

    def close(self) -> None:
        """End everything."""
        if self.session is not None:
            self.session.close()
        self.reader.close()
        self.printer.close()

    @property
    def running(self) -> Session:
        assert self.session is not None
        return self.session

    @property
    def root(self) -> QQuickItem:
        return self.running.window.rootObject()

    def item(self, name: str) -> QQuickItem:
        """Wait for an item to be shown."""
        self.qtbot.waitUntil(lambda: find_item(self.root, name) is not None)
        found = find_item(self.root, name)
        assert found is not None
        return found

    def press(self, name: str) -> None:
        """Wait until a control can be pressed, bring it into sight, and press it.

        A slow machine may lay it out anew after it seemed to be at rest: a finger that misses tries again.
        """
        pressed: list[bool] = []
        for _ in range(_TRIES):
            self.qtbot.waitUntil(lambda: self._ready(name))
            item = self.item(name)
            tells = item.metaObject().indexOfSignal("clicked()") >= 0
            if tells:
                QObject.connect(item, SIGNAL("clicked()"), lambda: pressed.append(True))
            self._touch(item)
            if pressed or not tells:
                return
        pytest.fail(f"no finger hits {name}")

    def _touch(self, item: QQuickItem) -> None:
        _reveal(item)
        self.qtbot.waitUntil(lambda: _at_rest(item))
        QTest.mouseClick(self.running.window, Qt.MouseButton.LeftButton, pos=centre_of(item))

    def wait_screen(self, screen: Screen) -> None:
        self.qtbot.waitUntil(lambda: self.running.box.now.screen is screen)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition)

    def wait_text(self, name: str, part: str) -> None:
        def there() -> bool:
            item = find_item(self.root, name)
            return item is not None and part in f"{item.property('title')} {item.property('text')}"

        self.qtbot.waitUntil(there)

    def lay_card(self, card: IdCard) -> None:
        if self.session is not None:
            # What lies there at the watch's first look is an earlier person's.
            self.wait_for(lambda: self.running.box.now.around.reader is not None)
        self.reader.present(build_image(card))

    def lay_page(self, key: str) -> None:
        draft = self.glass / ".page"
        page = draw_page(key)
        page.save(draft, "PNG", dpi=page.info["dpi"])
        draft.rename(self.glass / "page.png")

    def scan(self, key: str) -> None:
        self.lay_page(key)
        self.press("scan")

    def type_digits(self, digits: str) -> None:
        for digit in digits:
            self.press(f"digit-{digit}")

    def _ready(self, name: str) -> bool:
        item = find_item(self.root, name)
        return item is not None and item.isEnabled() and item.width() > 0


def _at_rest(item: QQuickItem) -> bool:
    """Whether layout and scrolling have come to their end."""
    before = centre_of(item)
    QTest.qWait(30)
    return centre_of(item) == before


def _reveal(item: QQuickItem) -> None:
    """Scroll what the item lies in until it can be touched."""
    parent = item.parentItem()
    while parent is not None and parent.metaObject().indexOfMethod("reveal(QQuickItem*)") < 0:
        parent = parent.parentItem()
    if parent is not None:
        from PySide6.QtCore import Q_ARG, QMetaObject

        QMetaObject.invokeMethod(parent, "reveal", Q_ARG(QQuickItem, item))
        QTest.qWait(10)
