"""The fields and sections of a joined form, made of the dictionary and of what the items demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from shared.catalogue.model import Catalogue, Subject
from shared.forms.definition import (
    COUNT_PREFIX,
    PERSON_PREFIX,
    Choice,
    DataClass,
    FieldDefinition,
    RoleDefinition,
    Schema,
    Section,
    Suggestion,
    Widget,
    meaning_of,
    place_of,
    scoped_id,
)
from shared.forms.gathering import Gathered, Repeated


def joined_fields(catalogue: Catalogue, subject: Subject, gathered: Gathered) -> dict[str, FieldDefinition]:
    """Return each field that is asked once, by id."""
    asked = dict.fromkeys(field for part in gathered.parts.values() for field in part)
    return {field: _field(catalogue, field, subject, gathered) for field in asked}


def joined_sections(
    layout: tuple[Section, ...], fields: Mapping[str, FieldDefinition], gathered: Gathered
) -> tuple[Section, ...]:
    """Return the sections of a layout with what is asked in each, and after them what the layout does not place."""
    placed: set[str] = set()
    sections = []
    for section in layout:
        own = tuple(_placed(section, fields, gathered))
        placed.update(own)
        if own:
            sections.append(replace(section, fields=own))
    left: dict[str, list[str]] = {}
    for field in fields:
        if field not in placed:
            left.setdefault(gathered.titles.get(place_of(field)[0], ""), []).append(field)
    return (*sections, *(Section(title, tuple(own)) for title, own in left.items()))


def _placed(section: Section, fields: Mapping[str, FieldDefinition], gathered: Gathered) -> Iterator[str]:
    """Yield a section's fields; one that names a role alone takes every field of that person.

    What is repeated comes person by person: all of the first child, then all of the second.
    """
    if section.fields:
        wanted = set(section.fields)
    else:
        wanted = {place_of(field)[0] for field, definition in fields.items() if definition.role == section.role}
    groups = {gathered.group_of[base] for base in wanted if base in gathered.group_of}
    counts = {COUNT_PREFIX + group for group in groups}
    order = {base: number for number, base in enumerate(section.fields)}
    own = [field for field in fields if place_of(field)[0] in wanted or field in counts]

    def rank(field: str) -> tuple[int, int, int]:
        base, place = place_of(field)
        return (field not in counts if field in counts or place else -1, place or 0, order.get(base, 0))

    yield from sorted(own, key=rank) if groups else sorted(own, key=lambda field: order.get(field, 0))


def _field(catalogue: Catalogue, field: str, subject: Subject, gathered: Gathered) -> FieldDefinition:
    base, place = place_of(field)
    if field.startswith(COUNT_PREFIX):
        return _count_field(gathered.repeats[field.removeprefix(COUNT_PREFIX)])
    roles = {role.code: role for role in subject.parties}
    prefix = base.partition(".")[0]
    role = roles.get(prefix)
    entry = catalogue.fields[meaning_of(base, frozenset(roles))]
    rules = gathered.rules.get(base, [])
    allowed = [set(rule["enum"]) for rule in rules if "enum" in rule]
    options = tuple(option for option in entry.options if all(option.code in codes for codes in allowed))
    schema = {"type": "string", "enum": [option.code for option in options]} if options else entry.schema
    others = [rule for rule in rules if set(rule) - {"enum", "type"}]
    return replace(
        entry,
        id=field,
        title=_label(role, place, gathered.repeats.get(prefix), several=len(roles) > 1) + entry.title,
        schema=_joined_schema(schema, others),
        options=options,
        card_source=entry.card_source.replace(PERSON_PREFIX, f"{prefix}.") if entry.card_source and role else None,
        suggestions=() if place else tuple(_suggestions(entry.suggestions, role, subject.parties)),
        role=role.code if role else None,
    )


def _joined_schema(schema: Schema, others: list[Schema]) -> Schema:
    return {"allOf": [schema, *others]} if others else schema


def _label(role: RoleDefinition | None, place: int | None, repeat: Repeated | None, *, several: bool) -> str:
    if place is not None:
        label = repeat.label if repeat else role.label if role else ""
        return f"{label}{place} " if repeat is None or repeat.most > 1 else label
    return role.label if role and several else ""


def _count_field(repeat: Repeated) -> FieldDefinition:
    options = tuple(Choice(str(count), str(count)) for count in range(repeat.least, repeat.most + 1))
    title = f"{repeat.label}有几个"
    return FieldDefinition(
        id=repeat.count_field,
        title=title,
        short_title=title,
        plain_note=f"有几个{repeat.label}，下面就填几份。",
        schema={"type": "string", "enum": [option.code for option in options]},
        widget=Widget.CHOICE,
        data_class=DataClass.PERSONAL,
        shared_meaning=repeat.count_field,
        options=options,
    )


def _suggestions(
    suggestions: tuple[Suggestion, ...], role: RoleDefinition | None, parties: tuple[RoleDefinition, ...]
) -> Iterator[Suggestion]:
    """Yield what is on offer; what a person of the case can lend is offered once for each of them."""
    for suggestion in suggestions:
        lenders = (role,) if role else parties
        if not suggestion.field.startswith(PERSON_PREFIX):
            yield suggestion
            continue
        for lender in lenders:
            label = lender.label if len(parties) > 1 else ""
            yield replace(
                suggestion,
                label=suggestion.label.replace("{role}", label),
                field=scoped_id(suggestion.field, lender.code),
            )
