"""A person comes into a role: what is known of them is filled in, and the document that they showed counts as given."""

from __future__ import annotations

from shared.catalogue.model import Subject
from shared.domain.materials import MaterialSource
from shared.domain.trust import trust_of
from shared.forms.joined import JoinedForm
from shared.forms.known import known_fields
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
    field_source = FieldSource.CARD if given_by is GivenBy.CARD_READ else FieldSource.CLERK
    known = known_fields(form, applicant.role, person_of(applicant))
    changed = make_room(draft, subject, applicant).with_applicant(applicant)
    told = {field: FieldValue(value=value, source=field_source) for field, value in known.items()}
    if seen is not None:
        # Where a clerk stands, what was typed before and reads otherwise is shown, not silently replaced.
        told = {field: value.beside(changed.fields.get(field)) for field, value in told.items()}
    changed = changed.with_fields(told)
    trust = trust_of(_SOURCES[given_by], original_seen=seen is not None)
    for material in subject.materials:
        if MaterialSource.CARD_READ in material.sources and is_of(material, applicant.role):
            given = DraftMaterial(code=material.code, given_by=given_by, trust=trust, seen=seen)
            changed = changed.with_material(given)
    return changed
