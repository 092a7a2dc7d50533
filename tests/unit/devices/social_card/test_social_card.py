"""Social security cards without a wire: habits of cards, and any bytes that one may hold."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.deadline import Deadline
from devices.core.errors import CardDataInvalidError, DeviceError
from devices.pcsc.errors import CardNotSupportedError
from devices.social_card import protocol
from devices.social_card.driver import read_card
from devices.social_card.errors import SocialCardPinNeededError
from devices.social_card.protocol import Tag
from devices.social_card.virtual_card import SPECIMEN, VirtualSocialCard

EXPECTED = {
    "name": "陈样",
    "number": "44190019900307123X",
    "sex": "女",
    "birth": "1990-03-07",
    "ethnicity": "汉",
    "birthplace": "441900",
    "card_number": "A12345678",
    "card_id": "441900D15600000599110145FFFFFFFF",
    "issuing_area": "441900",
    "card_class": "1",
    "version": "2.00",
    "institution": "910000010441900044190000",
    "issued": "2020-03-15",
    "valid_to": "2030-03-15",
}


class Direct:
    """A chip without a reader."""

    t0 = True

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self.transmit = answer


def read(chip: VirtualSocialCard) -> dict[str, str]:
    return read_card(Direct(chip.answer), Deadline(60)).to_json()


def test_the_directory_has_the_standards_name() -> None:
    assert protocol.select_application().encode(t0=True).hex().upper() == "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"


@pytest.mark.parametrize(
    "chip",
    [
        VirtualSocialCard(),
        VirtualSocialCard(knows_tags=False),
        VirtualSocialCard(knows_directory=False),
        VirtualSocialCard(exact_length=True),
        VirtualSocialCard(holds_back=True),
        VirtualSocialCard(knows_tags=False, knows_directory=False, exact_length=True, holds_back=True),
    ],
    ids=["standard", "by number", "older files", "6Cxx", "61xx", "all at once"],
)
def test_every_habit_gives_the_same_card(chip: VirtualSocialCard) -> None:
    assert read(chip) == EXPECTED
    assert chip.pins_tried == 0


def test_a_card_that_hides_its_holder_is_not_tried_with_a_pin() -> None:
    chip = VirtualSocialCard(hides_holder=True)
    with pytest.raises(SocialCardPinNeededError):
        read(chip)
    assert chip.pins_tried == 0


def test_a_card_of_before_the_standard_is_named() -> None:
    with pytest.raises(CardNotSupportedError):
        read(VirtualSocialCard(is_national=False))


def test_a_long_name_goes_on_in_its_continuation() -> None:
    name = "阿卜杜热合曼·阿卜杜克热木"
    raw = name.encode("gbk")
    values = SPECIMEN | {
        Tag.NAME: (raw + "样例样例".encode("gbk"))[:30],
        Tag.NAME_CONTINUED: "后".encode("gbk").ljust(20),
    }
    assert read(VirtualSocialCard(values))["name"] == (raw + "样例样例".encode("gbk"))[:30].decode("gbk") + "后"


def test_a_character_of_a_long_name_may_be_parted_by_the_end_of_its_field() -> None:
    name = "阿" * 14 + "㐀乙"
    raw = name.encode("gb18030")
    values = SPECIMEN | {Tag.NAME: raw[:30], Tag.NAME_CONTINUED: raw[30:].ljust(20)}
    assert read(VirtualSocialCard(values))["name"] == name


@pytest.mark.parametrize("filler", [b"\x00", b"\xff", b" "])
def test_a_name_that_ends_in_its_field_has_an_empty_continuation(filler: bytes) -> None:
    values = SPECIMEN | {Tag.NAME: "样例".encode("gbk").ljust(30, filler), Tag.NAME_CONTINUED: filler * 20}
    assert read(VirtualSocialCard(values))["name"] == "样例"


def test_fields_that_a_card_lacks_are_left_out() -> None:
    values = {tag: value for tag, value in SPECIMEN.items() if tag not in {Tag.CARD_NUMBER, Tag.BIRTHPLACE}}
    values |= {Tag.VALID_TO: b"\xff\xff\xff\xff", Tag.ISSUED: bytes(4), Tag.ETHNICITY: b"\x99", Tag.SEX: b" "}
    card = read(VirtualSocialCard(values))
    assert card["sex"] == "未知"
    assert not {"card_number", "birthplace", "valid_to", "issued", "ethnicity"} & set(card)


@pytest.mark.parametrize(
    ("tag", "value", "field"),
    [
        (Tag.NAME, bytes(30), "name"),
        (Tag.NAME, b"\x81", "name"),
        (Tag.NUMBER, b" " * 18, "number"),
        (Tag.BIRTH, bytes.fromhex("19901332"), "birth"),
        (Tag.CARD_NUMBER, b"\x80", "card_number"),
    ],
)
def test_a_field_that_makes_no_sense_is_named(tag: Tag, value: bytes, field: str) -> None:
    with pytest.raises(CardDataInvalidError) as refused:
        read(VirtualSocialCard(SPECIMEN | {tag: value}))
    assert refused.value.field == field


@given(st.dictionaries(st.sampled_from(Tag), st.binary(max_size=40)))
def test_any_values_are_a_card_or_a_typed_error(values: dict[Tag, bytes]) -> None:
    with suppress(CardDataInvalidError):
        card = protocol.parse_card(values)
        assert repr(card) == f"SocialCard(version {card.version})"


@given(st.lists(st.binary(max_size=60), max_size=40))
def test_whatever_a_card_answers_is_a_card_or_a_typed_error(answers: list[bytes]) -> None:
    left = list(answers)
    with suppress(DeviceError):
        read_card(Direct(lambda _command: left.pop(0) if left else b"\x90\x00"), Deadline(60))
