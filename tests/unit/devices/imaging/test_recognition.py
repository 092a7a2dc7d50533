"""Wrong side and wrong document: told where a page is surely another one, never in doubt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from devices.core.scanning import Pixels
from devices.imaging.codes import Code
from devices.imaging.gate import Finding, FindingCode
from devices.imaging.ocr.check_digits import VALIDATORS
from devices.imaging.ocr.specimens import draw_specimen
from devices.imaging.ocr.text_reader import Line, Spot, TextReader
from devices.imaging.recognition.expected import (
    DocumentSide,
    ExpectationError,
    ExpectedDocument,
    NumberKind,
    PrintedCode,
    Shape,
    Zone,
    expected_from,
)
from devices.imaging.recognition.judging import check_document, judge_document

FRONT = DocumentSide(
    "card",
    "card, front",
    labels=("姓名", "性别", "出生", "住址", "公民身份号码"),
    numbers=(NumberKind.CITIZEN,),
    shape=Shape.CARD,
)
BACK = DocumentSide("card", "card, back", ("居民身份证",), ("签发机关", "有效期限"), shape=Shape.CARD)
REGISTER = DocumentSide(
    "register", "register", ("常住人口登记卡",), ("姓名", "出生日期", "籍贯", "曾用名"), shape=Shape.SHEET
)
PASSPORT = DocumentSide("passport", "passport", ("PASSPORT",), zone=Zone.TD3)
LICENCE = DocumentSide("licence", "licence", ("营业执照",), codes=(PrintedCode("qr", "https://licence.example/"),))
CARD_PIXELS = np.zeros((540, 856), np.uint8)
SHEET_PIXELS = np.zeros((1414, 1000), np.uint8)
FRONT_TEXT = ("姓名陈样例", "性别女 民族汉", "出生1990年3月7日", "住址东莞市", "公民身份号码110101199003070011")
BACK_TEXT = ("居民身份证", "签发机关东莞市公安局", "有效期限2015.10.27-2035.10.27")
LETTER = tuple(f"这是一封与任何证件都没有关系的信，第{number}行写着别的事情" for number in range(9))


class Lines(TextReader):
    """Reads given lines, one below the other."""

    def __init__(self, texts: Sequence[str], confidence: float = 0.99) -> None:
        self._lines = [Line(text, confidence, (10, 20 * row, 100, 15)) for row, text in enumerate(texts)]
        self.read_count = 0

    def find(self, pixels: Pixels, long_side: int = 0) -> tuple[Spot, ...]:
        return tuple(Spot(np.zeros((4, 2), np.float32), line.box) for line in self._lines)

    def read(self, pixels: Pixels, spots: Sequence[Spot]) -> list[Line]:
        self.read_count += len(spots)
        return [line for line in self._lines if line.box in {spot.box for spot in spots}]


def judged(
    texts: Sequence[str], expected: ExpectedDocument, pixels: Pixels = CARD_PIXELS, confidence: float = 0.99
) -> tuple[Finding, ...]:
    return check_document(Lines(texts, confidence), pixels, expected, VALIDATORS, ())


@pytest.mark.parametrize(
    ("texts", "wanted", "others"),
    [(FRONT_TEXT, FRONT, (BACK, REGISTER)), (BACK_TEXT, BACK, (FRONT, REGISTER)), (FRONT_TEXT + BACK_TEXT, BACK, ())],
)
def test_what_is_expected_passes(
    texts: tuple[str, ...], wanted: DocumentSide, others: tuple[DocumentSide, ...]
) -> None:
    assert judged(texts, ExpectedDocument((wanted,), others, is_complete=True)) == ()


def test_the_other_side_is_told_with_its_name_and_place() -> None:
    (finding,) = judged(BACK_TEXT, ExpectedDocument((FRONT,), (BACK, REGISTER)))
    assert finding.code is FindingCode.WRONG_SIDE
    assert finding.seems == "card, back"
    assert finding.place == (10, 0, 100, 55)
    assert "card, back" in finding.remedy


@pytest.mark.parametrize(("texts", "name"), [(FRONT_TEXT, FRONT.name), (("临时身份证", *FRONT_TEXT), "temporary")])
def test_a_card_that_bears_all_that_another_does_and_a_name_is_told_from_it(texts: tuple[str, ...], name: str) -> None:
    temporary = replace(FRONT, document="temporary", name="temporary", headings=("临时身份证",))
    others = (replace(FRONT, document="other", name="other"), REGISTER)  # nothing is settled before all is read
    for wanted in ((FRONT, temporary, BACK), (temporary, FRONT, BACK)):
        judgement = judge_document(Lines(texts), CARD_PIXELS, ExpectedDocument(wanted, others), VALIDATORS, ())
        assert (judgement.findings, judgement.side) == ((), name)


def test_another_document_is_told_with_its_name() -> None:
    (finding,) = judged(BACK_TEXT, ExpectedDocument((PASSPORT,), (BACK, FRONT)))
    assert (finding.code, finding.seems) == (FindingCode.WRONG_DOCUMENT, "card, back")


def test_a_document_that_shares_labels_is_told_by_its_own() -> None:
    page = ("常住人口登记卡", "姓名陈样例", "出生日期1990年3月7日", "籍贯广东", "曾用名")
    assert judged(page, ExpectedDocument((REGISTER,), (FRONT,)), SHEET_PIXELS) == ()
    (finding,) = judged(page, ExpectedDocument((FRONT,), (REGISTER,)), SHEET_PIXELS)
    assert finding.seems == "register"


def test_both_sides_on_one_page_pass_for_either() -> None:
    for side, other in ((FRONT, BACK), (BACK, FRONT)):
        assert judged(FRONT_TEXT + BACK_TEXT, ExpectedDocument((side,), (other,)), SHEET_PIXELS) == ()


def test_a_letter_is_none_of_a_complete_document() -> None:
    complete = ExpectedDocument((FRONT, BACK), (), is_complete=True)
    (finding,) = judged(LETTER, complete, SHEET_PIXELS)
    assert (finding.code, finding.place, finding.seems) == (FindingCode.WRONG_DOCUMENT, None, "")
    assert judged(LETTER, ExpectedDocument((FRONT, BACK)), SHEET_PIXELS) == ()


@pytest.mark.parametrize("confidence", [0.55, 0.85])
def test_what_is_hardly_legible_is_not_accused(confidence: float) -> None:
    assert judged(LETTER, ExpectedDocument((FRONT,), (), is_complete=True), SHEET_PIXELS, confidence) == ()


def test_an_empty_reading_is_not_accused() -> None:
    assert judged((), ExpectedDocument((FRONT,), (BACK,), is_complete=True)) == ()


def test_one_word_that_was_read_keeps_a_page_from_being_accused() -> None:
    assert judged(("姓名陈样例", *LETTER[:6]), ExpectedDocument((FRONT,), (), is_complete=True)) == ()


def test_words_in_a_running_text_are_no_marks() -> None:
    text = tuple(f"请把申请人的居民身份证和签发机关写的有效期限一起交来，共{number}份材料" for number in range(8))
    assert judged(text, ExpectedDocument((PASSPORT,), (BACK,)), SHEET_PIXELS) == ()


def test_a_word_with_one_sign_misread_still_counts() -> None:
    read = ("居民身伤证", "签发机关东莞市公安局", "有效期限2015.10.27-2035.10.27")
    (finding,) = judged(read, ExpectedDocument((FRONT,), (BACK,)))
    assert finding.code is FindingCode.WRONG_SIDE


def test_reading_ends_when_the_page_is_settled() -> None:
    reader = Lines((*BACK_TEXT, "样例", *LETTER))
    assert check_document(reader, SHEET_PIXELS, ExpectedDocument((BACK,), (FRONT,)), VALIDATORS, ()) == ()
    assert reader.read_count < 10


def test_a_machine_readable_zone_tells_a_passport() -> None:
    zone = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
    assert judged(zone, ExpectedDocument((PASSPORT,), (FRONT,))) == ()
    (finding,) = judged(zone, ExpectedDocument((FRONT,), (PASSPORT,)))
    assert finding.seems == "passport"


def test_a_code_tells_a_licence_by_how_it_begins() -> None:
    corners = ((0, 0), (1, 0), (1, 1), (0, 1))
    expected = ExpectedDocument((FRONT,), (LICENCE,))
    for text, is_told in (("https://licence.example/1", True), ("https://other.example/1", False)):
        code = Code("qr", text, text.encode(), corners)
        assert bool(check_document(Lines(()), CARD_PIXELS, expected, VALIDATORS, (code,))) is is_told


def test_dates_are_no_card_number() -> None:
    bank = DocumentSide("bank", "bank card", ("样例银行",), numbers=(NumberKind.CARD,))
    expected = ExpectedDocument((BACK,), (bank,))
    assert judged(("2015.10.27-2025.10.29", "4512 3456 7890 1234"), expected) == ()
    (finding,) = judged(("样例银行", "4539 1488 0343 6467"), expected)
    assert finding.seems == "bank card"


def test_json_gives_the_same_expectation() -> None:
    raw = {
        "wanted": [{"document": "licence", "name": "licence", "headings": ["营业执照"], "codes": [
            {"format": "qr", "begins": "https://licence.example/"}]}],
        "others": [{"document": "passport", "name": "passport", "headings": ["PASSPORT"], "zone": "td3"}],
        "is_complete": True,
    }  # fmt: skip
    assert expected_from(json.loads(json.dumps(raw))) == ExpectedDocument((LICENCE,), (PASSPORT,), is_complete=True)


@pytest.mark.parametrize(
    "raw",
    [
        [],
        {},
        {"wanted": []},
        {"wanted": [{"document": "a", "name": "a"}]},
        {"wanted": [{"document": "a", "name": "a", "labels": "姓名"}]},
        {"wanted": [{"document": "a", "name": "a", "labels": [""]}]},
        {"wanted": [{"document": "a", "name": "a", "labels": ["x" * 61]}]},
        {"wanted": [{"document": "a", "name": "a", "zone": "td9"}]},
        {"wanted": [{"document": "a", "name": "a", "numbers": ["phone"]}]},
        {"wanted": [{"document": "a", "name": "a", "codes": [{"format": 3}]}]},
        {"wanted": [{"document": "a", "name": "a", "labels": ["姓名"], "colour": "red"}]},
        {"wanted": [{"name": "a", "labels": ["姓名"]}]},
        {"wanted": ["姓名"]},
        {"wanted": 3},
        {"wanted": [{"document": "a", "name": "a", "labels": ["姓名"]}], "more": 1},
    ],
)
def test_what_is_no_expectation_is_refused(raw: object) -> None:
    with pytest.raises(ExpectationError):
        expected_from(raw)


def test_print_is_really_read() -> None:
    reader = TextReader()
    expected = ExpectedDocument((FRONT,), (BACK, REGISTER), is_complete=True)
    for kind, codes in (("id-card-front", []), ("id-card-back", ["wrong_side"])):
        found = check_document(reader, draw_specimen(kind, 3).pixels, expected, VALIDATORS)
        assert [finding.code for finding in found] == codes
