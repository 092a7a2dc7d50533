"""Wrong side, wrong document: pages falsely accused, wrong ones passed, time; by the definitions of the catalogue.

Specimens of each kind are seen as a camera and page making give them, and lie on the desks of the synthetic scenes, to
be found, cut out and turned first. Every material that says what it is told by is asked for, the right ones and all
others.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

import cv2
import numpy as np

from benchmarks.imaging import default_folder
from benchmarks.table import Row, core_medians, report
from devices.core.scanning import Pixels
from devices.imaging.decode import decode_page
from devices.imaging.gate import Finding
from devices.imaging.making import capture_page
from devices.imaging.ocr.check_digits import VALIDATORS
from devices.imaging.ocr.specimen_printing import Specimen
from devices.imaging.ocr.specimens import DRAWN, draw_specimen, photographed
from devices.imaging.ocr.text_reader import TextReader
from devices.imaging.recognition.expected import ExpectedDocument
from devices.imaging.recognition.judging import check_document
from devices.imaging.synthetic.chance import Wish, random_scene
from devices.imaging.synthetic.papers import Kind, Paper
from shared.catalogue.checker import read_source
from shared.catalogue.sources import default_source
from shared.intake.expected_documents import expected_document

_MOST_FALSE = 0.01
_MOST_MISSED = 0.1
_MS = 500.0
_SEVERITIES = (1.0, 1.6, 2.2)
_RIGHT = {
    "id-card-front": {"id_card"},
    "id-card-back": {"id_card"},
    "residence-permit-front": {"id_card"},
    "residence-permit-back": {"id_card"},
    "permanent-residence-card": {"id_card"},
    "business-licence": {"business_licence", "shop_licence_back"},
    "household-register": {"household_register", "deceased_register"},
    "marriage-certificate": {"marriage_certificate"},
    "bank-card": {"bank_card"},
    "passport": {"passport"},
}
_SIZES_MM = {"business-licence": (210, 148), "household-register": (143, 105), "marriage-certificate": (176, 125)}
_SIZES_MM |= {"passport": (125, 88)}
_CARD_MM = (85.6, 54.0)
_FRAME = (2400, 1800)

Judge = Callable[[Pixels, ExpectedDocument], tuple[Finding, ...]]


def main(argv: list[str] | None = None) -> int:
    """Print the table; exit status 1 where too many pages are accused or passed, or it takes too long."""
    parser = argparse.ArgumentParser(prog="./run bench recognition", description=__doc__)
    parser.add_argument("--specimens", type=int, default=4, metavar="N", help="of each kind and way to see it")
    parser.add_argument("--photos", type=Path, default=default_folder(), metavar="DIR")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    cv2.setNumThreads(1)
    reader = TextReader()

    def judge(pixels: Pixels, document: ExpectedDocument) -> tuple[Finding, ...]:
        return check_document(reader, pixels, document, VALIDATORS, ())

    catalogue = read_source(default_source())
    told = {code: expected_document(catalogue, code) for code in catalogue.materials}
    known = {code: document for code, document in told.items() if document is not None}
    seeds = range(arguments.specimens)
    kinds = [kind for kind in DRAWN if kind in _RIGHT]
    rows = []
    for severity in _SEVERITIES:
        seen = [photographed(draw_specimen(kind, seed), seed, severity) for kind in kinds for seed in seeds]
        rows += _counted(f"severity {severity}", seen, judge, known, is_limited=severity <= _SEVERITIES[0])
    rows += _counted("on desks", _on_desks(kinds, seeds), judge, known, is_limited=False)
    rows += _photographs(arguments.photos, judge, known)
    rows += _times(judge, known)
    return report("recognition", rows, arguments.json)


def _counted(
    name: str, seen: Iterable[Specimen], judge: Judge, known: dict[str, ExpectedDocument], *, is_limited: bool
) -> list[Row]:
    accused, right, passed, wrong = 0, 0, 0, 0
    for number, specimen in enumerate(seen):
        for code in _RIGHT[specimen.kind]:
            right += 1
            accused += bool(judge(specimen.pixels, known[code]))
        others = sorted(known.keys() - _RIGHT[specimen.kind])
        # Two of the others for each, in turn: all would only take longer.
        for code in (others[number % len(others)], others[(number * 5 + 3) % len(others)]):
            wrong += 1
            passed += not judge(specimen.pixels, known[code])
    return [
        Row(f"{name}: right pages accused, of {right}", "", accused / right, limit=_MOST_FALSE),
        Row(f"{name}: wrong pages passed, of {wrong}", "", passed / wrong, limit=_MOST_MISSED if is_limited else None),
    ]


def _on_desks(kinds: list[str], seeds: range) -> Iterable[Specimen]:
    """Yield pages that were found in scenes."""
    rng = np.random.default_rng(77)
    for kind in kinds:
        for seed in seeds:
            drawn = draw_specimen(kind, 100 + seed)
            width, height = _SIZES_MM.get(kind, _CARD_MM)
            paper = Paper(drawn.pixels, width, height, Kind.CARD if height < 60 else Kind.CERTIFICATE, 0.0, ())
            scene = random_scene(rng, _FRAME, [paper], Wish(papers=1, whole=True, scanned=False))
            yield Specimen(kind, capture_page(scene.pixels).page.as_seen, drawn.fields)


def _photographs(folder: Path | None, judge: Judge, known: dict[str, ExpectedDocument]) -> list[Row]:
    """No photograph of a letter or a magazine may be named as any of the documents."""
    if folder is None or not folder.is_dir():
        print("no photographs: name a folder with --photos DIR or YIMEN_DOCUMENT_PHOTOS")
        return []
    named, count = 0, 0
    for file in sorted(folder.glob("*.jpeg")):
        page = capture_page(decode_page(file.read_bytes())).page
        for document in known.values():
            count += 1
            named += any(finding.seems for finding in judge(page.as_seen, document))
    return [Row(f"photographs of other papers named as a document, of {count}", "", named / max(1, count), limit=0.0)]


def _times(judge: Judge, known: dict[str, ExpectedDocument]) -> list[Row]:
    card = photographed(draw_specimen("id-card-front", 3), 3)
    page = photographed(draw_specimen("business-licence", 3), 3)
    ours = core_medians(
        [lambda: judge(card.pixels, known["id_card"]), lambda: judge(page.pixels, known["business_licence"])], runs=5
    )
    names = ("a right ID card", "a right licence")
    return [Row(f"{name}, of one core", "ms", taken * 1000, limit=_MS) for name, taken in zip(names, ours, strict=True)]
