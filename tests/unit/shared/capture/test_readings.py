"""What a page says of a form: which field, whose, as the form keeps it, with its picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from demo.gallery_counter_samples import SOURCES
from demo.specimen_pages import draw_page
from shared.capture.reading import DOCUMENTS, PageReader, Reading, open_readings, validators
from shared.catalogue.model import Catalogue
from shared.catalogue.package import read_source
from shared.domain.clock import legal_date
from shared.forms.joined import JoinedForm, join_forms
from tests.unit.shared.intake.desks import NOW


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_source(SOURCES)


@pytest.fixture(scope="module")
def form(catalogue: Catalogue) -> JoinedForm:
    wanted = "business.credit_code"
    found = (join_forms(catalogue, catalogue.subject(item.code)) for item in catalogue.items.values())
    return next(each for each in found if wanted in each.fields)


@pytest.fixture(scope="module")
def said(form: JoinedForm) -> tuple[Reading, ...]:
    pixels = np.asarray(draw_page("business_licence").convert("RGB"))
    return PageReader(lambda: NOW).read(pixels, "business_licence", form)


def test_a_licence_answers_the_questions_of_a_business(said: tuple[Reading, ...], form: JoinedForm) -> None:
    by_field = {one.field_id: one for one in said}
    assert by_field["business.name"].value == "东莞市样例工作室"
    assert set(by_field) <= set(form.fields)
    crop = cv2.imdecode(np.frombuffer(by_field["business.name"].crop, np.uint8), cv2.IMREAD_COLOR)
    assert crop is not None
    assert 8 < crop.shape[0] <= 120
    left, top, width, height = by_field["business.name"].place
    assert 0 < left < left + width < 1
    assert 0 < top < top + height < 1


def test_what_stands_there_already_or_was_refused_is_not_offered_again(said: tuple[Reading, ...]) -> None:
    first = said[0]
    assert first not in open_readings(said, {first.field_id: first.value}, frozenset())
    assert first not in open_readings(said, {}, frozenset({first.key}))
    assert open_readings(said, {first.field_id: "anything else"}, frozenset()) == said
    assert first.value not in repr(first)


def test_a_material_of_no_known_kind_says_nothing(form: JoinedForm) -> None:
    assert PageReader().read(np.zeros((50, 50, 3), np.uint8), "housing_proof", form) == ()


def test_every_document_is_a_material_and_answers_the_dictionary(catalogue: Catalogue) -> None:
    meanings = {
        field.shared_meaning
        for item in catalogue.items.values()
        for field in join_forms(catalogue, catalogue.subject(item.code)).fields.values()
    }
    for code, document in DOCUMENTS.items():
        assert catalogue.material_guide(code)
        assert set(document.answers) & meanings


def test_check_digits_are_the_domains() -> None:
    rules = validators(legal_date(NOW))
    assert rules.citizen_number("11010519491231002X")
    assert not rules.citizen_number("110105194912310021")
    assert not rules.credit_code("123")
