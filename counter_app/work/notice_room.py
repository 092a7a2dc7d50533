"""A4 notices: set in memory, shown as pictures, saved only on the clerk's word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from shared.intake.decisions import SealedDecision

PREVIEW_DPI = 160
_POINTS_PER_INCH = 72.0

Compose = Callable[[SealedDecision, tuple[tuple[str, str], ...]], tuple[str, bytes]]
"""Makes title and PDF of an acceptance's notice; names whole while given, else masked."""


class NoticeError(Exception):
    """A notice could not be set, printed or saved; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, repr=False)
class Notice:
    """A notice that was set."""

    number: str
    title: str
    pdf: bytes
    pages: tuple[QImage, ...]

    def __repr__(self) -> str:
        return f"Notice({len(self.pages)} pages)"


class NoticeRoom:
    """Sets notices. Blocking, for one lane."""

    def __init__(self, compose: Compose) -> None:
        self._compose = compose

    def make(self, decision: SealedDecision, applicants: tuple[tuple[str, str], ...]) -> Notice:
        """Set a notice. Raises NoticeError."""
        title, pdf = self._compose(decision, applicants)
        return Notice(decision.notice_number, title, pdf, render_pages(pdf, PREVIEW_DPI))

    def save(self, notice: Notice, path: Path) -> Path:
        """Save a notice as a file of its own. Raises NoticeError when it can't be written or would overwrite one."""
        try:
            with path.expanduser().open("xb") as file:
                file.write(notice.pdf)
        except OSError as error:
            code = "file_exists" if isinstance(error, FileExistsError) else "file_not_written"
            raise NoticeError(code) from error
        return path.expanduser()


def render_pages(pdf: bytes, dpi: int) -> tuple[QImage, ...]:
    """Return the pages of a PDF as pictures. Raises NoticeError for what is no PDF."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.status() is not QPdfDocument.Status.Ready:
        code = "notice_failed"
        raise NoticeError(code)
    pages = []
    for number in range(document.pageCount()):
        points = document.pagePointSize(number)
        size = QSize(round(points.width() * dpi / _POINTS_PER_INCH), round(points.height() * dpi / _POINTS_PER_INCH))
        page = QImage(size, QImage.Format.Format_RGB32)
        page.fill(0xFFFFFFFF)
        rendered = document.render(number, size)
        pages.append(_on_white(page, rendered))
    document.close()
    return tuple(pages)


def _on_white(page: QImage, rendered: QImage) -> QImage:
    painter = QPainter(page)
    painter.drawImage(0, 0, rendered)
    painter.end()
    return page
