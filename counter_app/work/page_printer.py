"""The page printer that the system was set up with (CUPS), by Qt's print support."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from counter_app.work.notice_room import NoticeError


class SystemPagePrinter:
    """The system's default printer. Calls block and belong on a lane."""

    def name(self) -> str:
        """Return the printer's name, empty where the system has none."""
        info = QPrinterInfo.defaultPrinter()
        return "" if info.isNull() else info.printerName()

    def print_pages(self, title: str, pages: tuple[QImage, ...]) -> None:
        """Hand A4 pages to the printer's queue. Raises NoticeError (page_printer_refused)."""
        printer = QPrinter(QPrinterInfo.defaultPrinter(), QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        paint_pages(printer, pages)


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
