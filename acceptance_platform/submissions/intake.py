"""Taking on an intake: its number, items, materials and the index of its pages. Names and answers stay sealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import Connection, insert, select

from acceptance_platform.catalogues import CatalogueShelf
from acceptance_platform.database.tables import cases, enrolments, item_acts, item_applications, materials, pages
from acceptance_platform.refusals import RefusalError
from acceptance_platform.submissions.reading import SubmissionRow
from acceptance_platform.submissions.returned import ReturnedError
from acceptance_platform.submissions.taking import Taking, plausible
from shared.catalogue.model import Subject, UnknownSubjectError
from shared.contract.problems import ProblemCode
from shared.contract.submissions import Envelope, IntakeBody, ReturnReason, SealedMaterial, SealedPage, SealedPart
from shared.contract.terminals import TerminalKind
from shared.domain.items import ItemKind
from shared.domain.numbers import CaseNumber
from shared.domain.submissions import SubmissionKind
from shared.domain.transitions import ItemApplicationState

_ACT: Final = "collected"


def require_judgeable(connection: Connection, shelf: CatalogueShelf, envelope: Envelope) -> None:
    """Refuse to judge an intake by what is not here yet, or was lost with a restore.

    Raises:
        RefusalError: version_missing, enrolment_missing; the terminal tries again later.
    """
    if envelope.kind is not SubmissionKind.INTAKE:
        return
    if shelf.info(connection, envelope.catalogue_version) is None:
        raise RefusalError(ProblemCode.VERSION_MISSING, envelope.catalogue_version)
    code = CaseNumber.parse(envelope.case_number).enrolment
    known = select(enrolments.c.enrolment_code).where(enrolments.c.enrolment_code == code)
    if connection.execute(known).one_or_none() is None:
        raise RefusalError(ProblemCode.ENROLMENT_MISSING, f"{code:05d}")


def find_subject(
    shelf: CatalogueShelf, version: str, subject_code: str, item_codes: Collection[str] | None = None
) -> Subject:
    """Return what was applied for, as a catalogue version has it.

    Args:
        item_codes: those of the case, by which what follows an intake is judged.

    Raises:
        ReturnedError: unknown_item.
    """
    catalogue = shelf.find(version)
    if catalogue is None:
        raise ReturnedError(ReturnReason.UNKNOWN_ITEM, "catalogue_version: not published here")
    try:
        if item_codes is not None:
            return catalogue.subject_of_case(subject_code, item_codes)
        return catalogue.subject(subject_code)
    except UnknownSubjectError as error:
        raise ReturnedError(ReturnReason.UNKNOWN_ITEM, f"subject {subject_code}") from error


def check_intake(taking: Taking, body: IntakeBody, subject: Subject) -> None:
    """Check what an intake claims of its number, channel and items.

    Raises:
        ReturnedError: number_invalid, unknown_item, body_invalid.
    """
    terminal, envelope = taking.terminal, taking.envelope
    number = CaseNumber.parse(envelope.case_number)
    if number.enrolment not in terminal.enrolment_codes or number.division != terminal.division:
        raise ReturnedError(ReturnReason.NUMBER_INVALID, "not a number of this terminal")
    if body.channel != terminal.kind.value:
        raise ReturnedError(ReturnReason.BODY_INVALID, "channel: not this terminal's")
    if body.clerk_id is not None and terminal.kind is not TerminalKind.COUNTER:
        raise ReturnedError(ReturnReason.BODY_INVALID, "clerk_id: no clerk takes at a kiosk")
    expected = [(str(number.item(place)), code) for place, code in enumerate(envelope.item_codes, start=1)]
    if [(item.number, item.item_code) for item in body.items] != expected:
        raise ReturnedError(ReturnReason.BODY_INVALID, "items: not those of the manifest in their order")
    if not all(_is_within(item.part, body) for item in body.items if item.part is not None):
        raise ReturnedError(ReturnReason.BODY_INVALID, "items: a part of what is not in the body")
    applied = Counter(item.code for item in subject.items if item.kind is ItemKind.APPLIED)
    unknown = Counter(envelope.item_codes) - applied
    if unknown:
        raise ReturnedError(ReturnReason.UNKNOWN_ITEM, f"not applied for in {subject.code}: " + ", ".join(unknown))
    _check_papers(body, subject)
    if not plausible(taking.effective(body.confirmed_at)):
        raise ReturnedError(ReturnReason.BODY_INVALID, "confirmed_at: out of range")


def _check_papers(body: IntakeBody, subject: Subject) -> None:
    """Check that every paper is one of an item's, also one that another item of the matter would have supplied."""
    asked = {material.code for item in subject.items for material in item.materials}
    given = {material.material for material in body.materials}
    # A line of one of several persons is named household_register.wife.
    if {code.partition(".")[0] for code in given} - asked:
        raise ReturnedError(ReturnReason.BODY_INVALID, "materials: not of this subject")
    if {page.material for page in body.pages} - given:
        raise ReturnedError(ReturnReason.BODY_INVALID, "pages: of a material that is not listed")


