"""The slip of a draft: it says what it is not, until when, how to go on; its QR code is read back."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from devices.core.slip import Qr, Slip, Text
from shared.catalogue.model import Catalogue
from shared.catalogue.package import read_source
from shared.catalogue.sources import default_source
from shared.handoff.code import DraftCode, decode, encode, grouped
from shared.notices.draft_slip import DraftSlip, compose_draft_slip
from shared.notices.notice import Letterhead
from shared.notices.strip import strip
from shared.notices.wording import Wording

CODE = DraftCode(UUID(int=7), bytes(range(32)), datetime(2026, 12, 4, 9, 30, tzinfo=UTC))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_source(default_source())


def printed(catalogue: Catalogue, language: str = "", *, text: str = "", has_pages: bool = True) -> Slip:
    subject, hall = catalogue.subject("8"), catalogue.hall
    slip = DraftSlip(
        letterhead=Letterhead(hall.name, hall.address, hall.hours, hall.phone),
        subject=subject.name,
        items=tuple(item.name for item in subject.items),
        until=CODE.expires_at,
        typed=grouped(CODE.typed),
        code=text or encode(CODE),
        has_pages=has_pages,
    )
    return strip(compose_draft_slip(slip, Wording.of(catalogue, language)))


def said(slip: Slip) -> str:
    return "\n".join(str(getattr(element, "text", getattr(element, "value", ""))) for element in slip.elements)


def test_it_says_that_it_is_no_receipt_until_when_and_how_to_go_on(catalogue: Catalogue) -> None:
    slip = printed(catalogue)
    words = said(slip)
    for part in (
        "这不是收件凭证",
        "2026年12月4日 17:30",
        "结婚落户",
        "3 户口迁移",
        "继续办理",
        "12345",
        grouped(CODE.typed),
    ):
        assert part in words
    (large,) = (one for one in slip.elements if isinstance(one, Text) and one.text == "这不是收件凭证")
    assert large.size == 2


def test_its_code_is_the_drafts(catalogue: Catalogue) -> None:
    (qr,) = (one for one in printed(catalogue).elements if isinstance(one, Qr))
    assert decode(qr.payload) == CODE
    assert qr.ecc == "M"


def test_a_code_that_carries_a_form_keeps_its_dots_large(catalogue: Catalogue) -> None:
    (qr,) = (one for one in printed(catalogue, text="YM2:" + "A" * 1500).elements if isinstance(one, Qr))
    assert qr.ecc == "L"


def test_only_who_photographed_something_is_told_that_it_may_have_to_be_done_again(catalogue: Catalogue) -> None:
    assert "重新拍" in said(printed(catalogue))
    assert "重新拍" not in said(printed(catalogue, has_pages=False))


def test_it_speaks_the_applicants_language_too(catalogue: Catalogue) -> None:
    words = said(printed(catalogue, "en"))
    assert "This is not a receipt of materials" in words
    assert "4 December 2026, 17:30" in words
