"""Every kind of notice: what it must say, on A4 and on a slip, plain, large, bilingual, long, and with any text."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from devices.core.slip import Pair, Qr, Slip, Text
from devices.receipt_printer.layout import TextRow, lay_out
from devices.receipt_printer.text import columns_of
from shared.catalogue.checker import read_source
from shared.catalogue.model import Catalogue
from shared.catalogue.sources import default_source
from shared.domain.items import ItemType
from shared.domain.numbers import NoticeKind
from shared.notices.compose import compose, ended
from shared.notices.examples import NOTICES, long_notice, sample_notice
from shared.notices.notice import Details, Party
from shared.notices.paper import paper
from shared.notices.sheet import Facts, Heading, Large, Paragraph, Sheet, Signatures, Table, Words
from shared.notices.strip import strip
from shared.notices.wording import NoticeWordingMissingError, Wording

HANZI = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("，。、（）《》0123456789ABCxyz-")
ANY = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
KINDS = pytest.mark.parametrize("kind", NOTICES, ids=lambda kind: kind.name.lower())


@cache
def shipped() -> Catalogue:
    return read_source(default_source())


@pytest.fixture
def catalogue() -> Catalogue:
    return shipped()


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def bare(text: str) -> str:
    """Return a text without spaces, in the compatibility form that extraction gives (⽉ is 月)."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def said(sheet: Sheet) -> list[str]:
    """Return every Chinese text that a sheet carries in its blocks."""
    texts = [sheet.title.text, sheet.to, sheet.foot.issuer, *(line.text for line in sheet.closing)]
    for block in sheet.blocks:
        match block:
            case Paragraph(words) | Heading(words):
                texts.append(words.text)
            case Table(_, rows):
                texts += [cell.text for row in rows for cell in row]
            case Facts(pairs):
                texts += [part.text for pair in pairs for part in pair]
            case Large(label, text):
                texts += [label.text, text]
            case Signatures(who, _):
                texts += [words.text for words in who]
    return texts


def printed(slip: Slip) -> str:
    parts = [element.text for element in slip.elements if isinstance(element, Text)]
    parts += [element.label + element.value for element in slip.elements if isinstance(element, Pair)]
    return bare("".join(parts))


@KINDS
def test_a_notice_says_on_a4_all_that_it_was_given(catalogue: Catalogue, kind: NoticeKind) -> None:
    notice = sample_notice(catalogue, kind)
    sheet = compose(notice, Wording.of(catalogue))
    pages = pages_of(paper(sheet))
    text = bare("".join(pages))
    assert all(bare(words) in text for words in said(sheet))
    assert bare(catalogue.notice_titles.title(kind, notice.item_type)) in text
    assert "{" not in text
    assert bare(f"第1页 共{len(pages)}页") in bare(pages[0])
    if notice.number is not None:
        assert bare(f"{notice.number.case.grouped}{kind.value}01") in text
    if sheet.foot.seal:
        assert sheet.foot.day == "2026年11月26日"
        assert sheet.foot.day in text


@KINDS
def test_a_notice_says_on_a_slip_all_that_it_says_on_a4(catalogue: Catalogue, kind: NoticeKind) -> None:
    sheet = compose(sample_notice(catalogue, kind), Wording.of(catalogue))
    slip = strip(sheet)
    text = printed(slip)
    assert all(bare(words) in text for words in said(sheet) if words not in {"", "—"} and not words.isdigit())
    assert [element.payload for element in slip.elements if isinstance(element, Qr)] == (
        [sheet.code] if sheet.code else []
    )
    assert lay_out(slip, 32)
    assert lay_out(strip(sheet, large=True), 48)


