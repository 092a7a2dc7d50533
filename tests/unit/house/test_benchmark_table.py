"""A benchmark's table says whether a limit is met, by value and by ratio, and leaves its figures as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import main, names
from benchmarks.table import Row, medians, percentile, report


@pytest.mark.parametrize(
    ("row", "met"),
    [
        (Row("a", "ms", 70, limit=80), True),
        (Row("a", "ms", 90, limit=80), False),
        (Row("a", "ms", 90, peer=100, peer_name="p", limit=1.15, of="ratio"), True),
        (Row("a", "1/s", 70, peer=100, peer_name="p", limit=0.8, of="ratio", better="higher"), False),
        (Row("a", "1/s", 1200, limit=1000, better="higher"), True),
        (Row("a", "ms", 1), None),
    ],
)
def test_a_limit_is_met_or_not(row: Row, met: bool | None) -> None:
    assert row.met is met


def test_the_report_prints_and_writes_and_its_status_tells_a_broken_limit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [Row("整页", "ms", 70, 140, "contours", 80), Row("late", "ms", 2, limit=1)]
    assert report("pages", rows, tmp_path / "f.json") == 1
    printed = capsys.readouterr().out
    assert "NOT MET" in printed
    assert "0.5" in printed
    assert [row["met"] for row in json.loads((tmp_path / "f.json").read_text())["rows"]] == [True, False]


def test_calls_are_measured_in_turn() -> None:
    order: list[str] = []
    assert len(medians([lambda: order.append("a"), lambda: order.append("b")], runs=2)) == 2
    assert order == ["a", "b"] * 3


def test_a_percentile_is_a_value_that_was_seen() -> None:
    assert percentile([5, 1, 4, 2, 3], 0.99) == 5
    assert percentile([5, 1, 4, 2, 3], 0) == 1


def test_an_unknown_benchmark_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such"]) == 64
    assert "no-such" in capsys.readouterr().err
    assert "table" not in names()
