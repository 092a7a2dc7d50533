"""What people type finds what they mean among the shipped catalogue and 1,135 real items, also what was never shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.search_data import FOLDER, Wanted, entries_of, hit_rate, read_wanted
from shared.catalogue.errors import CataloguePackageError
from shared.catalogue.extras import Concept
from shared.catalogue.findable import Findable
from shared.catalogue.model import Catalogue
from shared.catalogue.open_listing import read_listing
from shared.catalogue.search import CatalogueSearch, Finder, KnowledgeSearch
from shared.domain.items import Audience, Channel

SETS = ("shown", "held_out", "shipped", "second", "third", "fourth", "fifth", "sixth")


@pytest.fixture(scope="module")
def finder(shipped: Catalogue) -> Finder:
    return Finder(entries_of(shipped), shipped.extras.concepts, shipped.extras.noise)


def found_by(finder: Finder, text: str) -> list[str]:
    return [hit.code for hit in finder.search(text, 5)]


@pytest.mark.parametrize("name", ["shown", "held_out", "fourth", "fifth", "sixth"])
def test_the_wanted_item_is_in_the_first_five_95_times_of_100(finder: Finder, name: str) -> None:
    wanted = read_wanted(name)
    missed: list[Wanted] = []
    rate = hit_rate(wanted, lambda text: found_by(finder, text), missed)
    assert rate >= 0.95, [one.text for one in missed] if name == "shown" else len(missed)


def test_nothing_is_found_for_nonsense_instead_of_a_guess(finder: Finder, shipped: Catalogue) -> None:
    typed = (FOLDER / "nonsense.txt").read_text(encoding="utf-8").splitlines()
    for searching in (finder, CatalogueSearch(shipped)):
        guessed = [text for text in typed if searching.search(text)]
        assert len(guessed) <= 0.08 * len(typed), guessed


def test_one_shared_character_is_chance_and_two_neighbours_are_not() -> None:
    finder = Finder(of("娱乐场所设立", "机动车登记"))
    for typed in ("厕所", "飞机票", "11111111", "所以呢好"):
        assert found_by(finder, typed) == [], typed
    assert found_by(finder, "车登") == ["机动车登记"]
    assert found_by(finder, "厂所") == ["娱乐场所设立"], "one of both characters is its own, the other sounds like it"
    assert found_by(finder, "所") == ["娱乐场所设立"], "still being typed"


def test_the_sets_are_apart_and_large_enough() -> None:
    sets = [[one.text for one in read_wanted(name)] for name in SETS]
    assert len(sets[0]) >= 200
    assert len(set().union(*sets)) == sum(map(len, sets))


def test_every_real_item_is_found_by_its_name(finder: Finder) -> None:
    names = [one.name for one in entries_of_real(finder)][::23]
    for name in names:
        assert name in {hit.name for hit in finder.search(name, 5)}


def entries_of_real(finder: Finder) -> list[Findable]:
    return [entry for entry in finder.entries if entry.code == entry.name]


def of(*names: str, **more: object) -> list[Findable]:
    return [Findable(name, name, "", ((name, 1.0),), rank=place, **more) for place, name in enumerate(names)]  # type: ignore[arg-type]


def test_everyday_words_stand_for_official_ones_typed_or_in_pinyin() -> None:
    concept = Concept(("老婆", "媳妇"), ("配偶",))
    finder = Finder(of("配偶登记", "老人登记"), [concept], ["我的"])
    for typed in ("老婆", "我的媳妇", "laopo", "xifu"):
        assert found_by(finder, typed)[:1] == ["配偶登记"], typed


def test_words_around_are_dropped_but_not_out_of_words() -> None:
    finder = Finder(of("网吧设立", "节能审查"), (), ["吧", "能", "去哪里"])
    assert found_by(finder, "网吧去哪里") == ["网吧设立"]
    assert found_by(finder, "节能审查吧") == ["节能审查"]


@pytest.mark.parametrize("typed", ["yinhang", "银行", "银航", "yh", "yinhagn", "yihang"])
def test_a_reading_follows_its_word_and_slips_are_forgiven(typed: str) -> None:
    assert found_by(Finder(of("银行开户", "行政审批", "重庆火锅")), typed)[:1] == ["银行开户"]


def test_use_audience_and_channel_decide_between_equals() -> None:
    entries = [
        Findable("rare", "养老保险登记", "", (("养老保险登记", 1.0),), rank=1, audience=Audience.PERSONAL),
        Findable("often", "养老保险登记", "", (("养老保险登记", 1.0),), rank=2, uses=90_000, audience=Audience.LEGAL),
        Findable("here", "养老保险登记", "", (("养老保险登记", 1.0),), rank=3, takes=frozenset({Channel.KIOSK})),
    ]
    finder = Finder(entries)
    assert finder.search("养老保险")[0].code == "often"
    assert finder.search("养老保险", audience=Audience.LEGAL)[0].code == "often"
    assert [hit.code for hit in finder.search("养老保险", audience=Audience.PERSONAL)].index("rare") < 2
    assert [hit.code for hit in finder.search("养老保险", channel=Channel.KIOSK)][:2] == ["often", "here"]


def test_nothing_to_find_is_found_without_harm() -> None:
    assert Finder(()).search("结婚") == ()
    assert Finder(of("？")).search("结婚") == ()


def test_questions_and_answers_are_searched_too(small: Catalogue) -> None:
    assert [hit.code for hit in KnowledgeSearch(small).search("证丢了")] == ["lost_certificate"]


def test_a_published_list_is_loaded(tmp_path: Path) -> None:
    listing = tmp_path / "items.json"
    link = "http://example.invalid/x?areaCode=1&itemCode=511Z07-001&taskType=1"
    item = {"name": "居住证办理", "link": link, "qrcode": ""}
    listing.write_text(json.dumps([{"department": "公安", "items": [{"main_item": "户政", "sub_items": [item]}]}]))
    (found,) = read_listing(listing)
    assert (found.code, found.name, found.department) == ("511Z07-001", "居住证办理", "公安")
    assert found_by(Finder([found]), "jzz") == ["511Z07-001"]


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"a": 1}', '[{"department": "x"}]', "[" * 100_000])
def test_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    listing = tmp_path / "items.json"
    listing.write_text(text)
    with pytest.raises(CataloguePackageError):
        read_listing(listing)


@pytest.mark.parametrize("name", ["shipped", "second", "third"])
def test_what_is_shipped_is_found_by_itself(shipped: Catalogue, name: str) -> None:
    finder, missed = CatalogueSearch(shipped), list[Wanted]()
    assert hit_rate(read_wanted(name), lambda text: found_by(finder, text), missed) >= 0.95, missed


def test_an_unknown_word_does_not_hide_a_known_one() -> None:
    finder = Finder(of("机动车注册登记", "居住证办理"), [Concept(("绿牌",), ("机动车注册登记",))], ["要", "去"])
    for typed in ("特斯拉上绿牌", "要去居住证", "瑷珲居住证"):
        assert len(found_by(finder, typed)) == 1, typed
