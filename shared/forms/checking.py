"""Checks what was filled in against the joined form: everything that is missing or wrong, in the order of asking."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError

from shared.domain.clock import legal_date
from shared.forms.cross_checks import broken_places
from shared.forms.definition import FieldDefinition, RoleDefinition, Schema
from shared.forms.formats import format_fault
from shared.forms.joined import JoinedForm

_CODES = {"minLength": "too_short", "maxLength": "too_long", "pattern": "format", "enum": "choice"}
_MESSAGE_LIMITS = {"minLength": "min", "maxLength": "max"}


@dataclasses.dataclass(frozen=True, slots=True)
class FieldFault:
    """One field that is missing or wrong; faces make a sentence of it.

    Attributes:
        field: id in the joined form.
        code: missing, too_short, too_long, format, choice, length, characters, region, birth_date, check_digit,
            no_such_date, future_date, wrong_for_role; of a rule across fields its name, such as not_after.
        params: what the sentence needs, such as min and max, or a rule's own message and mend; never the value.
    """

    field: str
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def check_form(joined: JoinedForm, values: Mapping[str, str], *, today: date | None = None) -> tuple[FieldFault, ...]:
    """Return every fault of the values, one for a field; an empty value counts as missing.

    `today` bounds dates; without it the legal day of the clock is taken.
    """
    day = today or legal_date(datetime.now(UTC))
    roles = {role.code: role for role in joined.roles}
    stripped = {field_id: values.get(field_id, "").strip() for field_id in joined.fields}
    faults = {
        field_id: fault
        for field_id, definition in joined.fields.items()
        if (fault := _fault_of(joined, definition, stripped[field_id], roles, day)) is not None
    }
    for fault in _cross_faults(joined, stripped):
        faults.setdefault(fault.field, fault)
    return tuple(faults[field_id] for field_id in joined.fields if field_id in faults)


def _cross_faults(joined: JoinedForm, values: Mapping[str, str]) -> Iterator[FieldFault]:
    asked = tuple(joined.fields)
    for check in joined.checks:
        for field_id in broken_places(check, values, asked):
            said = {"message": check.message, "mend": check.mend, "basis": check.legal_basis}
            yield FieldFault(field_id, check.rule.value, said)


def unknown_fields(joined: JoinedForm, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids among the values that the form does not have."""
    return tuple(field_id for field_id in values if field_id not in joined.fields)


def _fault_of(
    joined: JoinedForm, definition: FieldDefinition, value: str, roles: Mapping[str, RoleDefinition], today: date
) -> FieldFault | None:
    if not value:
        return FieldFault(definition.id, "missing") if definition.id in joined.required else None
    return next(_faults(definition, value, roles, today), None)


def _faults(
    definition: FieldDefinition, value: str, roles: Mapping[str, RoleDefinition], today: date
) -> Iterator[FieldFault]:
    for error in Draft202012Validator(dict(definition.schema)).iter_errors(value):
        yield _schema_fault(definition.id, error)
    for name in _formats(definition.schema):
        if code := format_fault(name, value, today):
            yield FieldFault(definition.id, code)
    role = roles.get(definition.role or "")
    if role and role.sex and definition.shared_meaning == "person.sex" and definition.label_of(value) != role.sex:
        yield FieldFault(definition.id, "wrong_for_role", {"role": role.label, "sex": role.sex})


def _schema_fault(field_id: str, error: ValidationError) -> FieldFault:
    rule = error.kind.name
    params = {_MESSAGE_LIMITS[rule]: error.kind.value} if rule in _MESSAGE_LIMITS else {}
    return FieldFault(field_id, _CODES.get(rule, "format"), params)


def _formats(schema: Schema) -> Iterator[str]:
    if "format" in schema:
        yield schema["format"]
    for part in schema.get("allOf", ()):
        yield from _formats(part)
