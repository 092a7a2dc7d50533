"""The door to the page printer: one lane, one document at a time, its progress told on the GUI thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from counter_app.work.page_printer import PageDoor
from devices.core.page_printing import PageOutcome, PageProgress, PageStep
from shared.qt.jobs import Err, Lane, Result


@dataclass(frozen=True, slots=True)
class PageReport:
    """How a document went, or goes: the printer's name, and one of progress, outcome, code of what kept it off."""

    printer: str
    progress: PageProgress | None = None
    outcome: PageOutcome | None = None
    code: str = ""


class PrintAccount(Protocol):
    """Notes one print. Blocks."""

    def begin(self) -> None:
        """Note that it is going to the printer."""

    def end(self, outcome: PageOutcome | None) -> None:
        """Note what became of it; without an outcome it never reached the printer."""


class PageRoom(QObject):
    """Prints A4 documents.

    Signals:
        changed: PageReport of the document that was given last.
    """

    changed = Signal(object)
    _progressed = Signal(object)

    def __init__(self, lane: Lane, door: PageDoor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._door = door
        self._cancelled: threading.Event | None = None
        self._progressed.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def is_printing(self) -> bool:
        """Whether a document is under way."""
        return self._cancelled is not None

    def printer_name(self) -> str:
        """Return the printer's name, empty where there is none. Blocks."""
        return self._door.name()

    def print_pdf(self, title: str, pdf: bytes, account: PrintAccount) -> None:
        """Print a document and note it; nothing happens while another one is under way."""
        if self._cancelled is not None:
            return
        cancelled = self._cancelled = threading.Event()
        self.changed.emit(PageReport("", PageProgress(PageStep.SENDING)))

        def job() -> PageReport:
            name = self._door.name()
            tell = self._progressed.emit
            outcome = None
            account.begin()
            try:
                outcome = self._door.print_pdf(title, pdf, lambda each: tell(PageReport(name, each)), cancelled)
            finally:
                account.end(outcome)
            return PageReport(name, outcome=outcome)

        self._lane.run(job, self._ended)

    def cancel(self) -> None:
        """Take the document back that is under way."""
        if self._cancelled is not None:
            self._cancelled.set()

    @Slot(object)
    def _tell(self, report: PageReport) -> None:
        if self._cancelled is not None:
            self.changed.emit(report)

    def _ended(self, result: Result) -> None:
        self._cancelled = None
        report = PageReport("", code=result.code) if isinstance(result, Err) else result.value
        self.changed.emit(report)
