"""The words of notices in Chinese and, beside it, in the applicant's language: all of them from the catalogue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from shared.catalogue.model import Catalogue
from shared.catalogue.notice_words import NoticeTitles, NoticeWording
from shared.domain.items import ItemType
from shared.domain.numbers import NoticeKind
from shared.notices.dates import english_date, official_date
from shared.notices.sheet import Words

_PLACE: Final = re.compile(r"\{([a-z_]+)\}")
_BRACKETED: Final = re.compile(r"([^（）]+)（([^（）]+)）")
ENGLISH: Final = "en"


class NoticeWordingMissingError(LookupError):
    """The catalogue names a notice and has no paragraphs for it."""

    def __init__(self, kind: NoticeKind) -> None:
        super().__init__(kind.name.lower())
        self.code = "notice_wording_missing"
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Wording:
    """Says what a locality says.

    Attributes:
        titles: titles, paragraphs, sentences and labels of the locality.
        language: the second language, empty for Chinese alone; translations: its texts by the Chinese ones.
    """

    titles: NoticeTitles
    language: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue, language: str = "") -> Wording:
        """Return the wording of a catalogue; a language that it lacks adds nothing."""
        known = catalogue.extras.translations.get(language, {})
        return cls(catalogue.notice_titles, language if known else "", known)

    def say(self, text: str) -> Words:
        """Return a text with its translation, where there is one that differs."""
        second = self.translations.get(text, "") or self._said_in_parts(text)
        return Words(text, second if second != text else "")

    def _said_in_parts(self, text: str) -> str:
        """Return a name with a part in brackets, such as a paper with its owner, translated part by part."""
        parts = _BRACKETED.fullmatch(text)
        if parts is None or parts[1] not in self.translations:
            return ""
        name, inside = self.translations[parts[1]], self.translations.get(parts[2], parts[2])
        return f"{name} ({inside})" if self.language == ENGLISH else f"{name}（{inside}）"

    def label(self, key: str) -> Words:
        """Return a word of tables and lines."""
        return self.say(self.titles.labels[key])

    def sentence(self, key: str) -> Words:
        """Return a fixed sentence."""
        return self.say(self.titles.sentences[key])

    def title(self, kind: NoticeKind, item_type: ItemType | None) -> Words:
        """Return the locality's title of a notice."""
        return self.say(self.titles.title(kind, item_type))

    def wording(self, kind: NoticeKind) -> NoticeWording:
        """Return who signs a notice, its paragraphs and the keys of its closing sentences.

        Raises:
            NoticeWordingMissingError: this locality has given the notice no paragraphs.
        """
        if kind not in self.titles.wordings:
            raise NoticeWordingMissingError(kind)
        return self.titles.wordings[kind]

    def filled(self, template: Words, values: Mapping[str, Words]) -> Words | None:
        """Return a text with its places filled; None where a fact is missing, so that no gap is ever printed."""
        if any(not values.get(name, Words("")).text for name in _PLACE.findall(template.text)):
            return None
        return Words(
            _PLACE.sub(lambda place: values[place[1]].text, template.text),
            _PLACE.sub(lambda place: values[place[1]].second or values[place[1]].text, template.second),
        )

    def counted(self, key: str, name: str, number: int) -> Words:
        """Return a label with a number in it, such as 5个工作日."""
        return self.filled(self.label(key), {name: Words(str(number))}) or Words(str(number))

    def day(self, day: date | None, *, provisional: bool = False) -> Words:
        """Return a date, empty without one; a provisional one says so."""
        if day is None:
            return Words("")
        mark = self.label("provisional") if provisional else Words("")
        if self.language == ENGLISH:
            second = f"{english_date(day)} {mark.second}".rstrip()
        else:
            second = official_date(day) + mark.second if self.language else ""
        return Words(official_date(day) + mark.text, second)
