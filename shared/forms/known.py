"""What the card already says: fields that nobody is asked for (REQUIREMENTS B1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from shared.domain.applicants import Person
from shared.forms.definition import FieldDefinition
from shared.forms.joined import JoinedForm

_READERS: Final[Mapping[str, Callable[[Person], str]]] = {
    "name": lambda person: person.name,
    "number": lambda person: person.number.number if person.number else "",
    "sex": lambda person: person.sex.value,
    "birth": lambda person: person.birth.isoformat() if person.birth else "",
    "ethnicity": lambda person: person.ethnicity,
    "address": lambda person: person.address,
    "name_en": lambda person: person.name_en,
    "nationality": lambda person: person.nationality,
}


def known_fields(joined: JoinedForm, role: str, person: Person) -> dict[str, str]:
    """Return the values that a person's card gives for their role, by field id; what it doesn't know is left out.

    A choice gets its code: 男 becomes 1, 汉 or 汉族 becomes 01.
    """
    known = {
        field_id: _value(definition, _READERS[definition.card_source.partition(".")[2]](person))
        for field_id, definition in joined.fields.items()
        if definition.role == role and definition.card_source
    }
    return {field_id: value for field_id, value in known.items() if value}


def _value(definition: FieldDefinition, text: str) -> str:
    if not definition.options or not text:
        return text
    names = {text, text + "族"}
    return next((option.code for option in definition.options if option.label in names), "")
