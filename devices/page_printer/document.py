"""The document that a printer is given: a PDF in memory."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from devices.page_printer.errors import DocumentUnreadableError

PDF: Final = "application/pdf"
MOST_BYTES: Final = 64 << 20
_HEAD: Final = b"%PDF-"
_HEAD_WITHIN: Final = 1024
"""Readers look for the head in the first 1,024 bytes (PDF 32000-1, annex H)."""


def read_document(file: Path) -> bytes:
    """Return the bytes of a PDF. Raises DocumentUnreadableError; the detail never names the file's contents."""
    try:
        with file.open("rb") as stream:
            if not stat.S_ISREG(file.stat().st_mode):
                detail = "no file"
                raise DocumentUnreadableError(detail)
            document = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise DocumentUnreadableError(error.strerror or "unreadable") from error
    require_pdf(document)
    return document


def require_pdf(document: bytes) -> None:
    """Raise DocumentUnreadableError for what is no PDF, or is larger than 64 MiB."""
    if len(document) > MOST_BYTES:
        detail = "larger than 64 MiB"
        raise DocumentUnreadableError(detail)
    if not is_pdf(document):
        detail = "no PDF"
        raise DocumentUnreadableError(detail)


def is_pdf(document: bytes) -> bool:
    """Whether it begins as a PDF does."""
    return _HEAD in document[:_HEAD_WITHIN]
