"""Checking afresh what the platform holds: certificates, signatures, ciphertext and plaintext digests, the index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from acceptance_platform.database.tables import certificates, item_acts, pages, submissions
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.platform import Platform
from acceptance_platform.submissions.follow_up import items_of
from acceptance_platform.submissions.opening import open_submission, pages_of
from acceptance_platform.submissions.parts import digest_of
from acceptance_platform.submissions.reading import SubmissionRow
from acceptance_platform.submissions.returned import ReturnedError
from shared.contract.submissions import Body, DecisionBody, IntakeBody, Manifest, ReturnReason, SubmissionState
from shared.domain.errors import InvalidNumberError
from shared.domain.numbers import CaseNumber
from shared.security.certificates import check_issued_by, load_certificate, verifying_key
from shared.security.errors import KeyFormatError, SignatureError
from shared.security.manifests import root_digest
from shared.security.signing import VerifyingKey


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome for one submission, or for a case number that is not here.

    Attributes:
        subject: submission id, or the case number as it was asked for.
        error: None when all is right, else a code of docs/error-codes.md.
    """

    subject: str
    values: Mapping[str, Any] = field(default_factory=dict)
    error: FaultCode | ReturnReason | None = None
    detail: str = ""


def verify_cases(platform: Platform, case_numbers: tuple[str, ...]) -> Iterator[Checked]:
    """Check the delivered submissions of these cases, of all cases when none is named."""
    if not case_numbers:
        for row in _delivered(platform, None):
            yield _verify(platform, row)
    for asked in case_numbers:
        try:
            number = str(CaseNumber.parse(asked))
        except InvalidNumberError:
            yield Checked(asked, error=FaultCode.CASE_NUMBER_INVALID)
            continue
        rows = _delivered(platform, number)
        if not rows:
            yield Checked(asked, error=FaultCode.NOT_FOUND)
        for row in rows:
            yield _verify(platform, row)


def _delivered(platform: Platform, case_number: str | None) -> list[SubmissionRow]:
    query = select(submissions).where(submissions.c.state == SubmissionState.DELIVERED.value)
    if case_number is not None:
        query = query.where(submissions.c.case_number == case_number)
    with platform.database.read() as connection:
        return list(connection.execute(query.order_by(submissions.c.platform_sequence)).all())


def _verify(platform: Platform, row: SubmissionRow) -> Checked:
    manifest = Manifest.model_validate_json(row.manifest)
    values = {
        "submission_id": str(row.submission_id),
        "case_number": row.case_number,
        "kind": row.kind,
        "parts": len(manifest.envelope.parts),
        "pages": len(manifest.envelope.parts) - 1,
    }
    try:
        _check(platform, row, manifest)
    except PlatformError as fault:
        return Checked(str(row.submission_id), values, fault.code, fault.detail)
    except ReturnedError as fault:
        return Checked(str(row.submission_id), values, fault.reason, fault.detail)
    return Checked(str(row.submission_id), values)


def open_held(platform: Platform, row: SubmissionRow, manifest: Manifest) -> Body:
    """Open a submission that is held, after checking its digests, its certificate and its signature afresh.

    Raises:
        PlatformError: root_mismatch, part_damaged, certificate_invalid.
        ReturnedError: as `open_submission`.
    """
    envelope = manifest.envelope
    if root_digest(envelope).hex() != row.root or envelope.submission_id != row.submission_id:
        raise PlatformError(FaultCode.ROOT_MISMATCH)
    for part in envelope.parts:
        if digest_of(platform.data.part(row.submission_id, part.position)) != (part.sha256, part.size):
            raise PlatformError(FaultCode.PART_DAMAGED, f"part {part.position}")
    with platform.database.read() as connection:
        key = _certified_key(platform, connection, row, manifest.signing_key_id)
    return open_submission(
        manifest,
        key,
        platform.keys.sealing,
        lambda position: platform.data.part(row.submission_id, position).read_bytes(),
    )


def _check(platform: Platform, row: SubmissionRow, manifest: Manifest) -> None:
    body = open_held(platform, row, manifest)
    with platform.database.read() as connection:
        _check_index(connection, row, body)


def _certified_key(platform: Platform, connection: Connection, row: SubmissionRow, signing_key_id: str) -> VerifyingKey:
    pem = connection.execute(
        select(certificates.c.certificate_pem).where(
            certificates.c.terminal_id == row.terminal_id, certificates.c.key_id == signing_key_id
        )
    ).scalar_one_or_none()
    if pem is None:
        raise PlatformError(FaultCode.CERTIFICATE_INVALID)
    try:
        certificate = load_certificate(pem)
        check_issued_by(certificate, platform.keys.root)
        return verifying_key(certificate)
    except (KeyFormatError, SignatureError) as error:
        raise PlatformError(FaultCode.CERTIFICATE_INVALID) from error


def _check_index(connection: Connection, row: SubmissionRow, body: Body) -> None:
    """Compare what the database says of a submission with what is sealed in it."""
    acts = connection.execute(
        select(item_acts.c.item_number).where(item_acts.c.submission_id == row.submission_id)
    ).scalars()
    indexed = connection.execute(
        select(pages.c.position, pages.c.material, pages.c.page, pages.c.size).where(
            pages.c.submission_id == row.submission_id
        )
    ).all()
    sealed = {(page.position, page.material, page.page, page.size) for page in pages_of(body)}
    if isinstance(body, IntakeBody):
        items = {item.number for item in body.items}
    elif isinstance(body, DecisionBody):
        items = {act.item_number for act in body.acts}
    else:
        items = set(items_of(body))
    if set(acts) != items or {tuple(one) for one in indexed} != sealed:
        raise PlatformError(FaultCode.INDEX_MISMATCH)
