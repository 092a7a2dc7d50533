"""Items (事项) and one-matter services (一件事) as the catalogue describes them (REQUIREMENTS A1, A6, A10, A11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique

from shared.domain.errors import InvalidItemError, ItemFault
from shared.domain.materials import Importance, Material, MaterialSource, Situation

__all__ = [
    "Audience",
    "Channel",
    "HandlingKind",
    "HandlingMode",
    "Importance",
    "Item",
    "ItemKind",
    "ItemLevel",
    "ItemState",
    "ItemType",
    "Material",
    "MaterialSource",
    "OneMatterService",
    "Referral",
    "ServicePart",
    "Situation",
]


@unique
class ItemKind(StrEnum):
    """What a case does with an item: apply for it, check it behind the counter, or refer to it."""

    APPLIED = "applied"
    CHECKED = "checked"
    REFERRED = "referred"


@unique
class ItemType(StrEnum):
    """The legal nature of an item. Selects the legal clock and the notice titles.

    The six of SZ16 三(一)1 (许可, 裁决, 确认, 给付, 指导, 其他服务) and those that national lists have besides.
    """

    LICENCE = "licence"  # 行政许可
    RULING = "ruling"  # 行政裁决
    CONFIRMATION = "confirmation"  # 行政确认
    BENEFIT = "benefit"  # 行政给付
    GUIDANCE = "guidance"  # 行政指导
    LEVY = "levy"  # 行政征收
    REWARD = "reward"  # 行政奖励
    OTHER_POWER = "other_power"  # 其他行政权力
    PUBLIC_SERVICE = "public_service"  # 公共服务, 其他服务

    @property
    def silence_accepts(self) -> bool:
        """Whether five working days of silence count as acceptance (行政许可法 §32)."""
        return self is ItemType.LICENCE


@unique
class HandlingKind(StrEnum):
    """即办件 is decided on the spot, 承诺件 within its promised working days."""

    IMMEDIATE = "immediate"
    PROMISED = "promised"


@unique
class HandlingMode(StrEnum):
    """Who decides (C18): the window by delegation, the department it is forwarded to, a specialist window."""

    DELEGATED = "delegated"
    FORWARDED = "forwarded"
    SPECIALIST = "specialist"


@unique
class ItemLevel(StrEnum):
    """Place in the catalogue's tree: 主项, 子项, 业务办理项. Only the last is applied for."""

    MAIN = "main"
    SUB = "sub"
    HANDLING = "handling"


@unique
class Audience(StrEnum):
    """个人办事 or 法人办事 (法人 includes 其他组织)."""

    PERSONAL = "personal"
    LEGAL = "legal"


@unique
class Channel(StrEnum):
    """Where an applicant stands."""

    KIOSK = "kiosk"
    COUNTER = "counter"


