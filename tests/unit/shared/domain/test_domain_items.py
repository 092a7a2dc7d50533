"""Catalogue entries, their materials, and what is missing at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shared.domain.errors import InvalidItemError, ItemFault
from shared.domain.items import (
    Channel,
    HandlingKind,
    Item,
    ItemKind,
    ItemState,
    ItemType,
    OneMatterService,
    ServicePart,
)
from shared.domain.materials import Importance, Material, MaterialSource, missing_of

CARD = Material("id-card", "居民身份证", "《居民身份证法》第十四条", sources=(MaterialSource.CARD_READ,))
BOOK = Material("household-book", "户口簿", "《户口登记条例》第四条", situations=("moving",))
PHOTO = Material("photo", "近期照片", "《就业服务与就业管理规定》", importance=Importance.MINOR)


def _item(**changes: Any) -> Item:
    values: dict[str, Any] = {
        "code": "YM-0701",
        "permanent_id": 701,
        "name": "就业创业证申领",
        "short_name": "就业创业证",
        "department": "市人力资源社会保障局",
    }
    return Item(**(values | changes))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, ItemFault.ITEM_UNNAMED),
        ({"department": ""}, ItemFault.ITEM_UNNAMED),
        ({"permanent_id": 0}, ItemFault.ITEM_PERMANENT_ID),
        ({"promised_days": -1}, ItemFault.ITEM_DAYS_NEGATIVE),
        ({"promised_days": 6, "statutory_days": 5}, ItemFault.ITEM_PROMISE_OVER_LIMIT),
        ({"promised_days": 1, "handling": HandlingKind.IMMEDIATE}, ItemFault.ITEM_IMMEDIATE_WITH_DAYS),
        ({"materials": (CARD,), "kind": ItemKind.CHECKED}, ItemFault.ITEM_ASKS_WITHOUT_APPLICATION),
        ({"materials": (CARD, CARD)}, ItemFault.ITEM_MATERIAL_TWICE),
    ],
)
def test_an_item_that_contradicts_itself_is_refused(changes: dict[str, Any], code: ItemFault) -> None:
    with pytest.raises(InvalidItemError) as caught:
        _item(**changes)
    assert (caught.value.code, caught.value.subject) == (code, "YM-0701")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, ItemFault.MATERIAL_UNNAMED),
        ({"legal_basis": " "}, ItemFault.MATERIAL_WITHOUT_LEGAL_BASIS),
        ({"originals": -1}, ItemFault.MATERIAL_COUNT_NEGATIVE),
        ({"sources": ()}, ItemFault.MATERIAL_WITHOUT_SOURCE),
    ],
)
def test_a_material_that_contradicts_itself_is_refused(changes: dict[str, Any], code: ItemFault) -> None:
    values: dict[str, Any] = {"code": "m", "name": "户口簿", "legal_basis": "《户口登记条例》"}
    with pytest.raises(InvalidItemError) as caught:
        Material(**(values | changes))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({"promised_days": 3, "statutory_days": 20}, 3),
        ({"statutory_days": 20}, 20),
        ({}, 0),
        ({"handling": HandlingKind.IMMEDIATE, "statutory_days": 20}, 0),
    ],
)
def test_the_clock_runs_by_promise_then_by_law(changes: dict[str, Any], days: int) -> None:
    assert _item(**changes).days == days


def test_each_channel_has_its_state() -> None:
    item = _item(kiosk=ItemState.IN_PERSON_ONLY)
    assert item.state_at(Channel.KIOSK) is ItemState.IN_PERSON_ONLY
    assert item.state_at(Channel.COUNTER) is ItemState.HERE


def test_only_the_materials_of_the_situation_are_required() -> None:
    item = _item(materials=(CARD, BOOK, PHOTO))
    assert item.required(()) == (CARD, PHOTO)
    assert item.required(["moving", "other"]) == (CARD, BOOK, PHOTO)


def test_everything_missing_is_told_at_once_and_each_shared_material_once() -> None:
    missing = missing_of((CARD, BOOK, PHOTO, BOOK), ["id-card", "unasked"])
    assert missing.main == (BOOK,)
    assert missing.minor == (PHOTO,)
    assert not missing.nothing
    assert missing_of((CARD,), ["id-card"]).nothing


def test_silence_accepts_licences_alone() -> None:
    assert [item_type for item_type in ItemType if item_type.silence_accepts] == [ItemType.LICENCE]


def test_a_yearly_service_closes() -> None:
    parts = (ServicePart("YM-1001"),)
    service = OneMatterService("10", "家电以旧换新", "家电换新", "市商务局", parts, year=2025)
    assert not service.closed_on(date(2025, 12, 31))
    assert service.closed_on(date(2026, 1, 1))
    early = OneMatterService(
        "10", "家电以旧换新", "家电换新", "市商务局", parts, year=2025, closed_after=date(2025, 11, 30)
    )
    assert early.closed_on(date(2025, 12, 1))
    assert not OneMatterService("8", "结婚落户", "结婚", "市民政局", parts).closed_on(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("parts", "code"),
    [((), ItemFault.SERVICE_WITHOUT_ITEMS), ((ServicePart("a"), ServicePart("a")), ItemFault.SERVICE_ITEM_TWICE)],
)
def test_a_service_that_contradicts_itself_is_refused(parts: tuple[ServicePart, ...], code: ItemFault) -> None:
    with pytest.raises(InvalidItemError) as caught:
        OneMatterService("8", "结婚落户", "结婚", "市民政局", parts)
    assert caught.value.code == code
