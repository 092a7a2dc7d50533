"""What a typed text may mean: hanzi, pinyin, initials, everyday words for official ones (A4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from shared.catalogue.extras import Concept
from shared.catalogue.search_keys import MAX_QUERY, has_hanzi, normalised, without_fillers
from shared.catalogue.search_readings import Readings, confusable

_RUN = re.compile(r"[a-z]+|[0-9]+|[^a-z0-9]+")
_LONGEST_WORD: Final = 8
_LONGEST_CONFUSED: Final = 2
_MAX_MEANINGS: Final = 8


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that was typed for one character: the character, its syllable, or the letters of one."""

    text: str
    syllable: str
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the query: as typed, and the official words that it may stand for."""

    typed: tuple[Unit, ...]
    meanings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A typed text, read in every way that makes sense.

    Attributes:
        text: normalised; core: without the words around what is meant.
        units: the core as characters or full pinyin, None where letters can't be full pinyin.
        initials: the core as first letters; letters: the core in letters, to be compared with slips.
        slots: the units cut into known everyday words and the rest.
    """

    text: str
    core: str
    units: tuple[Unit, ...] | None
    initials: str
    letters: str
    slots: tuple[Slot, ...] = field(default_factory=tuple)

    @property
    def has_letters(self) -> bool:
        """Whether letters were typed, alone or among hanzi."""
        return any("a" <= letter <= "z" for letter in self.core)

    @property
    def typed_in_letters(self) -> bool:
        """Whether no hanzi was typed."""
        return not has_hanzi(self.text)


