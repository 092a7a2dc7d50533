"""Characters as dots, in the printer's own cells: 12x24 Latin, 24x24 hanzi, doubled for size 2."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from devices.core.errors import UnsupportedError

CELL_WIDTH = 12
CELL_HEIGHT = 24
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
_FONT_FILES = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "LXGWWenKai-Regular.ttf",
    "HanaMinB.ttf",
    "DejaVuSans.ttf",
)
_MONOSPACED = "Noto Sans Mono CJK SC"
_NO_CHARACTER = "\U0010ffff"
_EM_TOP = 0.88
_SMALLEST = 8


class FontMissingError(UnsupportedError):
    """No font is installed that could draw what the printer has no code for."""

    code = "font_missing"


def find_fonts(folders: Iterable[Path] = FONT_FOLDERS) -> tuple[Path, ...]:
    """Return the font files to draw with, best first. Raises FontMissingError if there is none."""
    found: dict[str, Path] = {}
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                if name in _FONT_FILES:
                    found.setdefault(name, Path(parent, name))
    if not found:
        raise FontMissingError
    return tuple(found[name] for name in _FONT_FILES if name in found)


class Pen:
    """Draw single characters into cells, each with the first font that has it.

    A character that no font has is drawn as a box with its code point, so that nothing is lost and nothing is guessed.
    Fonts are looked for at the first character; that may raise FontMissingError. Not for several threads at once.
    """

    def __init__(self, folders: Iterable[Path] = FONT_FOLDERS) -> None:
        self._folders = tuple(folders)
        self._fonts: dict[tuple[int, int], ImageFont.FreeTypeFont] = {}
        self._fitting: dict[tuple[str, int, int], ImageFont.FreeTypeFont | None] = {}

    def load(self) -> None:
        """Look for the fonts now. Raises FontMissingError."""
        self._font(0, CELL_HEIGHT)

    def draw(self, canvas: ImageDraw.ImageDraw, place: tuple[int, int], char: str, columns: int, size: int = 1) -> None:
        """Draw char with the top left of its cell at place, black as the canvas' highest value."""
        font = self._font_for(char, max(1, columns), size)
        if font is None:
            self._draw_code_point(canvas, place, char, max(1, columns), size)
            return
        left, top = place
        base = top + round(_EM_TOP * CELL_HEIGHT * size)
        slack = columns * CELL_WIDTH * size - font.getlength(char)
        canvas.text((left + max(0, slack) // 2, base), char, fill=255, font=font, anchor="ls")

    def _font_for(self, char: str, columns: int, size: int) -> ImageFont.FreeTypeFont | None:
        key = (char, columns, size)
        if key not in self._fitting:
            self._fitting[key] = next(self._fitting_fonts(char, columns, size), None)
        return self._fitting[key]

    def _fitting_fonts(self, char: str, columns: int, size: int) -> Iterator[ImageFont.FreeTypeFont]:
        if 0xD800 <= ord(char) < 0xE000:
            return
        for index in range(len(self._faces)):
            pixels = CELL_HEIGHT * size
            if not _has(self._font(index, pixels), char):
                continue
            while self._font(index, pixels).getlength(char) > columns * CELL_WIDTH * size and pixels > _SMALLEST:
                pixels -= 1
            yield self._font(index, pixels)

    def _font(self, index: int, pixels: int) -> ImageFont.FreeTypeFont:
        if (index, pixels) not in self._fonts:
            path, face = self._faces[index]
            self._fonts[index, pixels] = _open(path, pixels, face)
        return self._fonts[index, pixels]

    @cached_property
    def _faces(self) -> tuple[tuple[Path, int], ...]:
        return tuple((path, _monospaced_face(path)) for path in find_fonts(self._folders))

    def _draw_code_point(
        self, canvas: ImageDraw.ImageDraw, place: tuple[int, int], char: str, columns: int, size: int
    ) -> None:
        left, top = place
        right, bottom = left + columns * CELL_WIDTH * size - 2, top + CELL_HEIGHT * size - 2
        canvas.rectangle((left + 1, top, right, bottom), outline=255, width=size)
        digits = f"{ord(char):04X}"
        half = (len(digits) + 1) // 2
        font = self._font(0, 9 * size)
        for line, text in enumerate((digits[:half], digits[half:])):
            canvas.text(((left + right) // 2, top + (7 + 10 * line) * size), text, fill=255, font=font, anchor="mm")


def blank(width: int, height: int) -> Image.Image:
    """Return an empty picture of dots; 255 is black, as the printer's 1 bit is."""
    return Image.new("L", (width, height), 0)


def _open(path: Path, pixels: int, face: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), pixels, index=face, layout_engine=ImageFont.Layout.BASIC)


def _monospaced_face(path: Path) -> int:
    if path.suffix != ".ttc":
        return 0
    for face in range(64):
        try:
            if _open(path, CELL_HEIGHT, face).getname()[0] == _MONOSPACED:
                return face
        except OSError:
            break
    return 0


def _has(font: ImageFont.FreeTypeFont, char: str) -> bool:
    return char == " " or bytes(font.getmask(char)) != _outline_of_nothing(font)


@lru_cache(maxsize=64)
def _outline_of_nothing(font: ImageFont.FreeTypeFont) -> bytes:
    return bytes(font.getmask(_NO_CHARACTER))
