"""What pages say of the form goes with the page that said it."""

from __future__ import annotations

import numpy as np
import pytest

from devices.id_card.specimens import OUYANG
from devices.imaging.encode import encode_page
from kiosk_app.work.reading_pages import offered
from kiosk_app.work.state import Screen
from shared.capture.reading import Reading
from tests.unit.kiosk_app.citizen import Citizen


def _phone(value: str) -> list[Reading]:
    crop = encode_page(np.full((20, 60), 255, np.uint8), 200).jpeg
    return [Reading("applicant.phone", "手机号码", value, value, 0.99, (0, 0, 1, 1), crop)]


def _scan(citizen: Citizen, material: str, said: list[Reading]) -> None:
    citizen.readings = said
    citizen.does(citizen.flow.gathering.open_material, material)
    citizen.glass.pages.append(material)
    citizen.does(citizen.flow.gathering.scan)


@pytest.fixture
def gathering(citizen: Citizen) -> Citizen:
    """Somebody who gives materials, and has given their household register."""
    citizen.comes_to(Screen.MATERIALS)
    _scan(citizen, "household_register", _phone("13800000007"))
    assert [one.text for one in offered(citizen.state)] == ["13800000007"]
    return citizen


def test_what_the_pages_of_the_person_before_said_is_not_offered_to_the_next(gathering: Citizen) -> None:
    _scan(gathering, "id_photo", [])
    gathering.does(gathering.flow.gathering.next_material)
    gathering.does(gathering.flow.edit, "role:applicant")
    gathering.does(gathering.flow.identifying.card_read, OUYANG)
    gathering.does(gathering.flow.identifying.accept_person)
    gathering.does(gathering.flow.edit, "material:household_register")
    assert not gathering.state.draft or not gathering.state.draft.pages()
    _scan(gathering, "household_register", [])
    assert not offered(gathering.state)


@pytest.mark.parametrize("leaves", [False, True])
def test_nothing_that_pages_said_outlives_sealing_or_leaving(gathering: Citizen, *, leaves: bool) -> None:
    if leaves:
        gathering.does(gathering.flow.leave)
    else:
        _scan(gathering, "id_photo", [])
        gathering.does(gathering.flow.gathering.next_material)
        gathering.does(gathering.flow.go_confirm)
        gathering.hands_in()
    assert gathering.state.screen is (Screen.GOODBYE if leaves else Screen.RECEIPT)
    assert not gathering.state.readings


def test_who_takes_a_page_out_and_looks_at_another_paper_meanwhile_keeps_what_that_one_says(gathering: Citizen) -> None:
    _scan(gathering, "id_photo", _phone("13800000008"))
    gathering.does(gathering.flow.gathering.open_material, "household_register")
    gathering.flow.gathering.remove_page(gathering.state.shown_page)
    gathering.flow.gathering.open_material("id_photo")
    gathering.lane.drain()
    assert [one.text for one in offered(gathering.state)] == ["13800000008"]
    gathering.does(gathering.flow.gathering.open_material, "household_register")
    assert not offered(gathering.state)
