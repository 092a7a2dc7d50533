"""Sealing of what a clerk decides about a case: one submission with an act for each item that it concerns."""

from __future__ import annotations

from uuid import uuid4

import rfc8785

from shared.contract.submissions import DecisionBody, SealedAct
from shared.domain.clock import TimeReading
from shared.domain.deadlines import DueDate
from shared.domain.submissions import DecisionAct, SubmissionKind
from shared.store.acts import ActRecord
from shared.store.cases import CaseIndexEntry, ItemUpdate
from shared.store.numbering import reserve_for_case
from shared.store.sealing import SealRequest, SealResult, seal_submission
from shared.store.terminal import Terminal


def sealed_act(
    item_number: str, act: DecisionAct, notice_number: str, due: DueDate | None, *, reason: str = ""
) -> SealedAct:
    """Return what is sealed of an act on one item; `due` is the day that it sets, None for none."""
    return SealedAct(
        item_number=item_number,
        act=act,
        reason=reason,
        notice_number=notice_number,
        due_date=due.date.isoformat() if due else None,
        due_provisional=due.provisional if due else False,
    )


def seal_decision(
    terminal: Terminal,
    case: CaseIndexEntry,
    body: DecisionBody,
    updates: tuple[ItemUpdate, ...],
    time: TimeReading,
    *,
    act: ActRecord | None = None,
    documents: tuple[str, ...] = (),
) -> SealResult:
    """Seal a decision as the next submission of its case, with the states that it leads to.

    Args:
        act: what its notice is made of, where that can't be made from the case alone.
        documents: what is printed of it.

    Raises:
        StoreError: nothing was sealed; CaseMovedOnError: something else was, at the same moment.
    """
    request = SealRequest(
        submission_id=uuid4(),
        kind=SubmissionKind.DECISION,
        case_id=case.case_id,
        number=reserve_for_case(terminal.store, case.number),
        based_on=case.latest_root,
        item_codes=tuple(item.code for item in case.details.items),
        catalogue_version=case.catalogue_version,
        time=time,
        body=rfc8785.dumps(body.model_dump(mode="json")),
        takes_draft=False,
        updates=updates,
        documents=documents,
        act=act,
    )
    return seal_submission(terminal.store, terminal.sealing_keys, request)
