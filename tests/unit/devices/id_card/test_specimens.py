"""Invented people must be recognisable as such and still pass every check digit."""

from __future__ import annotations

import pytest
from stdnum.iso7064 import mod_11_2

from devices.core.cards import CardType
from devices.id_card.specimens import SPECIMENS, number_15, number_18


@pytest.mark.parametrize("name", list(SPECIMENS))
def test_every_specimen_is_marked(name: str) -> None:
    assert "样例" in SPECIMENS[name].name


@pytest.mark.parametrize("name", [name for name, card in SPECIMENS.items() if card.type is CardType.RESIDENT])
def test_residents_have_valid_numbers_in_dongguan(name: str) -> None:
    card = SPECIMENS[name]
    assert mod_11_2.is_valid(card.number)
    assert card.number.startswith("441900")
    assert card.number[6:14] == card.birth.replace("-", "")
    assert (int(card.number[16]) % 2 == 1) == (card.sex == "男")


@pytest.mark.parametrize("name", [name for name, card in SPECIMENS.items() if len(card.number) == 18])
def test_long_numbers_pass_the_check_of_another_library(name: str) -> None:
    assert mod_11_2.is_valid(SPECIMENS[name].number)


def test_check_digits_of_published_samples() -> None:
    assert number_18("11010519491231002") == "11010519491231002X"
    assert number_18("93158619800101002") == "931586198001010028"
    assert number_15("KAZ11009012310") == "KAZ110090123105"


def test_all_four_layouts_and_both_kinds_of_rare_characters_are_there() -> None:
    assert {card.type for card in SPECIMENS.values()} == set(CardType)
    names = "".join(card.name for card in SPECIMENS.values())
    rare = [character for character in names if not _in_gbk(character)]
    assert any(ord(character) <= 0xFFFF for character in rare)
    assert any(ord(character) > 0xFFFF for character in rare)


def _in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
