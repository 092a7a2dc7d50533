"""What is known of a draft's people goes into every field that asks for it, also where a later answer asks for it.

What a card says is no matter of choice: nothing else is typed, settled or sealed in its place.
"""

from __future__ import annotations

from collections.abc import Iterable

from shared.domain.identity import IdentityMethod
from shared.forms.joined import JoinedForm
from shared.forms.known import known_fields
from shared.intake.draft import Draft, DraftApplicant, FieldSource, FieldValue
from shared.intake.identify import person_of


def said_by_cards(draft: Draft, form: JoinedForm) -> dict[str, str]:
    """Return what the cards of a draft's people say of its form, by field id."""
    return _known_of(form, (person for person in draft.applicants if _has_card(person)))


def with_known(draft: Draft, form: JoinedForm, *, by_clerk: bool) -> Draft:
    """Return the draft with what is known of its people in every field that asks for it.

    What a card says takes the place of anything else; where a clerk stands that is shown beside it, not silently
    replaced. Of people whose original a clerk saw, open fields are filled.
    """
    told = {}
    for field, value in said_by_cards(draft, form).items():
        said, entry = FieldValue(value=value, source=FieldSource.CARD), draft.fields.get(field)
        stands = entry is not None and (entry.value, entry.source) == (said.value, said.source)
        if not stands or (entry != said and not by_clerk):
            told[field] = said.beside(entry) if by_clerk else said
    typed = _known_of(form, (person for person in draft.applicants if not _has_card(person)))
    for field in typed.keys() - draft.fields.keys():
        told[field] = FieldValue(value=typed[field], source=FieldSource.CLERK)
    return draft.with_fields(told) if told else draft


def _has_card(person: DraftApplicant) -> bool:
    return person.identified_by is IdentityMethod.CARD_READ


def _known_of(form: JoinedForm, people: Iterable[DraftApplicant]) -> dict[str, str]:
    return {field: value for one in people for field, value in known_fields(form, one.role, person_of(one)).items()}