@pytest.mark.parametrize("kind", [NoticeKind.RECEIPT, NoticeKind.CORRECTION, NoticeKind.ALL_AT_ONCE])
def test_long_lists_break_over_pages_with_their_heads_and_lose_nothing(catalogue: Catalogue, kind: NoticeKind) -> None:
    sheet = compose(long_notice(catalogue, kind), Wording.of(catalogue))
    pages = pages_of(paper(sheet))
    assert len(pages) > 3
    text = bare("".join(pages))
    for name in (one.name for one in long_notice(catalogue, kind).details.papers):
        assert bare(name)[-12:] in text
    tables = [page for page in pages if "序号" in page]
    assert len(tables) >= len(pages) - 1
    assert "补打第12份" in text


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@KINDS
def test_every_word_of_the_locality_stands_in_the_second_language_too(
    catalogue: Catalogue, kind: NoticeKind, language: str
) -> None:
    sheet = compose(sample_notice(catalogue, kind), Wording.of(catalogue, language))
    own = [block.words for block in sheet.blocks if isinstance(block, Paragraph | Heading)]
    own += [column.head for block in sheet.blocks if isinstance(block, Table) for column in block.columns]
    own += [words for block in sheet.blocks if isinstance(block, Signatures) for words in block.who]
    own += [sheet.title, *sheet.closing]
    same = {words.text for words in own if not words.second}
    assert all(catalogue.translated(text, language) == text for text in same)
    if language == "en":
        assert not same


def test_large_print_holds_the_same_words(catalogue: Catalogue) -> None:
    sheet = compose(sample_notice(catalogue, NoticeKind.CORRECTION), Wording.of(catalogue))
    usual, large = pages_of(paper(sheet)), pages_of(paper(sheet, large=True))
    assert len(large) > len(usual)
    assert all(bare(words) in bare("".join(large)) for words in said(sheet))


def test_a_locality_without_paragraphs_is_told_so(catalogue: Catalogue) -> None:
    bare_titles = replace(catalogue.notice_titles, wordings={})
    with pytest.raises(NoticeWordingMissingError) as caught:
        compose(sample_notice(catalogue, NoticeKind.PAYMENT), Wording(bare_titles))
    assert (caught.value.code, caught.value.kind) == ("notice_wording_missing", NoticeKind.PAYMENT)


def test_titles_follow_the_item_type(catalogue: Catalogue) -> None:
    notice = sample_notice(catalogue, NoticeKind.ACCEPTANCE)
    assert compose(replace(notice, item_type=ItemType.LICENCE), Wording.of(catalogue)).title.text == "受理通知书"
    assert compose(replace(notice, item_type=None), Wording.of(catalogue)).title.text == "受理回执"


def test_a_paragraph_whose_fact_is_missing_is_not_printed(catalogue: Catalogue) -> None:
    refused = replace(sample_notice(catalogue, NoticeKind.ACCEPTANCE_REFUSED), details=Details(reason="理由甲。"))
    texts = [
        block.words.text for block in compose(refused, Wording.of(catalogue)).blocks if isinstance(block, Paragraph)
    ]
    assert any(text.endswith("理由甲。") for text in texts)
    assert not any("您可以向" in text or text.startswith("依据") for text in texts)


def test_a_reprint_a_specimen_and_an_unproven_time_say_so(catalogue: Catalogue) -> None:
    notice = replace(sample_notice(catalogue, NoticeKind.RECEIPT), reprint=3, specimen=True, time_proven=False)
    sheet = compose(notice, Wording.of(catalogue))
    assert [mark.text for mark in sheet.marks] == ["样例 · 演示用，不作凭证", "补打 第3份"]
    assert sheet.closing[-1].text == catalogue.notice_titles.sentences["time_unproven"]
    first = compose(replace(notice, reprint=None, specimen=False), Wording.of(catalogue))
    assert first.marks == ()


def test_nothing_that_stands_on_a_notice_is_taken_for_markup(catalogue: Catalogue) -> None:
    hostile = '<img src="file:///etc/passwd"><style>*{display:none}</style>{subject}{{ 7*7 }}'
    notice = replace(
        sample_notice(catalogue, NoticeKind.NOT_GRANTED),
        subject=hostile,
        parties=(Party("申请人", hostile),),
        details=Details(reason=hostile, basis=hostile),
    )
    text = bare("".join(pages_of(paper(compose(notice, Wording.of(catalogue))))))
    assert text.count(bare(hostile)) >= 3


