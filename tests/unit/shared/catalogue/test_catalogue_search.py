"""What people type finds what they mean: words, pinyin, initials, other names, everyday phrasings, slips."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.catalogue.model import Catalogue
from shared.catalogue.search import CatalogueSearch, Finder
from shared.catalogue.search_keys import edits_within, make_term, normalised, typed_coverage, without_fillers
from shared.domain.items import Channel
from tests.patience import LATE_S

FIRST = [
    # Names and parts of names.
    ("就业创业证申领", "7.1"),
    ("就业创业证", "7.1"),
    ("创业补贴", "7.3"),
    ("养老保险", "7.2"),
    ("婚姻登记", "8.1"),
    ("结婚落户", "8"),
    ("婚姻状况", "8.2"),
    ("夫妻投靠", "8.3"),
    ("户口迁移", "8.3"),
    # Numbers and codes.
    ("7.1", "7.1"),
    ("８．３", "8.3"),
    # Full pinyin, run together or spaced, complete or still being typed.
    ("jiuyechuangyezheng", "7.1"),
    ("jiu ye chuang ye zheng", "7.1"),
    ("JieHun", "8"),
    ("jiehunluohu", "8"),
    ("jiehundeng", "8.1"),
    ("chuangyebut", "7.3"),
    ("hukouqianyi", "8.3"),
    ("linghuojiuye", "7.2"),
    # Initials.
    ("jycyz", "7.1"),
    ("jhlh", "8"),
    ("cybt", "7.3"),
    ("jhdj", "8.1"),
    ("fqtk", "8.3"),
    ("qhk", "8.3"),
    ("lhjy", "7.2"),
    # Mixtures.
    ("结婚dj", "8.1"),
    ("创业bt", "7.3"),
    ("jiuye创业z", "7.1"),
    # Other names.
    ("领证", "8.1"),
    ("领结婚证", "8.1"),
    ("失业证", "7.1"),
    ("失业登记", "7.1"),
    ("个人社保", "7.2"),
    ("交社保", "7.2"),
    ("入户", "8.3"),
    ("一次性创业资助", "7.3"),
    # What people say.
    ("结婚了把户口迁到一起", "8"),
    ("我想办结婚证", "8.1"),
    ("怎么领结婚证", "8.1"),
    ("没工作了怎么办", "7.1"),
    ("户口本上还是未婚", "8.2"),
    ("户口本改已婚", "8.2"),
    ("我想把户口迁到老公家", "8.3"),
    ("开店有没有补贴", "7.3"),
    ("大学生创业补贴", "7.3"),
    ("没单位怎么交养老", "7.2"),
    ("自己交社保", "7.2"),
    # Slips: homophones, a wrong or missing letter.
    ("结昏登记", "8.1"),
    ("就业创业正", "7.1"),
    ("创业补帖", "7.3"),
    ("jiehunlouhu", "8"),
    ("chuangyebutei", "7.3"),
    ("jiuyechuangyzheng", "7.1"),
]


@pytest.fixture(scope="session")
def finder(shipped: Catalogue) -> CatalogueSearch:
    return CatalogueSearch(shipped)


@pytest.mark.parametrize(("text", "code"), FIRST)
def test_what_was_meant_comes_first(finder: CatalogueSearch, text: str, code: str) -> None:
    hits = finder.search(text)
    assert [hit.code for hit in hits[:1]] == [code], hits


def test_every_name_and_synonym_finds_its_own_among_the_first_five(shipped: Catalogue, finder: CatalogueSearch) -> None:
    for code, shown in shipped.presentations.items():
        if not shown.listed:
            continue
        for text in (shown.name, shown.short_name, *shown.synonyms, *shown.phrases):
            assert code in [hit.code for hit in finder.search(text)[:5]], text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("marriage", "8.1"),
        ("Driving Licence", "12.9"),
        ("driving license", "12.9"),
        ("employment cert", "7.1"),
        ("how do I register my vehicle", "5.1"),
        ("subsidies", "7.3"),
        ("領證", "8.1"),
        ("開公司", "7.4"),
        ("駕駛證註銷", "12.9"),
    ],
)
def test_names_in_other_languages_find_their_matter(finder: CatalogueSearch, text: str, code: str) -> None:
    assert code in [hit.code for hit in finder.search(text)[:3]]


def test_english_words_do_not_stand_in_the_way_of_pinyin(finder: CatalogueSearch) -> None:
    for text in ("she bao", "shebao", "jyz", "hun", "che", "ban zhao"):
        without = Finder.search(finder, text)
        assert finder.search(text)[:1] == without[:1], text


@pytest.mark.parametrize("text", ["", "   ", "？！", "zzzzzz", "宇宙飞船", "𠮷𠮷", "☺", "spaceship"])
def test_what_means_nothing_finds_nothing(finder: CatalogueSearch, text: str) -> None:
    assert finder.search(text) == ()


def test_hits_name_department_and_say_what_is_a_service(finder: CatalogueSearch) -> None:
    service, item = finder.search("结婚")[:2]
    assert (service.code, service.name, service.department, service.is_service) == ("8", "结婚落户", "市民政局", True)
    assert (item.code, item.is_service) == ("8.1", False)
    assert 1 >= service.score >= item.score > 0


def test_the_very_name_scores_one_and_scores_fall(finder: CatalogueSearch) -> None:
    scores = [hit.score for hit in finder.search("结婚落户")]
    assert scores[0] == 1
    assert scores == sorted(scores, reverse=True)


def test_a_channel_prefers_what_it_takes_and_hides_nothing(finder: CatalogueSearch) -> None:
    everywhere = [hit.code for hit in finder.search("市公安局")]
    at_kiosk = [hit.code for hit in finder.search("市公安局", channel=Channel.KIOSK)]
    assert everywhere.index("8") < everywhere.index("8.2")
    assert at_kiosk.index("8") > at_kiosk.index("8.2")
    assert set(everywhere) == set(at_kiosk)


def test_the_limit_holds(finder: CatalogueSearch) -> None:
    assert len(finder.search("户口", limit=1)) == 1


def test_searching_is_quick_whatever_is_typed(finder: CatalogueSearch) -> None:
    begun = time.monotonic()
    for text in ("jiehundengji", "我想把户口迁到老公家那边去", "a" * 10_000, "户" * 10_000, "zh" * 5_000):
        finder.search(text)
    assert time.monotonic() - begun < 2 + LATE_S


@given(st.text(max_size=40))
def test_no_text_breaks_the_search(finder: CatalogueSearch, text: str) -> None:
    assert all(0 < hit.score <= 1 for hit in finder.search(text))


@pytest.mark.parametrize(
    ("query", "text", "fit"),
    [
        ("jh", "结婚登记", (0, 2)),
        ("jiehun", "结婚登记", (0, 2)),
        ("jieh", "结婚登记", (0, 2)),
        ("djj", "结婚登记", None),
        ("dj", "结婚登记", (2, 2)),
        ("cy", "创业", (0, 2)),
        ("chy", "创业", (0, 2)),
        ("chongqing", "重庆", (0, 2)),
        ("xian", "西安", (0, 2)),
        ("a1", "a1区", (0, 2)),
    ],
)
def test_typing_fits_by_characters_pinyin_and_initials(query: str, text: str, fit: tuple[int, int] | None) -> None:
    assert typed_coverage(query, make_term(text, 1.0)) == fit


def test_edits_are_counted_against_any_part() -> None:
    assert edits_within("jiehum", "bujiehunde", 1) == 1
    assert edits_within("jiehun", "bujiehunde", 1) == 0
    assert edits_within("abcdef", "ghijkl", 2) is None


def test_texts_are_normalised_and_fillers_dropped() -> None:
    assert normalised("  Ａb－１（结婚）！") == "ab1结婚"
    assert without_fillers("我想办理结婚登记") == "结婚登记"
    assert without_fillers("怎么办") == "怎么办"
