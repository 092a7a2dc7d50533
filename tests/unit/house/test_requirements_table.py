"""docs/requirements.md names what exists: every file, every test, and every row of the catalogue and its rules."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
ROWS = [
    *(f"A{number}" for number in range(1, 15)),
    *(f"B{number}" for number in range(5, 8)),
    *(f"C{number}" for number in range(2, 23)),
    *("D2", "D3", "D6"),
]


def rows() -> dict[str, tuple[str, str]]:
    """Return by row the cells of rule and test."""
    lines = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| [A-F]\d+ ", line)]
    return {row[0]: (row[2], row[3]) for row in cells}


def test_every_row_has_its_rule_and_its_test() -> None:
    assert list(rows()) == ROWS
    assert all("`" in rule and "`" in test for rule, test in rows().values())


def test_what_it_names_exists() -> None:
    defined = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    named = [name for cells in rows().values() for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    paths = [name for name in named if "/" in name]
    tests = [name for name in named if name.startswith("test_")]
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert sorted(set(tests) - defined) == []
