"""The kiosk's languages: every sentence translated, places to fill kept, files up to date; switched while it runs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk_app.screens import said_in
from kiosk_app.translations import EVERYDAY, LANGUAGES, faults, fill, release, sentences, traditional, ts_file, update
from kiosk_app.words.changes import change_sentences, translated_changes
from kiosk_app.words.fields import field_fault
from kiosk_app.words.say import QT_TRANSLATE_NOOP, say, together
from kiosk_app.work.state import SessionState
from shared.catalogue.changes import ChangeKind, DraftChange
from shared.catalogue.checker import read_source
from shared.catalogue.model import Catalogue
from shared.catalogue.sources import default_source
from shared.catalogue.translating import Translation, translation_of
from shared.domain.items import ItemKind
from shared.forms.joined import join_forms
from shared.intake.gaps import Gap, GapKind
from shared.qt.languages import FOLDER, Language, Languages, TranslationsMissingError

MEND = "run python -m kiosk_app.translations and translate what it names"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_source(default_source())


@pytest.fixture
def languages(qtbot: QtBot) -> Iterator[Languages]:
    del qtbot
    spoken = Languages("kiosk")
    yield spoken
    spoken.speak(Language.SIMPLIFIED)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the translations as the sources of today would have them."""
    folder = tmp_path_factory.mktemp("translations")
    for file in FOLDER.iterdir():
        if file.suffix in {".ts", ".yaml"}:
            shutil.copy(file, folder)
    update(folder)
    release(folder)
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_with_its_places_to_fill(fresh: Path, language: Language) -> None:
    assert list(faults(language, fresh)) == [], MEND


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_are_of_today(fresh: Path, language: Language) -> None:
    assert dict(sentences(language)) == dict(sentences(language, fresh)), MEND
    name = ts_file(language).with_suffix(".qm").name
    assert (FOLDER / name).read_bytes() == (fresh / name).read_bytes(), MEND


def test_traditional_is_what_opencc_and_the_settled_exceptions_say() -> None:
    assert dict(sentences(Language.TRADITIONAL)) == dict(traditional()), MEND


def test_traditional_is_written_as_its_readers_type_it(catalogue: Catalogue) -> None:
    said = [words for _, words in sentences(Language.TRADITIONAL)]
    said += catalogue.extras.translations[Language.TRADITIONAL.value].values()
    assert [words for words in said if words != words.translate(EVERYDAY)] == []
    unsaid = catalogue.extras.translations["en"].keys() - catalogue.extras.translations["zh-Hant"].keys()
    assert [text for text in unsaid if text != text.translate(EVERYDAY)] == []


def test_what_is_wrong_is_named(fresh: Path, tmp_path: Path) -> None:
    shutil.copy(ts_file(Language.ENGLISH, fresh), tmp_path)
    fill(Language.ENGLISH, {"下一步": " ", "{count} 页": "{number} pages", "好了": "好了"}, tmp_path)
    named = "\n".join(faults(Language.ENGLISH, tmp_path))
    assert "no translation of “下一步”" in named
    assert "“{number} pages” has other places to fill" in named
    assert "“好了” is not English" in named


def test_sentences_change_with_the_language_and_back(languages: Languages) -> None:
    chinese = say(QT_TRANSLATE_NOOP("Kiosk", "还差 {count} 处"), count=2)
    languages.speak(Language.ENGLISH)
    assert say(QT_TRANSLATE_NOOP("Kiosk", "还差 {count} 处"), count=2) == "2 still missing"
    languages.speak(Language.TRADITIONAL)
    assert say(QT_TRANSLATE_NOOP("Kiosk", "还差 {count} 处"), count=2) == "還差 2 處"
    languages.speak(Language.SIMPLIFIED)
    assert say(QT_TRANSLATE_NOOP("Kiosk", "还差 {count} 处"), count=2) == chinese


def test_a_missing_file_leaves_the_language_as_it_was(languages: Languages, tmp_path: Path) -> None:
    languages.speak(Language.ENGLISH)
    with pytest.raises(TranslationsMissingError):
        Languages("kiosk", tmp_path).speak(Language.TRADITIONAL)
    assert say(QT_TRANSLATE_NOOP("Kiosk", "下一步")) == "Next"


