"""Finds items and one-matter services by words, pinyin, initials, other names and what people say (A4).

Two steps. The index says in arrays which lines share most with what was typed, in each reading of it. The few best are
then held against the typing character by character, which decides their order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt

from shared.catalogue.extras import Concept
from shared.catalogue.findable import Findable, Hit, findables
from shared.catalogue.model import Catalogue
from shared.catalogue.search_evidence import SPELT_ENOUGH, Evidence
from shared.catalogue.search_fit import fits, variety
from shared.catalogue.search_index import Floats, LineIndex, character_codes, letter_code
from shared.catalogue.search_keys import MAX_QUERY, Term, normalised
from shared.catalogue.search_languages import OtherLanguages
from shared.catalogue.search_query import Query, QueryReader, Slot
from shared.catalogue.search_readings import Readings
from shared.domain.items import Audience, Channel

_LEAST_SCORE: Final = 0.25
_LEAST_LIKELY: Final = 0.12
_LEAST_MEANT: Final = 0.2
_MEANT_KEPT: Final = 512
_LOOKED_AT: Final = 32
_LINES_LOOKED_AT: Final = 5
_RESEMBLING: Final = 0.9
_MEANT: Final = 0.86
_BY_INITIALS: Final = 0.7
_BY_LETTERS: Final = 0.72
_LENGTH_SHARE: Final = 0.3
_STRONGEST: Final = 0.3
_OFF_TOPIC: Final = 0.3
_UNDERSTOOD_LESS: Final = 0.6
_HERE_BONUS: Final = 0.01
_AUDIENCE_BONUS: Final = 0.02
_USE_BONUS: Final = 0.004


@dataclass(frozen=True, slots=True)
class _Meant:
    """The lines that have what an everyday word stands for, how much of it, and how much a character of it says."""

    lines: npt.NDArray[np.intp]
    shares: Floats
    weight: float


class Finder:
    """An index over things that can be found, built once; searching changes nothing."""

    def __init__(
        self, entries: Sequence[Findable], concepts: Iterable[Concept] = (), noise: Iterable[str] = ()
    ) -> None:
        self._entries = entries
        readings = Readings()
        lines = [(normalised(text), weight, owner) for owner, one in enumerate(entries) for text, weight in one.texts]
        kept = [line for line in lines if line[0]]
        self._lines = [text for text, _, _ in kept]
        self._weights = np.fromiter((weight for _, weight, _ in kept), np.float32, len(kept))
        owners = np.fromiter((owner for _, _, owner in kept), np.int64, len(kept))
        self._owners, self._starts = np.unique(owners, return_index=True)
        self._ends = np.append(self._starts[1:], len(kept))
        self._use = np.fromiter((math.log10(1 + entries[one].uses) for one in self._owners), np.float32)
        self._index = LineIndex(self._lines, readings)
        self._meant_before: dict[tuple[str, ...], _Meant] = {}
        self._reader = QueryReader(readings, self._index.syllable_names, self._index.has_pair, concepts, noise)

    @property
    def entries(self) -> Sequence[Findable]:
        """What can be found."""
        return self._entries

    def search(
        self, text: str, limit: int = 20, channel: Channel | None = None, audience: Audience | None = None
    ) -> tuple[Hit, ...]:
        """Return what a text may mean, the likeliest first; nothing where only chance speaks for a thing.

        With a channel, what can be taken there goes before its equals; what can't is found all the same (A10). With an
        audience, what is meant for it goes before its equals.
        """
        query = self._reader.read(text) if self._lines else None
        if query is None:
            return ()
        lines = self._line_scores(query)
        best = lines if len(lines) == len(self._starts) else np.maximum.reduceat(lines, self._starts)
        nearest = self._nearest(best, max(_LOOKED_AT, limit))
        scored = [(self._score(query, int(place), lines, channel, audience), int(place)) for place in nearest]
        found = sorted((one for one in scored if one[0] >= _LEAST_SCORE), key=self._order)
        evidence = Evidence(query)
        meant = (one for one in found if self._is_meant(query, evidence, *one))
        return tuple(self._hit(place, score) for score, place in islice(meant, limit))

    def _is_meant(self, query: Query, evidence: Evidence, score: float, place: int) -> bool:
        """Tell whether more than chance speaks for an entry."""
        if not query.slots:
            return score >= SPELT_ENOUGH
        own = range(int(self._starts[place]), int(self._ends[place]))
        return any(self._has_meaning(slot, own) for slot in evidence.words) or any(
            evidence.is_in(self._lines[line], self._index.spelled[line]) for line in own
        )

    def _has_meaning(self, slot: Slot, lines: range) -> bool:
        meant = self._meant(slot.meanings).lines
        return bool(np.searchsorted(meant, lines.start) < np.searchsorted(meant, lines.stop))

    def _nearest(self, best: Floats, count: int) -> npt.NDArray[np.intp]:
        """Return the places of the best entries, in no order."""
        likely = np.flatnonzero(best >= _LEAST_LIKELY)
        if len(likely) <= count:
            return likely
        scores = best[likely] + np.float32(_USE_BONUS) * self._use[likely]
        return likely[np.argpartition(scores, len(likely) - count)[-count:]]

    def _line_scores(self, query: Query) -> Floats:
        """Return how well each line fits by the index alone."""
        best = self._by_slots(query) if query.slots else np.zeros(len(self._lines), np.float32)
        if not query.core.isascii() and all(letter < "a" or letter > "z" for letter in query.core):
            return best * self._weights
        initials = self._share(self._index.initials.cover([letter_code(letter) for letter in query.initials]))
        np.maximum(best, initials * np.float32(_BY_INITIALS * variety(query.initials)), out=best)
        if len(query.letters) >= 4:
            letters = self._share(self._index.letters.cover([letter_code(letter) for letter in query.letters]))
            np.maximum(best, letters * _BY_LETTERS, out=best)
        return best * self._weights

    def _meant(self, meanings: tuple[str, ...]) -> _Meant:
        """Return which lines have one of several official words; kept, for it is the same at each keystroke."""
        known = self._meant_before.get(meanings)
        if known is not None:
            return known
        share = np.zeros(len(self._lines), np.float32)
        weight = 0.0
        for meaning in meanings:
            form, form_weight = self._index.characters.cover(character_codes(meaning))
            np.maximum(share, np.float32(_MEANT) * self._share((form, form_weight)), out=share)
            weight = max(weight, form_weight / max(len(meaning), 1))
        lines = np.flatnonzero(share >= _LEAST_MEANT)
        if len(self._meant_before) >= _MEANT_KEPT:
            self._meant_before.clear()
        self._meant_before[meanings] = _Meant(lines, share[lines], weight)
        return self._meant_before[meanings]

    def _by_slots(self, query: Query) -> Floats:
        """Return how much of the query each line has, counting for each part the better of its words and meanings."""
        matched = np.zeros(len(self._lines), np.float32)
        strongest = np.zeros(len(self._lines), np.float32)
        wanted = 0.0
        understood = any(slot.meanings for slot in query.slots)
        for slot in query.slots:
            share, weight = self._slot(slot)
            weight *= _OFF_TOPIC + (1 - _OFF_TOPIC) * float(share.max())
            if understood and not slot.meanings:
                weight *= _UNDERSTOOD_LESS
            matched += share * np.float32(weight)
            wanted += weight
            if slot.meanings:
                np.maximum(strongest, share, out=strongest)
        whole = self._index.characters.weight if not query.typed_in_letters else self._index.syllables.weight
        covered = np.minimum(matched / np.maximum(whole, 1e-6), 1.0)
        share = matched / np.float32(max(wanted, 1e-6))
        if understood:
            share = np.float32(1 - _STRONGEST) * share + np.float32(_STRONGEST) * strongest
        result: Floats = share * (np.float32(1 - _LENGTH_SHARE) + np.float32(_LENGTH_SHARE) * covered)
        return result

    def _slot(self, slot: Slot) -> tuple[Floats, float]:
        written = [unit.text for unit in slot.typed if unit.text]
        spoken = [self._index.syllable(unit.syllable) for unit in slot.typed]
        sound, sound_weight = self._index.syllables.cover(spoken)
        share = self._share((sound, sound_weight))
        weight = sound_weight
        if written:
            form, weight = self._index.characters.cover(character_codes(written))
            part = 0.58 * len(written) / len(slot.typed)
            share = np.float32(1 - part) * share + np.float32(part) * self._share((form, weight))
        if not slot.meanings:
            return share, weight
        meant = self._meant(slot.meanings)
        share[meant.lines] = np.maximum(share[meant.lines], meant.shares)
        return share, meant.weight * len(slot.typed)

    @staticmethod
    def _share(cover: tuple[Floats, float]) -> Floats:
        found, total = cover
        result: Floats = found / np.float32(total) if total else found
        return result

    def _score(
        self, query: Query, place: int, lines: Floats, channel: Channel | None, audience: Audience | None
    ) -> float:
        """Return the score of one entry: the best of its lines, and what speaks for it besides."""
        start, end = int(self._starts[place]), int(self._ends[place])
        own = lines[start:end]
        nearest = np.argsort(-own)[:_LINES_LOOKED_AT] + start
        best = max(self._line_score(query, int(line), float(lines[line])) for line in nearest)
        if best < _LEAST_SCORE:
            return best
        entry = self._entry(place)
        here = channel is not None and channel in entry.takes
        meant = audience is not None and audience is entry.audience
        return best + _HERE_BONUS * here + _AUDIENCE_BONUS * meant + _USE_BONUS * float(self._use[place])

    def _line_score(self, query: Query, line: int, by_index: float) -> float:
        term = self._term(line)
        if query.text == term.characters:
            return term.weight
        return max(_RESEMBLING * by_index, term.weight * max(fits(query, term), default=0.0))

    def _term(self, line: int) -> Term:
        readings = tuple((syllable,) for syllable in self._index.spelled[line])
        return Term(self._lines[line], readings, float(self._weights[line]))

    def _entry(self, place: int) -> Findable:
        return self._entries[int(self._owners[place])]

    def _order(self, scored: tuple[float, int]) -> tuple[float, bool, int]:
        score, place = scored
        entry = self._entry(place)
        return -round(score, 6), not entry.is_service, entry.rank

    def _hit(self, place: int, score: float) -> Hit:
        entry = self._entry(place)
        return Hit(entry.code, entry.name, entry.department, round(min(score, 1.0), 3), entry.is_service)


class CatalogueSearch(Finder):
    """A finder over one catalogue: its services and items, by all that they are called, also in its other languages.

    Args:
        listed: what else can be found, such as a published list of items.
    """

    def __init__(self, catalogue: Catalogue, listed: Iterable[Findable] = ()) -> None:
        super().__init__((*findables(catalogue), *listed), catalogue.extras.concepts, catalogue.extras.noise)
        self._languages = OtherLanguages(catalogue)
        self._by_code = {one.code: one for one in self.entries}

    def search(
        self, text: str, limit: int = 20, channel: Channel | None = None, audience: Audience | None = None
    ) -> tuple[Hit, ...]:
        """Return what a text may mean, as every finder; what is so called in another language stands among it."""
        hits = super().search(self._languages.simplified(text), limit, channel, audience)
        named = self._languages.found(text[:MAX_QUERY])
        if not named:
            return hits
        known = {hit.code: hit for hit in hits}
        for code, score in named.items():
            entry = self._by_code[code]
            if code not in known or known[code].score < score:
                known[code] = Hit(code, entry.name, entry.department, round(score, 3), entry.is_service)
        ranked = sorted(known.values(), key=lambda hit: (-hit.score, not hit.is_service, self._by_code[hit.code].rank))
        return tuple(ranked[:limit])


class KnowledgeSearch(Finder):
    """A finder over the questions that people ask; the code of a hit is the answer's id (A7)."""

    def __init__(self, catalogue: Catalogue) -> None:
        entries = [
            Findable(
                code=one.id,
                name=one.question,
                department=one.department,
                texts=((one.question, 1.0), *((text, 0.95) for text in one.also_asked), (one.answer[:60], 0.5)),
                rank=place,
            )
            for place, one in enumerate(catalogue.extras.knowledge)
        ]
        super().__init__(entries, catalogue.extras.concepts, catalogue.extras.noise)
