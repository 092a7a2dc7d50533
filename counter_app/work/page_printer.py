"""Doors to a page printer: the terminal's own driver, or the printer that the system was set up with (Qt)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from counter_app.work.notice_room import NoticeError, render_pages
from devices.core.page_printing import PageOptions, PageOutcome, PagePrinter, PageProgress
from devices.core.printing import PrintState

PRINT_DPI = 300
_DEADLINE_S = 180.0


class PageDoor(Protocol):
    """A printer of A4 documents. Calls block and belong on a lane."""

    def name(self) -> str:
        """Return what people call it, empty where there is none."""

    def print_pdf(
        self, title: str, pdf: bytes, on_progress: Callable[[PageProgress], None], cancelled: threading.Event
    ) -> PageOutcome:
        """Print a document and tell what became of it. Raises an error with a code."""


class DrivenPagePrinter:
    """The page printer that terminal.toml names: the job is followed to its end.

    Args:
        name: what people call it.
    """

    def __init__(self, printer: PagePrinter, name: str) -> None:
        self._printer = printer
        self._name = name

    def name(self) -> str:
        """Return what people call it."""
        return self._name

    def print_pdf(
        self, title: str, pdf: bytes, on_progress: Callable[[PageProgress], None], cancelled: threading.Event
    ) -> PageOutcome:
        """Print and follow. Raises DeviceError."""
        return self._printer.print_document(
            pdf, title, PageOptions(), deadline_s=_DEADLINE_S, on_progress=on_progress, cancelled=cancelled
        )


class SystemPagePrinter:
    """The system's default printer: takes pages and tells no more."""

    def name(self) -> str:
        """Return the printer's name, empty where the system has none."""
        info = QPrinterInfo.defaultPrinter()
        return "" if info.isNull() else info.printerName()

    def print_pdf(
        self, title: str, pdf: bytes, on_progress: Callable[[PageProgress], None], cancelled: threading.Event
    ) -> PageOutcome:
        """Hand A4 pages to the printer's queue. Raises NoticeError (page_printer_refused)."""
        del on_progress, cancelled
        printer = QPrinter(QPrinterInfo.defaultPrinter(), QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        paint_pages(printer, render_pages(pdf, PRINT_DPI))
        return PageOutcome(PrintState.SENT, None, partial=True)


def paint_pages(printer: QPrinter, pages: tuple[QImage, ...]) -> None:
    """Paint pictures of whole A4 sheets onto a printer. Raises NoticeError (page_printer_refused)."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        code = "page_printer_refused"
        raise NoticeError(code)
    sheet = QRectF(0, 0, printer.width(), printer.height())
    for number, page in enumerate(pages):
        if number:
            printer.newPage()
        painter.drawImage(sheet, page)
    painter.end()
