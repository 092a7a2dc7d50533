"""The papers that people bring, as flat pictures with their size: letters, forms, certificates, cards, magazines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

import numpy as np
from PIL import Image

from devices.core.scanning import Pixels
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.noise import Colour, turbulence
from devices.imaging.synthetic.sheet import Ink, Sheet, as_ink


@unique
class Kind(StrEnum):
    """What is printed on a paper."""

    LETTER = "letter"
    FORM = "form"
    ARTICLE = "article"
    DATASHEET = "datasheet"
    MAGAZINE = "magazine"
    PATENT = "patent"
    CERTIFICATE = "certificate"
    CARD = "card"
    RECEIPT = "receipt"
    BLANK = "blank"


A3_MM: Final = (297.0, 420.0)
A4_MM: Final = (210.0, 297.0)
A5_MM: Final = (148.0, 210.0)
B5_MM: Final = (176.0, 250.0)
ID1_MM: Final = (54.0, 85.6)


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """A flat paper.

    Attributes:
        pixels: (height, width, 3) RGB.
        width_mm: of the paper as it is read.
        height_mm: of the paper as it is read.
        kind: what is printed on it.
        round_mm: radius of its corners.
        lines: its lines of text in the order of print.
    """

    pixels: Pixels
    width_mm: float
    height_mm: float
    kind: Kind
    round_mm: float
    lines: tuple[str, ...]

    @property
    def colour(self) -> Colour:
        """The colour of the bare paper, 0 to 1: that of its corner."""
        red, green, blue = self.pixels[-3:, :3].reshape(-1, 3).mean(axis=0) / 255
        return float(red), float(green), float(blue)


def make_paper(
    rng: np.random.Generator,
    kind: Kind,
    typefaces: Typefaces,
    per_mm: float,
    *,
    size_mm: tuple[float, float] | None = None,
    chinese: bool | None = None,
) -> Paper:
    """Print a paper.

    Args:
        rng: source of chance.
        kind: what to print.
        typefaces: what to set it in.
        per_mm: pixels to the millimetre.
        size_mm: short and long side; by chance what is usual for the kind if None.
        chinese: the language; by chance if None.
    """
    short, long = size_mm or _usual_size(rng, kind)
    landscape = kind is Kind.CARD or (kind in {Kind.CERTIFICATE, Kind.FORM} and rng.random() < 0.3)
    width, height = (long, short) if landscape else (short, long)
    chinese = typefaces.has_chinese and (rng.random() < 0.6 if chinese is None else chinese)
    sheet = Sheet(rng, width, height, per_mm, paper_colour(rng), typefaces, chinese, _ink(rng))
    _PRINTERS[kind](sheet)
    rounded = 3.2 if kind is Kind.CARD else 0.0
    return Paper(sheet.pixels(), width, height, kind, rounded, tuple(sheet.lines))


def paper_colour(rng: np.random.Generator) -> Colour:
    """Return white as a rule, else one of the tints that offices use."""
    chance = rng.random()
    if chance < 0.8:
        shade = rng.uniform(0.86, 1.0)
        tint = np.clip(shade + rng.normal(0, 0.012, 3), 0, 1)
    elif chance < 0.97:
        tint = np.clip(rng.uniform(0.8, 0.97) + rng.normal(0, 0.07, 3), 0, 1)
    else:
        tint = np.array([0.76, 0.65, 0.48]) * rng.uniform(0.8, 1.1)
    return float(tint[0]), float(tint[1]), float(tint[2])


def _usual_size(rng: np.random.Generator, kind: Kind) -> tuple[float, float]:
    if kind is Kind.CARD:
        return ID1_MM
    if kind is Kind.RECEIPT:
        return float(rng.choice([58.0, 80.0])), float(rng.uniform(120, 240))
    sizes = (A4_MM, A5_MM, A3_MM, B5_MM, (215.9, 279.4), (float(rng.uniform(90, 200)), float(rng.uniform(200, 300))))
    return sizes[int(rng.choice(6, p=[0.62, 0.12, 0.06, 0.08, 0.06, 0.06]))]


def _ink(rng: np.random.Generator) -> Ink:
    return as_ink((0.08, 0.08, 0.09)) if rng.random() < 0.8 else as_ink((0.1, 0.12, float(rng.uniform(0.3, 0.6))))


def _body(sheet: Sheet) -> float:
    return float(sheet.rng.uniform(2.6, 4.6))


def _letter(sheet: Sheet) -> None:
    margin = float(sheet.rng.uniform(0.08, 0.14)) * sheet.width_mm
    size = _body(sheet)
    sheet.line(margin + sheet.width_mm * 0.2, margin, size * 1.7, sheet.width_mm * 0.35)
    box = (margin, margin + size * 5, sheet.width_mm - margin, sheet.height_mm - margin)
    sheet.paragraph(box, size, float(sheet.rng.uniform(1.3, 1.9)), float(sheet.rng.uniform(0.3, 1.0)))
    if sheet.rng.random() < 0.4 and sheet.width_mm > 120:
        sheet.seal(sheet.width_mm * 0.7, sheet.height_mm * float(sheet.rng.uniform(0.6, 0.85)))


def _form(sheet: Sheet) -> None:
    margin = float(sheet.rng.uniform(0.03, 0.11)) * sheet.width_mm
    size = _body(sheet) * 0.9
    sheet.line(sheet.width_mm * 0.3, margin, size * 1.8, sheet.width_mm * 0.4)
    top = margin + size * 3
    bottom = sheet.height_mm - margin - size * 3
    box = (margin, top, sheet.width_mm - margin, bottom)
    sheet.table(box, int(sheet.rng.integers(6, 26)), int(sheet.rng.integers(3, 8)), size)
    if sheet.rng.random() < 0.5:
        left = sheet.width_mm * float(sheet.rng.uniform(0.02, 0.8))
        sheet.area((left, top, left + size * 2, top + sheet.height_mm * 0.2), sheet.ink)
    sheet.line(margin, bottom + size, size, sheet.width_mm * 0.6)


def _article(sheet: Sheet) -> None:
    margin = float(sheet.rng.uniform(0.04, 0.1)) * sheet.width_mm
    size = _body(sheet) * 0.8
    sheet.line(margin, margin, size * 2, sheet.width_mm * 0.8)
    middle = sheet.width_mm / 2
    top = margin + size * 6
    for left, right in ((margin, middle - 3), (middle + 3, sheet.width_mm - margin)):
        sheet.paragraph((left, top, right, sheet.height_mm - margin), size, 1.35, float(sheet.rng.uniform(0.7, 1)))


def _datasheet(sheet: Sheet) -> None:
    margin = float(sheet.rng.uniform(0.04, 0.1)) * sheet.width_mm
    size = _body(sheet) * 0.8
    width, height = sheet.width_mm, sheet.height_mm
    if sheet.rng.random() < 0.5:
        sheet.frame((margin, margin, width - margin, height * 0.3), 0.4)
    sheet.line(margin + 2, margin + 2, size * 2.2, width * 0.6)
    sheet.paragraph((margin + 2, margin + size * 5, width * 0.5, height * 0.3), size)
    sheet.drawing((width * 0.55, margin + size * 5, width - margin - 2, height * 0.29))
    sheet.table((margin, height * 0.36, width - margin, height * 0.6), int(sheet.rng.integers(4, 12)), 5, size)
    if sheet.rng.random() < 0.6:
        sheet.paragraph((margin, height * 0.64, width - margin, height - margin), size)


def _magazine(sheet: Sheet) -> None:
    width, height = sheet.width_mm, sheet.height_mm
    margin = float(sheet.rng.uniform(0.0, 0.07)) * width
    size = _body(sheet) * 0.8
    chance = sheet.rng.random()
    if chance < 0.25:
        sheet.photograph((0, 0, width, height * float(sheet.rng.uniform(0.3, 1.0))))
    elif chance < 0.5:
        colour = sheet.rng.uniform(0.05, 0.9, 3)
        sheet.area((0, 0, width, height * float(sheet.rng.uniform(0.05, 0.3))), as_ink(tuple(colour)))
    top = height * float(sheet.rng.uniform(0.12, 0.4))
    sheet.line(margin + 4, top - size * 5, size * float(sheet.rng.uniform(2, 4)), width * 0.7)
    columns = int(sheet.rng.integers(2, 4))
    wide = (width - 2 * margin - 8) / columns
    for column in range(columns):
        left = margin + 4 + column * wide
        sheet.paragraph((left, top, left + wide - 4, height - margin - 3), size, 1.3)
    for _ in range(int(sheet.rng.integers(1, 5))):
        left, upper = width * float(sheet.rng.uniform(0.03, 0.6)), height * float(sheet.rng.uniform(0.1, 0.75))
        right, lower = (
            left + width * float(sheet.rng.uniform(0.15, 0.5)),
            upper + height * float(sheet.rng.uniform(0.08, 0.3)),
        )
        sheet.photograph((left, upper, min(right, width), min(lower, height)))


def _patent(sheet: Sheet) -> None:
    width, height = sheet.width_mm, sheet.height_mm
    margin = float(sheet.rng.uniform(0.05, 0.12)) * width
    size = _body(sheet)
    sheet.line(margin, margin, size, width * 0.5)
    sheet.rule(margin, margin + size * 3, width - margin, margin + size * 3, width_mm=0.5)
    split = height * float(sheet.rng.uniform(0.3, 0.6))
    sheet.paragraph((margin, margin + size * 4, width / 2 - 3, split), size * 0.8, 1.6, 0.8)
    sheet.paragraph((width / 2 + 3, margin + size * 4, width - margin, split), size * 0.8, 1.6, 0.6)
    sheet.paragraph((margin, split + 4, width * 0.5, height - margin), size * 0.8)
    sheet.drawing((width * 0.55, split + 4, width - margin, height - margin))


def _certificate(sheet: Sheet) -> None:
    width, height = sheet.width_mm, sheet.height_mm
    tint = tuple(float(value) for value in np.clip(sheet.rng.uniform(0.75, 1.0, 3), 0, 1))
    ground = as_ink((tint[0], tint[1], tint[2]))
    bleed = float(sheet.rng.choice([0.0, 0.0, 4.0, 10.0]))
    sheet.area((bleed, bleed, width - bleed, height - bleed), ground)
    colour = as_ink(
        (float(sheet.rng.uniform(0.4, 0.8)), float(sheet.rng.uniform(0.1, 0.6)), float(sheet.rng.uniform(0.1, 0.5)))
    )
    edge = float(sheet.rng.uniform(0.03, 0.07)) * width
    for step in range(int(sheet.rng.integers(1, 4))):
        inset = edge + step * 2
        sheet.frame((inset, inset, width - inset, height - inset), float(sheet.rng.uniform(0.4, 2.5)), colour)
    size = _body(sheet) * 1.2
    sheet.line(width * 0.3, height * 0.16, size * 2.2, width * 0.4, colour)
    sheet.paragraph((width * 0.16, height * 0.32, width * 0.84, height * 0.75), size, 2.0)
    sheet.seal(width * 0.72, height * 0.78, min(20.0, width * 0.12))


def _card(sheet: Sheet) -> None:
    pixels = sheet.pixels().astype(np.float32)
    height, width = pixels.shape[:2]
    wash = turbulence(sheet.rng, height, width, (height / 2, width / 2), 3)[..., None] - 0.5
    pixels += wash * sheet.rng.uniform(-90, 90, 3) + sheet.rng.uniform(-60, 10, 3)
    sheet.image.paste(Image.fromarray(pixels.clip(0, 255).astype(np.uint8)))
    for row in range(5):
        sheet.line(5, 6 + row * 7.5, 3.0, float(sheet.rng.uniform(15, 42)))
    if sheet.rng.random() < 0.7:
        sheet.photograph((59, 8, 81, 38))
    sheet.line(5, 45, 3.6, 60)


def _receipt(sheet: Sheet) -> None:
    sheet.paragraph((4, 5, sheet.width_mm - 4, sheet.height_mm - 5), 3.2, 1.6)


def _blank(sheet: Sheet) -> None:
    if sheet.rng.random() < 0.5:
        sheet.line(sheet.width_mm * 0.1, sheet.height_mm * 0.1, 4.0, sheet.width_mm * 0.3)


_PRINTERS: Final[dict[Kind, Callable[[Sheet], None]]] = {
    Kind.LETTER: _letter,
    Kind.FORM: _form,
    Kind.ARTICLE: _article,
    Kind.DATASHEET: _datasheet,
    Kind.MAGAZINE: _magazine,
    Kind.PATENT: _patent,
    Kind.CERTIFICATE: _certificate,
    Kind.CARD: _card,
    Kind.RECEIPT: _receipt,
    Kind.BLANK: _blank,
}
