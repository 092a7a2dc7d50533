"""docs/decisions: one number, one decision, in the order in which they were taken."""

from __future__ import annotations

import re
from pathlib import Path

DECISIONS = Path(__file__).parents[3] / "docs" / "decisions"


def test_decisions_are_numbered_one_after_the_other_and_titled_so() -> None:
    found = [(path, path.read_text(encoding="utf-8").splitlines()[0]) for path in sorted(DECISIONS.glob("[0-9]*.md"))]
    numbers = [int(path.name.split("-", 1)[0]) for path, _ in found]
    assert numbers == list(range(1, len(found) + 1)), "a number is missing or taken twice: take the next free one"
    wrong = [path.name for path, title in found if not re.match(rf"# 0*{int(path.name[:4])}\. \S", title)]
    assert wrong == [], "the title must begin with the number of the file"
