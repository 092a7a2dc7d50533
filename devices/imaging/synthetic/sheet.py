"""A sheet of paper that things are printed on: paragraphs, tables, figures, seals."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np
from PIL import Image, ImageDraw

from devices.core.scanning import Pixels
from devices.imaging.synthetic.fonts import Font, Typefaces, load
from devices.imaging.synthetic.noise import Colour, turbulence
from devices.imaging.synthetic.words import chinese_line, latin_line

Box = tuple[float, float, float, float]
Ink = tuple[int, int, int]


def as_ink(colour: Colour) -> Ink:
    """Return a colour of 0 to 1 as bytes."""
    return round(colour[0] * 255), round(colour[1] * 255), round(colour[2] * 255)


@dataclass
class Sheet:
    """A sheet under print. Boxes are x0, y0, x1, y1 in millimetres.

    Attributes:
        rng: source of chance.
        width_mm: of the paper.
        height_mm: of the paper.
        per_mm: pixels to the millimetre.
        paper: its colour.
        typefaces: what it is set in.
        chinese: whether the text is.
        lines: every line of text that was printed, in order.
    """

    rng: np.random.Generator
    width_mm: float
    height_mm: float
    per_mm: float
    paper: Colour
    typefaces: Typefaces
    chinese: bool
    ink: Ink = (20, 20, 24)
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take an empty sheet."""
        size = (max(8, round(self.width_mm * self.per_mm)), max(8, round(self.height_mm * self.per_mm)))
        self.image = Image.new("RGB", size, as_ink(self.paper))
        self.draw = ImageDraw.Draw(self.image)
        self._face = self.typefaces.pick(self.rng, chinese=self.chinese)

    def pixels(self) -> Pixels:
        """Return what has been printed."""
        return np.array(self.image)

    def _px(self, box: Box) -> tuple[int, int, int, int]:
        x0, y0, x1, y1 = (round(value * self.per_mm) for value in box)
        return x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)

    def font(self, size_mm: float) -> Font:
        """Return the sheet's typeface at a body size."""
        return load(self._face, max(4, round(size_mm * self.per_mm)))

    def line(self, x: float, y: float, size_mm: float, room_mm: float, ink: Ink | None = None) -> None:
        """Print one line of text that fills some room."""
        count = max(1, int(room_mm / (size_mm if self.chinese else size_mm * 0.55)))
        self.write(x, y, size_mm, (chinese_line if self.chinese else latin_line)(self.rng, count), ink)

    def write(self, x: float, y: float, size_mm: float, text: str, ink: Ink | None = None) -> None:
        """Print given words."""
        self.draw.text((x * self.per_mm, y * self.per_mm), text, fill=ink or self.ink, font=self.font(size_mm))
        self.lines.append(text)

    def paragraph(self, box: Box, size_mm: float, leading: float = 1.5, fill: float = 1.0) -> None:
        """Fill a box with text from its top, as far down as the share fill."""
        x0, y0, x1, y1 = box
        y = y0
        indent = size_mm * 2 if self.rng.random() < 0.6 else 0.0
        while y + size_mm <= y0 + (y1 - y0) * fill:
            last = self.rng.random() < 0.12
            room = (x1 - x0 - indent) * (self.rng.uniform(0.2, 0.8) if last else 1.0)
            self.line(x0 + indent, y, size_mm, room)
            indent = size_mm * 2 if last else 0.0
            y += size_mm * leading * (1.3 if last else 1.0)

    def rule(self, x0: float, y0: float, x1: float, y1: float, *, width_mm: float = 0.25) -> None:
        """Draw a line."""
        points = [round(value * self.per_mm) for value in (x0, y0, x1, y1)]
        self.draw.line(points, fill=self.ink, width=max(1, round(width_mm * self.per_mm)))

    def area(self, box: Box, ink: Ink) -> None:
        """Print an area of one colour."""
        self.draw.rectangle(self._px(box), fill=ink)

    def frame(self, box: Box, width_mm: float, ink: Ink | None = None) -> None:
        """Draw a rectangle's outline."""
        self.draw.rectangle(self._px(box), outline=ink or self.ink, width=max(1, round(width_mm * self.per_mm)))

    def table(self, box: Box, rows: int, columns: int, size_mm: float) -> None:
        """Draw a table with text in most cells."""
        x0, y0, x1, y1 = box
        across = np.sort(np.concatenate([[0, 1], self.rng.uniform(0.08, 0.92, columns - 1)])) * (x1 - x0) + x0
        down = np.linspace(y0, y1, rows + 1)
        for y in down:
            self.rule(x0, float(y), x1, float(y))
        for x in across:
            self.rule(float(x), y0, float(x), y1)
        for top, bottom in pairwise(down):
            for left, right in pairwise(across):
                room = float(right - left) - 2
                if room > size_mm * 2 and self.rng.random() < 0.75:
                    y = float(top + bottom) / 2 - size_mm / 2
                    self.line(float(left) + 1, y, size_mm, room * self.rng.uniform(0.3, 1.0))

    def photograph(self, box: Box) -> None:
        """Print a picture: soft blobs of colour, with a dark or a light key."""
        x0, y0, x1, y1 = self._px(box)
        height, width = max(2, y1 - y0), max(2, x1 - x0)
        key = self.rng.uniform(0.1, 0.75)
        tint = self.rng.uniform(0.6, 1.3, 3) if self.rng.random() < 0.7 else np.ones(3)
        field_ = turbulence(self.rng, height, width, (height / 2, width / 2), 5)
        picture = np.clip(key + (field_[..., None] - 0.5) * self.rng.uniform(0.5, 2.0), 0, 1) * tint
        pixels = np.clip(picture * 255, 0, 255).astype(np.uint8)
        for _ in range(int(self.rng.integers(0, 6))):
            centre = (int(self.rng.integers(0, width)), int(self.rng.integers(0, height)))
            axes = (int(self.rng.integers(1, width // 3 + 2)), int(self.rng.integers(1, height // 3 + 2)))
            shade = tuple(int(value) for value in self.rng.integers(0, 256, 3))
            cv2.ellipse(pixels, centre, axes, float(self.rng.uniform(0, 180)), 0, 360, shade, -1, cv2.LINE_AA)
        self.image.paste(Image.fromarray(pixels), (x0, y0))

    def drawing(self, box: Box) -> None:
        """Draw a technical figure: lines, circles, boxes."""
        x0, y0, x1, y1 = box
        for _ in range(int(self.rng.integers(5, 18))):
            ax, bx = np.sort(self.rng.uniform(x0, x1, 2))
            ay, by = np.sort(self.rng.uniform(y0, y1, 2))
            chance = self.rng.random()
            if chance < 0.4:
                self.rule(float(ax), float(ay), float(bx), float(by))
            elif chance < 0.7:
                self.frame((float(ax), float(ay), float(bx), float(by)), 0.25)
            else:
                self.draw.ellipse(self._px((float(ax), float(ay), float(bx), float(by))), outline=self.ink)

    def seal(self, x: float, y: float, radius_mm: float = 20.0) -> None:
        """Press a round red seal."""
        red = (200 + int(self.rng.integers(-20, 30)), 30, 40)
        width = max(1, round(0.9 * self.per_mm))
        self.draw.ellipse(
            self._px((x - radius_mm, y - radius_mm, x + radius_mm, y + radius_mm)), outline=red, width=width
        )
        angles = np.pi / 2 + np.arange(10) * np.pi / 5
        reach = np.where(np.arange(10) % 2 == 0, 0.36, 0.14) * radius_mm
        star = [
            ((x + r * np.cos(a)) * self.per_mm, (y - r * np.sin(a)) * self.per_mm)
            for a, r in zip(angles, reach, strict=True)
        ]
        self.draw.polygon(star, fill=red)
        self.write(
            x - radius_mm * 0.55,
            y + radius_mm * 0.45,
            radius_mm * 0.2,
            "样例专用章" if self.chinese else "SPECIMEN",
            red,
        )
