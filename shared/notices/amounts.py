"""Amounts of money as official papers write them: figures with separators, and capital numerals (大写)."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿", "万亿")


def yuan(cents: int) -> str:
    """Return 1,234.50 for 123450 cents."""
    return f"{cents // 100:,}.{cents % 100:02d}"


def capital_amount(cents: int) -> str:
    """Return an amount in capital numerals, such as 壹仟贰佰叁拾元伍角整 (Payment and Settlement Rules, annex 1).

    Raises:
        ValueError: the amount is negative or ten trillion yuan and more.
    """
    if not 0 <= cents < 10**15:
        raise ValueError(cents)
    whole, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    text = _whole(whole) + "元" if whole else ""
    if not jiao and not fen:
        return (text or "零元") + "整"
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif whole:
        text += "零"
    return text + (_DIGITS[fen] + "分" if fen else "整")


def _whole(number: int) -> str:
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = True
            continue
        if text and (gap or group < 1000):
            text += "零"
        text, gap = text + _group(group) + _GROUPS[place], False
    return text


def _group(number: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return text
