"""Specimens of materials and results, drawn from the catalogue's lines as SVG and marked 样例 (REQUIREMENTS A3, A12).

Nothing is photographed or stored: a sample is a layout and a few lines, so a package stays small and a locality draws
its own papers by writing them down.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from shared.catalogue.extras import Sample

MARK: Final = "样例"
_FONT: Final = "Noto Sans CJK SC, Source Han Sans SC, sans-serif"
_INK, _SOFT, _LINE, _RED, _PAPER = "#17222B", "#5A6772", "#9AA5AD", "#B3261E", "#FFFFFF"
_NOTE_GAP: Final = 30
_PIECES: Final = re.compile(r"[!-~]+|.", re.DOTALL)
_CLOSING: Final = frozenset("，。；：、！？）》”’」』】")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A paper of a kind: its size and tint in SVG units, and where its lines begin."""

    width: int
    height: int
    tint: str
    margin: int
    title_size: int
    text_size: int


_SHEETS: Final[dict[str, _Sheet]] = {
    "card": _Sheet(640, 404, "#EEF4F6", 40, 26, 22),
    "booklet": _Sheet(760, 520, "#F7F1E8", 48, 28, 22),
    "certificate": _Sheet(800, 560, "#FBF7EC", 70, 36, 23),
    "form": _Sheet(640, 820, _PAPER, 56, 30, 21),
    "letter": _Sheet(640, 820, _PAPER, 72, 30, 22),
    "photo": _Sheet(420, 560, "#EAF0F3", 36, 24, 20),
    "receipt": _Sheet(420, 620, _PAPER, 36, 26, 20),
    "drawing": _Sheet(800, 560, _PAPER, 40, 24, 20),
}


def draw_specimen(sample: Sample) -> str:
    """Return a sample as an SVG picture: the paper, the mark 样例 across it, and below what to look at."""
    sheet = _SHEETS[sample.layout]
    notes = [line for point in sample.look_at for line in wrapped("看这里：" + point, sheet.width - 40, 20)]
    body = "".join(
        (
            *_frame(sheet, sample.layout),
            *_LAYOUTS[sample.layout](sheet, sample),
            *_mark(sheet),
            *_notes(sheet, notes),
        )
    )
    height = sheet.height + (len(notes) * _NOTE_GAP + 24 if notes else 0)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sheet.width} {height}" '
        f'width="{sheet.width}" height="{height}" font-family="{_FONT}">'
        f"<title>{escape(sample.title)} {MARK}</title>{body}</svg>"
    )


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines no wider than `width` at a font size; Chinese characters are one size wide.

    A number or Latin word stays whole where it fits a line; a closing mark never begins one.
    """
    lines, line, used = [], "", 0.0
    for whole in _PIECES.findall(text):
        piece = whole
        advance = sum(size if east_asian_width(character) in "WF" else size * 0.56 for character in piece)
        if line and used + advance > width and piece not in _CLOSING:
            lines.append(line)
            line, used = "", 0.0
        while advance > width and len(piece) > 1:
            fits = max(1, int(width / (size * 0.56)))
            lines.append(piece[:fits])
            piece = piece[fits:]
            advance = len(piece) * size * 0.56
        line, used = line + piece, used + advance
    return [*lines, line]


def _text(x: float, y: float, words: str, size: float, **more: str) -> str:
    look = {"fill": _INK, **more}
    attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in look.items())
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}"{attributes}>{escape(words)}</text>'


def _frame(sheet: _Sheet, layout: str) -> Iterator[str]:
    radius = 24 if layout == "card" else 4
    yield (
        f'<rect x="2" y="2" width="{sheet.width - 4}" height="{sheet.height - 4}" rx="{radius}" '
        f'fill="{sheet.tint}" stroke="{_LINE}" stroke-width="2"/>'
    )


def _mark(sheet: _Sheet) -> Iterator[str]:
    """Yield the mark that no specimen goes without, across the middle, so that it can't be cut off."""
    x, y, size = sheet.width / 2, sheet.height / 2, sheet.width / 4
    yield (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="700" fill="{_RED}" fill-opacity="0.13" '
        f'text-anchor="middle" dominant-baseline="central" transform="rotate(-18 {x:g} {y:g})">{MARK}</text>'
    )