class QueryReader:
    """Reads queries with one catalogue's words.

    Args:
        readings: gives pinyin; syllables: those that the catalogue has.
        is_pair: tells whether two characters stand beside each other in the catalogue.
        concepts, noise: everyday words, and words without meaning.
    """

    def __init__(
        self,
        readings: Readings,
        syllables: frozenset[str],
        is_pair: Callable[[str], bool],
        concepts: Iterable[Concept],
        noise: Iterable[str],
    ) -> None:
        self._readings = readings
        self._meanings: dict[str, list[str]] = {}
        self._spelt: dict[tuple[str, ...], str] = {}
        self._is_pair = is_pair
        spoken_of = set(syllables)
        self._noise = frozenset(map(normalised, noise))
        for concept in concepts:
            spoken = [normalised(said) for said in concept.says]
            for said in dict.fromkeys((*spoken, *(self._without_noise(said) for said in spoken))):
                if len(said) < 2 and said not in spoken:
                    continue
                self._meanings.setdefault(said, []).extend(map(normalised, concept.means))
                if len(said) > 1:
                    spelt = readings.of(said)
                    spoken_of.update(syllable for syllable in spelt if len(syllable) > 1)
                    self._spelt.setdefault(tuple(map(confusable, spelt)), said)
        self._syllables = frozenset(spoken_of)
        self._longest = max((len(name) for name in spoken_of), default=1)

    def read(self, typed: str) -> Query | None:
        """Return the readings of a typed text, None where nothing of it can be looked for."""
        text = normalised(typed)[:MAX_QUERY]
        if not text:
            return None
        core = self._without_noise(text)
        units = self._units(core)
        return Query(
            text=text,
            core=core,
            units=units,
            initials="".join(self._initials(core)),
            letters="".join(self._readings.of(core)),
            slots=tuple(self._slots(units)) if units else (),
        )

    def _without_noise(self, text: str) -> str:
        """Drop the words around what is meant, but no part of an everyday word or of a word of the catalogue."""
        if not self._noise:
            return without_fillers(text)
        kept: list[str] = []
        place = 0
        while place < len(text):
            word = self._longest_at(text, place, self._meanings)
            noise = self._longest_at(text, place, self._noise)
            if word >= max(noise, 1) or not noise or (noise == 1 and self._inside_a_word(text, place)):
                kept.append(text[place : place + max(word, 1)])
                place += max(word, 1)
            else:
                place += noise
        return "".join(kept) or text

    @staticmethod
    def _longest_at(text: str, place: int, words: Container[str]) -> int:
        longest = min(_LONGEST_WORD, len(text) - place)
        return next((length for length in range(longest, 0, -1) if text[place : place + length] in words), 0)

    def _inside_a_word(self, text: str, place: int) -> bool:
        """Tell whether a character is part of a word of the catalogue; a neighbour that is noise says nothing."""
        pairs = (text[max(0, place - 1) : place + 1], text[place : place + 2])
        return any(len(pair) == 2 and not set(pair) <= self._noise and self._is_pair(pair) for pair in pairs)

    def _units(self, core: str) -> tuple[Unit, ...] | None:
        units: list[Unit] = []
        for run in _RUN.findall(core):
            if not ("a" <= run[0] <= "z"):
                units += [
                    Unit(character, syllable) for character, syllable in zip(run, self._readings.of(run), strict=True)
                ]
                continue
            parsed = self._parse(run)
            if parsed is None:
                return None
            units += parsed
        return tuple(units)

    def _parse(self, letters: str) -> list[Unit] | None:
        """Return letters as the fewest full syllables, the last one perhaps half typed; None where they are none."""
        best: list[list[str] | None] = [[]] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - self._longest), end):
                before = best[start]
                if before is not None and letters[start:end] in self._syllables:
                    so_far = best[end]
                    if so_far is None or len(before) + 1 < len(so_far):
                        best[end] = [*before, letters[start:end]]
        whole = best[len(letters)]
        if whole is not None:
            return [Unit("", syllable) for syllable in whole]
        for end in range(len(letters) - 1, max(-1, len(letters) - self._longest), -1):
            head = best[end]
            if head and any(name.startswith(letters[end:]) for name in self._syllables):
                return [*(Unit("", syllable) for syllable in head), Unit("", letters[end:], is_partial=True)]
        return None

    def _initials(self, core: str) -> Iterator[str]:
        for run in _RUN.findall(core):
            if "a" <= run[0] <= "z":
                parsed = self._parse(run)
                yield "".join(unit.syllable[0] for unit in parsed) if parsed and len(run) > 2 * len(parsed) else run
            else:
                yield "".join(syllable[0] for syllable in self._readings.of(run))

    def _slots(self, units: Sequence[Unit]) -> Iterator[Slot]:
        rest: list[Unit] = []
        place = 0
        while place < len(units):
            length, said = self._word_at(units, place)
            if not length:
                if rest and not self._belong(rest[-1], units[place]):
                    yield Slot(tuple(rest))
                    rest = []
                rest.append(units[place])
                place += 1
                continue
            if rest:
                yield Slot(tuple(rest))
                rest = []
            meanings = dict.fromkeys(self._meanings[said])
            yield Slot(tuple(units[place : place + length]), tuple(meanings)[:_MAX_MEANINGS])
            place += length
        if rest:
            yield Slot(tuple(rest))

    def _belong(self, unit: Unit, other: Unit) -> bool:
        """Tell whether two neighbours stand side by side in the catalogue; of letters that is not asked."""
        return not (unit.text and other.text) or self._is_pair(unit.text + other.text)

    def _word_at(self, units: Sequence[Unit], place: int) -> tuple[int, str]:
        """Return length and text of the longest everyday word that begins at a place, typed or in pinyin."""
        for length in range(min(_LONGEST_WORD, len(units) - place), 0, -1):
            part = units[place : place + length]
            text = "".join(unit.text for unit in part)
            if len(text) == length and text in self._meanings:
                return length, text
            by_sound = length > _LONGEST_CONFUSED or not all(unit.text for unit in part)
            if length > 1 and by_sound and not any(unit.is_partial for unit in part):
                said = self._spelt.get(tuple(confusable(unit.syllable) for unit in part))
                if said:
                    return length, said
        return 0, ""
