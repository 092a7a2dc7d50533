"""The pages of a PDF as pictures, in memory only."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

_POINTS_PER_INCH = 72.0


class PdfUnreadableError(ValueError):
    """What was given is no PDF."""

    code = "pdf_unreadable"


def pdf_pages(pdf: bytes, dpi: int) -> tuple[QImage, ...]:
    """Return the pages of a PDF on white paper. Raises PdfUnreadableError."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.status() is not QPdfDocument.Status.Ready:
        raise PdfUnreadableError
    pages = []
    for number in range(document.pageCount()):
        points = document.pagePointSize(number)
        size = QSize(round(points.width() * dpi / _POINTS_PER_INCH), round(points.height() * dpi / _POINTS_PER_INCH))
        page = QImage(size, QImage.Format.Format_RGB32)
        page.fill(0xFFFFFFFF)
        painter = QPainter(page)
        painter.drawImage(0, 0, document.render(number, size))
        painter.end()
        pages.append(page)
    document.close()
    return tuple(pages)
