"""Where `page` writes the pages that it made: one picture, a numbered one for each, a folder, or one PDF for all."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PIL import Image

from devices.cli.errors import OutputFailedError, UsageError
from devices.imaging.encode import EncodedPage, encode_small
from devices.imaging.making import Page
from devices.imaging.pdf import write_pdf

_FILES: Final = (".jpg", ".jpeg", ".png", ".pdf")


class PageFiles:
    """Writes pages to where `--out` says. A PDF is written by `finish`, all else as it comes."""

    def __init__(self, target: Path | None, pictures: Sequence[Path]) -> None:
        """Take where to write, None for nowhere, and the files of the pictures, which no page replaces.

        Raises:
            UsageError: so many do not go there.
            OutputFailedError: nothing can be written there.
        """
        self._target = target
        self._bound: list[EncodedPage] = []
        self._taken = {os.path.realpath(picture) for picture in pictures}
        suffix = "" if target is None or _is_folder(target) else target.suffix.lower()
        self._suffix = suffix if suffix in _FILES else ""
        if len(pictures) > 1 and self._suffix not in {"", ".pdf"}:
            detail = f"{len(pictures)} pages do not go into {target}: name a folder or a .pdf"
            raise UsageError(detail)
        if self._suffix and os.path.realpath(str(target)) in self._taken:
            detail = f"{target} is a picture that pages are made of: name another file"
            raise UsageError(detail)

    def keep(self, page: Page, dpi: int, source: Path, number: int | None = None) -> dict[str, object]:
        """Write a page, and return what is to be told of that: its `file`, where it has one of its own.

        Args:
            page: as it was made.
            dpi: its dots an inch.
            source: the file of its picture, which names it in a folder.
            number: from 1, where several pages are made of one picture; it goes into the name.

        Raises:
            OutputFailedError: it can't be written there.
        """
        if self._target is None:
            return {}
        if self._suffix == ".pdf":
            self._bound.append(encode_small(page.pixels, dpi))
            return {}
        path = self._named(self._target, source, number)
        _write(path, _as_png(page, dpi) if self._suffix == ".png" else encode_small(page.pixels, dpi).jpeg)
        return {"file": str(path)}

    def finish(self) -> None:
        """Write the PDF, where one was asked for and there are pages.

        Raises:
            OutputFailedError: it can't be written there.
        """
        if self._target is not None and self._bound:
            _write(self._target, write_pdf(self._bound))

    def _named(self, target: Path, source: Path, number: int | None) -> Path:
        if self._suffix and number is None:
            return target
        if self._suffix:
            return self._unused(target.parent, f"{target.stem}-{number}", target.suffix)
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputFailedError(str(target)) from error
        return self._unused(target, f"{source.stem}-page{'' if number is None else f'-{number}'}", ".jpg")

    def _unused(self, folder: Path, name: str, suffix: str) -> Path:
        """Return a path that no other page has, and no picture: those of several folders may be called the same."""
        path, count = folder / f"{name}{suffix}", 1
        while os.path.realpath(path) in self._taken:
            count += 1
            path = folder / f"{name} ({count}){suffix}"
        self._taken.add(os.path.realpath(path))
        return path


def _is_folder(target: Path) -> bool:
    try:
        return target.is_dir()
    except OSError as error:
        raise OutputFailedError(str(target)) from error


def _as_png(page: Page, dpi: int) -> bytes:
    file = io.BytesIO()
    Image.fromarray(page.pixels).save(file, "PNG", dpi=(dpi, dpi))
    return file.getvalue()


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, readable by its owner only."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise OutputFailedError(str(path)) from error
