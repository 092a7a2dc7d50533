"""A person comes into a role: what is known of them is filled in, and the document that they showed counts as given."""

from __future__ import annotations

from shared.catalogue.model import Subject
from shared.domain.materials import MaterialSource
from shared.domain.trust import trust_of
from shared.forms.joined import JoinedForm
from shared.forms.known import known_fields
from shared.intake.card_answers import with_known
from shared.intake.draft import (
    Draft,
    DraftApplicant,
    DraftMaterial,
    FieldSource,
    FieldValue,
    GivenBy,
    OriginalSeen,
)
from shared.intake.identify import person_of
from shared.intake.replacing import is_of, make_room

_SOURCES = {GivenBy.CARD_READ: MaterialSource.CARD_READ, GivenBy.ORIGINAL_SEEN: MaterialSource.SCAN}


def taken_in(
    draft: Draft,
    applicant: DraftApplicant,
    *,
    subject: Subject,
    form: JoinedForm,
    given_by: GivenBy,
    seen: OriginalSeen | None,
) -> Draft:
    """Return the draft with a person in their role; nothing stays of somebody else who was in it before.

    Args:
        subject: the whole of what is applied for; form: its form as far as it is answered.
        given_by: CARD_READ or ORIGINAL_SEEN.
        seen: the clerk who holds the original, None at a kiosk.
    """
    changed = make_room(draft, subject, applicant).with_applicant(applicant)
    if given_by is GivenBy.ORIGINAL_SEEN:
        changed = _with_typed(changed, form, applicant)
    changed = with_known(changed, form, by_clerk=seen is not None)
    trust = trust_of(_SOURCES[given_by], original_seen=seen is not None)
    for material in subject.materials:
        if MaterialSource.CARD_READ in material.sources and is_of(material, applicant.role):
            given = DraftMaterial(code=material.code, given_by=given_by, trust=trust, seen=seen)
            changed = changed.with_material(given)
    return changed


def _with_typed(draft: Draft, form: JoinedForm, applicant: DraftApplicant) -> Draft:
    """Fill in what the clerk typed from the original; what was entered before and reads otherwise stays beside it."""
    told = {
        field: FieldValue(value=value, source=FieldSource.CLERK).beside(draft.fields.get(field))
        for field, value in known_fields(form, applicant.role, person_of(applicant)).items()
    }
    return draft.with_fields(told)
