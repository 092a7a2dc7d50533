"""The four layouts, byte by byte and as a round trip."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.cards import CardType, IdCard
from devices.core.errors import CardDataInvalidError, DeviceError
from devices.core.gb_codes import ETHNIC_NAMES
from devices.id_card.card_image import build_image
from devices.id_card.errors import TruncatedFrameError, UnknownCardTypeError
from devices.id_card.specimens import CHEN, FOREIGN_2017, FOREIGN_2023, HE_PERMIT, OUYANG, SPECIMENS
from devices.id_card.text_block import parse_card, parse_newest_address


def _parsed(card: IdCard) -> IdCard:
    image = build_image(card)
    newest = parse_newest_address(image.newest_address) if image.newest_address else None
    return parse_card(image.text, card.photo_wlt, newest)


def _changed(card: IdCard, offset: int, text: str) -> bytes:
    raw = text.encode("utf-16-le")
    block = build_image(card).text
    return block[:offset] + raw + block[offset + len(raw) :]


@pytest.mark.parametrize("name", list(SPECIMENS))
def test_every_specimen_comes_back_as_it_was_written(name: str) -> None:
    assert _parsed(SPECIMENS[name]) == SPECIMENS[name]


_LETTERS = st.characters(blacklist_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], max_codepoint=0x2FFFF)
_WORD = st.text(_LETTERS, min_size=1, max_size=7)
_DATE = st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)).map(datetime.date.isoformat)


@given(
    kind=st.sampled_from(list(CardType)),
    name=_WORD,
    address=_WORD,
    birth=_DATE,
    until=_DATE | st.just("长期"),
    sex=st.sampled_from(["男", "女", "未知", "未说明"]),
    ethnicity=st.sampled_from(sorted(ETHNIC_NAMES.values())),
    name_en=st.text(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ,'-"), min_size=1, max_size=46),
)
def test_any_card_comes_back_as_it_was_written(
    kind: CardType, name: str, address: str, birth: str, until: str, sex: str, ethnicity: str, name_en: str
) -> None:
    local = kind in {CardType.RESIDENT, CardType.PERMIT}
    card = IdCard(
        type=kind,
        name=name,
        number="0" * 15,
        sex=sex,
        birth=birth,
        name_en=None if local else name_en,
        ethnicity=ethnicity if kind is CardType.RESIDENT else None,
        address=address if local else None,
        valid_to=until,
        nationality=None if local else "XXA",
    )
    assert _parsed(card) == card


@given(st.binary(min_size=256, max_size=256), st.sampled_from([" ", "J", "I", "Y"]))
def test_any_bytes_are_a_card_or_a_named_refusal(block: bytes, flag: str) -> None:
    marked = block[:248] + flag.encode("utf-16-le") + block[250:]
    try:
        card = parse_card(marked, b"")
    except DeviceError as error:
        assert error.code == "card_data_invalid"  # noqa: PT017
    else:
        assert card.number


@pytest.mark.parametrize("flag", ["K", "j", "\0", "国", "\ud800"])
def test_an_unknown_flag_is_refused_and_shown(flag: str) -> None:
    block = bytearray(build_image(CHEN).text)
    block[248:250] = flag.encode("utf-16-le", errors="surrogatepass")
    with pytest.raises(UnknownCardTypeError) as refused:
        parse_card(bytes(block), b"")
    assert refused.value.flag == ("\ufffd" if flag == "\ud800" else flag)


@pytest.mark.parametrize("size", [0, 249, 255])
def test_a_short_block_is_truncated(size: int) -> None:
    with pytest.raises(TruncatedFrameError):
        parse_card(build_image(CHEN).text[:size], b"")


@pytest.mark.parametrize("birth", ["19901301", "19900230", "1990 315", "１９９０0315", "        "])
def test_an_impossible_birth_is_refused_without_showing_it(birth: str) -> None:
    with pytest.raises(CardDataInvalidError) as refused:
        parse_card(_changed(CHEN, 36, birth), b"")
    assert str(refused.value) == "field birth"


def test_the_newest_address_comes_first_and_the_printed_one_is_kept() -> None:
    card = _parsed(OUYANG)
    assert card.address == OUYANG.address
    assert card.address_printed == OUYANG.address_printed
    assert "address_printed" not in card.to_json()


def test_a_newest_address_like_the_printed_one_is_no_change() -> None:
    image = build_image(CHEN)
    assert parse_card(image.text, b"", CHEN.address).address_printed is None


@pytest.mark.parametrize(
    ("slots", "address"),
    [([], None), ([""], None), (["甲地", ""], "甲地"), (["甲地", "乙地", "", ""], "乙地")],
)
def test_of_several_newest_addresses_the_last_counts(slots: list[str], address: str | None) -> None:
    data = b"".join((slot.ljust(35)).encode("utf-16-le") for slot in slots)
    assert parse_newest_address(data) == address


@pytest.mark.parametrize("padding", [" ", "\0", "\u3000"])
def test_padding_of_any_kind_goes(padding: str) -> None:
    assert parse_card(_changed(CHEN, 0, "陈样例".ljust(15, padding)), b"").name == "陈样例"


def test_a_foreign_card_without_a_chinese_name_goes_by_the_english_one() -> None:
    card = parse_card(_changed(FOREIGN_2017, 158, " " * 15), b"")
    assert card.name == card.name_en == FOREIGN_2017.name_en


def test_a_long_english_name_is_joined_across_its_two_places() -> None:
    assert FOREIGN_2023.name_en is not None
    assert len(FOREIGN_2023.name_en) > 35
    assert _parsed(FOREIGN_2023).name_en == FOREIGN_2023.name_en


def test_a_name_cut_inside_a_rare_character_is_still_a_name() -> None:
    block = bytearray(build_image(CHEN).text)
    block[28:30] = "𬍛".encode("utf-16-le")[:2]
    assert parse_card(bytes(block), b"").name.startswith("陈样例")


@pytest.mark.parametrize(("code", "sex"), [("0", "未知"), ("1", "男"), ("2", "女"), ("9", "未说明"), ("x", "未知")])
def test_sex_by_code(code: str, sex: str) -> None:
    assert parse_card(_changed(HE_PERMIT, 30, code), b"").sex == sex


@pytest.mark.parametrize(
    ("code", "name"),
    [("01", "汉"), ("11", "满"), ("56", "基诺"), ("97", "其他"), ("98", "外国血统中国籍人士"), ("99", None)],
)
def test_ethnicity_by_name(code: str, name: str | None) -> None:
    assert parse_card(_changed(CHEN, 32, code), b"").ethnicity == name


def test_the_standard_list_is_whole() -> None:
    assert [f"{code:02d}" in ETHNIC_NAMES for code in range(1, 57)] == [True] * 56
    assert len(set(ETHNIC_NAMES.values())) == len(ETHNIC_NAMES)


def test_json_leaves_out_what_a_card_lacks() -> None:
    assert set(CHEN.to_json()) == {
        "type", "name", "number", "sex", "ethnicity", "birth", "address", "issuer", "valid_from", "valid_to",
    }  # fmt: skip
    assert set(HE_PERMIT.to_json()) >= {"pass_number", "issue_count"}


def test_a_card_shows_nobody_in_a_log() -> None:
    assert repr(CHEN) == "IdCard(resident)"
    assert "陈" not in f"{dataclasses.replace(CHEN)!r} {build_image(CHEN)!r}"


def test_a_field_that_is_too_long_for_a_card_is_refused() -> None:
    with pytest.raises(ValueError, match="name is longer"):
        build_image(dataclasses.replace(CHEN, name="样例" * 8))
