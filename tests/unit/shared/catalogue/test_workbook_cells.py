"""Each kind of cell: as it is written, as people type it, and what can be read two ways."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.catalogue.workbook.cells import CellError, Column, Kind, escaped, read_cell, unescaped, write_cell


@given(st.text(max_size=60))
def test_no_text_is_taken_for_a_formula_and_all_come_back(text: str) -> None:
    assert not escaped(text).startswith(("=", "+", "-", "@"))
    assert unescaped(escaped(text)) == text


CELLS = {
    Kind.TEXT: "-5 度",
    Kind.CODE: "7.10",
    Kind.WHOLE: 12,
    Kind.YES_NO: False,
    Kind.CODES: ["a", "b"],
    Kind.LINES: ["一、二", "三"],
    Kind.WHEN: [{"a": ["x", "y"], "b": "z"}, {"c": "w"}],
    Kind.CASTS: [{"when": "1", "applicant": "wife"}],
    Kind.PAIRS: {"licence": "受理通知书：甲"},
    Kind.SPANS: [{"name": "元旦", "days": ["2026-01-01", "2026-01-02"]}],
    Kind.JSON: {"a": [1, "b"]},
    Kind.DATE: "2026-11-20",
}


@pytest.mark.parametrize("kind", list(CELLS), ids=lambda kind: kind.value)
def test_each_kind_of_cell_comes_back(kind: Kind) -> None:
    column = Column("列", ("a",), kind)
    assert read_cell(column, write_cell(column, CELLS[kind])) == CELLS[kind]


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        (Kind.DATE, "2026年12月1日", "2026-12-01"),
        (Kind.DATE, "2026/3/9", "2026-03-09"),
        (Kind.DATE, datetime(2026, 12, 1), "2026-12-01"),  # noqa: DTZ001 - as a spreadsheet gives it
        (Kind.WHOLE, "１０", 10),
        (Kind.WHOLE, 10.0, 10),
        (Kind.TEXT, 5.0, "5"),
        (Kind.CODE, " 7.6 ", "7.6"),
        (Kind.CODES, "甲，乙；丙、丁", ["甲", "乙", "丙", "丁"]),
        (Kind.WHEN, "a=x｜y；b＝z", {"a": ["x", "y"], "b": "z"}),
    ],
)
def test_what_people_type_is_understood(kind: Kind, typed: object, meant: object) -> None:
    assert read_cell(Column("列", ("a",), kind), typed) == meant


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.DATE, "2026-02-30"),
        (Kind.DATE, "下个月"),
        (Kind.DATE, 46_000),
        (Kind.WHOLE, "1" * 5_000),
        (Kind.WHOLE, "1e3"),
        (Kind.WHOLE, float("inf")),
        (Kind.CODE, 7.10),
        (Kind.YES_NO, "对"),
    ],
)
def test_what_can_be_read_two_ways_is_refused_in_few_words(kind: Kind, typed: object) -> None:
    with pytest.raises(CellError) as caught:
        read_cell(Column("列", ("a",), kind), typed)
    assert len(str(caught.value)) < 80
    assert caught.value.mend
