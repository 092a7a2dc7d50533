"""Another person in a role: what the one before said and brought goes, so that no case mixes two people."""

from __future__ import annotations

from uuid import UUID

from shared.catalogue.model import Subject
from shared.domain.materials import Material
from shared.intake.draft import Draft, DraftApplicant, FieldSource


def is_of(material: Material, role: str) -> bool:
    """Tell whether a paper is of the person in a role: their own line, or the one line of a sole applicant."""
    return material.roles in {(role,), ()}


def make_room(draft: Draft, subject: Subject, applicant: DraftApplicant) -> Draft:
    """Take out what can't stay when a person comes into a role.

    The same person again: what their card said, for a newer card may say less. Somebody else: all answers about the
    one before and all papers of theirs; of a sole applicant everything.
    """
    before = draft.applicant(applicant.role)
    if before is None:
        return draft
    if before.number == applicant.number:
        gone = {
            field
            for field, entry in draft.fields.items()
            if entry.source is FieldSource.CARD and field.startswith(f"{applicant.role}.")
        }
        return _without(draft, gone, set())
    return without_person(draft, subject, applicant.role)


def without_person(draft: Draft, subject: Subject, role: str) -> Draft:
    """Take out who is in a role, all answers about them and all papers of theirs; of a sole applicant everything."""
    others = tuple(other for other in draft.applicants if other.role != role)
    alone = draft.model_copy(update={"applicants": others})
    if len(subject.roles) == 1:
        return _without(alone, set(draft.fields), set(draft.materials))
    return _without(
        alone,
        {field for field in draft.fields if field.startswith(f"{role}.")},
        {material.code for material in subject.materials if is_of(material, role)},
    )


def pages_of(draft: Draft) -> frozenset[UUID]:
    """Return the ids of a draft's pages."""
    return frozenset(page.page_id for page in draft.pages())


def _without(draft: Draft, fields: set[str], materials: set[str]) -> Draft:
    return draft.model_copy(
        update={
            "fields": {field: entry for field, entry in draft.fields.items() if field not in fields},
            "materials": {code: given for code, given in draft.materials.items() if code not in materials},
            "confirmed_at": None,
        }
    )