def _notes(sheet: _Sheet, notes: list[str]) -> Iterator[str]:
    for place, line in enumerate(notes):
        yield _text(20, sheet.height + 36 + place * _NOTE_GAP, line, 20, fill=_RED)


def _flow(sheet: _Sheet, lines: tuple[str, ...], left: float, top: float, right: float) -> Iterator[str]:
    """Yield the lines of a paper one below the other, broken where they are too long."""
    step = sheet.text_size * 1.65
    y = top
    for line in lines:
        for part in wrapped(line, right - left, sheet.text_size):
            yield _text(left, y, part, sheet.text_size)
            y += step


def _seal(x: float, y: float, words: str, size: float = 62) -> Iterator[str]:
    ring = f'stroke="{_RED}" stroke-width="3" stroke-opacity="0.75"'
    yield f'<circle cx="{x:g}" cy="{y:g}" r="{size:g}" fill="none" {ring}/>'
    lines = wrapped(words.replace("（样例）", "") or words, size * 1.5, 17)
    for place, line in enumerate([*lines, MARK]):
        middle = y + (place - len(lines) / 2) * 21
        yield _text(x, middle + 6, line, 17, fill=_RED, text_anchor="middle", fill_opacity="0.8")


def _title(sheet: _Sheet, sample: Sample, y: float) -> str:
    return _text(
        sheet.width / 2,
        y,
        sample.title.replace("（样例）", ""),
        sheet.title_size,
        font_weight="700",
        text_anchor="middle",
        letter_spacing="4",
    )


def _portrait(x: float, y: float, width: float, height: float) -> str:
    """Return a grey figure: no specimen shows a real face."""
    middle, head = x + width / 2, width * 0.2
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="#DCE4E8" stroke="{_LINE}"/>'
        f'<circle cx="{middle:g}" cy="{y + height * 0.36:g}" r="{head:g}" fill="#A9B6BE"/>'
        f'<path d="M{x + width * 0.14:g} {y + height:g} q0 -{height * 0.34:g} {width * 0.36:g} -{height * 0.34:g} '
        f't{width * 0.36:g} {height * 0.34:g} z" fill="#A9B6BE"/>'
    )


def _card(sheet: _Sheet, sample: Sample) -> Iterator[str]:
    yield _text(sheet.margin, 62, sample.title, sheet.title_size, font_weight="700", letter_spacing="3")
    yield _portrait(sheet.width - 200, 92, 152, 190)
    yield from _flow(sheet, sample.lines, sheet.margin, 124, sheet.width - 216)
    if sample.seal:
        yield _text(sheet.margin, sheet.height - 34, sample.seal, 17, fill=_SOFT)


def _booklet(sheet: _Sheet, sample: Sample) -> Iterator[str]:
    middle = sheet.width / 2
    yield f'<line x1="{middle:g}" y1="8" x2="{middle:g}" y2="{sheet.height - 8}" stroke="{_LINE}" stroke-width="2"/>'
    yield _portrait(middle / 2 - 70, 110, 140, 180)
    yield _text(middle / 2, 346, sample.title, 22, text_anchor="middle", font_weight="700")
    if sample.seal:
        yield from _seal(middle / 2 + 62, 412, sample.seal)
    yield from _flow(sheet, sample.lines, middle + 34, 110, sheet.width - 30)


def _certificate(sheet: _Sheet, sample: Sample) -> Iterator[str]:
    for inset in (22, 30):
        yield (
            f'<rect x="{inset}" y="{inset}" width="{sheet.width - 2 * inset}" height="{sheet.height - 2 * inset}" '
            f'fill="none" stroke="#B38A2E" stroke-width="{3 if inset == 22 else 1}"/>'
        )
    yield _title(sheet, sample, 100)
    yield from _flow(sheet, sample.lines, sheet.margin, 170, sheet.width - sheet.margin)
    if sample.seal:
        yield from _seal(sheet.width - 150, sheet.height - 130, sample.seal, 70)


