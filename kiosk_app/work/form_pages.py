"""The form cut into pages: what the card said first, then one question or a calm few at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from shared.forms.definition import FieldDefinition, Widget
from shared.forms.joined import JoinedForm
from shared.forms.plain_values import plain_value
from shared.intake.draft import Draft, FieldSource

_BY_KEYBOARD = frozenset({Widget.TEXT, Widget.ADDRESS})
BY_PAD = frozenset({Widget.DIGITS, Widget.PHONE, Widget.DATE})
"""What is given on the pad of digits."""
_FEW_OPTIONS = 3
_AT_MOST = 2
KNOWN = "known"


@dataclass(frozen=True, slots=True)
class FormPage:
    """One page.

    Attributes:
        key: `known`, or the first question's field id.
        title: the section's, or the question's where it stands alone.
    """

    key: str
    title: str
    fields: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether it only shows what is known already."""
        return self.key == KNOWN


def form_pages(form: JoinedForm, draft: Draft) -> tuple[FormPage, ...]:
    """Return the pages in the order of the form."""
    known = tuple(field for field in form.fields if _from_card(draft, field))
    first = (FormPage(KNOWN, "", known),) if known else ()
    return (*first, *_questions(form, draft))


def page_of(pages: Iterable[FormPage], field: str) -> int:
    """Return the place of the page that asks for a field, 0 when none does."""
    return next((place for place, page in enumerate(pages) if field in page.fields), 0)


def stored_value(definition: FieldDefinition, typed: str) -> str:
    """Return what is stored for what was typed: eight digits of a date become YYYY-MM-DD."""
    text = " ".join(typed.split()) if definition.widget in _BY_KEYBOARD else typed
    return plain_value(definition, text)


def suggested(form: JoinedForm, draft: Draft, field: str, today: date) -> tuple[tuple[str, str], ...]:
    """Return label and value of what is on offer for a field; what is not known yet is left out."""
    values = draft.values()
    offers = (
        (offer.label, today.isoformat() if offer.today else values.get(offer.field, "") if offer.field else offer.value)
        for offer in form.fields[field].suggestions
    )
    return tuple((label, value) for label, value in offers if value)


def said_otherwise(draft: Draft, field: str) -> tuple[str, ...]:
    """Return every value that was given of a field where they differ, the one that stands there first."""
    entry = draft.fields.get(field)
    return (entry.value, *(other.value for other in entry.others)) if entry and entry.others else ()


def _questions(form: JoinedForm, draft: Draft) -> Iterator[FormPage]:
    for section in form.sections:
        asked = [field for field in section.fields if field in form.fields and not _from_card(draft, field)]
        for group in _groups([form.fields[field] for field in asked]):
            title = group[0].title if len(group) == 1 else section.title
            yield FormPage(group[0].id, title, tuple(definition.id for definition in group))


def _groups(fields: Iterable[FieldDefinition]) -> Iterator[list[FieldDefinition]]:
    group: list[FieldDefinition] = []
    for definition in fields:
        if group and (len(group) == _AT_MOST or _kind(definition) is None or _kind(definition) != _kind(group[0])):
            yield group
            group = []
        group.append(definition)
    if group:
        yield group


def _kind(definition: FieldDefinition) -> str | None:
    """Name what a question may share its page with; None stands alone."""
    if definition.widget in _BY_KEYBOARD:
        return "keyboard"
    if definition.widget is Widget.CHOICE and len(definition.options) <= _FEW_OPTIONS:
        return "few"
    return None


def _from_card(draft: Draft, field: str) -> bool:
    entry = draft.fields.get(field)
    return entry is not None and entry.source is FieldSource.CARD
