"""Fields of documents from drawn specimens, photographed; places, confidence, and words beside their labels."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from stdnum import luhn
from stdnum.cn import ric, uscc

from devices.imaging.ocr.check_digits import VALIDATORS, is_card_number, is_citizen_number, is_credit_code
from devices.imaging.ocr.documents import KINDS, UnknownDocumentKindError, read_document
from devices.imaging.ocr.fields import Field, as_date, labelled
from devices.imaging.ocr.identity import held_by_number
from devices.imaging.ocr.specimen_cards import id_front
from devices.imaging.ocr.specimens import DRAWN, draw_specimen, photographed
from devices.imaging.ocr.text_reader import Line, Spot, TextReader, in_reading_order


@pytest.fixture(scope="session")
def reader() -> TextReader:
    return TextReader()


@pytest.mark.parametrize("kind", DRAWN)
def test_each_kind_is_read(reader: TextReader, kind: str) -> None:
    specimen = photographed(draw_specimen(kind, 7), 7)
    fields = read_document(reader, specimen.pixels, kind, VALIDATORS)
    wrong = [name for name, text in specimen.fields.items() if name not in fields or fields[name].text != text]
    assert len(wrong) <= 1, wrong
    height, width = specimen.pixels.shape[:2]
    for field in fields.values():
        x, y, w, h = field.box
        assert 0 <= x < x + w <= width + 2
        assert 0 <= y < y + h <= height + 2
        assert 0 <= field.confidence <= 1


def test_what_stands_in_one_row_is_read_from_left_to_right() -> None:
    boxes = [(300, 11, 90, 20), (10, 13, 200, 20), (10, 50, 90, 20), (150, 48, 90, 24), (10, 80, 400, 20)]
    spots = [Spot(np.zeros((4, 2), np.float32), box) for box in boxes]
    for shuffled in (spots, spots[::-1]):
        assert [spot.box for spot in in_reading_order(shuffled)] == [boxes[index] for index in (1, 0, 2, 3, 4)]


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_card_that_lies_another_way_is_read_where_it_lies(reader: TextReader, quarters: int) -> None:
    specimen = photographed(draw_specimen("id-card-front", 7), 7)
    upright = read_document(reader, specimen.pixels, "id-card-front", VALIDATORS)
    lying = np.ascontiguousarray(np.rot90(specimen.pixels, quarters))
    turned = read_document(reader, lying, "id-card-front", VALIDATORS)
    assert {name: one.text for name, one in turned.items()} == {name: one.text for name, one in upright.items()}
    for name, field in turned.items():
        (x, y, w, h), (left, top, width, height) = field.box, upright[name].box
        cut = np.rot90(lying[y : y + h, x : x + w], -quarters)
        assert cut.shape[:2] == (height, width)
        np.testing.assert_array_equal(cut, specimen.pixels[top : top + height, left : left + width])


def test_a_number_is_as_sure_as_its_check_digit(reader: TextReader) -> None:
    specimen = draw_specimen("id-card-front", 3)
    sure = read_document(reader, specimen.pixels, "id-card-front", VALIDATORS)["number"]
    assert sure.confidence >= 0.99
    never = type(VALIDATORS)(lambda _: False, lambda _: False, lambda _: False)
    assert read_document(reader, specimen.pixels, "id-card-front", never)["number"].confidence < 0.5


@pytest.mark.parametrize("kind", ["id-card-front", "residence-permit-front"])
@pytest.mark.parametrize(
    "name",
    [
        "艾力·买买提",
        "阿依古丽·样例",
        "阿依古丽·吐尔逊",
        "买买提江·阿不都样例",
        "买买提江·阿不都热合曼",
        "样例古丽·阿卜杜克热木江·样例",
    ],
)
def test_a_long_name_is_read_whole_or_not_for_sure(reader: TextReader, kind: str, name: str) -> None:
    specimen = photographed(id_front(np.random.default_rng(3), kind, name), 3)
    read = read_document(reader, specimen.pixels, kind, VALIDATORS)["name"]
    assert read.text == name or read.confidence < 0.9


@pytest.mark.parametrize("name", ["阿依古丽·吐尔逊", "买买提江·阿不都热合曼"])
def test_a_long_name_is_read_whole_where_it_is_legible(reader: TextReader, name: str) -> None:
    specimen = id_front(np.random.default_rng(3), "id-card-front", name)
    assert read_document(reader, specimen.pixels, "id-card-front", VALIDATORS)["name"].text == name


def test_a_name_that_goes_on_beyond_its_place_is_not_taken_from_there(reader: TextReader) -> None:
    specimen = id_front(np.random.default_rng(3), "id-card-front", "阿卜杜如苏力·样例")
    shifted = np.roll(specimen.pixels, 150, axis=1)
    shifted[:, :150] = specimen.pixels[0, 0]
    read = read_document(reader, shifted, "id-card-front", VALIDATORS).get("name")
    assert read is None or read.text == "阿卜杜如苏力·样例" or read.confidence < 0.9


def test_a_text_of_which_a_part_may_be_hidden_is_never_sure(reader: TextReader) -> None:
    specimen = draw_specimen("residence-permit-front", 903)
    covered = specimen.pixels.copy()
    covered[300:400, 300:500] = (190, 150, 130)
    fields = read_document(reader, covered, "residence-permit-front", VALIDATORS)
    wrong = [name for name, text in specimen.fields.items() if name in fields and fields[name].text != text]
    assert "address" in fields
    assert all(fields[name].confidence < 0.9 for name in (*wrong, "address"))


@pytest.mark.parametrize(("row", "sigma"), [(1, 0), (1, 7), (2, 0)])
def test_an_address_of_which_a_row_is_illegible_is_not_to_be_relied_on(
    reader: TextReader, row: int, sigma: int
) -> None:
    specimen = draw_specimen("id-card-front", 1)
    assert read_document(reader, specimen.pixels, "id-card-front", VALIDATORS)["address"].confidence == 0.85
    spoilt = specimen.pixels.copy()
    top = round(12 * (25.4 + 5.2 * row))
    part = spoilt[top : top + 60, 180:660]
    scratches = np.random.default_rng(1).integers(0, 2, (10, 480, 1)).repeat(4, axis=0) * 255
    if row == 2:
        part[10:50] = scratches
    else:
        part[...] = cv2.GaussianBlur(part, (0, 0), sigma) if sigma else 255
    read = read_document(reader, spoilt, "id-card-front", VALIDATORS).get("address")
    assert read is None or read.confidence < 0.5


def test_a_number_proves_or_tells_what_it_holds() -> None:
    number = Field("110101199003070011", 0.99, (5, 5, 90, 9))
    read = Field("1990-03-07", 0.7, (1, 2, 3, 4))
    told = held_by_number({"birth": read, "sex": Field("A", 0.3, (9, 9, 2, 2))}, number)
    assert told["birth"] == Field("1990-03-07", 0.99, read.box)
    assert told["sex"] == Field("男", 0.95, number.box)
    other = held_by_number({"birth": Field("1991-03-07", 0.9, read.box)}, number)["birth"]
    assert (other.text, other.confidence) == ("1991-03-07", 0.4)


def test_an_empty_page_has_no_fields(reader: TextReader) -> None:
    page = np.full((540, 856, 3), 240, np.uint8)
    assert all(read_document(reader, page, kind, VALIDATORS) == {} for kind in ("id-card-front", "business-licence"))


def test_an_unknown_kind_is_refused(reader: TextReader) -> None:
    with pytest.raises(UnknownDocumentKindError):
        read_document(reader, np.zeros((50, 50), np.uint8), "library-card", VALIDATORS)
    assert set(DRAWN) <= set(KINDS)


def test_a_value_is_what_follows_its_label_or_stands_beside_it() -> None:
    lines = [
        Line("姓名 陈样例 性别男", 0.9, (10, 10, 200, 20)),
        Line("民族", 0.9, (10, 50, 40, 20)),
        Line("汉", 0.8, (80, 52, 20, 20)),
    ]
    found = labelled(lines, {"name": ("姓名",), "sex": ("性别",), "ethnicity": ("民族",)})
    assert {name: field.text for name, field in found.items()} == {"name": "陈样例", "sex": "男", "ethnicity": "汉"}


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1990年3月15日", "1990-03-15"),
        ("2014.01.09", "2014-01-09"),
        ("20140109", "2014-01-09"),
        ("2014年01月09", "2014-01-09"),
        ("3月", None),
        ("2014.19.09", None),
        ("2014年2月31日", None),
        ("2014年12月", None),
        ("2014-11", None),
        ("二〇一四年十月二十日", "2014-10-20"),
        ("二〇一四年十二月三十一日", "2014-12-31"),
        ("二〇一四年二月二十三日", "2014-02-23"),
        ("一九九〇年五月十日", "1990-05-10"),
    ],
)
def test_dates_are_dates(text: str, date: str | None) -> None:
    assert as_date(text) == date


def test_check_digits_agree_with_another_implementation() -> None:
    for seed in range(20):
        number = draw_specimen("id-card-front", seed).fields["number"]
        assert is_citizen_number(number)
        assert ric.calc_check_digit(number) == number[17]
        code = draw_specimen("business-licence", seed).fields["credit_code"]
        assert is_credit_code(code)
        assert uscc.calc_check_digit(code) == code[17]
        card = draw_specimen("bank-card", seed).fields["number"]
        assert is_card_number(card)
        assert luhn.is_valid(card)


def test_fields_show_nobody_in_a_log() -> None:
    (field,) = labelled([Line("姓名陈样例", 0.9, (0, 0, 10, 10))], {"name": ("姓名",)}).values()
    assert "陈" not in repr(field)
