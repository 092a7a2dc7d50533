"""Both sides of an ID card become one A4 sheet with its purpose, in the place of two pages."""

from __future__ import annotations

import numpy as np
import pytest

from demo.specimen_pages import draw_page
from devices.imaging.decode import decode_page
from devices.imaging.encode import encode_page
from shared.contract.terminals import Clerk
from shared.domain.clock import legal_date
from shared.intake.card_sheet import purpose, sides_of
from shared.intake.catalogues import CatalogueShelf
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft
from shared.intake.errors import MaterialRefusedError
from shared.store.terminal import Terminal
from tests.unit.shared.intake.desks import NOW

CARD = "id_card"


def with_sides(desk: IntakeDesk, *keys: str) -> Draft:
    draft = desk.begin("7.1", "counter")
    for key in keys:
        side = encode_page(np.asarray(draw_page(key)), 200)
        draft = desk.attach_page(draft, CARD, side)
    return draft


@pytest.fixture
def desk(terminal: Terminal) -> IntakeDesk:
    return IntakeDesk(terminal, CatalogueShelf(terminal), clock=lambda: NOW)


def test_two_sides_become_one_sheet_at_true_size_in_the_first_ones_place(desk: IntakeDesk) -> None:
    draft = with_sides(desk, "id_card_front", "id_card_back")
    assert len(sides_of(draft, CARD)) == 2
    joined = desk.put_on_one_sheet(draft, CARD)
    pages = joined.materials[CARD].pages
    assert len(pages) == 1
    page = pages[0]
    assert page.dpi == 200
    assert abs(page.width / page.dpi * 25.4 - 210) < 1
    assert page.size < 400_000
    pixels = decode_page(desk.page_image(joined, page.page_id)).astype(int)
    middle = pixels[400:650, 500:1100]
    red = (middle[..., 0] - middle[..., 1] > 40).mean()
    assert red > 0.02, "the purpose is written across the card"
    assert not sides_of(joined, CARD)


def test_what_is_not_two_sides_is_refused_and_stays(desk: IntakeDesk) -> None:
    draft = with_sides(desk, "id_card_front")
    with pytest.raises(MaterialRefusedError, match="not_two_sides"):
        desk.put_on_one_sheet(draft, CARD)
    assert len(draft.materials[CARD].pages) == 1
    assert sides_of(draft, "household_register") == ()


def test_the_purpose_names_the_item_and_the_day() -> None:
    lines = purpose("就业创业证申领", legal_date(NOW))
    assert "就业创业证申领" in lines[0]
    assert f"{legal_date(NOW):%Y-%m-%d}" in lines[1]


def test_the_sheet_belongs_to_whoever_may_attach_pages(terminal: Terminal) -> None:
    clerk = Clerk.model_construct(clerk_id="C1", name="李样例")
    desk = IntakeDesk(terminal, CatalogueShelf(terminal), clerk, clock=lambda: NOW)
    draft = desk.begin("7.1", "counter")
    side = encode_page(np.asarray(draw_page("id_card_front")), 200)
    for reason in ("原件如此", "当面核对过"):
        draft = desk.attach_page(draft, CARD, side, ("glare",), reason)
    page = desk.put_on_one_sheet(draft, CARD).materials[CARD].pages[0]
    assert (page.findings, page.override_reason) == (("glare",), "原件如此；当面核对过")
