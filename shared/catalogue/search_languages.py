"""Finding by the languages that a catalogue is translated into: English names by their words, Traditional characters.

The index knows Simplified Chinese and its pinyin. What is typed in Traditional characters is turned into Simplified
ones by the catalogue's own translations; Latin words are held against the translated names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from shared.catalogue.model import Catalogue, Subject
from shared.catalogue.search_keys import has_hanzi

_WORD: Final = re.compile(r"[a-z]+")
_LITTLE: Final = frozenset({"a", "an", "and", "at", "by", "for", "how", "in", "my", "of", "on", "or", "the", "to"})
_LEAST_PREFIX: Final = 4
_LEAST_WORD: Final = 4
_LEAST_MISTYPED: Final = 5
_ALIKE: Final = 0.75
_BY_WORDS: Final = 0.9
_BY_BEGINNINGS: Final = 0.4
_BY_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Named:
    """What a subject is called in one language, in words."""

    code: str
    words: tuple[str, ...]


class OtherLanguages:
    """Reads queries in the languages of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        subjects, languages = catalogue.subjects, catalogue.extras.translations.values()
        self._named = tuple(named for texts in languages for subject in subjects for named in _named(subject, texts))
        self._vocabulary = frozenset(word for named in self._named for word in named.words)
        self._simplified = str.maketrans(dict(_simplified(languages)))

    def simplified(self, text: str) -> str:
        """Return a text with the Traditional characters that the translations know as Simplified ones."""
        return text.translate(self._simplified)

    def found(self, text: str) -> dict[str, float]:
        """Return scores of 0 to 1 by subject code: high where each typed word is a word of its name.

        A word that is still being typed, or has a typing error, counts little: it may as well be pinyin. Words that no
        name has are passed over where they are the smaller part.
        """
        typed = [word for word in _WORD.findall(text.casefold()) if word not in _LITTLE]
        ways = {word: way for word in typed if (way := self._ways(word))}
        told, known = sum(map(len, typed)), sum(map(len, ways))
        if not ways or 2 * known < told:
            return {}
        whole = self._vocabulary.issuperset(ways) and any(len(word) >= _LEAST_WORD for word in ways)
        scores: dict[str, float] = {}
        for named in self._named:
            if all(way & set(named.words) for way in ways.values()):
                share = min(known / sum(map(len, named.words)), 1.0) * known / told
                score = (_BY_WORDS if whole else _BY_BEGINNINGS) + _BY_SHARE * share
                scores[named.code] = max(score, scores.get(named.code, 0.0))
        return scores

    def _ways(self, word: str) -> frozenset[str]:
        """Return the words that a typed one may be: itself, else what it begins, else what it nearly is."""
        if word in self._vocabulary:
            return frozenset({word})
        if len(word) < _LEAST_PREFIX:
            return frozenset()
        begun = frozenset(one for one in self._vocabulary if one.startswith(word))
        if begun or len(word) < _LEAST_MISTYPED:
            return begun
        return frozenset(get_close_matches(word, self._vocabulary, n=3, cutoff=_ALIKE))


def _named(subject: Subject, texts: Mapping[str, str]) -> Iterator[Named]:
    for name in (subject.name, subject.short_name, subject.subtitle):
        words = tuple(word for word in _WORD.findall(texts.get(name, "").casefold()) if word not in _LITTLE)
        if words:
            yield Named(subject.code, words)


def _simplified(translations: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield Traditional characters with their Simplified ones, told by translations that change characters alone."""
    for texts in translations:
        sources = frozenset(character for text in texts for character in text)
        for text, said in texts.items():
            if len(text) == len(said):
                pairs = zip(text, said, strict=True)
                yield from ((new, old) for old, new in pairs if new != old and new not in sources and has_hanzi(new))
