"""Reading documents: fields right on varied drawn specimens, and time beside rapidocr's whole page in the same run."""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
from rapidocr_onnxruntime import RapidOCR

from benchmarks.table import Row, medians, report
from devices.imaging.ocr.check_digits import VALIDATORS
from devices.imaging.ocr.documents import read_document
from devices.imaging.ocr.specimens import DRAWN, Specimen, draw_specimen, photographed
from devices.imaging.ocr.text_reader import TextReader

_LEAST_RIGHT = 0.95
# The common case is an ID card: well under a second.
_CARD_MS = 700.0


def main(argv: list[str] | None = None) -> int:
    """Print the table; exit status 1 where too few fields are right or an ID card takes too long."""
    parser = argparse.ArgumentParser(prog="./run bench ocr", description=__doc__)
    parser.add_argument("--specimens", type=int, default=10, metavar="N", help="of each kind")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    ours, peer = TextReader(), RapidOCR()
    rows = []
    for kind in DRAWN:
        specimens = [photographed(draw_specimen(kind, seed), seed) for seed in range(arguments.specimens)]
        right, whole = (sum(column) for column in zip(*(_counted(ours, peer, one) for one in specimens), strict=True))
        fields = sum(len(one.fields) for one in specimens)
        rows.append(
            Row(
                f"{kind}, fields right",
                "",
                right / fields,
                whole / fields,
                "text anywhere on the page, rapidocr",
                limit=_LEAST_RIGHT,
                better="higher",
            )
        )
        rows.append(_time(kind, ours, peer, specimens[0]))
    return report("ocr", rows, arguments.json)


def _counted(ours: TextReader, peer: RapidOCR, specimen: Specimen) -> tuple[int, int]:
    """Return our fields that are right, and the values that the peer has anywhere in its text."""
    fields = read_document(ours, specimen.pixels, specimen.kind, VALIDATORS)
    right = sum(name in fields and fields[name].text == text for name, text in specimen.fields.items())
    found, _ = peer(cv2.cvtColor(specimen.pixels, cv2.COLOR_RGB2BGR))
    text = "".join(line[1] for line in found or ()).replace(" ", "")
    # The peer gives lines and no fields; dates and brackets in any form count for it.
    return right, sum(_bare(value) in _bare(text) for value in specimen.fields.values())


def _bare(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum()).replace("年", "").replace("月", "").replace("日", "")


def _time(kind: str, ours: TextReader, peer: RapidOCR, specimen: Specimen) -> Row:
    picture = cv2.cvtColor(specimen.pixels, cv2.COLOR_RGB2BGR)
    own, other = medians(
        [lambda: read_document(ours, specimen.pixels, kind, VALIDATORS), lambda: peer(picture)], runs=3
    )
    limit = _CARD_MS if kind.startswith("id-card") else None
    return Row(f"{kind}", "ms", own * 1000, other * 1000, "whole page, rapidocr", limit=limit)
