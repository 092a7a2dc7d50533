"""Finds items and one-matter services by words, pinyin, initials, other names and what people say (A4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shared.catalogue.model import Catalogue, Subject
from shared.catalogue.search_keys import (
    MAX_QUERY,
    Term,
    edits_within,
    has_hanzi,
    make_term,
    normalised,
    spell,
    typed_coverage,
    without_fillers,
)
from shared.domain.items import Channel

_LEAST_SCORE: Final = 0.3
_HOMOPHONE: Final = 0.85
_MISSPELT: Final = 0.6
_RESEMBLING: Final = 0.6
_HERE_BONUS: Final = 0.01


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. The score is 0 to 1; 1 is the very name."""

    code: str
    name: str
    department: str
    score: float
    is_service: bool


@dataclass(frozen=True, slots=True)
class _Query:
    """A typed text, without the words around what is meant, and that in pinyin; empty where it has no hanzi."""

    text: str
    core: str
    spelled: str

    @classmethod
    def of(cls, text: str) -> _Query:
        core = without_fillers(text)
        return cls(text, core, spell(core) if has_hanzi(text) else "")


@dataclass(frozen=True, slots=True)
class _Entry:
    subject: Subject
    terms: tuple[Term, ...]


class CatalogueSearch:
    """An index over one catalogue, built once; searching changes nothing."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._entries = tuple(_entry(catalogue, subject) for subject in catalogue.subjects)

    def search(self, text: str, limit: int = 20, channel: Channel | None = None) -> tuple[Hit, ...]:
        """Return what a text may mean, the likeliest first.

        With a channel, what can be taken there goes before its equals; what can't is found all the same (A10).
        """
        typed = normalised(text)[:MAX_QUERY]
        if not typed:
            return ()
        query = _Query.of(typed)
        scored = [(_score(query, entry, channel), entry.subject) for entry in self._entries]
        found = sorted(
            ((score, subject) for score, subject in scored if score >= _LEAST_SCORE),
            key=lambda pair: (-pair[0], not pair[1].is_service, pair[1].permanent_id),
        )
        return tuple(
            Hit(subject.code, subject.name, subject.department, round(min(score, 1.0), 3), subject.is_service)
            for score, subject in found[:limit]
        )


def _entry(catalogue: Catalogue, subject: Subject) -> _Entry:
    shown = catalogue.presentations[subject.code]
    texts: list[tuple[str, float]] = [(subject.name, 1.0), (subject.short_name, 1.0), (subject.code, 1.0)]
    texts += [(text, 0.95) for text in shown.synonyms]
    texts += [(text, 0.9) for text in shown.phrases]
    texts += [(subject.subtitle, 0.6), (subject.theme.name, 0.6)]
    texts += [(item.department, 0.5) for item in subject.items]
    if subject.is_service:
        texts += [(item.short_name, 0.7) for item in subject.items]
    else:
        texts += [(catalogue.guide(subject.code).result.name, 0.7)]
    return _Entry(subject, tuple(make_term(text, weight) for text, weight in dict(reversed(texts)).items()))


def _score(query: _Query, entry: _Entry, channel: Channel | None) -> float:
    best = max(term.weight * _fit(query, term) for term in entry.terms)
    here = channel is not None and entry.subject.channels[channel].takes
    return best + _HERE_BONUS * here


def _fit(query: _Query, term: Term) -> float:
    if query.text == term.characters:
        return 1.0
    return max(_fits(query, term), default=0.0)


def _fits(query: _Query, term: Term) -> Iterator[float]:
    yield _typed(query.text, term)
    if query.core != query.text:
        yield _typed(query.core, term)
    if not query.spelled:
        yield _MISSPELT * _misspelt(query.text, term)
        return
    if len(term.characters) > 1 and term.characters in query.text:
        yield 0.5 + 0.45 * min(1.0, len(term.characters) / len(query.core))
    yield _HOMOPHONE * _typed(query.spelled, term)
    yield _RESEMBLING * _resemblance(query.core, term.characters)


def _typed(query: str, term: Term) -> float:
    fit = typed_coverage(query, term)
    if fit is None:
        return 0.0
    start, covered = fit
    return (0.5 if start else 0.6) + 0.38 * covered / len(term.characters)


def _resemblance(query: str, text: str) -> float:
    """Return the share of the query's neighbouring pairs that the text has too; under a half it is chance."""
    pairs = {query[place : place + 2] for place in range(len(query) - 1)}
    if not pairs:
        return 0.0
    shared = sum(pair in text for pair in pairs) / len(pairs)
    return shared if shared >= 0.5 else 0.0


def _misspelt(query: str, term: Term) -> float:
    limit = 1 if len(query) < 9 else 2
    if len(query) < 5:
        return 0.0
    edits = edits_within(query, term.spelled, limit)
    return 0.0 if edits is None else 1 - edits / len(query)
