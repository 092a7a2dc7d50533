"""From a draft to the sealed half of its intake, and to what the case index keeps of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from shared.catalogue.model import Subject
from shared.contract.submissions import (
    IntakeBody,
    SealedApplicant,
    SealedField,
    SealedItem,
    SealedMaterial,
    SealedPage,
    SealedPart,
)
from shared.domain.item_states import ItemApplicationState
from shared.domain.items import Item, ItemKind
from shared.domain.masking import masked_name
from shared.domain.numbers import CaseNumber
from shared.intake.draft import Draft, DraftApplicant, GivenBy
from shared.store.cases import CaseDetails, IndexedItem, IndexedMaterial
from shared.store.sealing import SealPage

JPEG = "image/jpeg"
_MOST_TOLD = 999


def numbered_items(subject: Subject, case_number: str) -> tuple[tuple[str, Item], ...]:
    """Return the items that are applied for with their numbers, -01 … in the catalogue's order."""
    number = CaseNumber.parse(case_number)
    applied = [item for item in subject.items if item.kind is ItemKind.APPLIED]
    return tuple((str(number.item(position)), item) for position, item in enumerate(applied, start=1))


def compose_body(
    draft: Draft, subject: Subject, case_number: str, confirmed_at: datetime, parts: Mapping[str, SealedPart]
) -> IntakeBody:
    """Return the sealed half; pages take the positions 1 … in the order of the subject's materials.

    Args:
        parts: what each item's department gets of it, by item code.
    """
    return IntakeBody(
        subject_code=draft.subject_code,
        channel=draft.channel,
        clerk_id=draft.clerk_id,
        language=draft.language,
        items=tuple(
            SealedItem(number=number, item_code=item.code, part=parts[item.code])
            for number, item in numbered_items(subject, case_number)
        ),
        applicants=tuple(_sealed_applicant(applicant) for applicant in draft.applicants),
        fields=tuple(
            SealedField(field=field, value=entry.value, source=entry.source.value)
            for field, entry in draft.fields.items()
        ),
        materials=tuple(
            SealedMaterial(
                material=given.code,
                given_by=given.given_by.value,
                trust=given.trust.value,
                originals=1 if given.is_original_seen or given.given_by is GivenBy.CARD_READ else 0,
                promised_until=given.promise.until.isoformat() if given.promise else None,
                commitment=given.commitment.text if given.commitment else "",
                check_within=given.commitment.check_days if given.commitment else None,
                seen_by=given.seen.by if given.seen else None,
                seen_at=given.seen.at if given.seen else None,
            )
            for given in draft.materials.values()
        ),
        pages=tuple(_sealed_pages(draft, subject)),
        confirmed_at=confirmed_at,
        told_at_once=min(draft.told.count, _MOST_TOLD) if draft.told else 0,
    )


def pages_in_order(draft: Draft, subject: Subject) -> tuple[SealPage, ...]:
    """Return the pages as sealing takes them: position n of the body is the n-th of these."""
    return tuple(
        SealPage(page.page_id.hex, page.sha256)
        for material in subject.materials
        if (given := draft.materials.get(material.code))
        for page in given.pages
    )


def compose_details(draft: Draft, subject: Subject, case_number: str, applicants: tuple[str, ...]) -> CaseDetails:
    """Return what the index keeps: numbers, names of items and materials, masked names.

    Args:
        applicants: the keyed hash of each applicant's number, in the draft's order.
    """
    return CaseDetails(
        subject_code=subject.code,
        subject_name=subject.name,
        channel=draft.channel,
        clerk_id=draft.clerk_id,
        masked_name="、".join(masked_name(applicant.name) for applicant in draft.applicants),
        applicant_hash=applicants[0],
        other_applicants=applicants[1:],
        items=tuple(
            IndexedItem(number, item.code, item.name, ItemApplicationState.COLLECTED.value)
            for number, item in numbered_items(subject, case_number)
        ),
        materials=tuple(
            IndexedMaterial(
                material.code,
                material.name,
                len(given.pages),
                given.given_by.value,
                given.promise.until.isoformat() if given.promise else None,
                is_seen=given.is_original_seen,
            )
            for material in subject.materials
            if (given := draft.materials.get(material.code))
        ),
    )


def _sealed_applicant(applicant: DraftApplicant) -> SealedApplicant:
    return SealedApplicant(
        role=applicant.role,
        name=applicant.name,
        name_en=applicant.name_en,
        number=applicant.number,
        card_type=applicant.card_type,
        sex=applicant.sex,
        birth=applicant.birth.isoformat(),
        ethnicity=applicant.ethnicity,
        address=applicant.address,
        identified_by=applicant.identified_by.value,
        identified_at=applicant.identified_at,
    )


def _sealed_pages(draft: Draft, subject: Subject) -> Iterator[SealedPage]:
    position = 0
    for material in subject.materials:
        given = draft.materials.get(material.code)
        for number, page in enumerate(given.pages if given else (), start=1):
            position += 1
            yield SealedPage(
                position=position,
                material=material.code,
                page=number,
                name=f"{material.name} {number}",
                media_type=JPEG,
                sha256=page.sha256,
                size=page.size,
                trust=page.trust.value,
                taken_at=page.taken_at,
                findings=page.findings,
                override_reason=page.override_reason,
                overridden_by=page.seen.by if page.seen and page.override_reason else None,
                overridden_at=page.seen.at if page.seen and page.override_reason else None,
            )
