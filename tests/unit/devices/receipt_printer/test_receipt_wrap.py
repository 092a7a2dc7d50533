"""Breaking lines: width kept, nothing lost, punctuation where it may stand, words whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.receipt_printer.text import GLUE, columns_of, normalise
from devices.receipt_printer.wrap import wrap, wrap_evenly

CLOSING = "，。、；：？！）》」』】”’…％℃"
OPENING = "（《「『【“‘￥"
HANZI = st.sampled_from("东莞市政务服务中心收件凭证样例申请材料办理")
SENTENCES = st.lists(
    st.one_of(
        st.text(HANZI, min_size=1, max_size=6),
        st.from_regex(re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,9}"), fullmatch=True),
        st.text(HANZI, min_size=1, max_size=4).map(lambda text: f"（{text}）"),
        st.text(HANZI, min_size=1, max_size=4).map(lambda text: f"《{text}》，"),
        st.sampled_from(["，", "。", "：", "；", " ", "5℃", "￥12.50", "30％"]),
    ),
    max_size=30,
).map("".join)


@given(st.text(), st.integers(8, 60))
def test_every_line_fits_and_nothing_but_spaces_is_lost(text: str, width: int) -> None:
    for paragraph in normalise(text).split("\n"):
        lines = wrap(paragraph, width)
        assert all(columns_of(line) <= width for line in lines)
        assert re.sub("[ \u3000]", "", "".join(lines)) == re.sub("[ \u3000]", "", paragraph)
        assert lines


@given(SENTENCES, st.integers(16, 48))
def test_punctuation_stands_where_it_may(text: str, width: int) -> None:
    runs = re.findall(f"[{CLOSING}]+|[{OPENING}]+", text)
    if any(len(run) > 3 for run in runs):
        return
    lines = wrap(text, width)
    for line in lines[1:]:
        assert line[0] not in CLOSING
    for line in lines[:-1]:
        assert line[-1] not in OPENING


@given(SENTENCES, st.integers(16, 48))
def test_words_and_numbers_stay_whole(text: str, width: int) -> None:
    pieces = " ".join(wrap(text, width))
    for word in re.findall("[A-Za-z0-9.-]+", text):
        assert word in pieces or columns_of(word) > width - 8


def test_a_number_moves_to_the_next_line_whole() -> None:
    assert wrap("请拨打电话0769-22330000咨询", 16) == ["请拨打电话", "0769-22330000", "咨询"]


def test_no_closing_mark_begins_a_line() -> None:
    assert wrap("收到材料三份，共七页", 12) == ["收到材料三", "份，共七页"]
    assert wrap("办理《就业创业证》", 6) == ["办理", "《就业", "创业", "证》"]


def test_dashes_and_ellipses_are_not_parted() -> None:
    assert wrap("一二三——五六", 8) == ["一二", "三——", "五六"]
    assert wrap("一二三四……五六", 10) == ["一二三", "四……五六"]


def test_a_no_break_space_holds() -> None:
    assert wrap(f"第一二 3{GLUE}kg", 8) == ["第一二", f"3{GLUE}kg"]


def test_a_long_address_is_cut_after_a_separator() -> None:
    lines = wrap("网址https://example.gov.cn/services/items/0012345678", 24)
    assert lines == ["网址https://example.gov.", "cn/services/items/", "0012345678"]


def test_a_separator_far_before_the_end_of_the_line_is_no_reason_to_leave_it_half_empty() -> None:
    assert wrap("ab/00000000000000000000", 16) == ["ab/0000000000000", "0000000"]


def test_no_single_character_is_left_alone() -> None:
    assert wrap("东莞市政务服务中心综合窗口", 24) == ["东莞市政务服务中心综合", "窗口"]


def test_a_word_with_its_mark_is_not_parted_for_a_single_character() -> None:
    assert wrap("0000000000000，东", 16) == ["0000000000000，", "东"]


def test_a_number_too_long_for_a_line_with_its_mark_takes_a_digit_down_with_it() -> None:
    assert wrap("编号000000000000000，", 16) == ["编号000000000000", "000，"]
    assert wrap("东东东东东东000000000000000，", 16) == ["东东东东东东", "00000000000000", "0，"]
    assert wrap("（00000000000000000000）", 16) == ["（00000000000000", "000000）"]
    assert wrap("000000000000000(0000", 16) == ["000000000000000", "(0000"]


def test_a_mark_after_a_space_begins_no_line_either() -> None:
    assert wrap("东（东）（东） ，", 16) == ["东（东）", "（东） ，"]
    assert wrap("东莞市" + " " * 12 + "，政务", 16) == ["东莞", "市            ，", "政务"]
    assert wrap("东莞市" + " " * 30 + "，政务", 16) == ["东莞", "市，政务"]


def test_a_minus_after_a_space_stays_with_its_number() -> None:
    assert wrap("东莞市政务合计 -12.50元", 16) == ["东莞市政务合计", "-12.50元"]


def test_marks_alone_that_fill_a_line_are_cut_where_it_ends() -> None:
    assert wrap("，" * 20, 16) == ["，" * 8, "，" * 8, "，" * 4]


def test_headings_break_evenly() -> None:
    assert wrap_evenly("东莞市政务服务中心", 16) == ["东莞市政务", "服务中心"]
    assert wrap_evenly("收件凭证", 16) == ["收件凭证"]


@pytest.mark.parametrize(("text", "expected"), [("", [""]), ("   ", [""]), ("　　首行缩进", ["　　首行缩进"])])
def test_empty_and_indented_paragraphs(text: str, expected: list[str]) -> None:
    assert wrap(text, 48) == expected
