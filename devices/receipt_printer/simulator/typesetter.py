"""Characters into lines and lines onto paper, as the printer is set at the moment."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image

from devices.core.slip import Align
from devices.receipt_printer.glyphs import CELL_WIDTH, blank
from devices.receipt_printer.simulator.paper import Cell, Paper
from devices.receipt_printer.simulator.pictures import QrStore

DEFAULT_PITCH = 30
_TAB_COLUMNS = 8


@dataclass
class Style:
    """What ESC @ puts back. Sizes are (across, down); Chinese models wake up in Chinese mode."""

    width: int
    left: int = 0
    align: Align = Align.LEFT
    latin_size: tuple[int, int] = (1, 1)
    hanzi_size: tuple[int, int] = (1, 1)
    bold: bool = False
    underlined: bool = False
    reversed: bool = False
    chinese: bool = True
    code_page: str = "cp437"
    pitch: int = DEFAULT_PITCH
    qr: QrStore = field(default_factory=QrStore)
    graphics: Image.Image | None = None


class Typesetter:
    """Set bytes and dots on a Paper.

    Attributes:
        style: how the next character comes out.
        unknown: bytes that are no character.
    """

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self.unknown: list[bytes] = []
        self.reset()

    def reset(self) -> None:
        """Forget the unfinished line and every setting."""
        self.style = Style(self._paper.dots)
        self._line: list[Cell] = []
        self._pictures: list[Image.Image] = []
        self._lead: int | None = None

    @property
    def is_at_line_start(self) -> bool:
        """Whether nothing is on the line yet."""
        return not self._line and not self._pictures

    def character(self, byte: int) -> None:
        """Set one byte: a Latin character, or half of a hanzi."""
        if self._lead is not None:
            self._pair(self._lead, byte)
        elif self.style.chinese and byte > 0x80:
            self._lead = byte
        else:
            char = bytes((byte,)).decode("ascii" if byte < 0x80 else self.style.code_page, "replace")
            self._add(char, 1, self.style.latin_size)

    def _pair(self, lead: int, byte: int) -> None:
        """Two bytes as GBK; a four-byte character of GB18030 falls apart here, as it does in the printer."""
        self._lead = None
        try:
            char = bytes((lead, byte)).decode("gbk")
        except UnicodeDecodeError:
            self.unknown.append(bytes((lead,)))
            self._add(" ", 1, self.style.latin_size)
            self.character(byte)
            return
        self._add(char, 2, self.style.hanzi_size)

    def end_of_characters(self) -> None:
        """A command follows: half a hanzi is none."""
        if self._lead is not None:
            self.unknown.append(bytes((self._lead,)))
            self._lead = None

    def tab(self) -> None:
        """Go to the next eighth column."""
        used = sum(cell.width for cell in self._line) // CELL_WIDTH
        for _ in range(_TAB_COLUMNS - used % _TAB_COLUMNS):
            self._add(" ", 1, (1, 1))

    def add_picture(self, picture: Image.Image) -> None:
        """Put dots into the line."""
        self._pictures.append(picture)

    def print_picture(self, picture: Image.Image) -> None:
        """Print dots on their own, after what is on the line."""
        self.flush()
        self._paper.print_picture(picture, self.style.align, self.style.left, self.style.width)

    def flush(self) -> None:
        """Print the line if anything is on it."""
        if not self.is_at_line_start:
            self.line_feed()

    def line_feed(self) -> None:
        """Print the line and move on."""
        style = self.style
        if self._pictures:
            self._paper.print_picture(_beside_each_other(self._pictures), style.align, style.left, style.width)
        else:
            self._paper.print_line(self._line, style.align, style.pitch, style.left, style.width)
        self._line, self._pictures = [], []

    def _add(self, char: str, columns: int, size: tuple[int, int]) -> None:
        style = self.style
        cell = Cell(char, columns, *size, style.bold, style.underlined, style.reversed)
        if self._line and sum(each.width for each in self._line) + cell.width > style.width:
            self.line_feed()
        self._line.append(cell)


def _beside_each_other(pictures: list[Image.Image]) -> Image.Image:
    whole = blank(sum(picture.width for picture in pictures), max(picture.height for picture in pictures))
    left = 0
    for picture in pictures:
        whole.paste(picture, (left, 0))
        left += picture.width
    return whole
