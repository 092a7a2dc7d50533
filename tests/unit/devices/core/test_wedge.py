"""A gun among the keys: recognised by time alone, and a hand loses nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.wedge import Stroke, Typed, WedgeRecogniser

GUN_S, HAND_S = 0.012, 0.12


def strokes(text: str, gap_s: float, start: float = 0.0) -> list[Stroke[int]]:
    return [
        Stroke("" if char == "\n" else char, start + at * gap_s, ends=char == "\n", key=at)
        for at, char in enumerate(text)
    ]


def play(pressed: Iterable[Stroke[int]]) -> list[Typed[int]]:
    recogniser: WedgeRecogniser[int] = WedgeRecogniser()
    decided: list[Typed[int]] = []
    last = 0.0
    for stroke in pressed:
        while recogniser.due is not None and recogniser.due <= stroke.at:
            decided += recogniser.silence(recogniser.due)
        decided += recogniser.key(stroke)
        last = stroke.at
    decided += recogniser.silence(last + 1)
    assert recogniser.due is None
    return decided


def codes(decided: list[Typed[int]]) -> list[str]:
    return [typed.code for typed in decided if typed.code is not None]


def by_hand(decided: list[Typed[int]]) -> str:
    return "".join(
        "\n" if each.ends else each.text for typed in decided if typed.code is None for each in typed.strokes
    )


@pytest.mark.parametrize("text", ["YM1:ABC123", "YM1:ABC123\n", "440100"])
@pytest.mark.parametrize("gap_s", [0.007, 0.016, 0.03])
def test_a_gun_with_and_without_a_suffix(text: str, gap_s: float) -> None:
    assert codes(play(strokes(text, gap_s))) == [text.strip()]


@pytest.mark.parametrize("text", ["12345\n", "ab\n", "\n"])
def test_what_is_short_is_a_hands(text: str) -> None:
    assert by_hand(play(strokes(text, GUN_S))) == text


def test_a_gun_after_a_hand_and_a_hand_after_a_gun() -> None:
    first = strokes("陈".encode().hex()[:3], HAND_S)
    second = strokes("YM1:XYZ\n", GUN_S, first[-1].at + 0.2)
    third = strokes("ok", HAND_S, second[-1].at + 0.3)
    decided = play([*first, *second, *third])
    assert codes(decided) == ["YM1:XYZ"]
    assert by_hand(decided) == "e99" + "ok"


def test_two_codes_in_a_row() -> None:
    first = strokes("YM1:ONE\n", GUN_S)
    assert codes(play([*first, *strokes("YM1:TWO\n", GUN_S, first[-1].at + 0.2)])) == ["YM1:ONE", "YM1:TWO"]


def test_a_key_that_is_held_down_is_a_hands() -> None:
    held = [Stroke("a", at * 0.03, repeats=at > 0, key=at) for at in range(30)]
    decided = play(held)
    assert codes(decided) == []
    assert by_hand(decided) == "a" * 30


def test_keys_that_type_nothing_break_a_run() -> None:
    arrow = Stroke("", 4 * GUN_S, key=99)
    decided = play([*strokes("abcd", GUN_S), arrow, *strokes("efgh", GUN_S, 5 * GUN_S)])
    assert codes(decided) == []
    assert by_hand(decided) == "abcdefgh"


def test_a_single_key_is_given_back_within_a_twentieth_of_a_second() -> None:
    recogniser: WedgeRecogniser[int] = WedgeRecogniser()
    assert recogniser.key(Stroke("a", 1.0)) == []
    assert recogniser.due == pytest.approx(1.05)
    assert [typed.code for typed in recogniser.silence(1.05)] == [None]


GAPS = st.lists(st.floats(0.0, 0.5), min_size=1, max_size=40)


@given(GAPS, st.data())
def test_every_key_comes_out_once_and_in_order(gaps: list[float], data: st.DataObject) -> None:
    times = list(itertools.accumulate(gaps))
    pressed = [
        Stroke(char, at, ends=char == "", repeats=data.draw(st.booleans()) and number % 7 == 0, key=number)
        for number, at in enumerate(times)
        if (char := data.draw(st.sampled_from("abc1\u4e2d") | st.just(""))) is not None
    ]
    assert [each.key for typed in play(pressed) for each in typed.strokes] == list(range(len(pressed)))


@given(st.lists(st.floats(0.06, 0.6), min_size=6, max_size=40))
def test_a_hand_is_never_taken_for_a_gun(gaps: list[float]) -> None:
    times = itertools.accumulate(gaps)
    assert codes(play([Stroke("a", at, key=number) for number, at in enumerate(times)])) == []
