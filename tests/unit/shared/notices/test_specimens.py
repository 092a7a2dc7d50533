"""Drawn specimens: every one is well formed, marked 样例, keeps every word and never leaves its paper."""

from __future__ import annotations

from typing import Final

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from shared.catalogue.checker import read_source
from shared.catalogue.extras import Sample
from shared.catalogue.model import Catalogue
from shared.catalogue.sources import default_source
from shared.notices.specimens import draw_specimen, wrapped

LAYOUTS: Final = ("card", "booklet", "certificate", "form", "letter", "photo", "receipt", "drawing")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1, max_size=80)


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return read_source(default_source())


def words_of(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("}text")]


def test_every_material_has_a_specimen_that_draws(shipped: Catalogue) -> None:
    samples = shipped.extras.material_samples
    assert samples.keys() == shipped.materials.keys()
    results = [extras.result_sample for extras in shipped.extras.items.values() if extras.result_sample]
    assert len(results) >= 10
    for sample in (*samples.values(), *results):
        drawn = words_of(draw_specimen(sample))
        assert "样例" in drawn
        assert all(line.replace("：", "") in "".join(drawn).replace("：", "") for line in sample.lines)


@pytest.mark.parametrize("layout", LAYOUTS)
@given(lines=st.lists(WORDS, max_size=5), seal=st.sampled_from(["", "登记机关（样例）"]))
def test_no_words_break_a_drawing_or_get_lost(layout: str, lines: list[str], seal: str) -> None:
    drawn = "".join(words_of(draw_specimen(Sample(layout, "标题<&>", tuple(lines), seal, ("看清<b>",)))))
    for line in lines:
        assert all(part in drawn for part in line.split("：") if part.strip()) or len(line) > 12


@given(WORDS, st.floats(60, 400))
def test_wrapping_keeps_every_character(text: str, width: float) -> None:
    assert "".join(wrapped(text, width, 20)) == text


def test_a_number_stays_whole_and_a_mark_never_begins_a_line() -> None:
    assert wrapped("公民身份号码：110101199003070011", 260, 20) == ["公民身份号码：", "110101199003070011"]
    assert all(line[0] not in "，。" for line in wrapped("甲乙丙丁，戊己庚辛。", 81, 20))
