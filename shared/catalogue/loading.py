"""Builds the catalogue from checked sources: departments, offices, items, guides and one-matter services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from shared.catalogue.calendar_source import static_calendar
from shared.catalogue.guides import (
    ChannelState,
    CodeTable,
    Department,
    ItemCodes,
    ItemGuide,
    ItemResult,
    LegalBasis,
    MaterialGuide,
    NoticeTitles,
    Office,
    Presentation,
    Step,
    Theme,
)
from shared.catalogue.loading_forms import load_fields, load_form, load_plan, load_roles
from shared.catalogue.model import Catalogue
from shared.catalogue.sources import Sources
from shared.domain.items import (
    Audience,
    Channel,
    HandlingKind,
    HandlingMode,
    Item,
    ItemKind,
    ItemLevel,
    ItemState,
    ItemType,
    OneMatterService,
    Referral,
    ServicePart,
)
from shared.domain.materials import Importance, Material, MaterialSource
from shared.domain.numbers import NoticeKind

_K = TypeVar("_K")
_V = TypeVar("_V")
Raw = Mapping[str, Any]


def load_catalogue(sources: Sources) -> Catalogue:
    """Build the catalogue; the sources must have passed the checker.

    Raises:
        InvalidItemError: an item contradicts the domain's rules.
        KeyError, ValueError: the sources were not checked.
    """
    package = sources["package"]
    departments = {raw["code"]: _department(raw) for raw in sources["departments"]["departments"]}
    offices = {raw["id"]: Office(**{"online": "", **raw}) for raw in sources["offices"]["offices"]}
    themes = {raw["id"]: Theme(**raw) for raw in sources["themes"]["themes"]}
    tables = {document.data["id"]: _code_table(document.data) for document in sources.code_tables}
    materials = {code: _material_guide(code, raw) for code, raw in sources["materials"]["materials"].items()}
    raw_items = {document.data["code"]: document.data for document in sources.items}
    raw_services = {document.data["code"]: document.data for document in sources.services}
    items = {
        code: _item(raw, departments, offices, sources["materials"]["materials"]) for code, raw in raw_items.items()
    }
    return Catalogue(
        version=package["version"],
        published=date.fromisoformat(package["published"]),
        division=package["division"],
        hall=offices[package["hall"]],
        departments=_frozen({department.name: department for department in departments.values()}),
        items=_frozen(_ordered(items)),
        services=_frozen({code: _service(raw, items) for code, raw in _ordered(raw_services).items()}),
        fields=_frozen(load_fields(sources["dictionary"]["fields"], tables)),
        forms=_frozen({code: load_form(code, raw["form"]) for code, raw in raw_items.items()}),
        themes=_frozen(themes),
        offices=_frozen(offices),
        code_tables=_frozen(tables),
        notice_titles=_notice_titles(sources["notices"]),
        calendar=static_calendar(sources["calendar"]),
        guides=_frozen({code: _guide(raw, departments, offices) for code, raw in raw_items.items()}),
        materials=_frozen(materials),
        presentations=_frozen(
            {code: _presentation(raw, themes, offices) for code, raw in (raw_services | raw_items).items()}
        ),
        plans=_frozen({code: load_plan(raw) for code, raw in raw_services.items()}),
        illustrative=package.get("illustrative", False),
    )


def _frozen(table: Mapping[_K, _V]) -> Mapping[_K, _V]:
    return MappingProxyType(dict(table))


def _ordered(table: Mapping[str, _V]) -> dict[str, _V]:
    """Return a table by code, 7.2 before 7.10."""
    parts = {code: [part.zfill(12) for part in code.split(".")] for code in table}
    return {code: table[code] for code in sorted(table, key=parts.__getitem__)}


def _department(raw: Raw) -> Department:
    return Department(**{**raw, "credit_code": raw["credit_code"]["code"]})


def _code_table(raw: Raw) -> CodeTable:
    return CodeTable(**{**raw, "codes": _frozen(raw["codes"])})


def _material_guide(code: str, raw: Raw) -> MaterialGuide:
    kept = {key: value for key, value in raw.items() if key not in {"pages", "sources"}}
    return MaterialGuide(code=code, pages_min=raw["pages"]["min"], pages_max=raw["pages"]["max"], **kept)


def _item(raw: Raw, departments: Mapping[str, Department], offices: Mapping[str, Office], materials: Raw) -> Item:
    kiosk = raw["channels"]["kiosk"]
    return Item(
        code=raw["code"],
        permanent_id=raw["permanent_id"],
        name=raw["name"],
        short_name=raw["short_name"],
        department=departments[raw["department"]].name,
        kind=ItemKind(raw["kind"]),
        item_type=ItemType(raw["type"]),
        handling=HandlingKind(raw["handling"]),
        mode=HandlingMode(raw["mode"]),
        level=ItemLevel(raw["level"]),
        audience=Audience(raw["audience"]),
        statutory_days=raw["limits"].get("statutory_days"),
        promised_days=raw["limits"]["promised_days"],
        materials=tuple(_material(entry, materials[entry["material"]]) for entry in raw["materials"]),
        kiosk=ItemState(kiosk["state"]),
        counter=ItemState(raw["channels"]["counter"]["state"]),
        referral=_referral(kiosk, offices),
        legal_basis="；".join(f"{basis['law']}{basis.get('article', '')}" for basis in raw["guide"]["legal_basis"]),
        result=raw["guide"]["result"]["name"],
        illustrative=raw["guide"].get("illustrative", False),
    )


def _material(entry: Raw, described: Raw) -> Material:
    return Material(
        code=entry["material"],
        name=described["name"],
        legal_basis=entry["legal_basis"],
        importance=Importance(entry["importance"]),
        originals=entry["originals"],
        copies=entry.get("copies", 0),
        sources=tuple(MaterialSource(source) for source in described["sources"]),
        note=described["note"],
        roles=tuple(entry.get("roles", ())),
    )


def _referral(channel: Raw, offices: Mapping[str, Office]) -> Referral:
    return offices[channel["office"]].referral if "office" in channel else Referral()


def _channel(channel: Raw, offices: Mapping[str, Office]) -> ChannelState:
    return ChannelState(ItemState(channel["state"]), _referral(channel, offices), channel.get("note", ""))


def _service(raw: Raw, items: Mapping[str, Item]) -> OneMatterService:
    return OneMatterService(
        code=raw["code"],
        name=raw["name"],
        short_name=raw["short_name"],
        lead_department=items[raw["lead"]].department,
        parts=tuple(ServicePart(entry["item"], items[entry["item"]].short_name) for entry in raw["items"]),
        roles=tuple(role.code for role in load_roles(raw["roles"])),
        illustrative=raw.get("illustrative", False),
    )


def _presentation(raw: Raw, themes: Mapping[str, Theme], offices: Mapping[str, Office]) -> Presentation:
    search = raw.get("search", {})
    return Presentation(
        code=raw["code"],
        permanent_id=raw["permanent_id"],
        name=raw["name"],
        short_name=raw["short_name"],
        subtitle=raw["subtitle"],
        theme=themes[raw["theme"]],
        emblem=raw["emblem"],
        audience=Audience(raw.get("audience", Audience.PERSONAL)),
        channels=_frozen({channel: _channel(raw["channels"][channel.value], offices) for channel in Channel}),
        synonyms=tuple(search.get("synonyms", ())),
        phrases=tuple(search.get("phrases", ())),
    )


def _guide(raw: Raw, departments: Mapping[str, Department], offices: Mapping[str, Office]) -> ItemGuide:
    guide = raw["guide"]
    return ItemGuide(
        code=raw["code"],
        codes=ItemCodes(**raw["codes"]),
        department=departments[raw["department"]],
        legal_basis=tuple(LegalBasis(**{"article": "", **basis}) for basis in guide["legal_basis"]),
        scope=guide["scope"],
        conditions=tuple(guide["conditions"]),
        steps=tuple(Step(**step) for step in guide["steps"]),
        fee_charged=guide["fee"]["charged"],
        fee=guide["fee"]["text"],
        result=ItemResult(**guide["result"]),
        offices=tuple(offices[office] for office in guide["offices"]),
        illustrative=guide.get("illustrative", False),
    )


def _notice_titles(raw: Raw) -> NoticeTitles:
    entries = {NoticeKind[entry["kind"].upper()]: entry for entry in raw["notices"]}
    by_type = {
        (kind, ItemType(item_type)): title
        for kind, entry in entries.items()
        for item_type, title in entry.get("by_type", {}).items()
    }
    return NoticeTitles(
        titles=_frozen({kind: entry["title"] for kind, entry in entries.items()}),
        by_type=_frozen(by_type),
        other_titles=_frozen({kind: tuple(entry.get("other_titles", ())) for kind, entry in entries.items()}),
        sentences=_frozen(raw["sentences"]),
    )
