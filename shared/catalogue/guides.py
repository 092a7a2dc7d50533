"""What the catalogue knows of an item beyond the domain's rules: guide, codes, words, places (A1-A4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from shared.catalogue.recognition import Recognition
from shared.domain.items import Audience, Channel, ItemKind, ItemState, Referral

PLACE: Final = "{place}"
"""Stands in a material's prompt where a screen says at which device the page is wanted."""


@dataclass(frozen=True, slots=True)
class Department:
    """An office that decides.

    Attributes:
        name: exact as in the city's plan; national: the national department of the same line.
        full_name: for the foot of a notice.
    """

    code: str
    name: str
    full_name: str
    national: str
    phone: str = ""
    credit_code: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """A place where people go, with hours and telephone.

    Attributes:
        kind: hall, centre, town, village, window or other.
        position: latitude and longitude in degrees (CGCS2000), None where it is not known.
    """

    id: str
    name: str
    address: str
    hours: str
    phone: str
    online: str = ""
    illustrative: bool = False
    kind: str = "other"
    district: str = ""
    position: tuple[float, float] | None = None
    transport: str = ""

    @property
    def referral(self) -> Referral:
        """The same as the domain's way out."""
        return Referral(self.name, self.address, self.hours, self.phone, self.online)


Hall = Office
"""The hall of this package: its name heads every notice and receipt (REQUIREMENTS E13)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A way into the catalogue; `colour` is teal, vermilion, leaf, plum, ochre or blue: an emblem pair of the look."""

    id: str
    name: str
    emblem: str
    colour: str


@dataclass(frozen=True, slots=True)
class ChannelState:
    """Whether something can be taken at a channel, and where it leads if not (A10).

    `over` is of what belongs to a year that has run out (已截止).
    """

    state: ItemState
    referral: Referral = field(default_factory=Referral)
    note: str = ""
    over: bool = False

    @property
    def takes(self) -> bool:
        """Whether it can be taken here."""
        return self.state is ItemState.HERE


Channels = Mapping[Channel, ChannelState]


@dataclass(frozen=True, slots=True)
class ItemCodes:
    """基本编码 (12 digits), 实施编码 (31) and 业务办理项编码 (33) of the national list."""

    basic: str
    implementation: str
    handling: str
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A law, its article where one is named, and what it says in short."""

    law: str
    article: str
    says: str

    def __str__(self) -> str:
        return self.law + self.article


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the procedure: its name, who acts, what happens."""

    title: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What the applicant gets: its name, 证照, 文书 or 资金, and how long it holds."""

    name: str
    form: str
    validity: str


@dataclass(frozen=True, slots=True)
class ItemGuide:
    """The guide of an item (办事指南).

    Attributes:
        national: the national department (责任部门) of the item's own line in the plan.
        lead, national_lead: whether ★ marks the local, the national department as leading its one-matter service.
    """

    code: str
    codes: ItemCodes
    department: Department
    legal_basis: tuple[LegalBasis, ...]
    scope: str
    conditions: tuple[str, ...]
    steps: tuple[Step, ...]
    fee_charged: bool
    fee: str
    result: ItemResult
    offices: tuple[Office, ...]
    illustrative: bool = False
    national: str = ""
    lead: bool = False
    national_lead: bool = False


@dataclass(frozen=True, slots=True)
class MaterialGuide:
    """How a material is asked for and given; the legal side is in the domain's Material.

    Attributes:
        official: the official phrase; note: the same in plain words.
        prompt: what to do now, as a screen's title; PLACE in it stands for where the device at hand takes pages.
        missing: the answer to 没带？怎么办.
        pages_min, pages_max: pages of one copy; paper: card, a6, a5, a4 or a3.
        e_licence, shared_source: the licence or source that it may be fetched from; blank_form: name of its blank form.
        recognition: what its pages are told by, None where nothing is said of it.
    """

    code: str
    name: str
    official: str
    prompt: str
    note: str
    missing: str
    pages_min: int
    pages_max: int
    paper: str
    issuer: str
    illustrative: bool = False
    e_licence: str = ""
    shared_source: str = ""
    blank_form: str = ""
    recognition: Recognition | None = None

    def prompt_at(self, place: str) -> str:
        """Return the prompt for a device that takes pages at a place: under the lamp, on the glass."""
        return self.prompt.replace(PLACE, place)


@dataclass(frozen=True, slots=True)
class Presentation:
    """How an item or a one-matter service shows itself and is found.

    Attributes:
        subtitle: the short line under its name on a tile.
        synonyms: other names; phrases: what people say when they mean it; uses_a_year: how often it is applied for.
        listed: offered by itself; else only as a part of its one-matter service.
        last_day: the last day on which it can be applied for, None where it does not run out (已截止).
    """

    code: str
    permanent_id: int
    name: str
    short_name: str
    subtitle: str
    theme: Theme
    emblem: str
    audience: Audience
    channels: Channels
    synonyms: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    uses_a_year: int = 0
    kind: ItemKind = ItemKind.APPLIED
    listed: bool = True
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A code table and the standard that it follows; codes in the order in which they are offered."""

    id: str
    title: str
    standard: str
    codes: Mapping[str, str]
    licence: str = ""
