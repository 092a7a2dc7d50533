"""Sealing a draft: number, body, receipt code and index entry are made here; the store does it in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

import rfc8785

from shared.catalogue.model import Subject
from shared.contract.submissions import SealedPart
from shared.domain.clock import TimeReading
from shared.domain.numbers import CaseNumber
from shared.domain.submissions import SubmissionKind
from shared.intake.body import compose_body, compose_details, numbered_items, pages_in_order
from shared.intake.draft import Draft
from shared.intake.errors import NotConfirmedError
from shared.security.receipts import compose_claims, sign_receipt
from shared.store import cases
from shared.store.cases import CaseIndexEntry
from shared.store.numbering import reserve_number
from shared.store.sealing import SealRequest, seal_submission
from shared.store.terminal import Terminal

RECEIPT = "receipt"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SealedCase:
    """A case that was just sealed; `print_id` is the journal's entry of its receipt."""

    case: CaseIndexEntry
    print_id: int

    @property
    def number_display(self) -> str:
        """The case number as people read it."""
        return CaseNumber.parse(self.case.number).grouped


def seal_draft(
    terminal: Terminal, draft: Draft, subject: Subject, parts: Mapping[str, SealedPart], time: TimeReading
) -> SealedCase:
    """Seal a complete, confirmed draft.

    Args:
        draft: with what counts only.
        parts: what each item's department gets, by item code.

    Raises:
        NotConfirmedError: the applicant hasn't confirmed it; nothing was done.
        StoreError: the disk is full, say; the draft is as it was and one number is burnt.
    """
    if draft.confirmed_at is None:
        raise NotConfirmedError
    store = terminal.store
    number = reserve_number(store, time)
    body = compose_body(draft, subject, number.case_number, draft.confirmed_at, parts)
    applicants = tuple(cases.hash_applicant(store, applicant.number) for applicant in draft.applicants)
    details = compose_details(draft, subject, number.case_number, applicants)
    items = tuple(item for _, item in numbered_items(subject, number.case_number))
    claims = partial(
        compose_claims,
        case_number=number.case_number,
        items=tuple(item.permanent_id for item in items),
        catalogue_version=draft.catalogue_version,
        sealed_at=time.at,
        time_proven=time.proven,
        enrolment_code=terminal.identity.enrolment_code,
        page_counts=tuple(material.pages for material in details.materials),
    )
    request = SealRequest(
        submission_id=uuid4(),
        kind=SubmissionKind.INTAKE,
        case_id=draft.case_id,
        number=number,
        based_on=None,
        item_codes=tuple(item.code for item in items),
        catalogue_version=draft.catalogue_version,
        time=time,
        body=rfc8785.dumps(body.model_dump(mode="json")),
        pages=pages_in_order(draft, subject),
        new_case=details,
        receipt_text=lambda root: sign_receipt(claims(root=root), terminal.signing_key),
        documents=(RECEIPT,),
    )
    result = seal_submission(store, terminal.sealing_keys, request)
    _LOG.info("sealed the intake of case %s", number.case_number)
    return SealedCase(cases.get(store, draft.case_id), result.print_ids[0])
