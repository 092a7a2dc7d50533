"""Cutting one department's part out of what is sealed: its own item's fields, papers and people, and no more (C2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from acceptance_platform.errors import FaultCode, PlatformError
from shared.contract.departments import DepartmentPart, PartPage
from shared.contract.submissions import (
    Envelope,
    IntakeBody,
    Manifest,
    SealedItem,
    SealedMaterial,
    SealedPage,
    SealedPart,
    SupplementBody,
)

_SUFFIXES: Final = {"image/jpeg": "jpg", "application/pdf": "pdf"}


def suffix_of(page: SealedPage) -> str:
    """Return the ending of a page's file, "bin" for a kind that is not known."""
    return _SUFFIXES.get(page.media_type, "bin")


@dataclass(frozen=True, slots=True)
class Opened:
    """A submission with its body, opened and checked."""

    manifest: Manifest
    body: IntakeBody | SupplementBody

    @property
    def envelope(self) -> Envelope:
        """The clear half."""
        return self.manifest.envelope


@dataclass(frozen=True, slots=True)
class ItemWords:
    """What the catalogue says of an item."""

    name: str = ""
    department: str = ""


def item_of(body: IntakeBody, item_number: str) -> SealedItem:
    """Return an item of an intake.

    Raises:
        PlatformError: not_found.
    """
    for item in body.items:
        if item.number == item_number:
            return item
    raise PlatformError(FaultCode.NOT_FOUND, item_number)


def cut(intake: Envelope, body: IntakeBody, item: SealedItem, words: ItemWords) -> DepartmentPart:
    """Return an item's part of an intake.

    Raises:
        PlatformError: part_not_told.
    """
    part = part_of(body, item)
    values = {field.field: field.value for field in body.fields}
    return DepartmentPart(
        case_number=intake.case_number,
        item_number=item.number,
        item_code=item.item_code,
        item_name=words.name,
        department=words.department,
        catalogue_version=intake.catalogue_version,
        subject_code=body.subject_code,
        channel=body.channel,
        language=body.language,
        confirmed_at=body.confirmed_at,
        applicants=tuple(one for one in body.applicants if one.role in part.applicants),
        fields=tuple(field for field in body.fields if field.field in part.fields),
        applications=tuple(
            {own: values[field] for own, field in application.items() if field in values}
            for application in part.applications
        ),
        materials=_materials(body.materials, part.materials),
        pages=tuple(_pages(intake.submission_id, body.pages, part.materials)),
    )


def part_of(body: IntakeBody, item: SealedItem) -> SealedPart:
    """Return what an intake says is an item's part; a case of one item is that item's as a whole.

    Raises:
        PlatformError: part_not_told, an intake of several items by a terminal that didn't tell parts yet.
    """
    if item.part is not None:
        return item.part
    if len(body.items) > 1:
        raise PlatformError(FaultCode.PART_NOT_TOLD, item.number)
    fields = tuple(field.field for field in body.fields)
    return SealedPart(
        fields=fields,
        applications=({field: field for field in fields},),
        applicants=tuple(one.role for one in body.applicants),
        materials=tuple(one.material for one in body.materials),
    )


def with_supplements(part: DepartmentPart, intake: IntakeBody, later: Iterable[Opened]) -> DepartmentPart:
    """Return a part with what came later for its item, oldest first.

    A paper that no item asked for at the intake goes to the items that the supplement names.
    """
    items = {item.number: part_of(intake, item) for item in intake.items}
    told = {code for one in items.values() for code in one.materials}
    for opened in later:
        body = opened.body
        named = body.items if isinstance(body, SupplementBody) else ()
        brought = {material.material for material in body.materials}
        own = brought & set(items[part.item_number].materials) | (
            brought - told if part.item_number in named else set()
        )
        part = part.model_copy(
            update={
                "materials": (*part.materials, *_materials(body.materials, own)),
                "pages": (*part.pages, *_pages(opened.envelope.submission_id, body.pages, own)),
            }
        )
    return part


def _materials(given: Sequence[SealedMaterial], codes: Iterable[str]) -> tuple[SealedMaterial, ...]:
    return tuple(material for material in given if material.material in set(codes))


def _pages(submission_id: UUID, pages: Iterable[SealedPage], codes: Iterable[str]) -> Iterator[PartPage]:
    own = set(codes)
    for page in pages:
        if page.material in own:
            name = f"{submission_id.hex[:8]}-{page.position:04d}-{page.material}.{suffix_of(page)}"
            yield PartPage(submission_id=submission_id, file=name, page=page)
