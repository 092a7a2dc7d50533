"""docs/error-codes.md is the closed list: every code of the sources is in it, and no code that is gone."""

from __future__ import annotations

import re
from pathlib import Path

from tests.unit.house.error_code_scan import error_codes

ROOT = Path(__file__).parents[3]
LISTED = re.compile(r"^\| `([a-z0-9_]+)` \|", re.MULTILINE)


def listed() -> list[str]:
    return LISTED.findall((ROOT / "docs" / "error-codes.md").read_text(encoding="utf-8"))


def test_every_code_is_listed() -> None:
    known = set(listed())
    missing = [f"{code} ({place})" for code, place in error_codes(ROOT).items() if code not in known]
    assert not missing, "add to docs/error-codes.md: " + ", ".join(missing)


def test_nothing_is_listed_twice_or_gone() -> None:
    codes = listed()
    assert len(codes) == len(set(codes)), sorted({code for code in codes if codes.count(code) > 1})
    gone = sorted(set(codes) - set(error_codes(ROOT)))
    assert not gone, f"no source knows these any more: {gone}"


def test_the_scan_sees_the_codes() -> None:
    assert {
        "no_card",
        "paper_end",
        "different_body",
        "draft_missing",
        "altered",
        "unknown_subject",
        "page_printer_refused",
    } <= set(error_codes(ROOT))
