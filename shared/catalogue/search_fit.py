"""How well one text fits what was typed, character by character."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rapidfuzz import fuzz

from shared.catalogue.search_keys import Term, typed_coverage
from shared.catalogue.search_query import Query

_MISSPELT: Final = 0.66
_HOMOPHONE: Final = 0.85


def variety(letters: str) -> float:
    """Return the share of neighbouring pairs that are not repetitions: zzzz says no more than zz."""
    pairs = [letters[place : place + 2] for place in range(len(letters) - 1)]
    return len(set(pairs)) / len(pairs) if pairs else 1.0


def fits(query: Query, term: Term) -> Iterator[float]:
    """Yield how well a text fits what was typed, read in each way: 1 is the text itself."""
    yield _typed(query.text, term)
    if query.core != query.text:
        yield _typed(query.core, term)
    if query.typed_in_letters:
        yield _MISSPELT * _misspelt(query.letters, term)
        return
    if len(term.characters) > 1 and not term.characters.isdigit() and term.characters in query.text:
        yield 0.35 + 0.6 * min(1.0, len(term.characters) / len(query.core))
    yield _HOMOPHONE * (_typed(query.letters, term) if query.has_letters else _sounding(query, term))


def _typed(query: str, term: Term) -> float:
    fit = typed_coverage(query, term)
    if fit is None:
        return 0.0
    start, covered = fit
    return (0.5 if start else 0.6) + 0.38 * covered / len(term.characters)


def _sounding(query: Query, term: Term) -> float:
    """Return how well a text fits what hanzi sound like."""
    start = term.spelled.find(query.letters)
    return 0.0 if start < 0 else (0.5 if start else 0.6) + 0.38 * min(1.0, len(query.core) / len(term.characters))


def _misspelt(letters: str, term: Term) -> float:
    """Return how near letters are to a part of a text's pinyin; under four of five it is chance."""
    if len(letters) < 5:
        return 0.0
    near = fuzz.partial_ratio(letters, term.spelled, score_cutoff=80) / 100
    return near * (0.75 + 0.25 * min(1.0, len(letters) / max(len(term.spelled), 1)))
