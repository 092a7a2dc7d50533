"""Reading documents: fields right on varied drawn specimens, and time beside rapidocr's whole page in the same run."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import cv2
from rapidocr_onnxruntime import RapidOCR

from benchmarks.table import Row, core_medians, report
from devices.imaging.ocr.check_digits import VALIDATORS
from devices.imaging.ocr.documents import read_document
from devices.imaging.ocr.specimen_printing import Specimen
from devices.imaging.ocr.specimens import DRAWN, draw_specimen, photographed
from devices.imaging.ocr.text_reader import TextReader

_LEAST_RIGHT = 0.95
# The common case, an ID card, and a whole page: both well under a second.
_CARD_MS = 350.0
_PAGE_MS = 800.0


def main(argv: list[str] | None = None) -> int:
    """Print the table; exit status 1 where too few fields are right or reading takes too long."""
    parser = argparse.ArgumentParser(prog="./run bench ocr", description=__doc__)
    parser.add_argument("--specimens", type=int, default=10, metavar="N", help="of each kind")
    parser.add_argument("--severity", type=float, default=1.0, help="of blur, tilt, shade and noise (1)")
    parser.add_argument("--fields", action="store_true", help="a row for each field as well")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    cv2.setNumThreads(1)
    ours, peer = TextReader(), RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
    rows = []
    for kind in DRAWN:
        seeds = range(arguments.specimens)
        specimens = [photographed(draw_specimen(kind, seed), seed, arguments.severity) for seed in seeds]
        right, whole = Counter[str](), 0
        for specimen in specimens:
            right.update(_right(ours, specimen))
            whole += _anywhere(peer, specimen)
        count = sum(len(one.fields) for one in specimens)
        name, limit = "text anywhere on the page, rapidocr", _LEAST_RIGHT if arguments.severity <= 1 else None
        share = right.total() / count
        rows.append(Row(f"{kind}, fields right", "", share, whole / count, name, limit=limit, better="higher"))
        if arguments.fields:
            rows += [Row(f"  {field}", "", right[field] / len(specimens)) for field in specimens[0].fields]
        rows.append(_time(kind, ours, peer, specimens[0]))
    return report("ocr", rows, arguments.json)


def _right(reader: TextReader, specimen: Specimen) -> list[str]:
    """Return the names of the fields that are read as they are printed, sign by sign."""
    fields = read_document(reader, specimen.pixels, specimen.kind, VALIDATORS)
    return [name for name, text in specimen.fields.items() if name in fields and fields[name].text == text]


def _anywhere(peer: RapidOCR, specimen: Specimen) -> int:
    """Return how many values the peer has anywhere in its text: it gives lines and no fields."""
    found, _ = peer(cv2.cvtColor(specimen.pixels, cv2.COLOR_RGB2BGR))
    text = "".join(line[1] for line in found or ()).replace(" ", "")
    # Dates and brackets in any form count for it.
    return sum(_bare(value) in _bare(text) for value in specimen.fields.values())


def _bare(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum()).replace("年", "").replace("月", "").replace("日", "")


def _time(kind: str, ours: TextReader, peer: RapidOCR, specimen: Specimen) -> Row:
    picture = cv2.cvtColor(specimen.pixels, cv2.COLOR_RGB2BGR)
    own, other = core_medians(
        [lambda: read_document(ours, specimen.pixels, kind, VALIDATORS), lambda: peer(picture)], runs=3
    )
    limit = _CARD_MS if kind.startswith("id-card") else _PAGE_MS
    return Row(f"{kind}, of one core", "ms", own * 1000, other * 1000, "whole page, rapidocr", limit=limit)
