"""docs/faults.md names an outcome and a test for every fault, and each of those tests exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
ROW = re.compile(r"^\| (?P<fault>[^|]+) \| (?P<outcome>[^|]+) \| (?P<test>[^|]+) \|$", re.MULTILINE)
TEST = re.compile(r"^`(?P<path>tests/[\w/]+\.py)::(?P<name>test_\w+)`$")


def _rows() -> list[tuple[str, str, str]]:
    text = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    return [(row["fault"], row["outcome"], row["test"]) for row in ROW.finditer(text) if row["fault"] != "fault"]


def _tests_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_fault_has_its_test() -> None:
    wrong = []
    for fault, _, place in _rows():
        named = TEST.match(place)
        if named is None or named["name"] not in _tests_of(ROOT / named["path"]):
            wrong.append(f"{fault}: {place}")
    assert not wrong, "docs/faults.md names tests that do not exist:\n" + "\n".join(wrong)


def test_no_fault_is_told_twice() -> None:
    faults = [fault for fault, _, _ in _rows()]
    assert len(faults) > 50
    assert len(faults) == len(set(faults))


def test_every_line_of_the_tables_is_read() -> None:
    text = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| fault ")]
    assert len(lines) == len(_rows())
