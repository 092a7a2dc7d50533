"""What a newer version of the catalogue would change for a draft, which keeps the version that it began with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum, unique

from shared.catalogue.model import Catalogue, Subject
from shared.domain.items import Channel, Item
from shared.domain.materials import Material


@unique
class ChangeKind(StrEnum):
    """What kind of thing changed for the applicant."""

    GONE = "gone"
    STATE = "state"
    ITEM_ADDED = "item_added"
    ITEM_REMOVED = "item_removed"
    MATERIAL_ADDED = "material_added"
    MATERIAL_REMOVED = "material_removed"
    MATERIAL_CHANGED = "material_changed"
    FIELD_ADDED = "field_added"
    FIELD_REMOVED = "field_removed"
    QUESTION_ADDED = "question_added"
    QUESTION_REMOVED = "question_removed"
    LIMIT = "limit"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class DraftChange:
    """One change: what it is about, and both states as the catalogue writes them; empty where there is none.

    `part` names what of a material changed, as shared.domain.materials.Material has it.
    """

    kind: ChangeKind
    code: str
    name: str
    old: str = ""
    new: str = ""
    part: str = ""


def changes_for(subject_code: str, old: Catalogue, new: Catalogue, channel: Channel) -> tuple[DraftChange, ...]:
    """Return what a newer catalogue changes of an item or service, none where nothing that matters to an applicant."""
    before = old.subject(subject_code)
    if subject_code not in new.presentations:
        return (DraftChange(ChangeKind.GONE, subject_code, before.name),)
    return tuple(_changes(before, new.subject(subject_code), old, new, channel))


def _changes(
    before: Subject, after: Subject, old: Catalogue, new: Catalogue, channel: Channel
) -> Iterator[DraftChange]:
    states = before.state_at(channel).value, after.state_at(channel).value
    if states[0] != states[1]:
        yield DraftChange(ChangeKind.STATE, after.code, after.name, *states)
    items = {item.code: item.name for item in before.items}, {item.code: item.name for item in after.items}
    yield from _apart(*items, ChangeKind.ITEM_ADDED, ChangeKind.ITEM_REMOVED)
    yield from _materials(before.materials, after.materials)
    yield from _apart(_fields(before, old), _fields(after, new), ChangeKind.FIELD_ADDED, ChangeKind.FIELD_REMOVED)
    yield from _apart(
        _questions(before, old), _questions(after, new), ChangeKind.QUESTION_ADDED, ChangeKind.QUESTION_REMOVED
    )
    known = {item.code: item for item in before.items}
    for item in after.items:
        if item.code in known:
            yield from _terms(known[item.code], item, old, new)


def _materials(before: Iterable[Material], after: Iterable[Material]) -> Iterator[DraftChange]:
    was, now = {one.code: one for one in before}, {one.code: one for one in after}
    names = {one.code: one.name for one in was.values()}, {one.code: one.name for one in now.values()}
    yield from _apart(*names, ChangeKind.MATERIAL_ADDED, ChangeKind.MATERIAL_REMOVED)
    for code in was.keys() & now.keys():
        for field in fields(Material):
            values = getattr(was[code], field.name), getattr(now[code], field.name)
            if field.name in _TOLD and values[0] != values[1]:
                old, new = ("" if value is None else str(value) for value in values)
                yield DraftChange(ChangeKind.MATERIAL_CHANGED, code, now[code].name, old, new, field.name)


_TOLD = frozenset({"name", "importance", "originals", "copies", "legal_basis", "note", "deferred_days", "situations"})


def _terms(before: Item, after: Item, old: Catalogue, new: Catalogue) -> Iterator[DraftChange]:
    if before.days != after.days:
        yield DraftChange(ChangeKind.LIMIT, after.code, after.name, str(before.days), str(after.days))
    fees = old.guide(before.code).fee, new.guide(after.code).fee
    if fees[0] != fees[1]:
        yield DraftChange(ChangeKind.FEE, after.code, after.name, *fees)


def _fields(subject: Subject, catalogue: Catalogue) -> dict[str, str]:
    forms = (catalogue.forms[item.code] for item in subject.items)
    ids = dict.fromkeys(field for form in forms for field in form.field_ids)
    return {field: catalogue.fields[entry].title for field in ids if (entry := _entry(field, catalogue))}


def _entry(field: str, catalogue: Catalogue) -> str:
    """Return the dictionary entry of a field of a form; fields of a person bear their role there."""
    if field in catalogue.fields:
        return field
    entry = "person." + field.partition(".")[2]
    return entry if entry in catalogue.fields else ""


def _questions(subject: Subject, catalogue: Catalogue) -> dict[str, str]:
    codes = (subject.code, *(item.code for item in subject.items))
    asked = dict.fromkeys(question for code in codes for question in catalogue.extras_of(code).questions)
    return {code: catalogue.extras.questions[code].ask for code in asked}


def _apart(
    before: Mapping[str, str], after: Mapping[str, str], added: ChangeKind, removed: ChangeKind
) -> Iterator[DraftChange]:
    yield from (DraftChange(added, code, name) for code, name in after.items() if code not in before)
    yield from (DraftChange(removed, code, name) for code, name in before.items() if code not in after)
