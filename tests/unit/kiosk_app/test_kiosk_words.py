"""Every code that a device, the desk or the form can give has its own sentence, and none of them blames."""

from __future__ import annotations

import pytest

from devices.core.printing import PrintCause, PrinterStatus, PrintOutcome, PrintState
from devices.core.status import DeviceState
from devices.id_card import errors as card_errors
from devices.imaging.gate import FindingCode
from devices.scanner import errors as scanner_errors
from kiosk_app.words.around import network_words, printer_words, reader_words, scanner_words
from kiosk_app.words.card import card_remedy
from kiosk_app.words.fields import field_fault, placeholder, shown_value
from kiosk_app.words.printing import outcome_words, printing_words
from kiosk_app.words.scan import is_about_the_scanner, page_finding, scan_trouble
from kiosk_app.words.trouble import out_of_order_words, trouble_words
from kiosk_app.work.identifying import ABOUT_THE_CARD, is_about_the_reader
from shared.capture.pages import OUTLINE_UNSURE
from shared.catalogue.model import Catalogue
from shared.forms.definition import Widget
from shared.forms.joined import join_forms

PLACE = {"place": "东莞市政务服务中心", "hours": "周一至周五", "phone": "12345", "role": "女方", "name": "户口簿"}
BLAME = ("错误", "非法", "失败", "您没有", "无效")
CARD_CODES = (
    "no_card",
    "card_read_failed",
    "card_auth_failed",
    "unknown_card_type",
    "card_data_invalid",
    "checksum_error",
    "truncated_frame",
    "card_expired",
    "number_invalid",
    "details_differ",
    "same_person_twice",
    "wrong_sex_for_role",
)
READER_CODES = ("reader_fault", "device_not_found", "device_disconnected", "device_timeout", "access_denied", "")


def polite(*texts: str) -> bool:
    return all(text and "{" not in text and not any(word in text for word in BLAME) for text in texts)


@pytest.mark.parametrize("code", CARD_CODES + READER_CODES)
def test_a_card_code_says_what_happened_and_what_to_do(code: str) -> None:
    remedy = card_remedy(code, **PLACE)
    assert polite(remedy.title, remedy.text)


def test_codes_of_the_reader_are_told_from_those_of_the_card() -> None:
    assert [code for code in CARD_CODES if is_about_the_reader(code)] == []
    assert [code for code in READER_CODES if code and not is_about_the_reader(code)] == []


def test_every_code_of_a_card_has_words_of_its_own_and_none_of_the_readers() -> None:
    out = card_remedy("reader_fault", **PLACE)
    assert [code for code in sorted(ABOUT_THE_CARD) if card_remedy(code, **PLACE) == out] == []
    assert {card_remedy(code, **PLACE) for code in READER_CODES} == {out}


def test_each_error_of_the_card_driver_is_known() -> None:
    codes = {error.code for error in vars(card_errors).values() if isinstance(error, type) and hasattr(error, "code")}
    unknown = {code for code in codes if is_about_the_reader(code)} - {"reader_fault", "device_error"}
    assert not unknown


@pytest.mark.parametrize(
    "code", ["no_paper", "cover_open", "paper_jam", "short_image", "device_busy", "device_timeout", "foreign_file"]
)
def test_a_scan_code_says_what_is_kept_and_what_to_do(code: str) -> None:
    remedy = scan_trouble(code, **PLACE)
    assert polite(remedy.title, remedy.text)


def test_each_error_of_the_scanner_is_known() -> None:
    errors = [error for error in vars(scanner_errors).values() if isinstance(error, type) and hasattr(error, "code")]
    assert not [error.code for error in errors if error.code != "device_error" and is_about_the_scanner(error.code)]
    assert is_about_the_scanner("device_disconnected")


def test_a_wrong_side_is_told_by_what_it_is_and_what_is_missing() -> None:
    assert page_finding("wrong_side", "居民身份证人像面", "back").title == "反面还没拍"
    assert "居民身份证人像面" in page_finding("wrong_side", "居民身份证人像面", "back").text
    assert page_finding("wrong_document", "银行卡正面").title == "这是银行卡正面"
    assert page_finding("blank", "银行卡正面") == page_finding("blank")


@pytest.mark.parametrize("code", [OUTLINE_UNSURE, *(finding.value for finding in FindingCode)])
def test_each_finding_has_its_own_remedy(code: str) -> None:
    remedy = page_finding(code)
    assert polite(remedy.title, remedy.text)
    assert "请" in remedy.text


@pytest.mark.parametrize("cause", [None, *PrintCause])
def test_a_failed_slip_says_that_the_case_is_kept(cause: PrintCause | None) -> None:
    words = outcome_words(PrintOutcome(PrintState.FAILED, cause))
    assert words.tone == "warn"
    assert "不受影响" in words.text
    assert words.again == "再打一次"


