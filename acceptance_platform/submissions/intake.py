"""Taking on an intake: its number, items, materials and the index of its pages. Names and answers stay sealed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert, select

from acceptance_platform.catalogues import CatalogueShelf
from acceptance_platform.database.tables import cases, item_acts, item_applications, materials, pages
from acceptance_platform.submissions.reading import SubmissionRow
from acceptance_platform.submissions.returned import ReturnedError
from acceptance_platform.terminals.sign_in import SignedIn
from shared.contract.submissions import Envelope, IntakeBody, ReturnReason
from shared.domain.items import Item, ItemKind
from shared.domain.numbers import CaseNumber
from shared.domain.transitions import ItemApplicationState

_ACT = "collected"


def items_of(shelf: CatalogueShelf, envelope: Envelope) -> Mapping[str, Item]:
    """Return the items of an envelope by code, from the catalogue version that it names.

    Raises:
        ReturnedError: unknown_item.
    """
    catalogue = shelf.find(envelope.catalogue_version)
    if catalogue is None:
        raise ReturnedError(ReturnReason.UNKNOWN_ITEM, "catalogue_version: not published here")
    unknown = [code for code in envelope.item_codes if code not in catalogue.items]
    if unknown:
        raise ReturnedError(ReturnReason.UNKNOWN_ITEM, ", ".join(unknown))
    return {code: catalogue.items[code] for code in envelope.item_codes}


def check_intake(terminal: SignedIn, envelope: Envelope, body: IntakeBody, items: Mapping[str, Item]) -> None:
    """Check what an intake claims of its number, channel and items.

    Raises:
        ReturnedError: number_invalid, unknown_item, body_invalid.
    """
    number = CaseNumber.parse(envelope.case_number)
    if number.enrolment != terminal.enrolment_code or number.division != terminal.division:
        raise ReturnedError(ReturnReason.NUMBER_INVALID, "not a number of this terminal")
    if body.channel != terminal.kind.value:
        raise ReturnedError(ReturnReason.BODY_INVALID, "channel: not this terminal's")
    expected = [(str(number.item(place)), code) for place, code in enumerate(envelope.item_codes, start=1)]
    if [(item.number, item.item_code) for item in body.items] != expected:
        raise ReturnedError(ReturnReason.BODY_INVALID, "items: not those of the manifest in their order")
    not_applied = [code for code, item in items.items() if item.kind is not ItemKind.APPLIED]
    if not_applied:
        raise ReturnedError(ReturnReason.UNKNOWN_ITEM, "not applied for: " + ", ".join(not_applied))


def record_intake(
    connection: Connection, row: SubmissionRow, envelope: Envelope, body: IntakeBody, sequence: int, now: datetime
) -> None:
    """Write case, item applications, materials and page index.

    Raises:
        ReturnedError: number_taken.
    """
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
            latest_root=row.root,
            received_at=now,
        )
    )
    _record_items(connection, row, body, sequence)
    _record_materials(connection, envelope.case_id, row, body)


def _record_items(connection: Connection, row: SubmissionRow, body: IntakeBody, sequence: int) -> None:
    state = ItemApplicationState.COLLECTED.value
    for item in body.items:
        connection.execute(
            insert(item_applications).values(
                item_number=item.number, case_id=row.case_id, item_code=item.item_code, state=state
            )
        )
        connection.execute(
            insert(item_acts).values(
                platform_sequence=sequence,
                item_number=item.number,
                submission_id=row.submission_id,
                act=_ACT,
                clerk_id=body.clerk_id,
                state_after=state,
                effective_at=body.confirmed_at,
            )
        )


def _record_materials(connection: Connection, case_id: UUID, row: SubmissionRow, body: IntakeBody) -> None:
    for running, material in enumerate(body.materials, start=1):
        connection.execute(
            insert(materials).values(
                submission_id=row.submission_id, running=running, case_id=case_id, **material.model_dump()
            )
        )
    for page in body.pages:
        connection.execute(
            insert(pages).values(
                submission_id=row.submission_id,
                position=page.position,
                case_id=case_id,
                material=page.material,
                page=page.page,
                media_type=page.media_type,
                trust=page.trust,
                size=page.size,
            )
        )
