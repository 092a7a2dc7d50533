"""Pinyin of whole catalogues in little time, and what people confuse in it.

A character with one reading is looked up once; one with several gets the reading that its neighbours decide
(银行, 行政), asked of pypinyin once for each neighbourhood.
"""

from __future__ import annotations

from typing import Final

from pypinyin import Style, lazy_pinyin, pinyin

_NEIGHBOURS: Final = 2
_FLAT: Final = {"zh": "z", "ch": "c", "sh": "s"}


class Readings:
    """Readings of characters, kept once they are known."""

    def __init__(self) -> None:
        self._single: dict[str, str] = {}
        self._around: dict[tuple[str, int], str] = {}

    def of(self, text: str) -> list[str]:
        """Return a normalised text's syllables without tones; what is no hanzi stands for itself."""
        return [self._reading(text, place, character) for place, character in enumerate(text)]

    def _reading(self, text: str, place: int, character: str) -> str:
        known = self._single.get(character)
        if known is None:
            known = self._single[character] = _only_reading(character)
        if known:
            return known
        start = max(0, place - _NEIGHBOURS)
        key = (text[start : place + _NEIGHBOURS + 1], place - start)
        if key not in self._around:
            self._around[key] = _in_context(*key)
        return self._around[key]


def confusable(syllable: str) -> str:
    """Return what stands for all syllables that are easily taken for each other: zhang, zang and zan are one."""
    for long, short in _FLAT.items():
        if syllable.startswith(long):
            syllable = short + syllable[2:]
    if syllable.startswith("n") and len(syllable) > 1:
        syllable = "l" + syllable[1:]
    return syllable[:-1] if syllable.endswith(("ang", "eng", "ing")) else syllable


def _only_reading(character: str) -> str:
    """Return a character's reading where it has one, itself where it has none, and nothing where it has several."""
    if character.isascii():
        return character
    readings = {_plain(reading) for reading in pinyin(character, style=Style.NORMAL, heteronym=True)[0]}
    return readings.pop() if len(readings) == 1 else ""


def _in_context(text: str, place: int) -> str:
    readings = lazy_pinyin(text)
    if len(readings) != len(text):
        return _plain(lazy_pinyin(text[place])[0])
    return _plain(readings[place])


def _plain(reading: str) -> str:
    return reading.replace("ü", "v")
