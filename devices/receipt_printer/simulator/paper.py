"""The virtual printer's paper: what was printed on it, line by line, and the picture of a slip that was cut off."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from PIL import Image, ImageChops, ImageDraw

from devices.core.slip import Align
from devices.receipt_printer.glyphs import CELL_HEIGHT, CELL_WIDTH, Pen, blank

EDGE_DOTS = {384: 40, 576: 32}
"""Paper beside the print head: 58 and 80 mm of paper at 8 dots a millimetre."""
_TOP_DOTS = 72
_BOTTOM_DOTS = 56
_LONGEST_DOTS = 24000


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed character: columns of font A before magnification, magnification across and down, style."""

    char: str
    columns: int
    across: int = 1
    down: int = 1
    bold: bool = False
    underlined: bool = False
    reversed: bool = False

    @property
    def width(self) -> int:
        """Dots across."""
        return self.columns * CELL_WIDTH * self.across

    @property
    def height(self) -> int:
        """Dots down."""
        return CELL_HEIGHT * self.down


@dataclass(frozen=True)
class Content:
    """What was on a piece of paper: text line by line, payloads of QR codes, the picture as a PNG."""

    lines: tuple[str, ...] = field(repr=False)
    codes: tuple[bytes, ...] = field(repr=False)
    png: bytes = field(repr=False)


@dataclass
class Paper:
    """What came out since the last cut.

    Attributes:
        lines: the text of each line, in order; a QR code or picture is no line.
        codes: the payload of each QR code.
        rows: how often the paper moved on for something printed.
    """

    dots: int
    pen: Pen
    lines: list[str] = field(default_factory=list)
    codes: list[bytes] = field(default_factory=list)
    rows: int = 0
    _strips: list[Image.Image] = field(default_factory=list)
    _length: int = 0

    @property
    def is_blank(self) -> bool:
        """Whether nothing was printed or fed."""
        return not self._strips

    def print_line(self, cells: list[Cell], align: Align, pitch: int, left: int, width: int) -> None:
        """Print one line of characters and move on by pitch dots, or by the characters' height if that is more."""
        self.lines.append("".join(cell.char for cell in cells))
        tallest = max((cell.height for cell in cells), default=0)
        height = max(pitch, tallest)
        strip = blank(self.dots, height)
        free = max(0, width - sum(cell.width for cell in cells))
        x = left + {Align.LEFT: 0, Align.CENTER: free // 2, Align.RIGHT: free}[align]
        foot = (height + tallest) // 2
        for cell in cells:
            self._print_cell(strip, x, foot - cell.height, cell)
            x += cell.width
        self._add(strip)

    def print_picture(self, picture: Image.Image, align: Align, left: int, width: int) -> None:
        """Print dots and move on by their height."""
        strip = blank(self.dots, picture.height)
        free = max(0, width - picture.width)
        strip.paste(picture, (left + {Align.LEFT: 0, Align.CENTER: free // 2, Align.RIGHT: free}[align], 0))
        self._add(strip)

    def feed(self, dots: int) -> None:
        """Move on without printing."""
        if dots > 0:
            self._add(blank(self.dots, dots))

    def cut_off(self) -> Content:
        """Return what was printed, drawn black on white with the paper's edges, and begin anew."""
        edge = EDGE_DOTS.get(self.dots, 24)
        height = _TOP_DOTS + self._length + _BOTTOM_DOTS
        sheet = Image.new("L", (self.dots + 2 * edge, height), 255)
        top = _TOP_DOTS
        for strip in self._strips:
            sheet.paste(ImageChops.invert(strip), (edge, top))
            top += strip.height
        file = io.BytesIO()
        sheet.save(file, "PNG", dpi=(203, 203))
        content = Content(tuple(self.lines), tuple(self.codes), file.getvalue())
        self.lines, self.codes, self._strips, self._length = [], [], [], 0
        return content

    def _add(self, strip: Image.Image) -> None:
        self.rows += 1
        if self._length + strip.height <= _LONGEST_DOTS:
            self._strips.append(strip)
            self._length += strip.height

    def _print_cell(self, strip: Image.Image, x: int, top: int, cell: Cell) -> None:
        canvas = ImageDraw.Draw(strip)
        for shift in (0, 1) if cell.bold else (0,):
            if cell.across == cell.down:
                self.pen.draw(canvas, (x + shift, top), cell.char, cell.columns, cell.across)
            else:
                strip.paste(self._stretched(cell), (x + shift, top))
        if cell.underlined:
            canvas.line((x, top + cell.height - 1, x + cell.width - 1, top + cell.height - 1), fill=255)
        if cell.reversed:
            box = (x, top, x + cell.width, top + cell.height)
            strip.paste(ImageChops.invert(strip.crop(box)), box)

    def _stretched(self, cell: Cell) -> Image.Image:
        small = blank(cell.columns * CELL_WIDTH, CELL_HEIGHT)
        self.pen.draw(ImageDraw.Draw(small), (0, 0), cell.char, cell.columns)
        return small.resize((cell.width, cell.height), Image.Resampling.NEAREST)
