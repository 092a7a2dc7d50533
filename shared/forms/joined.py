"""One form for many items: fields of one meaning asked once, each department's part cut back out (REQUIREMENTS C2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shared.catalogue.conditions import Answers
from shared.catalogue.model import Catalogue, Subject
from shared.catalogue.subjects import Cast, ItemCasting
from shared.forms.definition import (
    CrossCheck,
    FieldDefinition,
    FormDefinition,
    RoleDefinition,
    Section,
)
from shared.forms.gathering import Gathered, gather
from shared.forms.joined_fields import joined_fields, joined_sections

__all__ = ["JoinedForm", "cut_for_item", "item_applications", "item_forms", "join_forms"]


@dataclass(frozen=True, slots=True)
class JoinedForm:
    """The one form of a subject, as far as the answers so far call for it.

    Attributes:
        sections: every field once, in the order of asking.
        required: fields that can't be left empty, because one of the items demands them.
        asked_count: fields of this form; single_count: fields to fill when each item is applied for by itself.
        parts: which fields each item's department gets, by item code.
        castings: how a subject's fields go back into an item's own form, by item code.
        applications: the fields that each cast's own application asks, in the order of its casts, by item code.
        checks: rules across fields, over this form's ids.
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
    applications: Mapping[str, tuple[tuple[str, ...], ...]]
    checks: tuple[CrossCheck, ...] = ()

    @property
    def saved_count(self) -> int:
        """How many fields the one form spares."""
        return self.single_count - self.asked_count


def join_forms(catalogue: Catalogue, subject: Subject, answers: Answers | None = None) -> JoinedForm:
    """Join the forms of a subject's items; a single item's form comes out as itself.

    Where two items demand different things of a field, all demands hold and only choices that suit all are offered.

    Args:
        catalogue: has the dictionary and the items' own forms.
        subject: what is applied for, narrowed to the situation.
        answers: answers to questions and values of fields; what they rule out is not asked, and what is repeated is
            asked as often as they say. None asks for everything, each repeated thing once: the form at its largest,
            which figures compare.
    """
    forms = {item.code: catalogue.forms[item.code] for item in subject.items}
    castings = {casting.item_code: casting for casting in subject.plan.castings if casting.item_code in forms}
    supplied = frozenset(field for supply in subject.plan.supplied for field in supply.fields)
    gathered = gather(forms, castings, supplied, answers)
    fields = joined_fields(catalogue, subject, gathered)
    sections = joined_sections(subject.plan.sections, fields, gathered)
    ordered = {field: fields[field] for section in sections for field in section.fields}
    return JoinedForm(
        subject_code=subject.code,
        sections=sections,
        fields=MappingProxyType(ordered),
        required=gathered.required & ordered.keys(),
        roles=subject.parties,
        asked_count=len(ordered),
        single_count=sum(_single_count(forms[code], castings[code], gathered) for code in forms),
        parts=MappingProxyType(dict(gathered.parts)),
        castings=MappingProxyType(castings),
        applications=MappingProxyType({code: tuple(own) for code, own in gathered.single.items()}),
        checks=gathered.checks,
    )


def _single_count(form: FormDefinition, casting: ItemCasting, gathered: Gathered) -> int:
    """Count the fields of an item's own applications, each made by itself with the same answers."""
    counts = [len(asked) for asked in gathered.single[form.item_code]]
    return max(counts, default=0) if casting.chosen_by else sum(counts)


def cut_for_item(joined: JoinedForm, item_code: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return the part of the values that an item's department gets, under the form's own field ids."""
    return {field: values[field] for field in joined.parts[item_code] if field in values}


def item_forms(joined: JoinedForm, item_code: str, values: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    """Return an item's own forms, filled: one for each application, its field ids scoped by the item's own roles.

    Each has exactly what that application asks: nothing that another one of the same item needs.

    Where an answer chooses who applies, and it is not given yet, there is none.
    """
    return tuple(
        {own: values[field] for own, field in application.items() if field in values}
        for application in item_applications(joined, item_code, values)
    )


def item_applications(joined: JoinedForm, item_code: str, values: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    """Return for each application of an item which field of the one form fills which of its own: {own: joined}."""
    casting, mine = joined.castings[item_code], frozenset(joined.parts[item_code])
    chosen = casting.chosen(values)
    return tuple(
        {own: field for own, field in _recast(asked, cast) if field in mine}
        for cast, asked in zip(casting.casts, joined.applications[item_code], strict=True)
        if cast in chosen
    )


def _recast(asked: Iterable[str], cast: Cast) -> Iterator[tuple[str, str]]:
    own = {role: item_role for item_role, role in cast.roles.items()}
    for field in asked:
        role, _, rest = field.partition(".")
        yield (f"{own[role]}.{rest}" if role in own else field), field