def _form(sheet: _Sheet, sample: Sample) -> Iterator[str]:
    yield _title(sheet, sample, 88)
    left, right, y = sheet.margin, sheet.width - sheet.margin, 132
    for line in sample.lines:
        label, colon, value = line.partition("：")
        parts = wrapped(value if colon else line, right - left - (188 if colon else 28), sheet.text_size)
        height = 26 + len(parts) * 30
        yield f'<rect x="{left}" y="{y}" width="{right - left}" height="{height}" fill="none" stroke="{_LINE}"/>'
        if colon:
            yield f'<line x1="{left + 160}" y1="{y}" x2="{left + 160}" y2="{y + height}" stroke="{_LINE}"/>'
            yield _text(left + 14, y + 36, label, sheet.text_size, fill=_SOFT)
        for place, part in enumerate(parts):
            yield _text(left + (174 if colon else 14), y + 36 + place * 30, part, sheet.text_size)
        y += height
    if sample.seal:
        yield from _seal(right - 90, sheet.height - 120, sample.seal)


def _letter(sheet: _Sheet, sample: Sample) -> Iterator[str]:
    yield _title(sheet, sample, 110)
    yield from _flow(sheet, sample.lines, sheet.margin, 190, sheet.width - sheet.margin)
    if sample.seal:
        yield from _seal(sheet.width - 160, sheet.height - 170, sample.seal, 70)
    else:
        yield _text(sheet.width - sheet.margin, sheet.height - 150, "签名：陈样例", 22, text_anchor="end")
    yield _text(sheet.width - sheet.margin, sheet.height - 70, "2026年11月20日", 20, text_anchor="end")


def _photo(sheet: _Sheet, sample: Sample) -> Iterator[str]:
    yield _portrait(sheet.width / 2 - 110, 46, 220, 300)
    yield _text(sheet.width / 2, 396, sample.title, 22, text_anchor="middle", font_weight="700")
    yield from _flow(sheet, sample.lines, sheet.margin, 440, sheet.width - sheet.margin)


def _receipt(sheet: _Sheet, sample: Sample) -> Iterator[str]:
    yield _title(sheet, sample, 76)
    yield f'<line x1="36" y1="104" x2="{sheet.width - 36}" y2="104" stroke="{_INK}" stroke-dasharray="6 5"/>'
    yield from _flow(sheet, sample.lines, sheet.margin, 150, sheet.width - sheet.margin)
    if sample.seal:
        yield from _seal(sheet.width - 110, sheet.height - 110, sample.seal)


def _drawing(sheet: _Sheet, sample: Sample) -> Iterator[str]:
    """Yield a plan: an outline with rooms, and the title block at the lower right."""
    yield (
        f'<g fill="none" stroke="{_SOFT}" stroke-width="2"><rect x="60" y="60" width="440" height="380"/>'
        '<path d="M60 240h200v-180M260 240v200M260 320h240M500 180h-120v140"/></g>'
    )
    left, right = sheet.width - 280, sheet.width - 20
    step = sheet.text_size * 1.65
    parts = [part for line in sample.lines for part in wrapped(line, right - left - 28, sheet.text_size)]
    top = sheet.height - 20 - (len(parts) + 1.6) * step
    block = f'width="{right - left}" height="{sheet.height - 20 - top:g}" fill="{_PAPER}" stroke="{_INK}"'
    yield f'<rect x="{left}" y="{top:g}" {block}/>'
    yield _text(left + 14, top + step, sample.title.replace("（样例）", ""), 22, font_weight="700")
    for place, part in enumerate(parts):
        yield _text(left + 14, top + (place + 2) * step, part, sheet.text_size)
    if sample.seal:
        yield from _seal(right - 80, 110, sample.seal)


_LAYOUTS: Final[dict[str, Callable[[_Sheet, Sample], Iterator[str]]]] = {
    "card": _card,
    "booklet": _booklet,
    "certificate": _certificate,
    "form": _form,
    "letter": _letter,
    "photo": _photo,
    "receipt": _receipt,
    "drawing": _drawing,
}
