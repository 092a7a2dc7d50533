"""Whether a line has more of what was typed than chance gives: without it nothing is found, and that is said.

A character or a syllable that happens to be shared proves nothing (厕所 and 场所 share one). Two neighbours do, and so
do an everyday word and letters that spell a good part of the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from shared.catalogue.search_query import Query, Unit
from shared.catalogue.search_readings import confusable

SPELT_ENOUGH: Final = 0.45
"""From which score on letters that can't be read as syllables (initials, slips) count."""
_FEW: Final = 3
_LITTLE_AROUND: Final = 2

_Sounds = tuple[str, ...]


class Evidence:
    """What of a query, found in a line, proves that the line is meant.

    Attributes:
        words: the slots that are everyday words, and enough of the query to have been meant: 改 in 火车票改签 is not.
    """

    def __init__(self, query: Query) -> None:
        units = query.units or ()
        few = len(units) <= _FEW
        self.words = tuple(slot for slot in query.slots if slot.meanings and (few or len(slot.typed) > 1))
        self._whole = query.core if len(query.core) > 1 or len(query.text) <= _LITTLE_AROUND else ""
        self._pairs = {one.text + other.text for one, other in pairwise(units) if _are_written(one, other)}
        self._sounds: dict[_Sounds, list[str]] = {}
        for part in {*_neighbours(units, 2), *_neighbours(units, 3)}:
            if any(unit.is_partial or unit.text.isdigit() for unit in part):
                continue
            characters = "".join(unit.text for unit in part) if all(unit.text for unit in part) else ""
            self._sounds.setdefault(tuple(confusable(unit.syllable) for unit in part), []).append(characters)

    def is_in(self, text: str, syllables: Sequence[str]) -> bool:
        """Tell whether a line has the whole query or two neighbours of it, as characters or by their sound.

        Of a longer text one character that is left proves nothing (爱 of 我爱你). Of two typed characters that sound
        like the line's one is the line's own, or three in a row sound alike: 吃饭 is not 持方.
        """
        if (self._whole and self._whole in text) or any(pair in text for pair in self._pairs):
            return True
        sounds = [confusable(syllable) for syllable in syllables]
        return any(
            any(_alike(typed, text[place : place + size]) for typed in self._sounds.get(tuple(heard), ()))
            for size in (2, 3)
            for place, heard in enumerate(zip(*(sounds[step:] for step in range(size)), strict=False))
        )


def _neighbours(units: Sequence[Unit], size: int) -> Iterable[tuple[Unit, ...]]:
    return (tuple(units[start : start + size]) for start in range(len(units) - size + 1))


def _are_written(one: Unit, other: Unit) -> bool:
    return bool(one.text and other.text) and not (one.text + other.text).isdigit()


def _alike(typed: str, characters: str) -> bool:
    """Tell whether what sounds alike is near enough: letters, three characters, or two of which one is the same."""
    return not typed or len(typed) > 2 or any(one == other for one, other in zip(typed, characters, strict=True))
