"""Answers to the form: typed, read, offered by another source, and chosen where sources differ (A13)."""

from __future__ import annotations

from typing import Final

from shared.forms.joined import JoinedForm
from shared.forms.plain_values import plain_value
from shared.intake.card_answers import said_by_cards
from shared.intake.draft import Draft, FieldSource, FieldValue
from shared.intake.errors import FieldRefusedError

_FROM_CARD: Final = "from_card"


def answered(draft: Draft, form: JoinedForm, field_id: str, value: str, source: FieldSource) -> Draft:
    """Return the draft with an answer; see IntakeDesk.set_field."""
    _check_asked(form, field_id)
    known, said = draft.fields.get(field_id), FieldValue(value=plain_value(form.fields[field_id], value), source=source)
    on_card = said_by_cards(draft, form).get(field_id)
    if on_card == said.value:
        said = FieldValue(value=on_card, source=FieldSource.CARD)
    elif on_card is not None or (known is not None and known.source is FieldSource.CARD and not known.others):
        raise FieldRefusedError(_FROM_CARD)
    return draft.with_fields({field_id: said})


def offered(draft: Draft, form: JoinedForm, field_id: str, value: str, source: FieldSource) -> Draft:
    """Return the draft with what another source says beside what stands there; see IntakeDesk.offer."""
    _check_asked(form, field_id)
    known = draft.fields.get(field_id)
    said = FieldValue(value=plain_value(form.fields[field_id], value), source=source)
    if not said.value or (known is not None and known.value == said.value):
        return draft
    return draft.with_fields({field_id: said if known is None else known.beside(said.beside(None))})


def settled(draft: Draft, field_id: str, value: str) -> Draft:
    """Return the draft with one of the values that its sources say; see IntakeDesk.settle."""
    known = draft.fields.get(field_id)
    offers = {} if known is None else {known.value: known.source, **{one.value: one.source for one in known.others}}
    if value not in offers:
        reason = "not_on_offer"
        raise FieldRefusedError(reason)
    if FieldSource.CARD in offers.values() and offers[value] is not FieldSource.CARD:
        raise FieldRefusedError(_FROM_CARD)
    return draft.with_fields({field_id: FieldValue(value=value, source=offers[value])})


def put_back(draft: Draft, field_id: str, before: FieldValue | None) -> Draft:
    """Return the draft with a field as it was before a change: its value, its source, and what other sources said."""
    return draft.with_fields({field_id: before or FieldValue(value="", source=FieldSource.TYPED)})


def _check_asked(form: JoinedForm, field_id: str) -> None:
    if field_id not in form.fields:
        reason = "unknown_field"
        raise FieldRefusedError(reason)
