"""Papers of invented people, drawn: what the dock lays into a simulated scanner. Every page is marked 样例."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from demo.specimen_papers import A4, A6, PAPERS, Paper
from devices.id_card.specimens import CHEN
from devices.imaging.ocr.specimens import draw_specimen
from devices.receipt_printer.glyphs import find_fonts

DPI: Final = 200
COARSE_DPI: Final = 70
_INK, _SOFT, _SEAL, _PAPER, _TINT = "#17222B", "#414E58", "#B5382A", "#FDFCF7", "#EFEBDD"
_LID, _SHADE = "#F6F6F4", "#6E6E6A"
_LABEL_WIDTH = 400
_SMALLEST_TEXT = 24
_PHOTO = (260, 330)
ID_1 = (674, 425)
"""An ISO/IEC 7810 ID-1 card in pixels at this resolution."""

Box = tuple[int, int, int, int]


def page_labels() -> dict[str, str]:
    """Return what can be laid into the scanner, by key, with what the dock's button says."""
    return {key: paper.label for key, paper in PAPERS.items()} | {key: label for key, (label, _) in _DRAWN.items()}


def draw_page(key: str) -> Image.Image:
    """Return one specimen page as RGB, with its resolution in `info` (KeyError for an unknown key)."""
    image = _DRAWN[key][1]() if key in _DRAWN else _draw(PAPERS[key])
    image.info.setdefault("dpi", (DPI, DPI))
    return image


def _blank() -> Image.Image:
    return Image.new("RGB", A4, _PAPER)


