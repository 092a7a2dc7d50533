"""Builds fields, forms and service plans from checked sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.catalogue.conditions import Condition
from shared.catalogue.guides import CodeTable
from shared.catalogue.subjects import Cast, ItemCasting, ServicePlan, Supplied
from shared.domain.items import Item, ItemKind
from shared.forms.definition import (
    PERSON_PREFIX,
    Choice,
    CrossCheck,
    CrossRule,
    DataClass,
    FieldDefinition,
    FormDefinition,
    Repeat,
    RoleDefinition,
    Section,
    Suggestion,
    Widget,
    scoped_id,
)

Raw = Mapping[str, Any]


def load_fields(raw_fields: Raw, tables: Mapping[str, CodeTable]) -> dict[str, FieldDefinition]:
    """Return the data dictionary by entry."""
    return {entry: _field(entry, raw, tables) for entry, raw in raw_fields.items()}


def load_roles(raw_roles: Sequence[Raw]) -> tuple[RoleDefinition, ...]:
    """Return role definitions."""
    return tuple(RoleDefinition(**{"sex": None, **raw}) for raw in raw_roles)


def load_form(item_code: str, raw: Raw) -> FormDefinition:
    """Return an item's own form, its field ids scoped by its own roles."""
    sections = []
    required: set[str] = set()
    rules: dict[str, Any] = {}
    for entry in raw["sections"]:
        role = entry.get("role")
        scoped = {meaning: scoped_id(meaning, role) for meaning in entry["fields"]}
        sections.append(_section(entry, scoped))
        required.update(field for meaning, field in scoped.items() if meaning not in entry.get("optional", ()))
        rules.update({scoped[meaning]: rule for meaning, rule in entry.get("rules", {}).items()})
    checks = tuple(_cross_check(one) for one in raw.get("checks", ()))
    return FormDefinition(item_code, tuple(sections), frozenset(required), load_roles(raw["roles"]), rules, checks)


def load_plan(raw: Raw, items: Mapping[str, Item]) -> ServicePlan:
    """Return how a one-matter service joins those of its items that are applied for."""
    applied = [entry for entry in raw["items"] if items[entry["item"]].kind is ItemKind.APPLIED]
    layout = raw.get("sections", ())
    return ServicePlan(
        roles=load_roles(raw.get("roles", ())),
        castings=tuple(_casting(entry) for entry in applied),
        supplied=tuple(_supplied(entry) for entry in raw.get("supplied", ())),
        conditions={entry["item"]: Condition.of(entry["when"]) for entry in raw["items"] if "when" in entry},
        sections=tuple(Section(entry["title"], tuple(entry.get("fields", ())), entry.get("role")) for entry in layout),
    )


def _section(entry: Raw, scoped: Mapping[str, str]) -> Section:
    return Section(
        title=entry["title"],
        fields=tuple(scoped.values()),
        role=entry.get("role"),
        when=Condition.of(entry.get("when")),
        fields_when={scoped[field]: Condition.of(when) for field, when in entry.get("fields_when", {}).items()},
        repeat=Repeat(**entry["repeat"]) if "repeat" in entry else None,
    )


def _cross_check(raw: Raw) -> CrossCheck:
    read = {
        "rule": CrossRule(raw["rule"]),
        "fields": tuple(raw["fields"]),
        "value": str(raw.get("value", "")),
        "when": Condition.of(raw.get("when")),
    }
    return CrossCheck(**{**raw, **read})


def _field(entry: str, raw: Raw, tables: Mapping[str, CodeTable]) -> FieldDefinition:
    options = _options(raw, tables)
    schema = dict(raw.get("schema", {}))
    if options:
        schema = {"type": "string", "enum": [option.code for option in options]}
    of_person = entry.startswith(PERSON_PREFIX)
    return FieldDefinition(
        id=entry,
        title=raw["title"],
        short_title=raw["title"],
        plain_note=raw["note"],
        schema=schema,
        widget=Widget(raw["widget"]),
        data_class=DataClass(raw["data_class"]),
        shared_meaning=entry,
        card_source=PERSON_PREFIX + raw["card"] if of_person and "card" in raw else None,
        options=options,
        suggestions=tuple(Suggestion(**suggestion) for suggestion in raw.get("suggestions", ())),
        legal_basis=raw.get("legal_basis", ""),
        example=raw.get("example", ""),
    )


def _options(raw: Raw, tables: Mapping[str, CodeTable]) -> tuple[Choice, ...]:
    if "code_table" not in raw:
        return ()
    codes = tables[raw["code_table"]].codes
    allowed = raw.get("schema", {}).get("enum", codes)
    return tuple(Choice(code, label) for code, label in codes.items() if code in allowed)


def _casting(entry: Raw) -> ItemCasting:
    casts = tuple(
        Cast({item_role: role for item_role, role in cast.items() if item_role != "when"}, cast.get("when"))
        for cast in entry["casts"]
    )
    return ItemCasting(entry["item"], casts, entry.get("chosen_by"))


def _supplied(entry: Raw) -> Supplied:
    return Supplied(
        entry["by"], frozenset(entry.get("materials", ())), frozenset(entry.get("fields", ())), entry["note"]
    )
