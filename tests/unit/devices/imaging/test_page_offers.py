"""What looks offer is sorted into what may be one page and what is two papers."""

from __future__ import annotations

import numpy as np

from devices.imaging.geometry import overlap
from devices.imaging.offers import Offers, offers_of
from tests.fixtures.looks import HALFWAY, SHEET, level_of, look_at, settled_on

_PAPER = (240, 240, 240)


def test_where_only_two_papers_were_offered_the_likeliest_of_those_is_weighed() -> None:
    look = look_at(SHEET)
    one, likelier, other = (settled_on(SHEET, look, confidence) for confidence in (0.5, 0.9, 0.4))
    assert Offers([], [likelier, one, other]).to_weigh() == [likelier]
    assert Offers([one, other], [likelier]).to_weigh() == [one, other]
    assert not Offers().to_weigh()


def test_what_the_first_look_sees_as_two_papers_is_no_page() -> None:
    level, one, parted = level_of((SHEET, _PAPER)), look_at(SHEET), look_at(SHEET, parted=SHEET)
    sheet = settled_on(SHEET, one, 1.0)
    assert sheet in offers_of(level, [one, parted], [sheet]).pages
    assert sheet in offers_of(level, [parted, one], [sheet]).unions


def test_what_a_further_look_sees_is_offered_too() -> None:
    level, nothing, look = level_of((SHEET, _PAPER)), look_at(), look_at(SHEET)
    (found,) = offers_of(level, [nothing, look], []).pages
    assert overlap(found.corners, look.there(SHEET)) > 0.95
    assert not offers_of(level, [nothing, nothing], []).pages


def test_the_halves_of_two_papers_are_offered_beside_both_together() -> None:
    halves = HALFWAY.parts(SHEET)
    level, look = level_of((SHEET, _PAPER)), look_at(SHEET, parted=SHEET)
    offered = offers_of(level, [look], [settled_on(SHEET, look, 1.0)])
    for half in halves:
        assert max(overlap(one.corners, look.there(half)) for one in offered.pages) > 0.9
    assert np.allclose(offered.unions[0].corners, look.there(SHEET))
