"""Codes on sample pictures: what is read of each format beside zbar, zxing-cpp and OpenCV alone, and false reads.

The pictures are a folder laid out as zxing-cpp's test samples are: one folder a format (`code128-1`), the payload in a
`.txt` beside each picture, folders `falsepositives-*` without codes. Name it with `--samples DIR` or YIMEN_BARCODES.
"""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import zxingcpp
from PIL import Image

from benchmarks.imaging import FRAME, default_folder
from benchmarks.table import Row, core_medians, medians, report
from devices.core.scanning import Pixels
from devices.imaging.codes import read_codes
from devices.imaging.synthetic.chance import Wish, random_scene
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.papers import Kind, make_paper
from devices.imaging.zbar import find_symbols

NAMED = ("qrcode", "code128", "code39", "ean13", "ean8", "upca", "upce", "pdf417", "datamatrix", "aztec")
NO_CODE = "falsepositives"
_SUFFIXES = {".png", ".webp", ".jpg"}
_SHARED = Path("shared/data/barcodes/samples")
_SEED = 4711
# Pages without a code may take as many plain passes of both libraries.
_MOST_PASSES = 5.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture and what it holds."""

    family: str
    gray: Pixels
    payload: str | None


def main(argv: list[str] | None = None) -> int:
    """Print the table; exit status 1 where a format is read worse than the better library reads it."""
    parser = argparse.ArgumentParser(prog="./run bench codes", description=__doc__)
    parser.add_argument("--samples", type=Path, default=_samples_folder(), metavar="DIR")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    if not arguments.samples or not arguments.samples.is_dir():
        parser.error("no folder of samples: name one with --samples DIR or YIMEN_BARCODES")
    samples = list(_samples(arguments.samples))
    readers: dict[str, Callable[[Pixels], list[str]]] = {
        "ours": lambda gray: [code.text for code in read_codes(gray)],
        "zbar": lambda gray: [symbol.data.decode("utf-8", "replace") for symbol in find_symbols(gray)],
        "zxing-cpp": lambda gray: [
            code.text for code in zxingcpp.read_barcodes(gray, text_mode=zxingcpp.TextMode.Plain)
        ],
        "OpenCV": _read_with_opencv,
    }
    right = {name: _counted(samples, reader) for name, reader in readers.items()}
    return report("codes", _rows(samples, right, readers), arguments.json)


def _samples_folder() -> Path | None:
    named = os.environ.get("YIMEN_BARCODES")
    if named:
        return Path(named)
    here = Path.cwd().resolve()
    return next((folder / _SHARED for folder in (here, *here.parents) if (folder / _SHARED).is_dir()), None)


def _samples(folder: Path) -> Iterator[Sample]:
    for path in sorted(folder.glob("*/*")):
        family = path.parent.name.rsplit("-", 1)[0]
        payload = path.with_suffix(".txt")
        if path.suffix not in _SUFFIXES or not (payload.exists() or family == NO_CODE):
            continue
        yield Sample(family, _gray(path), payload.read_text("utf-8") if payload.exists() else None)


def _counted(samples: list[Sample], reader: Callable[[Pixels], list[str]]) -> dict[str, int]:
    """Return the pictures of each family that are read right; of those without a code, the ones with a false read."""
    counts: dict[str, int] = defaultdict(int)
    for sample in samples:
        texts = reader(sample.gray)
        if sample.payload is None:
            counts[sample.family] += bool(texts)
        else:
            counts[sample.family] += any(_plain(text) == _plain(sample.payload) for text in texts)
    return counts


def _plain(text: str) -> str:
    """Line ends and leading zeros differ between libraries: UPC-A has twelve digits or, as a GTIN, thirteen."""
    return text.replace("\r\n", "\n").strip().lstrip("0")


def _read_with_opencv(gray: Pixels) -> list[str]:
    if min(gray.shape) < 40:
        return []
    colour = cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR)
    bars = cv2.barcode.BarcodeDetector().detectAndDecodeMulti(colour)[1]
    try:
        squares = cv2.QRCodeDetector().detectAndDecodeMulti(colour)[1]
    except (UnicodeDecodeError, cv2.error):  # text that is not UTF-8; modes that it does not know
        squares = ()
    return [text for text in (*bars, *squares) if text]


def _rows(
    samples: list[Sample], right: dict[str, dict[str, int]], readers: dict[str, Callable[[Pixels], list[str]]]
) -> list[Row]:
    def better(count: Callable[[dict[str, int]], int]) -> tuple[int, str]:
        best = max(("zbar", "zxing-cpp"), key=lambda name: count(right[name]))
        told = "; ".join(f"{name} {count(right[name])}" for name in ("zbar", "zxing-cpp", "OpenCV"))
        return count(right[best]), told

    rows = []
    for family in (*NAMED, *sorted({sample.family for sample in samples} - {*NAMED, NO_CODE})):
        total = sum(sample.family == family for sample in samples)
        peer, told = better(lambda counts, family=family: counts[family])  # type: ignore[misc]
        limit = float(peer) if family in NAMED else None
        rows.append(
            Row(f"{family}, of {total}", "read", right["ours"][family], peer, told, limit=limit, better="higher")
        )
    whole = sum(sample.payload is not None for sample in samples)
    peer, told = better(lambda counts: sum(count for family, count in counts.items() if family != NO_CODE))
    ours = sum(count for family, count in right["ours"].items() if family != NO_CODE)
    rows.append(Row(f"all formats, of {whole}", "read", ours, peer, told, limit=peer + 1.0, better="higher"))
    empty = sum(sample.family == NO_CODE for sample in samples)
    peer, told = better(lambda counts: counts[NO_CODE])
    rows.append(Row(f"no code, of {empty}", "false reads", right["ours"][NO_CODE], peer, told, limit=0.0))
    rows += _times(samples, readers)
    rows += _page_times()
    return rows


def _times(samples: list[Sample], readers: dict[str, Callable[[Pixels], list[str]]]) -> list[Row]:
    some = [sample.gray for sample in samples if sample.family in NAMED][::10]
    empty = [sample.gray for sample in samples if sample.family == NO_CODE][::5]
    rows = []
    for what, pictures in (("a picture with a code", some), ("a picture without", empty)):
        calls = [
            lambda reader=readers[name], pictures=pictures: [reader(gray) for gray in pictures]
            for name in ("ours", "zxing-cpp")
        ]
        ours, peer = (taken / max(1, len(pictures)) * 1000 for taken in medians(calls, runs=3))
        rows.append(Row(what, "ms", ours, peer, "zxing-cpp alone, undoctored"))
    return rows


def _page_times() -> list[Row]:
    """Return the time of pages and camera frames without a code, beside one plain pass of each library."""
    rows = []
    for name, gray in _pages_without_code():
        ours, zbar, zxing = core_medians(
            [partial(read_codes, gray), partial(find_symbols, gray), partial(zxingcpp.read_barcodes, gray)], runs=3
        )
        both = (zbar + zxing) * 1000
        told = "one plain pass of zbar and of zxing-cpp"
        rows.append(Row(f"no code, {name}", "ms", ours * 1000, both, told, limit=_MOST_PASSES * both))
    return rows


def _pages_without_code() -> Iterator[tuple[str, Pixels]]:
    rng = np.random.default_rng(_SEED)
    typefaces = Typefaces()
    for dpi in (150, 200, 300):
        for kind in (Kind.FORM, Kind.ARTICLE):
            page = make_paper(rng, kind, typefaces, dpi / 25.4)
            yield f"a scanned {kind} at {dpi} dpi", _scanned(rng, page.pixels)
    pool = [make_paper(rng, kind, typefaces, 6.0) for kind in (Kind.FORM, Kind.LETTER, Kind.DATASHEET)]
    for index in (1, 2):
        scene = random_scene(rng, FRAME, pool, Wish(papers=1, whole=True, scanned=False))
        yield f"an 8 MP frame ({index})", np.asarray(cv2.cvtColor(scene.pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    photos = default_folder()
    for path in sorted(photos.glob("*.jpeg"))[:3] if photos else ():
        yield f"a photograph, {path.stem.split('_')[1]}", _gray(path)


def _scanned(rng: np.random.Generator, pixels: Pixels) -> Pixels:
    gray = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), 0.6)
    return np.asarray(np.clip(gray + rng.normal(0, 2.5, gray.shape), 0, 255), np.uint8)


def _gray(path: Path) -> Pixels:
    with Image.open(path) as image:
        return np.array(image.convert("L"))
