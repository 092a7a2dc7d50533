"""Notices: slips and A4 pages say what they must, in whole, and fetch nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PIL import ImageFile
from pypdf import PdfReader

from devices.core.slip import Pair, Qr, Text
from shared.notices.dates import due_text, official_time
from shared.notices.model import Letterhead, NoticeData, NoticeItem, NoticeMaterial
from shared.notices.pages import acceptance_notice
from shared.notices.slips import acceptance_slip, intake_slip

LETTERHEAD = Letterhead("东莞市政务服务中心", "样例路 1 号", "周一至周五 9:00–17:00", "12345")
NOTICE = NoticeData(
    letterhead=LETTERHEAD,
    title="受理通知书",
    number="441900 26 00002 000001 0 SL01",
    case_number="441900 26 00002 000001 0",
    subject="结婚落户",
    items=(
        NoticeItem("44190026000020000010-01", "内地居民婚姻登记", "市民政局", immediate=True),
        NoticeItem(
            "44190026000020000010-02", "户口迁移(夫妻投靠落户)", "市公安局", date(2027, 1, 6), due_provisional=True
        ),
    ),
    materials=(NoticeMaterial("居民身份证", "刷卡读取，免交", 0), NoticeMaterial("户口簿", "扫描，原件已核", 3)),
    applicants=(("男方", "陈样例"), ("女方", "欧阳样例")),
    at=datetime(2026, 11, 23, 1, 41, tzinfo=UTC),
    time_proven=True,
    place="综合窗口 07",
    code="YM1:" + "A1B2" * 70,
    sentences=("收件不等于受理。", "请妥善保管。"),
)


def texts(slip: object) -> str:
    elements = slip.elements  # type: ignore[attr-defined]
    words = [element.text for element in elements if isinstance(element, Text)]
    words += [f"{element.label} {element.value}" for element in elements if isinstance(element, Pair)]
    return "\n".join(words)


def pdf_text(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace(" ", "").replace("\n", "")


def test_the_intake_slip_carries_everything() -> None:
    slip = intake_slip(NOTICE)
    for expected in ("收件不等于受理", "441900 26 00002 000001 0", "市民政局", "户口簿 扫描，原件已核 3 页", "12345"):
        assert expected in texts(slip)
    assert [element.payload for element in slip.elements if isinstance(element, Qr)] == [NOTICE.code]
    assert "补打" not in texts(slip)
    assert "样例 · 演示用" not in texts(slip)


def test_a_reprint_and_a_specimen_say_so() -> None:
    marked = texts(acceptance_slip(replace(NOTICE, reprint=2, specimen=True)))
    assert "补打 第2份" in marked
    assert "样例 · 演示用" in marked


def test_the_acceptance_notice_is_one_a4_page_with_all_of_it() -> None:
    pdf = acceptance_notice(NOTICE)
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    text = pdf_text(pdf)
    for expected in (
        "受理通知书",
        "陈样例（男方）、欧阳样例（女方）",
        "2027年1月6日（暂定）",
        "即办",
        "2026年11月23日09:41",
    ):
        assert expected in text


def test_a_long_list_breaks_across_pages_and_loses_nothing() -> None:
    items = tuple(
        NoticeItem(f"4419002600002000001-{number:02d}", f"第{number}个事项" * 8, "市市场监督管理局", date(2026, 12, 1))
        for number in range(1, 41)
    )
    pdf = acceptance_notice(replace(NOTICE, items=items))
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 1
    text = pdf_text(pdf)
    assert all(f"第{number}个事项" in text for number in range(1, 41))


def test_markup_in_a_name_stays_text() -> None:
    hostile = replace(NOTICE, subject='<img src="file:///etc/passwd"><script>x</script>')
    assert '<imgsrc="file:///etc/passwd">' in pdf_text(acceptance_notice(hostile))


@pytest.mark.parametrize(
    ("due", "provisional", "immediate", "expected"),
    [
        (date(2026, 3, 5), False, False, "2026年3月5日"),
        (date(2027, 3, 5), True, False, "2027年3月5日（暂定）"),
        (None, False, True, "即办"),
        (None, False, False, "以平台告知为准"),
    ],
)
def test_due_dates_in_words(due: date | None, provisional: bool, immediate: bool, expected: str) -> None:
    assert due_text(due, provisional=provisional, immediate=immediate) == expected


def test_a_time_that_can_not_be_relied_on_says_so() -> None:
    assert official_time(NOTICE.at) == "2026年11月23日 09:41"
    assert "待平台核定" in official_time(NOTICE.at, proven=False)


def test_setting_notices_does_not_make_the_process_take_truncated_pictures() -> None:
    acceptance_notice(NOTICE)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
