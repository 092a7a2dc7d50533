"""A session that waits while a newer catalogue comes or a day ends makes room for one that knows of it."""

from __future__ import annotations

import pytest

from kiosk_app.work.state import Around, Screen
from tests.unit.kiosk_app.citizen import Citizen


@pytest.mark.parametrize("behind", [None, False])
def test_a_session_that_is_not_behind_waits_on(citizen: Citizen, behind: bool | None) -> None:
    citizen.box.change(around=Around(behind=behind))
    citizen.flow.tick()
    assert citizen.ended == []


def test_a_session_that_is_behind_ends_before_anybody_comes(citizen: Citizen) -> None:
    citizen.box.change(around=Around(behind=True))
    citizen.flow.tick()
    assert citizen.ended == [True]


def test_who_came_already_is_not_sent_away(citizen: Citizen) -> None:
    citizen.box.change(around=Around(behind=True))
    citizen.does(citizen.flow.identifying.card_reading)
    citizen.flow.tick()
    citizen.does(citizen.flow.card_removed)
    citizen.flow.set_language("en")
    citizen.flow.tick()
    citizen.begins()
    citizen.flow.tick()
    assert (citizen.ended, citizen.state.screen) == ([], Screen.IDENTIFY)
