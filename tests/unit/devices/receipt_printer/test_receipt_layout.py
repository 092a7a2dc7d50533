"""Rows from slips: columns by size, values under each other, what can't be printed refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.slip import Align, Element, Feed, Pair, Qr, Rule, Slip, Text
from devices.receipt_printer.layout import FeedRow, QrRow, SlipContentError, TextRow, lay_out
from devices.receipt_printer.sample import sample_slip
from devices.receipt_printer.text import columns_of

ELEMENTS: st.SearchStrategy[Element] = st.one_of(
    st.builds(Text, st.text(), st.sampled_from(Align), st.sampled_from([1, 2]), st.booleans()),
    st.builds(Pair, st.text(max_size=40), st.text(), st.booleans()),
    st.just(Rule()),
    st.builds(Feed, st.integers(0, 255)),
    st.builds(Qr, st.text(min_size=1, max_size=80), st.sampled_from("LMQH")),
)


def texts(*elements: Element, columns: int = 48) -> list[str]:
    return [row.text for row in lay_out(Slip("t", elements), columns) if isinstance(row, TextRow)]


@given(st.lists(ELEMENTS, max_size=12), st.sampled_from([32, 42, 48]))
def test_no_row_is_wider_than_the_paper(elements: list[Element], columns: int) -> None:
    for row in lay_out(Slip("t", tuple(elements)), columns):
        if isinstance(row, TextRow):
            assert columns_of(row.text) * row.size <= columns
            assert row.gbk is None or b"?" not in row.gbk or "?" in row.text


def test_size_two_halves_the_columns() -> None:
    assert texts(Text("东莞市政务服务中心综合受理窗口", size=2)) == ["东莞市政务服务中心综合受", "理窗口"]


def test_values_of_neighbouring_pairs_stand_under_each_other() -> None:
    assert texts(Pair("申请人", "陈样例"), Pair("办件编号", "4419")) == ["申请人    陈样例", "办件编号  4419"]


def test_a_colon_needs_less_room() -> None:
    assert texts(Pair("申请人：", "陈样例")) == ["申请人： 陈样例"]


def test_a_value_wraps_under_itself() -> None:
    rows = texts(Pair("事项", "就业创业证申领（毕业年度内高校毕业生、登记失业人员）"), columns=32)
    assert rows[0].startswith("事项  就业")
    assert all(row.startswith(" " * 6) and row[6] != " " for row in rows[1:])
    assert "".join(row.strip() for row in rows) == "事项  就业创业证申领（毕业年度内高校毕业生、登记失业人员）"


def test_a_very_long_label_gets_a_line_of_its_own() -> None:
    rows = texts(Pair("与原单位解除或者终止劳动关系的证明材料", "2 页"), Pair("照片", "1 页"), columns=32)
    assert rows == ["与原单位解除或者终止劳动关系的证", "明材料", "      2 页", "照片  1 页"]


def test_an_empty_value_still_shows_its_label() -> None:
    assert texts(Pair("备注", "")) == ["备注"]


def test_a_rule_fills_the_paper() -> None:
    assert texts(Rule(), columns=32) == ["─" * 16]


def test_lines_with_rare_characters_are_to_be_drawn() -> None:
    (row,) = lay_out(Slip("t", (Text("欧阳䶮样例"),)))
    assert isinstance(row, TextRow)
    assert row.gbk is None


def test_feeds_and_codes_pass_through() -> None:
    rows = lay_out(Slip("t", (Feed(2), Qr("样例", "H"))))
    assert rows == (FeedRow(2), QrRow("样例".encode(), "H"))


@pytest.mark.parametrize(
    "element", [Text("一", size=3), Text("一", size=0), Feed(-1), Feed(256), Qr(""), Qr("x", "Z"), Qr("x" * 1300, "H")]
)
def test_refuses_what_can_not_be_printed(element: Element) -> None:
    with pytest.raises(SlipContentError):
        lay_out(Slip("t", (element,)))


def test_refuses_paper_too_narrow_for_a_value() -> None:
    with pytest.raises(SlipContentError):
        lay_out(sample_slip(), 20)


@pytest.mark.parametrize("columns", [32, 48])
def test_the_sample_is_plain_text_on_both_papers(columns: int) -> None:
    rows = lay_out(sample_slip(), columns)
    assert all(row.gbk is not None for row in rows if isinstance(row, TextRow))
    assert any("样例" in row.text for row in rows if isinstance(row, TextRow))
