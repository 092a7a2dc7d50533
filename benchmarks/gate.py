"""The page gate on printed papers that were never photographed: false alarms, misses by severity, time.

Good pages are letters, forms, tables, magazines, certificates and cards on white and tinted paper, with the noise, the
uneven light and the slight softness of a camera or scanner. Each fault is then put on them at three severities.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from benchmarks.table import Row, core_medians, report
from devices.core.scanning import Pixels
from devices.imaging.gate import FindingCode, check_page, fingerprint_of
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.papers import Kind, make_paper

DPI = 200
_PER_MM = DPI / 25.4
_TYPEFACES = Typefaces()
_KINDS = [kind for kind in Kind if kind is not Kind.BLANK]
_MOST_FALSE_ALARMS = 0.02
_MOST_MISSES = 0.05
# A half may be bare, or bear no lines of print: what is no line can't be told from a picture.
_MOST_MISSED_PARTS = 0.4
_GATE_MS = 60.0

Fault = Callable[[np.random.Generator, Pixels, float], Pixels]


def main(argv: list[str] | None = None) -> int:
    """Print the table; exit status 1 when there are too many false alarms or misses, or the gate is too slow."""
    parser = argparse.ArgumentParser(prog="./run bench gate", description=__doc__)
    parser.add_argument("--pages", type=int, default=30, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    pages = [good_page(seed) for seed in range(arguments.pages)]
    rows = [_false_alarms("good pages", pages)]
    rng = np.random.default_rng(17)
    rows.append(_false_alarms("good pages under soft shadows", [_shadow(rng, page) for page in pages]))
    rows.append(_false_alarms("good pages, half of them bare", [_half_bare(rng, page) for page in pages]))
    rows.append(_false_alarms("good pages with a soft picture", [_picture(rng, page) for page in pages]))
    rows += [_missed_parts(pages, sigma) for sigma in (0.6, 0.9)]
    for code, (fault, severities) in FAULTS.items():
        rows += [_misses(pages, code, fault, name, amount) for name, amount in severities.items()]
    rows += _duplicates(pages)
    whole = good_page(1000, Kind.LETTER, 300)
    known = {"one": fingerprint_of(pages[0], DPI)}
    gray = np.asarray(cv2.cvtColor(whole, cv2.COLOR_RGB2GRAY), np.uint8)
    cv2.setNumThreads(1)
    ours, fixed = core_medians(
        [lambda: check_page(whole, 300, taken=known), lambda: cv2.GaussianBlur(gray, (0, 0), 3.0)], runs=9
    )
    rows.append(
        Row("gate on an A4 page of 300 dpi", "ms", ours * 1000, fixed * 1000, "one blur by 3 dots", limit=_GATE_MS)
    )
    return report("gate", rows, arguments.json)


def good_page(seed: int, kind: Kind | None = None, dpi: int = DPI) -> Pixels:
    """Return a page as it comes from page making, before its shading is removed."""
    rng = np.random.default_rng(seed)
    paper = make_paper(rng, kind or _KINDS[seed % len(_KINDS)], _TYPEFACES, dpi / 25.4)
    return seen(rng, paper.pixels, dpi)


def seen(rng: np.random.Generator, pixels: Pixels, dpi: int = DPI) -> Pixels:
    """Light a page unevenly and add a lens's softness, a sensor's noise and JPEG."""
    height, width = pixels.shape[:2]
    across, down = np.linspace(-1, 1, width), np.linspace(-1, 1, height)[:, None]
    light = rng.uniform(0.72, 0.97) + 0.12 * rng.uniform(-1, 1) * across + 0.12 * rng.uniform(-1, 1) * down
    lit = np.clip(pixels * np.clip(light, 0.4, 1.0)[..., None], 0, 255)
    soft = cv2.GaussianBlur(lit, (0, 0), rng.uniform(0.05, 0.12) * dpi / 25.4)
    noisy = np.clip(soft + rng.normal(0, rng.uniform(0.5, 4), (height, width, 1)), 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(75, 95))])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)


def _blur(rng: np.random.Generator, pixels: Pixels, sigma_mm: float) -> Pixels:
    if rng.random() < 0.5:
        return _with_noise(rng, np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma_mm * _PER_MM), np.uint8))
    # A hand that shook: a streak whose width has the same sigma.
    length = max(3, round(sigma_mm * _PER_MM * 12**0.5))
    kernel = np.zeros((length, length), np.float32)
    direction = rng.uniform(0, np.pi)
    reach = length / 2 * np.array([np.cos(direction), np.sin(direction)])
    first, last = ((int(x), int(y)) for x, y in (length / 2 - reach, length / 2 + reach))
    cv2.line(kernel, first, last, 1.0)
    streaked = cv2.filter2D(pixels, -1, kernel / kernel.sum())
    return _with_noise(rng, np.asarray(cv2.GaussianBlur(streaked, (0, 0), sigma_mm * _PER_MM * 0.6), np.uint8))


def _with_noise(rng: np.random.Generator, pixels: Pixels) -> Pixels:
    return np.clip(pixels + rng.normal(0, 2, (*pixels.shape[:2], 1)), 0, 255).astype(np.uint8)


def _glare(rng: np.random.Generator, pixels: Pixels, diameter_mm: float) -> Pixels:
    height, width = pixels.shape[:2]
    radius = diameter_mm * _PER_MM / 2
    x, y = rng.uniform(0.25, 0.75) * width, rng.uniform(0.25, 0.75) * height
    ys, xs = np.ogrid[:height, :width]
    distance = np.hypot((xs - x) / rng.uniform(0.8, 1.6), ys - y) / radius
    lamp = 330 * np.exp(-(np.maximum(distance - 0.75, 0) ** 2) / 0.12)
    return np.asarray(np.clip(pixels + lamp[..., None], 0, 255), np.uint8)


def _darkness(rng: np.random.Generator, pixels: Pixels, light: float) -> Pixels:
    level = float(np.percentile(pixels.max(axis=2), 90))
    return np.clip(pixels * (light / level) + rng.normal(0, 3, (*pixels.shape[:2], 1)), 0, 255).astype(np.uint8)


def _missing_corner(rng: np.random.Generator, pixels: Pixels, leg_mm: float) -> Pixels:
    height, width = pixels.shape[:2]
    legs = leg_mm * _PER_MM * rng.uniform(0.8, 1.25, 2)
    corner = rng.integers(4)
    triangle = np.array([[0, 0], [legs[0], 0], [0, legs[1]]])
    if corner % 2:
        triangle[:, 0] = width - triangle[:, 0]
    if corner // 2:
        triangle[:, 1] = height - triangle[:, 1]
    desk = rng.uniform(20, 150) + rng.normal(0, 4, pixels.shape[:2])
    mask = np.zeros(pixels.shape[:2], np.uint8)
    cv2.fillPoly(mask, [triangle.astype(np.int32)], 1)
    return np.where(mask[..., None] > 0, np.clip(desk, 0, 255)[..., None], pixels).astype(np.uint8)


FAULTS: dict[FindingCode, tuple[Fault, dict[str, float]]] = {
    FindingCode.BLURRED: (_blur, {"0.35 mm": 0.35, "0.5 mm": 0.5, "1 mm": 1.0}),
    FindingCode.GLARE: (_glare, {"12 mm": 12, "25 mm": 25, "50 mm": 50}),
    FindingCode.TOO_DARK: (_darkness, {"paper at 65": 65, "paper at 40": 40, "paper at 20": 20}),
    FindingCode.CUT_CORNER: (_missing_corner, {"10 mm": 10, "15 mm": 15, "20 mm": 20}),
}


def _shadow(rng: np.random.Generator, page: Pixels) -> Pixels:
    """Let a hand or a head stand in the light."""
    height, width = page.shape[:2]
    shape = np.zeros((height, width), np.float32)
    middle = (int(rng.integers(width)), int(rng.integers(height)))
    axes = (int(rng.uniform(30, 80) * _PER_MM), int(rng.uniform(30, 130) * _PER_MM))
    cv2.ellipse(shape, middle, axes, rng.uniform(0, 180), 0, 360, 1.0, -1)
    soft = cv2.GaussianBlur(shape, (0, 0), rng.uniform(1.5, 6) * _PER_MM)
    return np.asarray(page * (1 - rng.uniform(0.15, 0.45) * soft[..., None]), np.uint8)


def _half_bare(rng: np.random.Generator, page: Pixels) -> Pixels:
    bare = page.copy()
    top = int(rng.uniform(0.3, 0.6) * len(page))
    grain = rng.normal(0, 2, (*page[top:].shape[:2], 1))
    bare[top:] = np.clip(np.median(page.reshape(-1, 3), axis=0) + grain, 0, 255)
    return bare


def _picture(rng: np.random.Generator, page: Pixels) -> Pixels:
    """Print a picture without a single sharp thing on it, up to half as large as the page."""
    height, width = page.shape[:2]
    h, w = (int(rng.uniform(0.2, 0.5) * side) for side in (height, width))
    shades = cv2.GaussianBlur(rng.normal(0, 1, (h, w, 3)), (0, 0), rng.uniform(1, 3) * _PER_MM)
    pictured = page.copy()
    top, left = int(rng.uniform(0.1, 0.4) * height), int(rng.uniform(0.1, 0.4) * width)
    pictured[top : top + h, left : left + w] = 40 + 170 * (shades - shades.min()) / np.ptp(shades)
    return pictured


def _missed_parts(pages: list[Pixels], sigma_mm: float) -> Row:
    """Let half of each page be out of focus, softly from one side: the sharp half must not speak for it."""
    rng, missed = np.random.default_rng(23), 0
    for page in pages:
        height, width = page.shape[:2]
        angle = rng.uniform(0, 2 * np.pi)
        across, down = np.linspace(-1, 1, width), np.linspace(-1, 1, height)[:, None]
        share = np.clip((across * np.cos(angle) + down * np.sin(angle)) / 0.3, 0, 1)[..., None]
        blurred = cv2.GaussianBlur(page, (0, 0), sigma_mm * _PER_MM)
        part = _with_noise(rng, np.asarray(page * (1 - share) + blurred * share, np.uint8))
        missed += FindingCode.BLURRED not in {finding.code for finding in check_page(part, DPI)}
    return Row(f"missed blurred half, {sigma_mm} mm", "", missed / len(pages), limit=_MOST_MISSED_PARTS)


def _false_alarms(name: str, pages: list[Pixels]) -> Row:
    alarms = [tuple(finding.code.value for finding in check_page(page, DPI)) for page in pages]
    named = ", ".join(sorted({code for codes in alarms for code in codes})) or "none"
    share = sum(bool(codes) for codes in alarms) / len(pages)
    return Row(f"{name} flagged, of {len(pages)} ({named})", "", share, limit=_MOST_FALSE_ALARMS)


def _misses(pages: list[Pixels], code: FindingCode, fault: Fault, name: str, amount: float) -> Row:
    rng = np.random.default_rng(99)
    missed = 0
    for page in pages:
        found = {finding.code for finding in check_page(fault(rng, page, amount), DPI)}
        # A page so dark or so blurred that nothing is seen on it any more may be called blank.
        missed += not found & {code, FindingCode.BLANK}
    return Row(f"missed {code.value}, {name}", "", missed / len(pages), limit=_MOST_MISSES)


def _duplicates(pages: list[Pixels]) -> list[Row]:
    rng = np.random.default_rng(5)
    taken = {str(number): fingerprint_of(page, DPI) for number, page in enumerate(pages)}
    missed = confused = 0
    for number, page in enumerate(pages):
        own, others = {"own": taken[str(number)]}, {key: one for key, one in taken.items() if key != str(number)}
        missed += FindingCode.DUPLICATE not in {f.code for f in check_page(_laid_again(rng, page), DPI, taken=own)}
        filled = _filled(rng, page)
        confused += FindingCode.DUPLICATE in {f.code for f in check_page(filled, DPI, taken=own | others)}
    return [
        Row("missed duplicate, laid down again", "", missed / len(pages), limit=_MOST_MISSES),
        Row("another filling of the form taken for a duplicate", "", confused / len(pages), limit=_MOST_FALSE_ALARMS),
    ]


def _laid_again(rng: np.random.Generator, page: Pixels) -> Pixels:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-0.4, 0.4), rng.uniform(0.995, 1.005))
    matrix[:, 2] = matrix[:, 2] + rng.uniform(-1.5, 1.5, 2) * _PER_MM
    moved = cv2.warpAffine(page, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return seen(rng, np.asarray(np.rot90(moved, 2 * int(rng.integers(2))), np.uint8))


def _filled(rng: np.random.Generator, page: Pixels) -> Pixels:
    """Write other words by hand on the same form."""
    filled = seen(rng, page).copy()
    height, width = page.shape[:2]
    size = _PER_MM / 8
    stroke = max(1, round(3 * size))
    for _ in range(3):
        x, y = int(rng.uniform(0.15, 0.6) * width), int(rng.uniform(0.2, 0.8) * height)
        words = "".join(rng.choice(list("agdhkmnvwxyz"), 7))
        cv2.putText(filled, words, (x, y), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 1.1 * size, (30, 30, 90), stroke)
    return filled
