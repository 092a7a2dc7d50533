"""Checks that every name has its words in every language that a catalogue promises, and no words are left behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from shared.catalogue.errors import Fault, FaultCode
from shared.catalogue.index import Finder
from shared.catalogue.own_words import OWN_WORDS
from shared.catalogue.sources import Sources
from shared.catalogue.yaml_reading import Document, Path

Raw = Mapping[str, Any]
Named = tuple[Document, Path, str]
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_PLACE: Final = re.compile(r"\{[^{}]*\}")
_ROLE: Final = "{role}"


def check_translations(sources: Sources) -> Iterator[Fault]:
    """Yield a fault for each name that has no words in a promised language, where the name stands."""
    given: dict[str, dict[str, str]] = {}
    for document in sources.translations:
        yield from _copied(document, given.setdefault(document.data["language"], {}))
        given[document.data["language"]].update(document.data["texts"])
    yield from _left_behind(sources)
    for language, document, path, text in untranslated(sources):
        mend = f"在译文（translations/{language}.yaml）里加上这一句。"
        yield Finder(document).fault(path, FaultCode.TRANSLATION_MISSING, f"“{text}”没有 {language} 译文", mend)


def untranslated(sources: Sources) -> Iterator[tuple[str, Document, Path, str]]:
    """Yield each text that lacks words in a promised language, once a language: language, where it stands, the text."""
    given: dict[str, set[str]] = {}
    for document in sources.translations:
        given.setdefault(document.data["language"], set()).update(document.data["texts"])
    for language in sources["package"].get("languages", ()):
        told = set(given.get(language, ()))
        for document, path, text in translated_texts(sources):
            if text not in told:
                told.add(text)
                yield language, document, path, text


def _copied(document: Document, earlier: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what another file says otherwise, and what was copied from Chinese instead of translated."""
    finder = Finder(document)
    for text, words in document.data["texts"].items():
        if earlier.get(text, words) != words:
            message = f"“{text}”在另一个文件里译成“{earlier[text]}”"
            yield finder.fault(("texts", text), FaultCode.KEY_TWICE, message, "只留一个。")
        if document.data["language"] != "zh-Hant" and text == words and _HAN.search(text):
            message = f"“{text}”照抄了原文，没有译"
            yield finder.fault(("texts", text), FaultCode.TRANSLATION_MISSING, message, "写上译文。")
        if set(_PLACE.findall(text)) != set(_PLACE.findall(words)):
            message = f"“{text}”的译文里花括号和原文的不一样"
            mend = "原文里每个 {…} 在译文里照样写，一个不多，一个不少。"
            yield finder.fault(("texts", text), FaultCode.TRANSLATION_MISSING, message, mend)


def _left_behind(sources: Sources) -> Iterator[Fault]:
    """Yield a fault for each translation of a sentence that nothing says any more, as it was changed or taken out."""
    said = _said(sources)
    for document in sources.translations:
        for text in document.data["texts"]:
            if text not in said:
                message = f"目录里已经没有“{text}”这一句"
                mend = "原文改了的，这里的原文和译文跟着改；不再用的，删掉这一条。"
                yield Finder(document).fault(("texts", text), FaultCode.TRANSLATION_LEFT_BEHIND, message, mend)


def _said(sources: Sources) -> frozenset[str]:
    """Return every text of the catalogue, and what is made of one for each role: 同{role}身份证住址."""
    documents = (
        *sources.single.values(),
        *sources.items,
        *sources.services,
        *sources.code_tables,
        *sources.knowledge,
    )
    said = {text for document in documents for text in _leaves(document.data)}
    roles = {role["label"] for one in (*sources.services, *sources.items) for role in _roles(one.data)}
    made = {text.replace(_ROLE, role) for text in said if _ROLE in text for role in ("", *roles)}
    return frozenset(said | made | OWN_WORDS)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    elif isinstance(value, str):
        yield value


def _roles(raw: Raw) -> Iterable[Raw]:
    found: Iterable[Raw] = raw.get("form", raw).get("roles", ())
    return found


def translated_texts(sources: Sources) -> Iterator[Named]:
    """Yield every text that people of another language must be able to read: names, questions, fields, notices."""
    for document in (*sources.services, *sources.items):
        raw = document.data
        for key in ("name", "short_name", "subtitle"):
            yield document, (key,), raw[key]
        roles = ("form", "roles") if "form" in raw else ("roles",)
        for place, role in enumerate(_roles(raw)):
            yield document, (*roles, place, "label"), role["label"]
        for place, one in enumerate(raw.get("situations", ())):
            yield document, ("situations", place, "name"), one["name"]
    yield from _listed(sources.single["themes"], "themes", "name")
    yield from _listed(sources.single["notices"], "notices", "title")
    yield from _keyed(sources.single["materials"], "materials", "name")
    yield from _keyed(sources.single["dictionary"], "fields", "title")
    notices = sources.single["notices"]
    for key, text in notices.data["sentences"].items():
        yield notices, ("sentences", key), text
    for key, text in notices.data.get("labels", {}).items():
        yield notices, ("labels", key), text
    for place, raw in enumerate(notices.data["notices"]):
        for title in raw.get("by_type", {}).values():
            yield notices, ("notices", place, "by_type"), title
        for number, text in enumerate(raw.get("body", ())):
            yield notices, ("notices", place, "body", number), text
    if "questions" in sources.single:
        yield from _questions(sources.single["questions"])


def _listed(document: Document, key: str, name: str) -> Iterator[Named]:
    for place, raw in enumerate(document.data[key]):
        yield document, (key, place, name), raw[name]


def _keyed(document: Document, key: str, name: str) -> Iterator[Named]:
    for code, raw in document.data[key].items():
        yield document, (key, code, name), raw[name]


def _questions(document: Document) -> Iterator[Named]:
    for code, raw in document.data["questions"].items():
        path: Path = ("questions", code)
        yield document, (*path, "ask"), raw["ask"]
        yield document, (*path, "why"), raw["why"]
        for answer, entry in raw["answers"].items():
            yield document, (*path, "answers", answer, "label"), entry["label"]
