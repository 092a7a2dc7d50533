"""What is shown when the terminal can't be opened: a calm word, a telephone number, a code for the technician."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize

from kiosk_app.assembly import make_models
from kiosk_app.face import open_face
from kiosk_app.live_picture import LiveFeed
from kiosk_app.pictures import Pictures
from kiosk_app.viewmodels.pause import out_of_order_props
from kiosk_app.viewmodels.shell import ShellProps
from kiosk_app.work.state import Screen
from shared.qt.languages import Language, Languages


class OutOfOrder:
    """The window of a terminal that can't be opened: help and how it looks work, there is nothing else to press."""

    def __init__(self, code: str, size: QSize) -> None:
        self._code = code
        self._languages = Languages("kiosk")
        self._props = ShellProps(screen=Screen.PAUSE.value)
        # The other screens are never in front, so their acts are never asked for.
        self.finding = self.identifying = self.filling = self.gathering = self.handing_in = self
        self.mending = self.reading = self.standing_in = self.papers = self.keeping = self.resuming = self
        flow: Any = self
        self.models = make_models(flow, LiveFeed())
        self.models.pause.show(out_of_order_props(code))
        self.models.shell.show(self._props)
        self.window = open_face(self.models, Pictures(), size)

    def open_overlay(self, name: str) -> None:
        """Lay help or display over the screen."""
        self._show(replace(self._props, overlay=name))

    def close_overlay(self) -> None:
        """Take it away."""
        self._show(replace(self._props, overlay=""))

    def set_text_size(self, size: str) -> None:
        """Choose a text size."""
        self._show(replace(self._props, text_size=size))

    def set_palette(self, name: str) -> None:
        """Choose a contrast."""
        self._show(replace(self._props, palette_name=name))

    def set_language(self, language: str) -> None:
        """Choose what it is said in."""
        self._languages.speak(Language(language))
        self.window.engine().retranslate()
        self.models.pause.show(out_of_order_props(self._code))
        self._show(replace(self._props, language=language))

    def _show(self, props: ShellProps) -> None:
        self._props = props
        self.models.shell.show(props)
