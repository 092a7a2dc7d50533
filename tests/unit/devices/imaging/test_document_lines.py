"""What is made of lines of print as a recogniser gives them: values beside labels, numbers, parts left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from devices.core.scanning import Pixels
from devices.imaging.ocr.check_digits import VALIDATORS
from devices.imaging.ocr.documents import read_document
from devices.imaging.ocr.fields import Field
from devices.imaging.ocr.mrz import check_digit
from devices.imaging.ocr.text_reader import Line, Spot, TextReader


class LineReader(TextReader):
    """Has read some lines already."""

    def __init__(self, *lines: Line) -> None:
        super().__init__()
        self._lines = lines

    def lines(self, pixels: Pixels, long_side: int = 0) -> tuple[Line, ...]:
        return self._lines

    def find(self, pixels: Pixels, long_side: int = 0) -> tuple[Spot, ...]:
        return tuple(Spot(np.zeros((4, 2), np.float32), line.box) for line in self._lines)

    def read(self, pixels: Pixels, spots: Sequence[Spot]) -> list[Line]:
        return list(self._lines)

    def recognise(self, crops: Sequence[Pixels]) -> list[tuple[str, float]]:
        return [("", 0.0)] * len(crops)


def a_row(y: int, *cells: tuple[int, str]) -> tuple[Line, ...]:
    return tuple(Line(text, 0.97, (x, y, len(text) * 20, 24)) for x, text in cells)


def read_lines(kind: str, *rows: tuple[Line, ...]) -> dict[str, Field]:
    lines = [line for row in rows for line in row]
    return read_document(LineReader(*lines), np.full((900, 900, 3), 255, np.uint8), kind, VALIDATORS)


@pytest.mark.parametrize(
    "number",
    [
        "44190019902062360身高",
        "4419OO1995O2O6236O",
        "441900199502062361",
        "4419001995020623600",
    ],
)
def test_a_number_of_a_register_that_its_check_digit_does_not_prove_is_never_sure(number: str) -> None:
    rows = a_row(50, (50, "姓名"), (150, "李样例")), a_row(100, (50, "公民身份证件编号"), (260, number))
    read = read_lines("household-register", *rows).get("number")
    assert read is None or read.confidence < 0.5
    assert "number" in read_lines("household-register", *rows, a_row(150, (50, "441900199502062360")))


def test_a_value_ends_at_the_next_label_beside_its_own_too() -> None:
    rows = a_row(50, (50, "籍贯"), (150, "广东省 身高170")), a_row(90, (50, "曾用名性别女"), (350, "170"))
    read = read_lines("household-register", *rows)
    assert {name: field.text for name, field in read.items()} == {"native_place": "广东省"}


CODE = "统一社会信用代码 91441900MA5ABCDE0R"


@pytest.mark.parametrize("company", ["北京投资人网络科技有限公司", "样例市类型机械有限公司", "东莞市住所家居有限公司"])
@pytest.mark.parametrize("is_beside", [False, True])
def test_a_label_s_word_amid_a_value_belongs_to_it(company: str, is_beside: bool) -> None:
    name = a_row(100, (50, "名称"), (150, company)) if is_beside else a_row(100, (50, f"名称 {company}"))
    rows = a_row(50, (50, CODE)), name, a_row(170, (50, "类型"), (150, "有限责任公司"))
    others = a_row(210, (50, "住所 样例路1号")), a_row(250, (50, "法定代表人李样例"))
    texts = {name: field.text for name, field in read_lines("business-licence", *rows, *others).items()}
    assert (texts["name"], texts["type"], texts["legal_representative"]) == (company, "有限责任公司", "李样例")


def test_a_label_s_word_amid_a_value_is_doubtful_where_the_label_stands_nowhere() -> None:
    read = read_lines("business-licence", a_row(100, (50, "名称 北京投资人网络科技有限公司")))
    assert "legal_representative" not in read
    assert read["name"].confidence < 0.9
    assert read_lines("business-licence", a_row(100, (50, "名称 北京网络科技有限公司")))["name"].confidence > 0.9


def test_a_value_that_begins_like_a_label_is_not_taken_for_sure() -> None:
    rows = a_row(100, (50, "名称"), (150, "投资人网络科技有限公司")), a_row(170, (50, "法定代表人"), (200, "李样例"))
    read = read_lines("business-licence", *rows)
    assert read["legal_representative"].text == "李样例"
    assert read["legal_representative"].confidence < 0.9
    assert "name" not in read


@pytest.mark.parametrize(
    "lines", [("广西南宁市青秀区民族大道", "115号样例大厦1201"), ("广西壮族自治区南宁市青秀区", "民族大道115号")]
)
def test_an_address_keeps_a_road_that_is_named_like_a_label(lines: tuple[str, str]) -> None:
    read = read_lines(
        "temporary-id-card",
        a_row(50, (50, "姓名 李样例")),
        a_row(90, (50, "性别女民族壮")),
        a_row(170, (50, f"住址 {lines[0]}")),
        a_row(200, (110, lines[1])),
        a_row(300, (50, "公民身份号码 441900199502062360")),
    )
    assert read["address"].text == "".join(lines)
    assert (read["sex"].text, read["ethnicity"].text) == ("女", "壮")


ONE, OTHER = ("李样例", "441900199502062360"), ("王示范", "441900199001011119")


def a_certificate(*cells: tuple[int, str]) -> dict[str, str]:
    rows = [a_row(y, (50, text)) for y, text in cells]
    found = read_lines("marriage-certificate", *rows)
    return {name: field.text for name, field in found.items() if field.confidence >= 0.9}


def test_both_spouses_have_the_number_below_their_name() -> None:
    cells = (150, f"姓名{ONE[0]} 性别 女"), (190, f"身份证件号 {ONE[1]}"), (250, f"姓名 {OTHER[0]}"), (290, OTHER[1])
    both = {"name_1": ONE[0], "number_1": ONE[1], "name_2": OTHER[0], "number_2": OTHER[1]}
    assert a_certificate(*cells) == both


@pytest.mark.parametrize("number", ["身份证件号 H12345678", "身份证件号 4419001995020236", "身份证件号", "样例"])
def test_no_spouse_has_the_other_s_number(number: str) -> None:
    cells = (150, f"姓名 {ONE[0]}"), (190, number), (250, f"姓名 {OTHER[0]}"), (290, f"身份证件号 {OTHER[1]}")
    assert a_certificate(*cells) == {"name_1": ONE[0], "name_2": OTHER[0], "number_2": OTHER[1]}


@pytest.mark.parametrize("name", ["姓名", "样例"])
def test_a_spouse_whose_name_is_illegible_keeps_the_own_number(name: str) -> None:
    cells = (150, name), (190, f"身份证件号 {ONE[1]}"), (250, f"姓名 {OTHER[0]}"), (290, f"身份证件号 {OTHER[1]}")
    assert a_certificate(*cells) == {"number_1": ONE[1], "name_2": OTHER[0], "number_2": OTHER[1]}


def test_spouses_side_by_side_are_not_told_apart() -> None:
    rows = a_row(150, (50, f"姓名 {ONE[0]}"), (450, f"姓名 {OTHER[0]}")), a_row(190, (50, ONE[1]), (450, OTHER[1]))
    assert read_lines("marriage-certificate", *rows) == {}


def test_an_address_with_a_gap_between_its_rows_is_not_to_be_relied_on() -> None:
    above = a_row(50, (50, "姓名 李样例")), a_row(170, (50, "住址 广东省深圳市福田区"))
    below = a_row(230, (110, "样例花园2栋")), a_row(300, (50, "公民身份号码 441900199502062360"))
    between = a_row(200, (110, "样本街12号"))
    assert read_lines("temporary-id-card", *above, *below)["address"].confidence < 0.5
    assert read_lines("temporary-id-card", *above, between, *below)["address"].confidence > 0.5


def test_a_value_of_a_licence_goes_on_in_the_lines_below() -> None:
    read = read_lines(
        "business-licence",
        a_row(50, (50, CODE)),
        a_row(100, (50, "名称"), (150, "内蒙古样例新能源科技股份"), (500, "住所 东莞市南城街道")),
        a_row(130, (150, "有限公司"), (560, "样例大厦3栋1201室")),
        a_row(170, (50, "类型"), (150, "有限责任公司")),
        a_row(210, (50, "法定代表人 李样例")),
        a_row(250, (50, "经营范围 一般项目：技术服务；")),
        a_row(280, (150, "货物进出口。")),
        a_row(400, (150, "样例")),
    )
    texts = {name: field.text for name, field in read.items()}
    assert texts["name"] == "内蒙古样例新能源科技股份有限公司"
    assert texts["address"] == "东莞市南城街道样例大厦3栋1201室"
    assert texts["scope"] == "一般项目：技术服务；货物进出口。"
    assert (texts["type"], texts["legal_representative"]) == ("有限责任公司", "李样例")
    assert read["name"].confidence < 0.9


@pytest.mark.parametrize("below", [(), a_row(130, (150, "有限责任公司"))])
def test_a_name_that_may_be_half_of_one_or_more_than_one_is_doubtful(below: tuple[Line, ...]) -> None:
    name = "东莞市样例贸易有限公司" if below else "内蒙古样例新能源科技发展"
    read = read_lines("business-licence", a_row(50, (50, CODE)), a_row(100, (50, "名称"), (150, name)), below)
    assert read["name"].confidence < 0.9


@pytest.mark.parametrize(
    ("term", "is_sure"),
    [
        ("2020.05.06-2040.05.06", True),
        ("2020.05.06-2025.05.06", True),
        ("2020.02.29-2030.03.01", True),
        ("2020.05.06-长期", True),
        ("2020.05.06-2010.05.06", False),
        ("2020.05.06-2039.05.06", False),
        ("2020.05.06-2040.06.06", False),
    ],
)
def test_a_validity_that_no_card_has_is_not_to_be_relied_on(term: str, is_sure: bool) -> None:
    read = read_lines("id-card-back", a_row(100, (50, "签发机关 东莞市公安局")), a_row(130, (50, f"有效期限 {term}")))
    assert [read[name].confidence >= 0.9 for name in ("valid_from", "valid_to")] == [is_sure] * 2
    assert all(is_sure or read[name].confidence < 0.5 for name in ("valid_from", "valid_to"))


@pytest.mark.parametrize(("term", "is_sure"), [("2019.03.04-2026.05.06", True), ("2029.03.04-2019.03.04", False)])
def test_a_permit_s_validity_ends_after_it_begins(term: str, is_sure: bool) -> None:
    read = read_lines("mainland-travel-permit-front", a_row(130, (50, f"有效期限 {term}")))
    assert (read["valid_to"].confidence >= 0.9) is is_sure


@pytest.mark.parametrize("is_beside", [False, True])
def test_a_foreigner_s_name_keeps_its_spaces_and_is_never_sure(is_beside: bool) -> None:
    name, date = "VAN DER BERG, MARIE CLAIRE", "1980.01.02"
    rows = (
        (a_row(50, (50, "姓名/Name"), (360, name)), a_row(90, (50, "出生日期/Date of Birth"), (360, date)))
        if is_beside
        else (a_row(50, (50, f"姓名/Name {name}")), a_row(90, (50, f"出生日期/Date of Birth {date}")))
    )
    read = read_lines("permanent-residence-card", *rows, a_row(210, (50, "证件号码/ID No."), (360, "NLD123456789012")))
    assert (read["name"].text, read["birth"].text) == (name, "1980-01-02")
    assert read["number"].text == "NLD123456789012"
    assert max(read["name"].confidence, read["number"].confidence) < 0.9


def test_a_date_that_lost_its_dots_is_no_number_of_a_permit() -> None:
    name = a_row(50, (50, "姓名"), (150, "陈样例"))
    assert "number" not in read_lines("mainland-travel-permit-front", name, a_row(140, (50, "19900102")))
    for number in ("04382899", "H19900102"):
        read = read_lines("mainland-travel-permit-front", name, a_row(140, (50, number)))
        assert read["number"].text == number


@pytest.mark.parametrize(
    "cells",
    [
        ("6228 4812", "3456 7890 128"),
        ("6228", "4812", "3456 7890", "128"),
        ("6228 4812 3456 7890 128", "05/28"),
        ("卡号：6228 481２ ３456 7890 128 05/28",),
        ("6228481234567890128",),
    ],
)
def test_a_card_s_number_is_read_across_the_boxes_of_its_row(cells: tuple[str, ...]) -> None:
    row = tuple((50 + 250 * place, text) for place, text in enumerate(cells))
    number = read_lines("bank-card", a_row(50, (50, "样例银行")), a_row(100, *row), a_row(150, (50, "2025 1234")))[
        "number"
    ]
    assert (number.text, number.confidence) == ("6228481234567890128", 0.99)


def test_digits_of_other_rows_and_of_dates_are_no_part_of_a_card_s_number() -> None:
    assert "number" not in read_lines("bank-card", a_row(100, (50, "6228 4812")), a_row(150, (50, "3456 7890 128")))
    assert "number" not in read_lines("bank-card", a_row(100, (50, "622848123456789012805/28")))


def test_a_zone_whose_number_is_mistakable_is_doubtful_and_not_read_another_way_round() -> None:
    number, born, ends = (text + check_digit(text) for text in ("E11234567", "900307", "300101"))
    zone = "P<UTOCHEN<<YANGLI".ljust(44, "<"), f"{number}UTO{born}M{ends}".ljust(42, "<") + "00"
    lines = [line for place, text in enumerate(zone) for line in a_row(700 + 50 * place, (10, text))]
    reader = LineReader(*lines)
    reader.find = None  # type: ignore[assignment,method-assign]  # only asked of a picture that may lie another way
    read = read_document(reader, np.full((900, 1200, 3), 255, np.uint8), "passport", VALIDATORS)
    assert (read["number"].text, read["number"].confidence) == ("E11234567", 0.85)
    assert (read["expiry"].text, read["expiry"].confidence) == ("300101", 0.99)
