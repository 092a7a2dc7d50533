"""A printed slip as plain data: who composes it needs no printer, who prints it needs no meaning.

What a slip says about people never shows in a repr.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum, unique


@unique
class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph, wrapped by the layout engine. Size 1 is the printer's font A, 2 doubles width and height."""

    text: str = field(repr=False)
    align: Align = Align.LEFT
    size: int = 1
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A label on the left and its value beside it, wrapped under itself."""

    label: str
    value: str = field(repr=False)
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code, centred. ECC is L, M, Q or H."""

    payload: str = field(repr=False)
    ecc: str = "M"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header, each column as wide as it needs and may be, cells wrapped.

    Attributes:
        rows: as many cells each as the widest has; missing ones are empty.
        aligns: of the columns from the left; the others are on the left.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    aligns: tuple[Align, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo: an image file's bytes (PNG or JPEG), printed in black, scaled down where it is wider than the paper.

    Attributes:
        width: dots across, 0 for as many as it has.
    """

    data: bytes = field(repr=False)
    width: int = 0
    align: Align = Align.CENTER


@dataclass(frozen=True, slots=True)
class Drawer:
    """Open the drawer at the printer's socket: pin 2 or 5."""

    pin: int = 2


Element = Text | Pair | Rule | Feed | Qr | Table | Picture | Drawer


@dataclass(frozen=True, slots=True)
class Slip:
    """What goes on one piece of paper, cut at its end. The title is for logs and the virtual printer only."""

    title: str
    elements: tuple[Element, ...]
