"""Builds the catalogue from checked sources: departments, offices, items, guides and one-matter services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeVar

from shared.catalogue.calendar_source import static_calendar
from shared.catalogue.editions import in_force
from shared.catalogue.extras import SiteChannels
from shared.catalogue.guides import (
    ChannelState,
    CodeTable,
    Department,
    ItemCodes,
    ItemGuide,
    ItemResult,
    LegalBasis,
    MaterialGuide,
    Office,
    Presentation,
    Step,
    Theme,
)
from shared.catalogue.loading_extras import last_day, load_extras
from shared.catalogue.loading_forms import load_fields, load_form, load_plan, load_roles
from shared.catalogue.loading_situations import load_situations, material_situations
from shared.catalogue.model import Catalogue
from shared.catalogue.notice_words import NoticeTitles, NoticeWording, SignedBy
from shared.catalogue.own_words import BETWEEN_DEPARTMENTS
from shared.catalogue.recognition import load_recognition
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
from shared.domain.materials import Commitment, Importance, Material, MaterialSource, Stamp
from shared.domain.numbers import NoticeKind

_NOT_APPLIED_FOR: Final = {channel.value: {"state": ItemState.ELSEWHERE.value} for channel in Channel}
_NO_CODES: Final = ItemCodes("", "", "", illustrative=True)
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
    offices = {raw["id"]: _office(raw) for raw in sources["offices"]["offices"]}
    themes = {raw["id"]: Theme(**raw) for raw in sources["themes"]["themes"]}
    tables = {document.data["id"]: _code_table(document.data) for document in sources.code_tables}
    raw_materials = sources["materials"]["materials"]
    materials = {code: _material_guide(code, raw_materials) for code in raw_materials}
    raw_items = {document.data["code"]: document.data for document in sources.items}
    raw_services = {document.data["code"]: document.data for document in sources.services}
    raw_items, raw_services = in_force(raw_items, raw_services, package["hall"])
    items = {code: _item(raw, departments, offices, raw_materials) for code, raw in raw_items.items()}
    hall = offices[package["hall"]]
    sites = _frozen(
        {code: _sites(raw["sites"], offices) for code, raw in (raw_services | raw_items).items() if "sites" in raw}
    )
    return Catalogue(
        version=package["version"],
        published=date.fromisoformat(package["published"]),
        division=package["division"],
        hall=hall,
        departments=_frozen({department.name: department for department in departments.values()}),
        items=_frozen(_ordered(items)),
        services=_frozen({code: _service(raw, items) for code, raw in _ordered(raw_services).items()}),
        fields=_frozen(load_fields(sources["dictionary"]["fields"], tables)),
        forms=_frozen({code: load_form(code, raw["form"]) for code, raw in raw_items.items() if "form" in raw}),
        themes=_frozen(themes),
        offices=_frozen(offices),
        code_tables=_frozen(tables),
        notice_titles=_notice_titles(sources["notices"]),
        calendar=static_calendar(sources["calendar"]),
        guides=_frozen({code: _guide(raw, departments, offices, hall) for code, raw in raw_items.items()}),
        materials=_frozen(materials),
        presentations=_frozen(
            {code: _presentation(raw, themes, offices, hall) for code, raw in (raw_services | raw_items).items()}
        ),
        plans=_frozen({code: load_plan(raw, items) for code, raw in raw_services.items()}),
        illustrative=package.get("illustrative", False),
        languages=tuple(package.get("languages", ())),
        extras=load_extras(sources, sites, {code: department.name for code, department in departments.items()}),
    )


def _frozen(table: Mapping[_K, _V]) -> Mapping[_K, _V]:
    return MappingProxyType(dict(table))


def _ordered(table: Mapping[str, _V]) -> dict[str, _V]:
    """Return a table by code, 7.2 before 7.10."""
    parts = {code: [part.zfill(12) for part in code.split(".")] for code in table}
    return {code: table[code] for code in sorted(table, key=parts.__getitem__)}


def _department(raw: Raw) -> Department:
    return Department(**{**raw, "credit_code": raw.get("credit_code", {}).get("code", "")})


def _office(raw: Raw) -> Office:
    latitude, _, longitude = raw.get("position", "").partition(",")
    position = (float(latitude), float(longitude)) if latitude else None
    return Office(**{**raw, "position": position})


def _code_table(raw: Raw) -> CodeTable:
    return CodeTable(**{**raw, "codes": _frozen(raw["codes"])})


def _material_guide(code: str, materials: Raw) -> MaterialGuide:
    raw = materials[code]
    kept = {key: value for key, value in raw.items() if key not in {"pages", "sources", "sample", "recognise"}}
    recognition = load_recognition(code, materials)
    return MaterialGuide(
        code=code, pages_min=raw["pages"]["min"], pages_max=raw["pages"]["max"], recognition=recognition, **kept
    )


def _item(raw: Raw, departments: Mapping[str, Department], offices: Mapping[str, Office], materials: Raw) -> Item:
    channels = raw.get("channels", _NOT_APPLIED_FOR)
    guide, limits = raw.get("guide", {}), raw.get("limits", {})
    return Item(
        code=raw["code"],
        permanent_id=raw["permanent_id"],
        name=raw["name"],
        short_name=raw["short_name"],
        department=departments[raw["department"]].name,
        kind=ItemKind(raw["kind"]),
        item_type=ItemType(raw.get("type", ItemType.PUBLIC_SERVICE)),
        handling=HandlingKind(raw.get("handling", HandlingKind.PROMISED)),
        mode=HandlingMode(raw.get("mode", HandlingMode.FORWARDED)),
        level=ItemLevel(raw.get("level", ItemLevel.HANDLING)),
        audience=Audience(raw.get("audience", Audience.PERSONAL)),
        statutory_days=limits.get("statutory_days"),
        promised_days=limits.get("promised_days", 0),
        materials=tuple(_material(entry, materials[entry["material"]]) for entry in raw.get("materials", ())),
        situations=load_situations(raw),
        kiosk=ItemState(channels["kiosk"]["state"]),
        counter=ItemState(channels["counter"]["state"]),
        referral=_referral(channels["kiosk"], offices),
        legal_basis="；".join(f"{basis['law']}{basis.get('article', '')}" for basis in guide.get("legal_basis", ())),
        result=guide.get("result", {}).get("name", ""),
        parent=raw.get("parent", ""),
        guidance=raw.get("guidance", False),
        query=raw.get("query", False),
        illustrative=guide.get("illustrative", False),
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
        note=entry.get("note", described["note"]),
        situations=material_situations(entry),
        roles=tuple(entry.get("roles", ())),
        deferred_days=entry.get("deferred_days"),
        commitment=Commitment(**entry["commitment"]) if "commitment" in entry else None,
        stamp=Stamp(**entry["stamp"]) if "stamp" in entry else None,
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
        parts=tuple(
            ServicePart(entry["item"], items[entry["item"]].short_name, entry.get("optional", False))
            for entry in raw["items"]
        ),
        roles=tuple(role.code for role in load_roles(raw.get("roles", ()))),
        situations=load_situations(raw),
        year=raw.get("valid", {}).get("year"),
        closed_after=last_day(raw),
        guide_only=raw.get("guide_only", False),
        illustrative=raw.get("illustrative", False),
    )


def _sites(raw: Raw, offices: Mapping[str, Office]) -> SiteChannels:
    return _frozen({site: _channels(channels, offices) for site, channels in raw.items()})


def _channels(raw: Raw, offices: Mapping[str, Office]) -> Mapping[Channel, ChannelState]:
    return _frozen({channel: _channel(raw[channel.value], offices) for channel in Channel})


def _behind_the_counter(hall: Office) -> Mapping[Channel, ChannelState]:
    """Return the channels of what departments check among themselves: nobody applies for it anywhere."""
    state = ChannelState(ItemState.ELSEWHERE, hall.referral, BETWEEN_DEPARTMENTS)
    return _frozen(dict.fromkeys(Channel, state))


def _presentation(raw: Raw, themes: Mapping[str, Theme], offices: Mapping[str, Office], hall: Office) -> Presentation:
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
        channels=_channels(raw["channels"], offices) if "channels" in raw else _behind_the_counter(hall),
        synonyms=tuple(search.get("synonyms", ())),
        phrases=tuple(search.get("phrases", ())),
        uses_a_year=search.get("uses_a_year", 0),
        kind=ItemKind(raw.get("kind", ItemKind.REFERRED if raw.get("guide_only") else ItemKind.APPLIED)),
        listed=raw.get("listed", True),
        last_day=last_day(raw),
    )


def _guide(raw: Raw, departments: Mapping[str, Department], offices: Mapping[str, Office], hall: Office) -> ItemGuide:
    if "guide" not in raw:
        return _guide_of_check(raw, departments[raw["department"]], hall)
    guide = raw["guide"]
    return ItemGuide(
        code=raw["code"],
        codes=ItemCodes(**raw["codes"]) if "codes" in raw else _NO_CODES,
        department=departments[raw["department"]],
        legal_basis=tuple(LegalBasis(**{"article": "", **basis}) for basis in guide["legal_basis"]),
        scope=guide["scope"],
        conditions=tuple(guide["conditions"]),
        steps=tuple(Step(**step) for step in guide["steps"]),
        fee_charged=guide["fee"]["charged"],
        fee=guide["fee"]["text"],
        result=ItemResult(**{key: guide["result"][key] for key in ("name", "form", "validity")}),
        offices=tuple(offices[office] for office in guide["offices"]),
        illustrative=guide.get("illustrative", False),
        **_marks(raw, departments[raw["department"]]),
    )


def _marks(raw: Raw, department: Department) -> dict[str, Any]:
    """Return the national department of an item, and who leads."""
    return {
        "national": raw.get("national", department.national),
        "lead": raw.get("lead", False),
        "national_lead": raw.get("national_lead", False),
    }


def _guide_of_check(raw: Raw, department: Department, hall: Office) -> ItemGuide:
    """Return the guide of an item that is checked behind the counter and has none of its own."""
    check = raw["check"]
    return ItemGuide(
        code=raw["code"],
        codes=ItemCodes(**raw["codes"]) if "codes" in raw else _NO_CODES,
        department=department,
        legal_basis=(LegalBasis(check["legal_basis"], "", check["proves"]),) if "legal_basis" in check else (),
        scope=check["proves"],
        conditions=(),
        steps=(Step("核查", department.name, f"通过{check['source']}核查；{check['manual']}"),),
        fee_charged=False,
        fee="不收费",
        result=ItemResult(raw["name"], "核查结果", "当次有效"),
        offices=(hall,),
        illustrative=check.get("illustrative", False),
        **_marks(raw, department),
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
        wordings=_frozen({kind: _wording(entry) for kind, entry in entries.items() if "body" in entry}),
        labels=_frozen(raw.get("labels", {})),
    )


def _wording(entry: Raw) -> NoticeWording:
    return NoticeWording(
        SignedBy(entry.get("signed_by", SignedBy.DEPARTMENT)), tuple(entry["body"]), tuple(entry.get("closing", ()))
    )