def test_only_evidence_says_printed() -> None:
    assert outcome_words(PrintOutcome(PrintState.PRINTED)).tone == "good"
    assert outcome_words(PrintOutcome(PrintState.SENT)).tone == "brand"
    for state in (PrintState.UNKNOWN, PrintState.SENT):
        unsure = outcome_words(PrintOutcome(state))
        assert (unsure.title, unsure.asks, unsure.again) == ("凭证出来了吗？", True, "")
        assert "补打" in unsure.text
        seen = outcome_words(PrintOutcome(state), seen=True)
        assert (seen.tone, seen.asks) == ("good", False)
    half = outcome_words(PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END, partial=True))
    assert "打了一半" in half.text
    assert not half.asks
    assert outcome_words(None).tone == "warn"
    assert printing_words().again == ""


@pytest.mark.parametrize(
    ("state", "tone"),
    [
        (DeviceState.READY, "good"),
        (DeviceState.BUSY, "good"),
        (DeviceState.UNKNOWN, "bad"),
        (DeviceState.OFFLINE, "bad"),
        (None, "warn"),
    ],
)
def test_a_device_that_does_not_answer_is_not_well(state: DeviceState | None, tone: str) -> None:
    assert reader_words(state)[1] == tone
    assert scanner_words(state)[1] == tone


@pytest.mark.parametrize(
    ("status", "tone"),
    [
        (PrinterStatus(DeviceState.READY), "good"),
        (PrinterStatus(DeviceState.READY, None, paper_low=True), "warn"),
        (PrinterStatus(DeviceState.FAULT, PrintCause.PAPER_END), "bad"),
        (PrinterStatus(DeviceState.FAULT, PrintCause.COVER_OPEN), "bad"),
        (PrinterStatus(DeviceState.UNKNOWN), "warn"),
        (PrinterStatus(DeviceState.OFFLINE, PrintCause.UNREACHABLE), "bad"),
        (None, "warn"),
    ],
)
def test_the_printer_is_honest(status: PrinterStatus | None, tone: str) -> None:
    assert printer_words(status)[1] == tone


@pytest.mark.parametrize(("online", "tone"), [(True, "good"), (False, "warn"), (None, "warn")])
def test_no_network_is_no_alarm(online: bool | None, tone: str) -> None:
    assert network_words(online)[1] == tone


@pytest.mark.parametrize("code", ["store_busy", "disk_full", "read_only", "store_file_error", "internal"])
def test_trouble_has_words(code: str) -> None:
    assert polite(trouble_words(code).title, trouble_words(code).text)
    assert polite(out_of_order_words().title, out_of_order_words().text)


FAULTS = (
    "missing",
    "too_short",
    "too_long",
    "format",
    "choice",
    "length",
    "characters",
    "region",
    "birth_date",
    "check_digit",
    "no_such_date",
    "future_date",
    "wrong_for_role",
)


@pytest.mark.parametrize("code", FAULTS)
@pytest.mark.parametrize("subject", ["7.1", "8.2", "8.3"])
def test_each_fault_of_each_field_has_a_sentence(catalogue: Catalogue, subject: str, code: str) -> None:
    form = join_forms(catalogue, catalogue.subject(subject))
    params = {"min": "2", "max": "60", "role": "女方", "sex": "女"}
    for definition in form.fields.values():
        assert polite(field_fault(definition, code, params))


@pytest.mark.parametrize(
    ("meaning", "value", "shown"),
    [
        ("applicant.phone", "13800138000", "138 0013 8000"),
        ("applicant.phone", "1380", "138 0"),
        ("applicant.phone", "", ""),
        ("applicant.education", "20", "大学本科教育"),
        ("applicant.birth", "1990-03-15", "1990 年 03 月 15 日"),
        ("applicant.birth", "199003", "1990 年 03 月"),
        ("applicant.birth", "19900", "1990 年 0"),
        ("applicant.name", "陈样例", "陈样例"),
    ],
)
def test_values_are_shown_as_people_read_them(catalogue: Catalogue, meaning: str, value: str, shown: str) -> None:
    form = join_forms(catalogue, catalogue.subject("7.1"))
    assert shown_value(form.fields[meaning], value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("622202020", "622202020"), ("6222020200112233445", "6222 0202 0011 2233 445")]
)
def test_a_long_number_is_shown_by_fours(catalogue: Catalogue, value: str, shown: str) -> None:
    fields = join_forms(catalogue, catalogue.subject("11.1")).fields.values()
    card = next(field for field in fields if "bank-card" in str(field.schema))
    assert shown_value(card, value) == shown


def test_what_is_typed_into_has_a_hint() -> None:
    assert all(placeholder(widget) for widget in Widget if widget is not Widget.CHOICE)
