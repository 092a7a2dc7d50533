"""The slips that came out of the virtual printer, kept for tests and laid into a folder for people."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from devices.core.errors import DeviceTimeoutError
from devices.receipt_printer.simulator.paper import Content


@dataclass(frozen=True)
class PrintedSlip:
    """One piece of paper.

    Attributes:
        raw: the bytes that were worked through for it.
        unknown: bytes that no command of the printer begins with, and halves of hanzi.
        is_whole: cut off, and not torn because the paper ended.
        path: where the picture lies, if a folder was given; the bytes lie beside it as .bin.
    """

    number: int
    content: Content
    raw: bytes = field(repr=False)
    unknown: tuple[bytes, ...]
    is_whole: bool
    path: Path | None

    @property
    def lines(self) -> tuple[str, ...]:
        """The text of each printed line."""
        return self.content.lines

    @property
    def codes(self) -> tuple[bytes, ...]:
        """The payload of each QR code that the printer drew itself."""
        return self.content.codes

    @property
    def png(self) -> bytes:
        """The picture."""
        return self.content.png


class SlipTray:
    """Where slips fall. Any thread may look."""

    def __init__(self, folder: Path | None, name: str) -> None:
        self._folder = folder
        self._name = name
        self._slips: list[PrintedSlip] = []
        self._changed = threading.Condition()

    @property
    def slips(self) -> tuple[PrintedSlip, ...]:
        """All slips so far."""
        with self._changed:
            return tuple(self._slips)

    def drop(self, content: Content, raw: bytes, unknown: tuple[bytes, ...], *, is_whole: bool) -> None:
        """Add a slip, after its files are written."""
        number = len(self._slips) + 1
        path = None
        if self._folder is not None:
            path = self._folder / f"{self._name}-{number:03d}.png"
            _write(path.with_suffix(".bin"), raw)
            _write(path, content.png)
        slip = PrintedSlip(number, content, raw, unknown, is_whole, path)
        with self._changed:
            self._slips.append(slip)
            self._changed.notify_all()

    def wait_for(self, count: int, deadline_s: float) -> PrintedSlip:
        """Return slip number count once it is there. Raises DeviceTimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._slips) >= count, deadline_s):
                raise DeviceTimeoutError
            return self._slips[count - 1]


def _write(path: Path, data: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.write_bytes(data)
    unfinished.replace(path)
