"""The form in a code: what it carries, whose card opens it, how much fits."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.trust import TrustLevel
from shared.handoff import form_part as module
from shared.handoff.code import MAX_CHARACTERS, DraftCode, encode
from shared.handoff.errors import FormNotOpenedError, FormTooLargeError
from shared.handoff.form_part import FormPart, form_part, open_form, seal_form
from shared.intake.draft import Draft, DraftMaterial, DraftPage, FieldSource, FieldValue, GivenBy

AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
KEY = bytes(range(32))
CHEN, WANG = "441900199001010017", "44190019920202002X"


@pytest.fixture(autouse=True)
def _quick_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a guess costs is no matter here."""
    monkeypatch.setattr(module, "_SCRYPT_N", 2)


def draft(**fields: FieldValue) -> Draft:
    page = DraftPage(
        page_id=UUID(int=1), width=1, height=1, dpi=300, size=1, sha256="", trust=TrustLevel.A, taken_at=AT
    )
    scan = DraftMaterial(code="household_register", given_by=GivenBy.SCAN, trust=TrustLevel.A, pages=(page,))
    return Draft(
        case_id=UUID(int=9),
        subject_code="7.1",
        catalogue_version="2026.11.1",
        channel="kiosk",
        fields=fields,
        materials={scan.code: scan},
        created_at=AT,
        updated_at=AT,
    )


PHONE = FieldValue(value="13800000001", source=FieldSource.TYPED)
NAME = FieldValue(value="陈样例", source=FieldSource.CARD)
READ = FieldValue(value="样例公司", source=FieldSource.READ)


def test_it_carries_what_no_card_tells_and_says_which_pages_stay_behind() -> None:
    part = form_part(draft(phone=PHONE, name=NAME, company=READ))
    assert dict(part.fields) == {"phone": PHONE, "company": READ}
    assert part.scanned == ("household_register",)
    assert open_form(seal_form(part, KEY, [CHEN]), KEY, CHEN) == part


def test_either_spouse_opens_it_and_nobody_else() -> None:
    sealed = seal_form(form_part(draft(phone=PHONE)), KEY, [CHEN, WANG])
    assert open_form(sealed, KEY, CHEN) == open_form(sealed, KEY, WANG.lower())
    with pytest.raises(FormNotOpenedError):
        open_form(sealed, KEY, "110101199003070011")
    with pytest.raises(FormNotOpenedError):
        open_form(sealed, bytes(32), CHEN)


def test_nothing_of_it_can_be_read_from_the_slip() -> None:
    sealed = seal_form(form_part(draft(phone=PHONE)), KEY, [CHEN])
    assert b"13800000001" not in sealed
    assert b"7.1" not in sealed


@given(st.binary(max_size=400))
def test_any_bytes_are_opened_or_refused(data: bytes) -> None:
    with pytest.raises(FormNotOpenedError):
        open_form(data, KEY, CHEN)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_an_altered_form_is_refused(place: int, change: int) -> None:
    data = bytearray(seal_form(form_part(draft(phone=PHONE)), KEY, [CHEN]))
    data[place % len(data)] ^= change
    with pytest.raises(FormNotOpenedError):
        open_form(bytes(data), KEY, CHEN)


def test_a_form_that_grows_without_end_is_refused() -> None:
    big = FormPart("7.1", "v", AT, "zh-Hans", {"a": FieldValue(value="0" * 200_000, source=FieldSource.TYPED)})
    with pytest.raises(FormNotOpenedError):
        open_form(seal_form(big, KEY, [CHEN]), KEY, CHEN)


@pytest.mark.parametrize("numbers", [[], [str(number) for number in range(5)]])
def test_it_is_sealed_for_one_to_four(numbers: list[str]) -> None:
    with pytest.raises(ValueError, match="one to four"):
        seal_form(form_part(draft()), KEY, numbers)


def test_eighty_answers_fit_into_one_code_and_a_novel_does_not() -> None:
    answers = {
        f"applicant.field_{place:02d}": FieldValue(value=f"第{place}项的回答", source=FieldSource.TYPED)
        for place in range(80)
    }
    sealed = seal_form(form_part(draft(**answers)), KEY, [CHEN, WANG])
    assert len(encode(DraftCode(UUID(int=9), KEY, AT, form=sealed))) < MAX_CHARACTERS
    story = "".join(chr(0x4E00 + (place * 7919) % 20000) for place in range(700))
    long = seal_form(form_part(draft(story=FieldValue(value=story, source=FieldSource.TYPED))), KEY, [CHEN])
    with pytest.raises(FormTooLargeError):
        encode(DraftCode(UUID(int=9), KEY, AT, form=long))
