"""Taking on what follows an intake beside decisions: supplements, kept promises, withdrawals, handovers, ratings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from acceptance_platform.database.tables import cases, item_acts, item_applications
from acceptance_platform.submissions.decision import HeldMaterials, materials_of
from acceptance_platform.submissions.intake import record_materials, record_pages
from acceptance_platform.submissions.returned import ReturnedError
from acceptance_platform.submissions.taking import Taking, plausible
from acceptance_platform.terminals.clerks import rights_of
from shared.catalogue.model import Subject
from shared.contract.submissions import (
    FollowUpBody,
    HandoverBody,
    RatingBody,
    ReturnReason,
    SupplementBody,
    TransferBody,
    WithdrawalBody,
)
from shared.contract.terminals import TerminalKind
from shared.domain.submissions import SubmissionKind
from shared.domain.transitions import (
    ITEM_APPLICATION,
    ItemApplicationState,
    ItemContext,
    ItemEvent,
    TransitionRefusedError,
)

EVENTS: Final = MappingProxyType(
    {
        SubmissionKind.SUPPLEMENT: ItemEvent.SUPPLEMENT,
        SubmissionKind.WITHDRAWAL: ItemEvent.WITHDRAW,
        SubmissionKind.HANDOVER: ItemEvent.ISSUE,
    }
)
"""What a kind does to the items that it names; the other kinds change no state."""
_BY_A_CLERK: Final = (HandoverBody, TransferBody)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the items of a follow-up are judged by; `held` before what it brings."""

    subject: Subject
    held: HeldMaterials


def record_follow_up(connection: Connection, taking: Taking, body: FollowUpBody, subject: Subject) -> None:
    """Write a follow-up into its case, with what it does to each item.

    Raises:
        ReturnedError: clerk_not_allowed, body_invalid, transition_refused.
    """
    if not plausible(taking.effective(_stated(body))):
        raise ReturnedError(ReturnReason.BODY_INVALID, "a time out of range")
    if isinstance(body, _BY_A_CLERK):
        _check_clerk(connection, taking, body.clerk_id)
    ground = _Ground(subject, materials_of(connection, taking.row))
    if isinstance(body, SupplementBody):
        _record_given(connection, taking, body, ground)
    numbers = items_of(body)
    if len(set(numbers)) != len(numbers):
        raise ReturnedError(ReturnReason.BODY_INVALID, "items: an item application twice")
    for number in numbers:
        _act(connection, taking, body, number, ground)
    connection.execute(update(cases).where(cases.c.case_id == taking.row.case_id).values(latest_root=taking.row.root))


def items_of(body: FollowUpBody) -> tuple[str, ...]:
    """Return the item applications that a follow-up is about, none for one about the whole case."""
    return () if isinstance(body, RatingBody) else body.items


def _stated(body: FollowUpBody) -> datetime:
    match body:
        case SupplementBody():
            return body.supplied_at
        case WithdrawalBody():
            return body.withdrawn_at
        case HandoverBody():
            return body.handed_at
        case RatingBody():
            return body.rated_at
        case TransferBody():
            return body.transferred_at


def _check_clerk(connection: Connection, taking: Taking, clerk_id: str) -> None:
    if taking.terminal.kind is not TerminalKind.COUNTER:
        raise ReturnedError(ReturnReason.CLERK_NOT_ALLOWED, "not from a counter")
    if rights_of(connection, clerk_id) is None:
        raise ReturnedError(ReturnReason.CLERK_NOT_ALLOWED, "clerk unknown")


def _record_given(connection: Connection, taking: Taking, body: SupplementBody, ground: _Ground) -> None:
    known = {line.code for line in ground.subject.materials}
    given = {material.material for material in body.materials}
    if given - known or {page.material for page in body.pages} - given:
        raise ReturnedError(ReturnReason.BODY_INVALID, "materials: not of this subject")
    if taking.envelope.kind is SubmissionKind.PROMISE_KEPT and given - ground.held.promised:
        raise ReturnedError(ReturnReason.BODY_INVALID, "materials: not promised")
    record_materials(connection, taking.row, body.materials)
    record_pages(connection, taking.row, body.pages)


def _act(connection: Connection, taking: Taking, body: FollowUpBody, number: str, ground: _Ground) -> None:
    application = connection.execute(
        select(item_applications).where(
            item_applications.c.item_number == number, item_applications.c.case_id == taking.row.case_id
        )
    ).one_or_none()
    if application is None or application.item_code not in taking.envelope.item_codes:
        raise ReturnedError(ReturnReason.BODY_INVALID, "items: not an item application of this case and manifest")
    before = ItemApplicationState(application.state)
    after = _after(taking, body, application, ground)
    clerk_id = None if isinstance(body, RatingBody) else body.clerk_id
    connection.execute(
        insert(item_acts).values(
            platform_sequence=taking.sequence,
            item_number=number,
            submission_id=taking.row.submission_id,
            act=taking.envelope.kind.value,
            clerk_id=clerk_id,
            state_before=before.value,
            state_after=after.value,
            effective_at=taking.effective(_stated(body)),
        )
    )
    if after is not before:
        connection.execute(
            update(item_applications).where(item_applications.c.item_number == number).values(state=after.value)
        )


def _after(
    taking: Taking, body: FollowUpBody, application: Row[tuple[Any, ...]], ground: _Ground
) -> ItemApplicationState:
    before = ItemApplicationState(application.state)
    event = EVENTS.get(taking.envelope.kind)
    if event is None:
        return before
    item = next(item for item in ground.subject.items if item.code == application.item_code)
    context = ItemContext(
        item_type=item.item_type,
        handling=item.handling,
        actor=None if isinstance(body, RatingBody) else body.clerk_id,
        accepted_by=application.accepted_by,
        promises_open=len(ground.held.outstanding.intersection(ground.subject.item_papers[item.code])),
        reason=body.reason if isinstance(body, WithdrawalBody) else "",
    )
    try:
        return ITEM_APPLICATION.apply(before, event, context)
    except TransitionRefusedError as error:
        detail = f"{application.item_number}: {error.state.value} + {error.event.value}"
        raise ReturnedError(
            ReturnReason.TRANSITION_REFUSED, f"{detail}, {error.guard}" if error.guard else detail
        ) from error
