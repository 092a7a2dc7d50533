"""What a page says of a form: which field, whose, as the form keeps it, with its picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from demo.gallery_counter_samples import SOURCES
from demo.specimen_pages import draw_page
from devices.core.scanning import ScannedPage
from devices.imaging.ocr.check_digits import VALIDATORS
from devices.imaging.ocr.documents import KINDS, read_document
from devices.imaging.ocr.fields import Field
from devices.imaging.ocr.specimens import draw_specimen
from devices.imaging.ocr.text_reader import shipped_reader
from shared.capture.pages import from_glass
from shared.capture.reading import PageReader, Reading, open_readings, validators
from shared.catalogue.model import Catalogue
from shared.catalogue.package import read_source
from shared.catalogue.readable import READABLE, ReadableSide
from shared.domain.clock import legal_date
from shared.forms.joined import JoinedForm, join_forms
from shared.intake.expected_documents import wanted_page
from tests.unit.shared.intake.desks import NOW


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_source(SOURCES)


@pytest.fixture(scope="module")
def form(catalogue: Catalogue) -> JoinedForm:
    wanted = "business.credit_code"
    found = (join_forms(catalogue, catalogue.subject(item.code)) for item in catalogue.items.values())
    return next(each for each in found if wanted in each.fields)


def side_of(catalogue: Catalogue, material: str, name: str = "") -> ReadableSide:
    known = catalogue.material_guide(material).recognition
    side = known.readable(name) if known else None
    assert side is not None
    return side


@pytest.fixture(scope="module")
def said(catalogue: Catalogue, form: JoinedForm) -> tuple[Reading, ...]:
    pixels = np.asarray(draw_page("business_licence").convert("RGB"))
    return PageReader(lambda: NOW).read(pixels, "business_licence", side_of(catalogue, "business_licence"), form)


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
    blank = np.zeros((50, 50, 3), np.uint8)
    assert PageReader().read(blank, "housing_proof", None, form) == ()
    assert PageReader().read(blank, "housing_proof", ReadableSide("love-letter", {}), form) == ()


def test_a_passport_answers_in_the_words_of_the_form(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    zone = {"number": "EF8050029", "surname": "SPECIMEN", "given_names": "ANNA", "nationality": "CAN"}
    zone |= {"birth": "511014", "sex": "F", "expiry": "310809"}
    found = {name: Field(text, 0.95, (10 * at, 5, 20, 10)) for at, (name, text) in enumerate(zone.items())}
    monkeypatch.setattr("shared.capture.reading.read_document", lambda *_: found)
    monkeypatch.setattr("shared.capture.reading.shipped_reader", lambda: None)
    subjects = (join_forms(catalogue, catalogue.subject(item.code)) for item in catalogue.items.values())
    form = next(one for one in subjects if any(f.shared_meaning == "person.passport" for f in one.fields.values()))
    side = side_of(catalogue, "passport")
    said = PageReader(lambda: NOW).read(np.zeros((50, 200, 3), np.uint8), "passport", side, form)
    told = {form.fields[one.field_id].shared_meaning: one for one in said}
    assert told["person.passport"].value == "EF8050029"
    assert told["person.name_en"].value == "SPECIMEN ANNA"
    assert told["person.name_en"].place == (0.05, 0.1, 0.15, 0.2)
    assert (told["person.nationality"].value, told["person.nationality"].text) == ("CAN", "加拿大")
    assert told["person.passport_expiry"].value == "2031-08-09"
    if "person.birth" in told:
        assert told["person.birth"].value == "1951-10-14"


def test_a_travel_permit_counts_as_identity_and_answers_the_form(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    specimen = draw_specimen("mainland-travel-permit", 2)
    page = from_glass(ScannedPage(specimen.pixels, 300, "glass"), wanted_page(catalogue, "id_card"))
    assert (page.codes, page.side) == ((), "港澳台居民通行证机读码面")
    recognition = catalogue.material_guide("id_card").recognition
    assert recognition is not None
    side = recognition.readable(page.side)
    assert side is not None
    found = read_document(shipped_reader(), specimen.pixels, side.kind, VALIDATORS)
    assert {name: found[name].text for name in ("number", "birth", "sex")} == {
        name: specimen.fields[name] for name in ("number", "birth", "sex")
    }
    monkeypatch.setattr("shared.capture.reading.read_document", lambda *_: found)
    subjects = (join_forms(catalogue, catalogue.subject(item.code)) for item in catalogue.items.values())
    form = next(one for one in subjects if any(f.shared_meaning == "person.birth" for f in one.fields.values()))
    said = PageReader(lambda: NOW).read(specimen.pixels, f"id_card.{form.roles[0].code}", side, form)
    told = {form.fields[one.field_id].shared_meaning: one.value for one in said}
    assert told["person.birth"][2:] == "-".join(specimen.fields["birth"][at : at + 2] for at in (0, 2, 4))


def test_what_can_be_read_follows_the_side_that_was_recognised(catalogue: Catalogue) -> None:
    card = catalogue.material_guide("id_card").recognition
    assert card is not None
    kinds = {
        name: side.kind
        for name in ("", "港澳台居民居住证人像面", "外国人永久居留身份证")
        if (side := card.readable(name))
    }
    assert list(kinds.values()) == ["id-card-front", "residence-permit-front", "permanent-residence-card"]
    assert card.readable("居民身份证国徽面") is None


def test_the_catalogue_knows_the_kinds_that_can_be_read() -> None:
    assert tuple(READABLE) == KINDS


def test_check_digits_are_the_domains() -> None:
    rules = validators(legal_date(NOW))
    assert rules.citizen_number("11010519491231002X")
    assert not rules.citizen_number("110105194912310021")
    assert not rules.credit_code("123")
