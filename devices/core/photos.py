"""The portrait on an ID card, decoded by a vendor's library where a terminal has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, repr=False)
class Portrait:
    """A picture.

    Attributes:
        rgb: three bytes a pixel, rows from the top.
    """

    width: int
    height: int
    rgb: bytes

    def __repr__(self) -> str:
        """Show the size only."""
        return f"Portrait({self.width}x{self.height})"


class PhotoDecoder(Protocol):
    """Turns the compressed photo of a card into a picture. The compression (WLT) is closed: only vendors have it."""

    def decode(self, wlt: bytes, deadline_s: float) -> Portrait:
        """Decode one photo.

        Raises:
            DeviceError: the library is missing, refuses, hangs or crashes; the card's fields are not touched by it.
        """