@settings(max_examples=8)
@given(
    name=st.text(HANZI, min_size=1, max_size=110),
    reason=st.text(HANZI, min_size=1, max_size=400),
    kind=st.sampled_from(NOTICES),
)
def test_chinese_words_come_back_whole_from_the_page(name: str, reason: str, kind: NoticeKind) -> None:
    notice = sample_notice(shipped(), kind)
    notice = replace(notice, subject=name, details=replace(notice.details, reason=reason))
    sheet = compose(notice, Wording.of(shipped()))
    text = bare("".join(pages_of(paper(sheet))))
    assert all(bare(words) in text for words in said(sheet))


@settings(max_examples=8)
@given(name=st.text(ANY, min_size=1, max_size=60), reason=st.text(ANY, max_size=200), kind=st.sampled_from(NOTICES))
def test_no_text_whatever_breaks_a_notice(name: str, reason: str, kind: NoticeKind) -> None:
    notice = sample_notice(shipped(), kind)
    notice = replace(notice, subject=name, details=replace(notice.details, reason=reason))
    sheet = compose(notice, Wording.of(shipped(), "en"))
    assert pages_of(paper(sheet, large=True))
    assert lay_out(strip(sheet), 32)


def test_no_words_of_people_show_in_a_repr(catalogue: Catalogue) -> None:
    notice = sample_notice(catalogue, NoticeKind.AUTHORIZATION)
    shown = repr(notice) + repr(compose(notice, Wording.of(catalogue)))
    assert "陈样例" not in shown
    assert "110101199003070011" not in shown
    assert Words("陈样例") == Words("陈样例")


def test_a_paper_of_somebody_is_named_in_the_second_language_too(catalogue: Catalogue) -> None:
    english, traditional = Wording.of(catalogue, "en"), Wording.of(catalogue, "zh-Hant")
    assert english.say("居民身份证（男方）").second == "Resident Identity Card (Husband)"
    assert traditional.say("户口簿本人页（女方）").second == "戶口簿本人頁（女方）"
    assert english.say("没有这种材料（男方）").second == ""


def test_large_print_on_a_slip_enlarges_all_that_is_to_be_read(catalogue: Catalogue) -> None:
    sheet = compose(sample_notice(catalogue, NoticeKind.RECEIPT), Wording.of(catalogue))
    large = {
        element.text for element in strip(sheet, large=True).elements if isinstance(element, Text) and element.size == 2
    }
    names = [row[1].text for block in sheet.blocks if isinstance(block, Table) for row in block.rows]
    assert all(any(text.endswith(name) for text in large) for name in names)
    assert sheet.to in large


@pytest.mark.parametrize("columns", [32, 48])
@KINDS
def test_nothing_of_a_long_notice_is_cut_on_paper_of_either_width(
    catalogue: Catalogue, kind: NoticeKind, columns: int
) -> None:
    sheet = compose(long_notice(catalogue, kind), Wording.of(catalogue, "en"))
    for large in (False, True):
        slip = strip(sheet, large=large)
        rows = [row for row in lay_out(slip, columns) if isinstance(row, TextRow)]
        assert all(columns_of(row.text) * row.size <= columns for row in rows)
        laid = Counter(bare("".join(row.text for row in rows)))
        assert not Counter(printed(slip)) - laid


def test_a_paragraph_that_ends_with_what_was_filled_in_has_its_full_stop(catalogue: Catalogue) -> None:
    for language in ("", "en", "zh-Hant"):
        for kind in NoticeKind:
            sheet = compose(sample_notice(catalogue, kind), Wording.of(catalogue, language))
            said = [block.words for block in sheet.blocks if isinstance(block, Paragraph)]
            assert all(words.text[-1] in "。：" for words in said), kind
            assert all(not words.second or words.second[-1] in "。：.:" for words in said), kind


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        (Words("他说：“不办了。”", "“Stop,” he said"), "en", Words("他说：“不办了。”", "“Stop,” he said.")),
        (Words("见《条例》第一条", "“條例”第一條"), "zh-Hant", Words("见《条例》第一条。", "“條例”第一條。")),
        (Words("照原样（见附件。）", ""), "en", Words("照原样（见附件。）", "")),
        (Words("", ""), "", Words("", "")),
    ],
)
def test_a_full_stop_is_of_its_language_and_stands_once(words: Words, language: str, expected: Words) -> None:
    assert ended(words, language) == expected