def _too_coarse() -> Image.Image:
    whole = _draw(PAPERS["education_certificate"])
    image = whole.resize((whole.width * COARSE_DPI // DPI, whole.height * COARSE_DPI // DPI))
    image.info["dpi"] = (COARSE_DPI, COARSE_DPI)
    return image


def _id_photo() -> Image.Image:
    """A two-inch photo on a sheet, drawn and not taken: nobody's face."""
    image = Image.new("RGB", A6, _PAPER)
    pen = ImageDraw.Draw(image)
    _photo(pen, (213, 220, 613, 800))
    pen.text((A6[0] / 2, 900), f"{CHEN.name}（二寸）", _INK, _font(42), anchor="mm")
    return image


def _card(kind: str) -> Image.Image:
    """One side of an ID card at its true size, of nobody."""
    image = Image.fromarray(draw_specimen(kind, 7).pixels)
    return image.resize(ID_1, Image.Resampling.LANCZOS)


def _register_pages() -> Image.Image:
    """Two leaves of a household register (A6) on one glass, laid down by a hand."""
    image = Image.new("RGB", A4, _LID)
    for key, angle, corner in (
        ("household_register", 2, (120, 130)),
        ("household_register_ouyang", -3, (360, 1230)),
    ):
        leaf = _draw(PAPERS[key]).resize((A6[1], A6[0]), Image.Resampling.LANCZOS)
        leaf = leaf.convert("RGBA").rotate(angle, Image.Resampling.BICUBIC, expand=True)
        shade = Image.new("RGBA", leaf.size, _SHADE)
        shade.putalpha(leaf.getchannel("A").point(lambda alpha: alpha // 3))
        image.paste(shade, (corner[0] + 4, corner[1] + 4), shade)
        image.paste(leaf, corner, leaf)
    return image


_DRAWN: Final[dict[str, tuple[str, Callable[[], Image.Image]]]] = {
    "id_card_front": ("身份证人像面", lambda: _card("id-card-front")),
    "id_card_back": ("身份证国徽面", lambda: _card("id-card-back")),
    "register_pages": ("户口簿两页同放", _register_pages),
    "id_photo": (f"证件照{CHEN.name}", _id_photo),
    "blank": ("空白页", _blank),
    "too_coarse": (f"模糊 {COARSE_DPI} dpi", _too_coarse),
}


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    path = find_fonts()[0]
    simplified = 2 if path.suffix == ".ttc" else 0
    return ImageFont.truetype(str(path), size, index=simplified)


def _fitting(text: str, size: int, width: int) -> ImageFont.FreeTypeFont:
    while _font(size).getlength(text) > width and size > _SMALLEST_TEXT:
        size -= 1
    return _font(size)


def _draw(paper: Paper) -> Image.Image:
    width, height = paper.size
    image = Image.new("RGB", paper.size, _PAPER)
    pen = ImageDraw.Draw(image)
    margin = width // 10
    pen.rectangle((margin // 2, margin // 2, width - margin // 2, height - margin // 2), outline=_SOFT, width=3)
    pen.text((width / 2, margin * 1.15), paper.title, _INK, _font(72), anchor="mm")
    pen.text((width - margin, margin * 0.78), "样例", _SEAL, _font(40), anchor="rm")
    right = width - margin - (_PHOTO[0] + 40 if paper.photo else 0)
    top = int(margin * 1.75)
    if paper.photo:
        _photo(pen, (right + 40, top, width - margin, top + _PHOTO[1]))
    below = _table(pen, paper, (margin, top, right, height))
    below = _paragraph(pen, paper.body, (margin, max(below, top + _PHOTO[1]) + 50, width - margin, height))
    below = _signatures(pen, paper, margin, below + 90)
    room = height - margin // 2 - 130
    if below + 60 < room:
        _seal(pen, (width - margin - 160, min(room, below + 240)))
    return image


def _photo(pen: ImageDraw.ImageDraw, box: Box) -> None:
    left, top, right, bottom = box
    middle = (left + right) / 2
    unit = (right - left) / 26
    pen.rectangle(box, fill=_TINT, outline=_SOFT, width=2)
    pen.ellipse((middle - 5.5 * unit, top + 6 * unit, middle + 5.5 * unit, top + 18 * unit), fill="#CFC9B4")
    shoulders = (middle - 10 * unit, top + 19 * unit, middle + 10 * unit, 2 * bottom - top - 19 * unit)
    pen.pieslice(shoulders, 180, 360, fill="#CFC9B4")
    pen.text((middle, bottom - 3 * unit), "样例照片", _INK, _font(round(3.4 * unit)), anchor="mm")


def _table(pen: ImageDraw.ImageDraw, paper: Paper, box: Box) -> int:
    left, top, right, _ = box
    row = 92 if len(paper.rows) > 6 else 110
    split = left + _LABEL_WIDTH
    for index, (label, value) in enumerate(paper.rows):
        upper = top + index * row
        pen.rectangle((left, upper, split, upper + row), fill=_TINT, outline=_SOFT, width=2)
        pen.rectangle((split, upper, right, upper + row), outline=_SOFT, width=2)
        pen.text((left + 28, upper + row / 2), label, _SOFT, _fitting(label, 38, _LABEL_WIDTH - 50), anchor="lm")
        pen.text((split + 28, upper + row / 2), value, _INK, _fitting(value, 42, right - split - 50), anchor="lm")
    return top + row * len(paper.rows)


def _paragraph(pen: ImageDraw.ImageDraw, body: str, box: Box) -> int:
    left, top, right, _ = box
    size = 46
    columns = (right - left) // size
    text = "　　" + body if body else ""
    lines = [text[start : start + columns] for start in range(0, len(text), columns)]
    for index, line in enumerate(lines):
        pen.text((left, top + index * int(size * 1.7)), line, _INK, _font(size))
    return top + len(lines) * int(size * 1.7)


def _signatures(pen: ImageDraw.ImageDraw, paper: Paper, left: int, top: int) -> int:
    for index, (label, name) in enumerate(paper.signatures):
        upper = top + index * 110
        pen.text((left, upper), f"{label}：", _INK, _font(40), anchor="lm")
        start = left + 280
        pen.line((start, upper + 36, start + 420, upper + 36), _SOFT, 2)
        pen.text((start + 60, upper), name, "#1B2A6B", _font(60), anchor="lm")
    return top + 110 * len(paper.signatures)


def _seal(pen: ImageDraw.ImageDraw, centre: tuple[int, int]) -> None:
    x, y = centre
    radius = 120
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_SEAL, width=7)
    pen.text((x, y - 30), "样例专用", _SEAL, _font(44), anchor="mm")
    pen.text((x, y + 36), "★", _SEAL, _font(60), anchor="mm")
