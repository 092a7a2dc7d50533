"""Page previews and the QR code for QML, in memory only and gone with the session."""

from __future__ import annotations

from io import BytesIO

import segno
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from shared.qt.pdf_pages import pdf_pages

PROVIDER = "session"
_PREVIEW_EDGE = 1600


class Pictures(QQuickImageProvider):
    """Serves image://session/KEY. Keys: a page's id, or qr-NUMBER."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._images: dict[str, QImage] = {}

    def put_jpeg(self, key: str, data: bytes) -> None:
        """Keep a page as a preview of at most 1,600 pixels."""
        image = QImage.fromData(data)
        self._images[key] = image.scaled(
            QSize(_PREVIEW_EDGE, _PREVIEW_EDGE),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )

    def put_pages(self, name: str, pdf: bytes, dpi: int) -> tuple[str, ...]:
        """Keep the pages of a PDF; return their keys. Raises PdfUnreadableError."""
        pages = {f"{name}-{place}": page for place, page in enumerate(pdf_pages(pdf, dpi))}
        self._images.update(pages)
        return tuple(pages)

    def put_qr(self, key: str, text: str) -> None:
        """Keep a QR code of a text, 4 modules of quiet zone around it."""
        buffer = BytesIO()
        segno.make(text, error="m", micro=False).save(buffer, kind="png", scale=6, border=4)
        self._images[key] = QImage.fromData(buffer.getvalue())

    def drop(self, key: str) -> None:
        """Forget one picture."""
        self._images.pop(key, None)

    def clear(self) -> None:
        """Forget all pictures."""
        self._images.clear()

    def has(self, key: str) -> bool:
        """Whether a picture is there."""
        return key in self._images

    def requestImage(self, key: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: N803 - Qt's name
        image = self._images.get(key, QImage())
        wanted = requestedSize.boundedTo(image.size()) if requestedSize.isValid() else image.size()
        size.setWidth(image.width())
        size.setHeight(image.height())
        if wanted.height() > 0 and wanted.height() < image.height():
            return image.scaledToHeight(wanted.height(), Qt.TransformationMode.SmoothTransformation)
        return image


def address(key: str) -> str:
    """Return the URL under which QML finds a picture, empty for no key."""
    return f"image://{PROVIDER}/{key}" if key else ""
