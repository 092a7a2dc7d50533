"""An inverted index over short texts: characters, syllables, initials and letters, as arrays.

Every text ("line") is described by its single features and pairs of neighbours. Features that few lines have say more
(inverse document frequency), and a query's cover of a line is the share of its weight that the line has too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from shared.catalogue.search_readings import Readings, confusable

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]

_BITS: Final = 21
_START: Final = 1 << 62
_MOST_FEATURES: Final = 28
_COMMON_SHARE: Final = 0.12
_MANY_LINES: Final = 20_000
_ENOUGH: Final = 6
_SHORT: Final = 3
_UNKNOWN_SHARE: Final = 0.55
_SINGLE_WEIGHT: Final = 0.45


@dataclass(frozen=True, slots=True)
class Grams:
    """Which sequences of features count; `starts` are those at a line's beginning, which short queries ask for too."""

    sizes: tuple[int, ...]
    starts: tuple[int, ...] = ()

    def keys(self, codes: Sequence[int]) -> dict[int, float]:
        """Return the keys of one text's features with their weights."""
        found: dict[int, float] = {}
        for size in self.sizes:
            weight = _SINGLE_WEIGHT if size == 1 and len(self.sizes) > 1 else 1.0
            for place in range(len(codes) - size + 1):
                found[_key(codes[place : place + size], size)] = weight
        for size in self.starts:
            if size <= len(codes) <= _SHORT:
                found[_START | _key(codes[:size], size)] = 1.0
        return found


def _key(codes: Sequence[int], size: int) -> int:
    key = size
    for code in codes:
        key = (key << _BITS if size < 3 else key << 10) | code
    return key


class Postings:
    """For each feature the lines that have it. Built once; `cover` changes nothing."""

    def __init__(self, grams: Grams, codes: Longs, line_of: Ints, lines: int) -> None:
        self._grams = grams
        self._lines = lines
        keys, owners = _all_grams(grams, codes, line_of)
        self._keys, inverse = np.unique(keys, return_inverse=True)
        pairs = inverse.astype(np.int64) * lines + owners
        pairs.sort()
        pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
        feature, line = np.divmod(pairs, lines)
        self._owners = line.astype(np.int32)
        self._starts = np.searchsorted(feature, np.arange(len(self._keys) + 1)).astype(np.int64)
        counts = np.diff(self._starts)
        self._idf = np.log1p(lines / np.maximum(counts, 1)).astype(np.float32)
        self._unknown = float(np.log1p(lines)) * _UNKNOWN_SHARE
        single = (self._keys >> _BITS) == 1 if 1 in grams.sizes and len(grams.sizes) > 1 else None
        weights = self._idf if single is None else np.where(single, self._idf * _SINGLE_WEIGHT, self._idf)
        self.weight: Floats = np.bincount(self._owners, weights=np.repeat(weights, counts), minlength=lines).astype(
            np.float32
        )

    def cover(self, codes: Sequence[int]) -> tuple[Floats, float]:
        """Return how much of a query's weight each line has, and that whole weight; zeros for an empty query."""
        found = np.zeros(self._lines, np.float32)
        total = 0.0
        for place, share in self._features(codes):
            if place < 0:
                total += share
                continue
            weight = share * float(self._idf[place])
            total += weight
            found[self._owners[self._starts[place] : self._starts[place + 1]]] += np.float32(weight)
        return found, total

    def has(self, codes: Sequence[int]) -> bool:
        """Tell whether a sequence of features is in any line."""
        key = _key(codes, len(codes))
        place = int(np.searchsorted(self._keys, key))
        return place < len(self._keys) and bool(self._keys[place] == key)

    def _features(self, codes: Sequence[int]) -> list[tuple[int, float]]:
        """Return places and weights of a query's features, the rarest first, -1 for what no line has.

        What very many lines have says little and costs much: it is left out where there is enough else.
        """
        wanted = self._grams.keys(codes)
        known: list[tuple[int, float]] = []
        unknown: list[tuple[int, float]] = []
        for key, weight in wanted.items():
            place = int(np.searchsorted(self._keys, key))
            if place < len(self._keys) and self._keys[place] == key:
                known.append((place, weight))
            else:
                unknown.append((-1, weight * self._unknown))
        known.sort(key=lambda one: -self._idf[one[0]])
        if self._lines > _MANY_LINES:
            rare = [one for one in known if self._count(one[0]) <= _COMMON_SHARE * self._lines]
            known = rare if len(rare) >= _ENOUGH else known[: max(_ENOUGH, len(rare))]
        return [*known[:_MOST_FEATURES], *unknown]

    def _count(self, place: int) -> int:
        return int(self._starts[place + 1] - self._starts[place])


