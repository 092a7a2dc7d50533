"""What a form is made of: fields of the one data dictionary, sections, roles (ARCHITECTURE §4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Any, Final

from shared.catalogue.conditions import ALWAYS, Condition

PERSON_PREFIX: Final = "person."
"""Dictionary entries that belong to a person start so; in a form the role takes its place: husband.name."""

COUNT_PREFIX: Final = "count."
"""Questions how many there are of something start so; no dictionary entry does."""

Schema = Mapping[str, Any]


@unique
class Widget(StrEnum):
    """How a value is given."""

    TEXT = "text"
    DIGITS = "digits"
    CHOICE = "choice"
    DATE = "date"
    PHONE = "phone"
    ADDRESS = "address"


@unique
class DataClass(StrEnum):
    """Drives masking, export and retention (F2): public, personal, sensitive personal (个人信息保护法 §28)."""

    PUBLIC = "public"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a code table: the code is stored, the label shown."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value on offer, one touch away. Exactly one of the three says what it is.

    Attributes:
        label: what the button says, such as 同男方身份证住址.
        value: a fixed value.
        field: id of the field whose value is taken.
        today: the day of filling in.
    """

    label: str
    value: str = ""
    field: str = ""
    today: bool = False


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """A part that a person plays in a case.

    Attributes:
        sex: 男 or 女 where only one can play it.
        in_person: the person applies and is identified; else only their particulars are asked for.
    """

    code: str
    label: str
    sex: str | None = None
    in_person: bool = True


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """One question of a form.

    Attributes:
        id: in the dictionary person.name, in a form applicant.name; fields without a person keep theirs.
        title: with the role before it where the form has several roles (男方姓名).
        short_title: without the role, for use under a heading that names it.
        plain_note: the plain-language note (白话).
        schema: JSON Schema fragment for the value, which is always a string.
        options: what a choice offers, by code.
        card_source: what the card of a role knows of it, such as applicant.name; None where it is asked.
        shared_meaning: the dictionary entry; two fields of one meaning and one person are asked once.
        legal_basis: the rule that allows asking, where one is named.
        example: an invented value for the filled sample (样表), empty where none is given.
    """

    id: str
    title: str
    short_title: str
    plain_note: str
    schema: Schema
    widget: Widget
    data_class: DataClass
    shared_meaning: str
    card_source: str | None = None
    options: tuple[Choice, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    role: str | None = None
    legal_basis: str = ""
    example: str = ""

    def label_of(self, code: str) -> str:
        """Return the label of a choice's code, or the code itself where it has none."""
        return next((option.label for option in self.options if option.code == code), code)


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often a section may be filled in, and what one filling is called, such as 子女.

    How many there are is a question of its own, `count.child`; the fields of the n-th are `child.name#n`.
    """

    min: int
    max: int
    label: str


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together, in their order.

    Attributes:
        when: with which answers the section is asked; fields_when: the same for single fields, by id.
    """

    title: str
    fields: tuple[str, ...]
    role: str | None = None
    when: Condition = ALWAYS
    fields_when: Mapping[str, Condition] = field(default_factory=dict)
    repeat: Repeat | None = None


@unique
class CrossRule(StrEnum):
    """How several fields are held against each other."""

    NOT_AFTER = "not_after"
    NOT_BEFORE = "not_before"
    EQUAL = "equal"
    DIFFERENT = "different"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    SUM_AT_MOST = "sum_at_most"
    SUM_EQUAL = "sum_equal"
    ONE_OF_THEM = "one_of_them"
    ALL_OR_NONE = "all_or_none"


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """A rule that several fields must keep together.

    Attributes:
        value: what the fields are held against where it is not the last of them.
        message, mend: what is wrong and what to do, in words for people.
    """

    rule: CrossRule
    fields: tuple[str, ...]
    message: str
    value: str = ""
    when: Condition = ALWAYS
    mend: str = ""
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """The form of one item by itself; field ids carry the item's own roles.

    Attributes:
        rules: what this item demands of a field beyond the dictionary, as JSON Schema fragments.
        checks: rules across fields.
    """

    item_code: str
    sections: tuple[Section, ...]
    required: frozenset[str]
    roles: tuple[RoleDefinition, ...]
    rules: Mapping[str, Schema] = field(default_factory=dict)
    checks: tuple[CrossCheck, ...] = ()

    @property
    def field_ids(self) -> tuple[str, ...]:
        """Every field in the order of the sections."""
        return tuple(field_id for section in self.sections for field_id in section.fields)

    @property
    def role_codes(self) -> frozenset[str]:
        """Codes of its roles."""
        return frozenset(role.code for role in self.roles)


def scoped_id(meaning: str, role: str | None) -> str:
    """Return the id in a form of a dictionary entry: person.name and husband make husband.name."""
    if role is not None and meaning.startswith(PERSON_PREFIX):
        return f"{role}.{meaning.removeprefix(PERSON_PREFIX)}"
    return meaning


def place_of(field_id: str) -> tuple[str, int | None]:
    """Return a repeated field's id without its place, and the place; None for one that is not repeated."""
    base, mark, place = field_id.partition("#")
    return base, int(place) if mark else None


def at_place(field_id: str, place: int) -> str:
    """Return the id of a repeated field at a place, counted from 1."""
    return f"{field_id}#{place}"


def meaning_of(field_id: str, roles: frozenset[str]) -> str:
    """Return the dictionary entry of a form's field id, given the roles of the form."""
    role, _, rest = place_of(field_id)[0].partition(".")
    return PERSON_PREFIX + rest if role in roles else place_of(field_id)[0]
