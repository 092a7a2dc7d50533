"""Band and foot: figures, clerk, network and devices in words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from counter_app.ports.shell import DeviceLine, FooterState, HeaderState
from counter_app.ports.tone import Tone
from counter_app.ports.window import WindowPort
from counter_app.words.shell import ShellWords
from devices.core.printing import PrinterStatus
from devices.core.status import DeviceState
from shared.contract.terminals import Clerk

DEVICES = ("card", "scanner", "printer", "platform")


def printer_line(status: PrinterStatus, words: ShellWords) -> tuple[str, Tone]:
    """Return how the receipt printer is, the cause before the state."""
    text, tone = words.device_state(status.state)
    if status.cause is not None:
        text = words.printer_cause(status.cause.value) or text
        tone = Tone.BAD if tone is Tone.GOOD else tone
    elif status.paper_low:
        text, tone = words.paper_low(), Tone.WARN
    return text, tone


class SurroundingsPresenter(QObject):
    """Keeps band and foot true."""

    def __init__(
        self, window: WindowPort, words: ShellWords, hall: str, *, demo: bool, missing: frozenset[str]
    ) -> None:
        super().__init__()
        self._window = window
        self._words = words
        self._header = HeaderState(hall=hall)
        self._demo = demo
        self._lines: dict[str, tuple[str, Tone]] = {}
        for key in DEVICES:
            absent = (words.no_device(), Tone.NEUTRAL)
            self._lines[key] = absent if key in missing else words.device_state(DeviceState.UNKNOWN)
        self._lines["platform"] = words.platform(online=None)
        self._show_footer()

    def set_clerk(self, clerk: Clerk | None) -> None:
        """Show who works here, at which window."""
        name = self._words.clerk(clerk.name, clerk.post) if clerk else ""
        self._show_header(replace(self._header, clerk=name, window=clerk.window if clerk else ""))

    @Slot(int, int, object, str)
    def set_figures(self, today: int, waiting: int, online: bool | None, reason: str = "") -> None:
        """Show today's figures and how the platform is reached."""
        self._show_header(replace(self._header, today=today, waiting=waiting, online=online))
        self._set_line("platform", self._words.platform(online=online, reason=reason))

    @Slot(str)
    def set_card_state(self, state: str) -> None:
        """Show how the card reader is."""
        self._set_line("card", self._words.device_state(DeviceState(state)))

    @Slot(object)
    def set_scanner_state(self, state: DeviceState) -> None:
        """Show how the scanner is."""
        self._set_line("scanner", self._words.device_state(state))

    @Slot(object)
    def set_printer_status(self, status: PrinterStatus) -> None:
        """Show how the receipt printer is."""
        self._set_line("printer", printer_line(status, self._words))

    def _set_line(self, key: str, line: tuple[str, Tone]) -> None:
        if self._lines[key] != line:
            self._lines[key] = line
            self._show_footer()

    def _show_header(self, state: HeaderState) -> None:
        if state != self._header:
            self._header = state
            self._window.set_header(state)

    def _show_footer(self) -> None:
        lines = tuple(DeviceLine(key, self._words.device_name(key), *self._lines[key]) for key in DEVICES)
        self._window.set_footer(FooterState(lines, self._demo))