def test_sentences_stand_apart_only_after_latin_marks() -> None:
    assert together("Blank.", "", "Turn it.") == "Blank. Turn it."
    assert together("空白。", "请翻过来。") == "空白。请翻过来。"


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_form_is_said_anew_and_asks_the_same(catalogue: Catalogue, language: str) -> None:
    translation = translation_of(catalogue, language)
    for subject in catalogue.subjects:
        form = join_forms(catalogue, subject)
        said = translation.of(form)
        assert (said.required, said.parts, said.checks) == (form.required, form.parts, form.checks)
        assert list(said.fields) == list(form.fields)
        for field, definition in form.fields.items():
            other = said.fields[field]
            assert (other.schema, other.widget, other.id) == (definition.schema, definition.widget, field)
            assert [option.code for option in other.options] == [option.code for option in definition.options]
            assert [one.value for one in other.suggestions] == [one.value for one in definition.suggestions]


def test_names_are_said_also_with_whose_they_are(catalogue: Catalogue) -> None:
    english = translation_of(catalogue, "en")
    assert english.say("男方姓名") == "Name (Husband)"
    assert english.say("居民身份证（女方）") == "Resident Identity Card (Wife)"
    assert english.say("没有译的话") == "没有译的话"
    assert english.of(catalogue.subject("8")).roles[0].label == "Husband"


def test_what_is_wrong_with_an_answer_is_said_in_the_language(catalogue: Catalogue, languages: Languages) -> None:
    field = join_forms(catalogue, catalogue.subject("8")).fields["husband.number"]
    differs = {"role": "男方", "sex": "男"}
    ended = {"note": next(iter(catalogue.extras.translations["en"]))}
    faults = {
        "differs": Gap(GapKind.FIELD, field.id, "wrong_for_role", field.title, params=differs),
        "ended": Gap(GapKind.FIELD, field.id, "path_ended", field.title, params=ended),
    }
    languages.speak(Language.ENGLISH)
    said = said_in(SessionState(faults=faults), translation_of(catalogue, "en")).faults
    for gap in said.values():
        told = field_fault(field, gap.code, gap.params)
        assert not re.search(r"[\u4e00-\u9fff]", told), told


def test_what_needs_no_words_stays_the_same_object(catalogue: Catalogue) -> None:
    subject = catalogue.subject("8")
    assert Translation({}).of(subject) is subject
    assert Translation({"没有": "none"}).of(subject) is subject


class Misses(Translation):
    """Notes what stays Chinese; how departments check and what samples bear is no citizen's reading."""

    def __init__(self, texts: Mapping[str, str], roles: frozenset[str]) -> None:
        super().__init__(texts, roles)
        self.missed: list[str] = []

    def say(self, text: str) -> str:
        said = super().say(text)
        if said == text and re.search(r"[\u4e00-\u9fff]", text):
            self.missed.append(text)
        return said


def test_every_text_that_a_citizen_reads_of_an_item_a_form_or_a_place_has_its_english(catalogue: Catalogue) -> None:
    english = Misses(catalogue.extras.translations["en"], frozenset())
    guides = [catalogue.guide(code) for code, item in catalogue.items.items() if item.kind is not ItemKind.CHECKED]
    for shown in (catalogue.fields, catalogue.materials, catalogue.offices, catalogue.extras.questions):
        english.of(shown)
    for guide in guides:
        english.of((guide.steps, guide.offices))
        english.say(guide.scope)
        english.say(guide.fee)
    assert [text for text in english.missed if "{role}" not in text] == []


def test_what_changed_since_is_said_in_the_language(catalogue: Catalogue, languages: Languages) -> None:
    changes = (
        DraftChange(ChangeKind.MATERIAL_ADDED, "id_photo", "近期免冠证件照"),
        DraftChange(ChangeKind.LIMIT, "7.1", "就业创业证申领", "10", "3"),
    )
    languages.speak(Language.ENGLISH)
    told = change_sentences(translated_changes(changes, translation_of(catalogue, "en")))
    assert len(told) == len(changes)
    assert not any(re.search(r"[\u4e00-\u9fff{]", sentence) for sentence in told), told
    languages.speak(Language.TRADITIONAL)
    told = change_sentences(translated_changes(changes, translation_of(catalogue, "zh-Hant")))
    assert told[0].startswith("要多交：近期免冠")
    assert "10 個工作日" in told[1]


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_every_change_has_its_sentence(kind: ChangeKind) -> None:
    (sentence,) = change_sentences([DraftChange(kind, "7.1", "就业创业证申领", "10", "3")] * 2)
    assert "就业创业证申领" in sentence
