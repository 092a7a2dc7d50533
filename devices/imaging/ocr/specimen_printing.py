"""What drawn specimens are made with: paper to print on in millimetres, and people who do not exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from devices.core.scanning import Pixels
from devices.imaging.ocr.check_digits import is_citizen_number
from devices.imaging.synthetic.fonts import Typefaces, load

_PER_MM: Final = 12.0
_SURNAMES, _GIVEN = "陈李王张刘黄林吴", ("样例", "示范", "例文", "样", "思例", "例涛")
PLACES: Final = ("东莞市南城街道样例路", "广州市天河区示例大道", "深圳市福田区样本街", "湖南省长沙市岳麓区例文路")
_PEOPLES: Final = ("汉", "壮", "回", "苗", "土家", "满")
INK, LABEL, TINT, RED = "#181c22", "#3a6b8c", (233, 239, 241), "#b8322a"


@dataclass(frozen=True, slots=True, eq=False)
class Specimen:
    """A drawn document, upright and cut at its edges, and what is printed on it."""

    kind: str
    pixels: Pixels
    fields: dict[str, str]


class Sheet:
    """A picture to print on, in millimetres."""

    def __init__(self, width_mm: float, height_mm: float, colour: tuple[int, int, int] = TINT) -> None:
        self.image = Image.new("RGB", (round(width_mm * _PER_MM), round(height_mm * _PER_MM)), colour)
        self._pen = ImageDraw.Draw(self.image)
        self._typefaces = Typefaces()

    def print(  # noqa: PLR0917
        self, x: float, y: float, text: str, size: float = 3.2, colour: str = INK, latin: bool = False
    ) -> None:
        """Print a text whose left end is at a place, its height in millimetres."""
        path = self._typefaces.pick(np.random.default_rng(0), chinese=not latin)
        self._pen.text((x * _PER_MM, y * _PER_MM), text, colour, load(path, round(size * _PER_MM)), anchor="lm")

    def spaced(self, x: float, y: float, text: str, pitch: float) -> None:
        """Print sign by sign at a fixed pitch, as OCR-B is."""
        for place, sign in enumerate(text):
            self.print(x + place * pitch, y, sign, 3.6, latin=True)

    def block(self, x: float, y: float, w: float, h: float, colour: str) -> None:
        """Print a filled rectangle."""
        self._pen.rectangle([value * _PER_MM for value in (x, y, x + w, y + h)], fill=colour)

    def seal(self, x: float, y: float, radius: float) -> None:
        """Print a round seal's ring."""
        box = [value * _PER_MM for value in (x - radius, y - radius, x + radius, y + radius)]
        self._pen.ellipse(box, outline=RED, width=round(0.8 * _PER_MM))

    def pixels(self) -> Pixels:
        """Return the picture."""
        return np.asarray(self.image, np.uint8)


def one_of(rng: np.random.Generator, options: tuple[str, ...] | str) -> str:
    """Return one of some texts, or one sign of a text."""
    return str(options[int(rng.integers(len(options)))])


def a_name(rng: np.random.Generator) -> str:
    """Return a name that says that it is none."""
    return one_of(rng, _SURNAMES) + one_of(rng, _GIVEN)


def a_person(rng: np.random.Generator, region: str = "441900") -> dict[str, str]:
    """Return a person's fields, with a number of a region whose check digit is right."""
    year, month, day = int(rng.integers(1950, 2006)), int(rng.integers(1, 13)), int(rng.integers(1, 29))
    body = f"{region}{year:04d}{month:02d}{day:02d}{int(rng.integers(1000)):03d}"
    number = next(body + check for check in "0123456789X" if is_citizen_number(body + check))
    return {
        "name": a_name(rng),
        "sex": "男" if int(number[16]) % 2 else "女",
        "ethnicity": one_of(rng, _PEOPLES),
        "birth": f"{year:04d}-{month:02d}-{day:02d}",
        "address": f"广东省{one_of(rng, PLACES)}{int(rng.integers(1, 300))}号样例花园{int(rng.integers(1, 20))}栋",
        "number": number,
    }


def parts_of(date: str) -> tuple[str, str, str]:
    """Return year, month and day of YYYY-MM-DD as they are printed, without leading zeros."""
    year, month, day = date.split("-")
    return year, str(int(month)), str(int(day))