@unique
class ItemState(StrEnum):
    """Whether an item can be taken at this site and channel (A10)."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    ONLINE_ONLY = "online_only"
    IN_PERSON_ONLY = "in_person_only"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Referral:
    """Where what can't be taken here leads: never a dead end (A10)."""

    place: str = ""
    address: str = ""
    hours: str = ""
    phone: str = ""
    online: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One service item of the catalogue.

    Attributes:
        code: the official code, unique in the catalogue.
        permanent_id: positive integer that stands for the item in receipts and is never given to another.
        name: exact official name; short_name is for emblems, lists and receipts.
        department: exact official name of the office that decides.
        statutory_days: legal limit in working days, None where the law sets none.
        promised_days: promised limit in working days, 0 where nothing is promised and for an immediate item.
        guidance, query: flags of items that end in advice or in an answer.
        illustrative: its texts are written for demonstration (names and departments are exact all the same).
    """

    code: str
    permanent_id: int
    name: str
    short_name: str
    department: str
    kind: ItemKind = ItemKind.APPLIED
    item_type: ItemType = ItemType.PUBLIC_SERVICE
    handling: HandlingKind = HandlingKind.PROMISED
    mode: HandlingMode = HandlingMode.FORWARDED
    level: ItemLevel = ItemLevel.HANDLING
    audience: Audience = Audience.PERSONAL
    statutory_days: int | None = None
    promised_days: int = 0
    materials: tuple[Material, ...] = ()
    situations: tuple[Situation, ...] = ()
    kiosk: ItemState = ItemState.HERE
    counter: ItemState = ItemState.HERE
    referral: Referral = Referral()
    legal_basis: str = ""
    result: str = ""
    parent: str = ""
    guidance: bool = False
    query: bool = False
    illustrative: bool = False

    def __post_init__(self) -> None:
        for fault, present in _faults_of(self):
            if present:
                raise InvalidItemError(fault, self.code)

    @property
    def days(self) -> int:
        """Working days that the clock allows: the promise, else the law's limit; 0 for an immediate item."""
        if self.handling is HandlingKind.IMMEDIATE:
            return 0
        return self.promised_days or self.statutory_days or 0

    def state_at(self, channel: Channel) -> ItemState:
        """Return whether it can be taken at a channel of this site."""
        return self.kiosk if channel is Channel.KIOSK else self.counter

    def required(self, situations: Iterable[str]) -> tuple[Material, ...]:
        """Return the materials that an applicant in these situations must give."""
        chosen = frozenset(situations)
        return tuple(material for material in self.materials if material.applies_to(chosen))


@dataclass(frozen=True, slots=True)
class ServicePart:
    """An item's place in a one-matter service: its number in the plan, whether it may be left out, for whom it is."""

    item_code: str
    label: str = ""
    optional: bool = False
    situations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OneMatterService:
    """Several items of several departments as one matter, one form, one receipt (A6).

    Attributes:
        lead_department: exact official name, ★ in the plan.
        roles: role codes that the case must fill, such as husband and wife.
        year: set for a service of one year only; past `closed_after` it shows 已截止.
        guide_only: guide and referral, nothing can be applied for.
    """

    code: str
    name: str
    short_name: str
    lead_department: str
    parts: tuple[ServicePart, ...]
    roles: tuple[str, ...] = ("applicant",)
    situations: tuple[Situation, ...] = ()
    year: int | None = None
    closed_after: date | None = None
    guide_only: bool = False
    illustrative: bool = False

    def __post_init__(self) -> None:
        codes = [part.item_code for part in self.parts]
        if not codes:
            raise InvalidItemError(ItemFault.SERVICE_WITHOUT_ITEMS, self.code)
        if len(set(codes)) != len(codes):
            raise InvalidItemError(ItemFault.SERVICE_ITEM_TWICE, self.code)

    def closed_on(self, day: date) -> bool:
        """Tell whether its year has run out on a day."""
        last = self.closed_after or (date(self.year, 12, 31) if self.year else None)
        return last is not None and day > last


def _faults_of(item: Item) -> tuple[tuple[ItemFault, bool], ...]:
    codes = [material.code for material in item.materials]
    limit = item.statutory_days
    return (
        (ItemFault.ITEM_UNNAMED, not (item.code and item.name and item.short_name and item.department)),
        (ItemFault.ITEM_PERMANENT_ID, item.permanent_id < 1),
        (ItemFault.ITEM_DAYS_NEGATIVE, item.promised_days < 0 or (limit is not None and limit < 0)),
        (ItemFault.ITEM_PROMISE_OVER_LIMIT, limit is not None and item.promised_days > limit),
        (ItemFault.ITEM_IMMEDIATE_WITH_DAYS, item.handling is HandlingKind.IMMEDIATE and item.promised_days > 0),
        (ItemFault.ITEM_ASKS_WITHOUT_APPLICATION, item.kind is not ItemKind.APPLIED and bool(codes)),
        (ItemFault.ITEM_MATERIAL_TWICE, len(set(codes)) != len(codes)),
    )
