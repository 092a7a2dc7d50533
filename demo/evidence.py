"""What proves a demonstration: the platform asked afresh, the codes on the receipts' pictures, the A4 notice."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image

from demo.errors import DemoError
from demo.platform_side import PlatformSide
from demo.processes import Launcher
from devices.imaging.codes import read_codes

_RECEIPT_PREFIX: Final = "YM1:"
_VERIFY_S: Final = 90.0
_PDFINFO_S: Final = 60.0
_A4_POINTS: Final = (595.276, 841.89)
_TOLERANCE: Final = 1.5


def check_platform(platform: PlatformSide, expected: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Hold what the platform has against what was done, and return what it said.

    Args:
        expected: the kinds of the submissions of each case, in order, by case number.

    Raises:
        DemoError: other_cases, other_submissions, digest_wrong.
    """
    cases = platform.list_cases()
    lines = platform.verify()
    answer = {
        "cases": cases,
        "submissions": len(lines),
        "digests_ok": bool(lines) and all(line.get("ok") for line in lines),
        "verify": lines,
    }
    found = {case["case_number"]: [entry["kind"] for entry in case["submissions"]] for case in cases}
    if len(cases) != len(expected) or found.keys() != expected.keys():
        code = "other_cases"
        raise DemoError(code, f"expected {sorted(expected)}, found {sorted(found)}")
    if any(found[number] != list(kinds) for number, kinds in expected.items()):
        code = "other_submissions"
        raise DemoError(code, f"expected {dict(expected)}, found {found}")
    verified = Counter(line.get("case_number") for line in lines if line.get("ok"))
    if not answer["digests_ok"] or verified != {number: len(kinds) for number, kinds in expected.items()}:
        code = "digest_wrong"
        raise DemoError(code, f"{lines}")
    return answer


def check_receipt(launcher: Launcher, picture: Path, trust: Path) -> dict[str, Any]:
    """Read the code from a receipt's picture and let it be verified without a network.

    Raises:
        DemoError: qr_unreadable, receipt_not_genuine.
    """
    with Image.open(picture) as image:
        codes = read_codes(np.asarray(image.convert("L")))
    texts = [code.text for code in codes if code.text.startswith(_RECEIPT_PREFIX)]
    if len(texts) != 1:
        code = "qr_unreadable"
        raise DemoError(code, f"{picture.name}: {len(texts)} receipt codes on it")
    arguments = ["-m", "shared.security", "verify-receipt", "-", "--trust", str(trust), "--json"]
    (line,) = launcher.ask("verify-receipt", arguments, _VERIFY_S, stdin=texts[0])
    if line.get("verdict") != "genuine":
        code = "receipt_not_genuine"
        raise DemoError(code, f"{picture.name}: {line}")
    return {
        "file": picture.name,
        "qr_text_decodes": True,
        "qr_characters": len(texts[0]),
        "verdict": line["verdict"],
        "case_number": line["case_number"],
    }


def check_notice(pdf: Path) -> dict[str, Any]:
    """Ask poppler's pdfinfo whether a notice is a whole PDF of A4 pages.

    Raises:
        DemoError: pdfinfo_missing, pdf_unreadable, pdf_not_a4.
    """
    if shutil.which("pdfinfo") is None:
        code = "pdfinfo_missing"
        raise DemoError(code, "poppler-utils")
    done = subprocess.run(
        ["pdfinfo", "-l", "999", str(pdf)], capture_output=True, text=True, timeout=_PDFINFO_S, check=False
    )
    sizes = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+) pts", done.stdout)
    if done.returncode or not sizes:
        code = "pdf_unreadable"
        raise DemoError(code, f"{pdf.name}: {done.stderr.strip()}")
    if not all(_is_a4(float(width), float(height)) for width, height in sizes):
        code = "pdf_not_a4"
        raise DemoError(code, f"{pdf.name}: {sizes}")
    return {"file": pdf.name, "pages": len(sizes), "a4": True}


def _is_a4(width: float, height: float) -> bool:
    return abs(width - _A4_POINTS[0]) < _TOLERANCE and abs(height - _A4_POINTS[1]) < _TOLERANCE
