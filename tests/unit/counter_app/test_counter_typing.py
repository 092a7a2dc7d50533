"""What a clerk's typing means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.ports.form import CellKind, ChoiceOption
from counter_app.work.typing import matching, meant, tidy

OPTIONS = (
    ChoiceOption("1", "配偶", "peiou", "po"),
    ChoiceOption("2", "儿媳", "erxi", "ex"),
    ChoiceOption("3", "女婿", "nvxu", "nx"),
    ChoiceOption("10", "未婚", "weihun", "wh"),
    ChoiceOption("20", "未说明的婚姻状况", "weishuomingdehunyinzhuangkuang", "wsmdhyzk"),
)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (CellKind.TEXT, "  陈样例 ", "陈样例"),
        (CellKind.DIGITS, "138 0000-0000", "13800000000"),
        (CellKind.DIGITS, "１３８００００００００", "13800000000"),
        (CellKind.DATE, "20261123", "2026-11-23"),
        (CellKind.DATE, "2026.1.3", "2026-01-03"),
        (CellKind.DATE, "2026年1月3日", "2026-01-03"),
        (CellKind.DATE, "２０２６年１月３日", "2026-01-03"),
        (CellKind.DATE, "202411", "202411"),
        (CellKind.DATE, "2024115", "2024115"),
        (CellKind.DATE, "去年", "去年"),
        (CellKind.DATE, "", ""),
    ],
)
def test_typing_is_tidied(kind: CellKind, typed: str, kept: str) -> None:
    assert tidy(kind, typed) == kept


@given(st.sampled_from(list(CellKind)), st.text(max_size=40))
def test_tidying_twice_changes_nothing(kind: CellKind, typed: str) -> None:
    once = tidy(kind, typed)
    assert tidy(kind, once) == once


@pytest.mark.parametrize(
    ("query", "first"),
    [("PO", "配偶"), ("po", "配偶"), ("er", "儿媳"), ("配", "配偶"), ("nvxu", "女婿"), ("婚", "未婚"), ("10", "未婚")],
)
def test_a_choice_is_found_by_words_pinyin_and_initials(query: str, first: str) -> None:
    assert matching(OPTIONS, query)[0].label == first


def test_an_empty_query_offers_everything_and_nonsense_nothing() -> None:
    assert matching(OPTIONS, " ") == OPTIONS
    assert matching(OPTIONS, "zzz") == ()


@pytest.mark.parametrize(
    ("query", "label"), [("po", "配偶"), ("儿", "儿媳"), ("未婚", "未婚"), ("wei", None), ("", None), ("zzz", None)]
)
def test_only_what_is_unambiguous_is_taken(query: str, label: str | None) -> None:
    option = meant(OPTIONS, query)
    assert (option.label if option else None) == label


@given(st.text(max_size=20))
def test_whatever_is_typed_is_matched_without_a_crash(query: str) -> None:
    assert set(matching(OPTIONS, query)) <= set(OPTIONS)
