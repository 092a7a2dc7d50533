"""Every item has a staff manual: its own, or one drawn from the catalogue that invents nothing."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from shared.catalogue.manuals import manual_of
from shared.catalogue.model import Catalogue
from shared.catalogue.wording import names_a_law
from shared.domain.items import ItemKind
from shared.forms.manual import manual_paper, staff_manual


def test_every_item_has_one_and_a_drawn_one_says_so_and_invents_no_law(shipped: Catalogue) -> None:
    for code, item in shipped.items.items():
        manual = manual_of(shipped, code)
        assert manual.flow or manual.standards or item.kind is ItemKind.REFERRED, code
        if shipped.extras_of(code).manual is not None:
            continue
        assert manual.illustrative
        laws = {material.legal_basis for material in item.materials} | {""}
        if (check := shipped.extras_of(code).check) is not None:
            laws.add(check.legal_basis)
        assert {one.legal_basis for one in manual.standards} <= laws, code
        assert all(not one.legal_basis or names_a_law(one.legal_basis) for one in manual.standards)
        assert {one.material for one in manual.standards} - {None} == {one.code for one in item.materials}


def test_a_drawn_one_says_what_to_look_at_and_what_may_stand_in(shipped: Catalogue) -> None:
    by_material = {one.material: one.standard for one in manual_of(shipped, "12.4").standards}
    assert "核对：" in by_material["id_card"]
    assert "可以容缺，10 个工作日内补交" in by_material["deceased_register"]
    checked = {one.point: one.standard for one in manual_of(shipped, "5.5").standards}
    assert set(checked) == {"核查什么", "到哪里核查", "连不上时"}


@pytest.mark.parametrize("code", ["5", "2", "12.4"])
def test_a_matter_s_manuals_are_set_on_paper(shipped: Catalogue, code: str) -> None:
    manual = staff_manual(shipped, code)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(manual_paper(manual))).pages)
    assert f"{manual.title}业务手册" in text
    assert all(part.code in text for part in manual.parts)
    assert "窗口人员用" in text
