"""One form for many items: fields of one meaning asked once, each department's part cut back out (REQUIREMENTS C2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from shared.catalogue.model import Catalogue, Subject
from shared.catalogue.subjects import Cast, ItemCasting
from shared.forms.definition import (
    PERSON_PREFIX,
    FieldDefinition,
    FormDefinition,
    RoleDefinition,
    Schema,
    Section,
    Suggestion,
    meaning_of,
    scoped_id,
)

__all__ = ["JoinedForm", "cut_for_item", "item_forms", "join_forms"]


@dataclass(frozen=True, slots=True)
class JoinedForm:
    """The one form of a subject.

    Attributes:
        sections: every field once, in the order of asking.
        required: fields that can't be left empty, because one of the items demands them.
        asked_count: fields of this form; single_count: fields to fill when each item is applied for by itself.
        parts: which fields each item's department gets, by item code.
        castings: how a subject's fields go back into an item's own form, by item code.
    """

    subject_code: str
    sections: tuple[Section, ...]
    fields: Mapping[str, FieldDefinition]
    required: frozenset[str]
    roles: tuple[RoleDefinition, ...]
    asked_count: int
    single_count: int
    parts: Mapping[str, tuple[str, ...]]
    castings: Mapping[str, ItemCasting]
    own_roles: Mapping[str, frozenset[str]]

    @property
    def saved_count(self) -> int:
        """How many fields the one form spares."""
        return self.single_count - self.asked_count


def join_forms(catalogue: Catalogue, subject: Subject) -> JoinedForm:
    """Join the forms of a subject's items; a single item's form comes out as itself.

    Where two items demand different things of a field, all demands hold and only choices that suit all are offered.
    """
    castings = {casting.item_code: casting for casting in subject.plan.castings}
    forms = {item.code: catalogue.forms[item.code] for item in subject.items}
    supplied = {field for supply in subject.plan.supplied for field in supply.fields}
    parts = {code: _part(form, castings[code], supplied) for code, form in forms.items()}
    rules: dict[str, list[Schema]] = {}
    required: set[str] = set()
    for code, form in forms.items():
        for cast in castings[code].casts:
            _collect(form, cast, rules, required)
        if chosen_by := castings[code].chosen_by:
            required.add(chosen_by)
    asked = set().union(*parts.values())
    fields = {
        field: _field(catalogue, field, subject, rules.get(field, [])) for part in parts.values() for field in part
    }
    sections = tuple(_sections(subject.plan.sections, fields))
    return JoinedForm(
        subject_code=subject.code,
        sections=sections,
        fields=MappingProxyType({field: fields[field] for section in sections for field in section.fields}),
        required=frozenset(required & asked),
        roles=subject.parties,
        asked_count=len(asked),
        single_count=sum(castings[code].applications * len(form.field_ids) for code, form in forms.items()),
        parts=MappingProxyType(parts),
        castings=MappingProxyType(castings),
        own_roles=MappingProxyType({code: form.role_codes for code, form in forms.items()}),
    )


def cut_for_item(joined: JoinedForm, item_code: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return the part of the values that an item's department gets, under the form's own field ids."""
    return {field: values[field] for field in joined.parts[item_code] if field in values}


def item_forms(joined: JoinedForm, item_code: str, values: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    """Return an item's own forms, filled: one for each application, its field ids scoped by the item's own roles.

    Where an answer chooses who applies, and it is not given yet, there is none.
    """
    casting = joined.castings[item_code]
    part = cut_for_item(joined, item_code, values)
    answer = part.pop(casting.chosen_by, None) if casting.chosen_by else None
    casts = [cast for cast in casting.casts if cast.when is None or cast.when == answer]
    return tuple(_recast(part, cast) for cast in casts)


def _recast(part: Mapping[str, str], cast: Cast) -> dict[str, str]:
    own = {role: item_role for item_role, role in cast.roles.items()}
    recast = {}
    for field, value in part.items():
        role, _, rest = field.partition(".")
        recast[f"{own[role]}.{rest}" if role in own else field] = value
    return recast


def _cast_field(field: str, form: FormDefinition, cast: Cast) -> str:
    role, _, rest = field.partition(".")
    return f"{cast.roles[role]}.{rest}" if role in form.role_codes else field


def _part(form: FormDefinition, casting: ItemCasting, supplied: set[str]) -> tuple[str, ...]:
    scoped = [_cast_field(field, form, cast) for cast in casting.casts for field in form.field_ids]
    chooser = [casting.chosen_by] if casting.chosen_by else []
    return tuple(field for field in dict.fromkeys([*chooser, *scoped]) if field not in supplied)


def _collect(form: FormDefinition, cast: Cast, rules: dict[str, list[Schema]], required: set[str]) -> None:
    required.update(_cast_field(field, form, cast) for field in form.required)
    for field, rule in form.rules.items():
        known = rules.setdefault(_cast_field(field, form, cast), [])
        if rule not in known:
            known.append(rule)


def _field(catalogue: Catalogue, field: str, subject: Subject, rules: list[Schema]) -> FieldDefinition:
    roles = {role.code: role for role in subject.parties}
    prefix = field.partition(".")[0]
    role = roles.get(prefix)
    entry = catalogue.fields[meaning_of(field, frozenset(roles))]
    label = role.label if role and len(roles) > 1 else ""
    allowed = [set(rule["enum"]) for rule in rules if "enum" in rule]
    options = tuple(option for option in entry.options if all(option.code in codes for codes in allowed))
    schema = {"type": "string", "enum": [option.code for option in options]} if options else entry.schema
    others = [rule for rule in rules if set(rule) - {"enum", "type"}]
    return replace(
        entry,
        id=field,
        title=label + entry.title,
        schema={"allOf": [schema, *others]} if others else schema,
        options=options,
        card_source=entry.card_source.replace(PERSON_PREFIX, f"{prefix}.") if entry.card_source and role else None,
        suggestions=tuple(_suggestions(entry.suggestions, role, subject.parties)),
        role=role.code if role else None,
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


def _sections(layout: tuple[Section, ...], fields: Mapping[str, FieldDefinition]) -> Iterator[Section]:
    """Yield the sections of a layout; one that names a role alone takes every field of that person."""
    for section in layout:
        if section.fields or section.role is None:
            yield section
        else:
            own = tuple(field for field, definition in fields.items() if definition.role == section.role)
            yield replace(section, fields=own)