def _is_within(part: SealedPart, body: IntakeBody) -> bool:
    fields = {field.field for field in body.fields}
    filled = {field for application in part.applications for field in application.values()}
    return filled | set(part.fields) <= fields and set(part.applicants) <= {one.role for one in body.applicants}


def record_intake(connection: Connection, taking: Taking, body: IntakeBody) -> None:
    """Write case, item applications, materials and page index.

    Raises:
        ReturnedError: number_taken, stale_based_on (the case has an intake, whatever a person's word about this one).
    """
    envelope = taking.envelope
    case_known = select(cases.c.case_id).where(cases.c.case_id == envelope.case_id)
    if connection.execute(case_known).one_or_none() is not None:
        raise ReturnedError(ReturnReason.STALE_BASED_ON, "the case has an intake already")
    number_taken = select(cases.c.case_id).where(cases.c.case_number == envelope.case_number)
    if connection.execute(number_taken).one_or_none() is not None:
        raise ReturnedError(ReturnReason.NUMBER_TAKEN)
    connection.execute(
        insert(cases).values(
            case_id=envelope.case_id,
            case_number=envelope.case_number,
            subject_code=body.subject_code,
            channel=body.channel,
            catalogue_version=envelope.catalogue_version,
            latest_root=taking.row.root,
            received_at=taking.now,
            told_at_once=body.told_at_once,
        )
    )
    _record_items(connection, taking, body)
    record_materials(connection, taking.row, body.materials)
    record_pages(connection, taking.row, body.pages)


def _record_items(connection: Connection, taking: Taking, body: IntakeBody) -> None:
    row = taking.row
    state = ItemApplicationState.COLLECTED.value
    for item in body.items:
        connection.execute(
            insert(item_applications).values(
                item_number=item.number, case_id=row.case_id, item_code=item.item_code, state=state
            )
        )
        connection.execute(
            insert(item_acts).values(
                platform_sequence=taking.sequence,
                item_number=item.number,
                submission_id=row.submission_id,
                act=_ACT,
                clerk_id=body.clerk_id,
                state_after=state,
                effective_at=taking.effective(body.confirmed_at),
            )
        )


def record_materials(connection: Connection, row: SubmissionRow, given: Sequence[SealedMaterial]) -> None:
    """Write how materials were given; the words of a declaration and who saw an original stay sealed."""
    for running, material in enumerate(given, start=1):
        connection.execute(
            insert(materials).values(
                submission_id=row.submission_id,
                running=running,
                case_id=row.case_id,
                material=material.material,
                given_by=material.given_by,
                trust=material.trust,
                originals=material.originals,
                copies=material.copies,
            )
        )


def record_pages(connection: Connection, row: SubmissionRow, brought: Sequence[SealedPage]) -> None:
    """Write the index of pages."""
    for page in brought:
        connection.execute(
            insert(pages).values(
                submission_id=row.submission_id,
                position=page.position,
                case_id=row.case_id,
                material=page.material,
                page=page.page,
                media_type=page.media_type,
                trust=page.trust,
                size=page.size,
            )
        )
