"""What a department is handed of a case: the part of its own item, and nothing of another one's (C2)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contract.base import UUID, CaseNumberText, Code, Instant, WholeNumber, WireModel
from shared.contract.submissions import (
    FieldId,
    ItemNumberText,
    SealedApplicant,
    SealedField,
    SealedMaterial,
    SealedPage,
)

PART_SCHEMA = 1


class PartPage(WireModel):
    """A page of a part: what is sealed about it, by which submission it came, and its file beside the part."""

    submission_id: UUID
    file: Annotated[str, StringConstraints(max_length=120)]
    page: SealedPage


class DepartmentPart(WireModel):
    """One item application as its department gets it."""

    schema_version: WholeNumber = Field(default=PART_SCHEMA, ge=1)
    case_number: CaseNumberText
    item_number: ItemNumberText
    item_code: Code
    item_name: str
    department: str = Field(description="empty where the platform doesn't have the catalogue version")
    catalogue_version: str = Field(max_length=40)
    subject_code: Code
    channel: Code
    language: str
    confirmed_at: Instant
    applicants: tuple[SealedApplicant, ...]
    fields: tuple[SealedField, ...] = Field(description="of the one form, each with its source")
    applications: tuple[dict[FieldId, str], ...] = Field(description="the item's own form, once for each application")
    materials: tuple[SealedMaterial, ...]
    pages: tuple[PartPage, ...]