def _all_grams(grams: Grams, codes: Longs, line_of: Ints) -> tuple[Longs, Ints]:
    """Return the key and the line of every feature of all texts, which lie one behind the other."""
    keys, owners = [], []
    begins = np.ones(len(codes), bool)
    begins[1:] = line_of[1:] != line_of[:-1]
    for size, at_start in (*((size, False) for size in grams.sizes), *((size, True) for size in grams.starts)):
        if len(codes) < size:
            continue
        last = len(codes) - size + 1
        key = np.full(last, size, np.int64)
        for step in range(size):
            key = (key << (_BITS if size < 3 else 10)) | codes[step : step + last]
        whole = line_of[:last] == line_of[size - 1 :]
        if at_start:
            whole &= begins[:last]
            key = key | _START
        keys.append(key[whole])
        owners.append(line_of[:last][whole])
    if not keys:
        return np.zeros(0, np.int64), np.zeros(0, np.int32)
    return np.concatenate(keys), np.concatenate(owners)


class LineIndex:
    """All lines of a catalogue, ready to be asked.

    Attributes:
        characters, syllables, initials, letters: one kind of feature each.
    """

    def __init__(self, lines: Sequence[str], readings: Readings) -> None:
        self._codes: dict[str, int] = {}
        self._lines = lines
        self.spelled = [tuple(readings.of(line)) for line in lines]
        lengths = np.fromiter((len(line) for line in lines), np.int64, len(lines))
        line_of = np.repeat(np.arange(len(lines), dtype=np.int32), lengths)
        self.lengths = np.maximum(lengths, 1).astype(np.float32)
        flat = [syllable for syllables in self.spelled for syllable in syllables]
        known = {syllable: self.syllable(syllable) for syllable in set(flat)}
        self.syllable_names = frozenset(name for name in known if len(name) > 1 or name in "aeo")
        characters = np.frombuffer("".join(lines).encode("utf-32-le"), np.uint32).astype(np.int64)
        count = len(lines)
        self.characters = Postings(Grams((1, 2), (1, 2)), characters, line_of, count)
        coded = np.fromiter((known[syllable] for syllable in flat), np.int64, len(flat))
        self.syllables = Postings(Grams((1, 2)), coded, line_of, count)
        firsts = np.fromiter((letter_code(syllable[0]) for syllable in flat), np.int64, len(flat))
        self.initials = Postings(Grams((2, 3), (1, 2)), firsts, line_of, count)
        spelt = ["".join(syllables) for syllables in self.spelled]
        sizes = np.fromiter((len(text) for text in spelt), np.int64, count)
        letters = np.fromiter((letter_code(letter) for text in spelt for letter in text), np.int64, int(sizes.sum()))
        self.letters = Postings(Grams((3,)), letters, np.repeat(np.arange(count, dtype=np.int32), sizes), count)

    def has_pair(self, pair: str) -> bool:
        """Tell whether two characters stand beside each other in a line."""
        return self.characters.has(character_codes(pair))

    def syllable(self, syllable: str) -> int:
        """Return the code of a syllable, the same for all that are easily confused."""
        return self._codes.setdefault(confusable(syllable), len(self._codes) + 1)


def letter_code(letter: str) -> int:
    """Return a small code of a letter or digit; one for everything else."""
    if "a" <= letter <= "z":
        return ord(letter) - 96
    return 30 + ord(letter) - 48 if "0" <= letter <= "9" else 27


def character_codes(text: Iterable[str]) -> list[int]:
    """Return the codes of characters."""
    return [ord(character) for character in text]
