"""Opening a submission with the platform's key, in memory only, and checking all that its manifest promises."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeVar

from pydantic import ValidationError

from acceptance_platform.submissions.returned import ReturnedError
from acceptance_platform.wording import validation_place
from shared.contract.base import WireModel, decode_bytes
from shared.contract.submissions import (
    BODY_POSITION,
    BODY_SCHEMA,
    INTAKE_SCHEMA,
    Body,
    DecisionBody,
    HandoverBody,
    IntakeBody,
    Manifest,
    RatingBody,
    ReturnReason,
    SealedPage,
    SupplementBody,
    TransferBody,
    WithdrawalBody,
)
from shared.domain.submissions import SubmissionKind
from shared.security.errors import SignatureError, UnknownSuiteError, UnsealError
from shared.security.manifests import check_manifest
from shared.security.sealing import Opener, PlatformSealingKeys
from shared.security.signing import VerifyingKey

ReadPart = Callable[[int], bytes]
_Model = TypeVar("_Model", bound=WireModel)
_MODELS: Final[Mapping[SubmissionKind, type[Body]]] = MappingProxyType(
    {
        SubmissionKind.INTAKE: IntakeBody,
        SubmissionKind.DECISION: DecisionBody,
        SubmissionKind.SUPPLEMENT: SupplementBody,
        SubmissionKind.PROMISE_KEPT: SupplementBody,
        SubmissionKind.WITHDRAWAL: WithdrawalBody,
        SubmissionKind.HANDOVER: HandoverBody,
        SubmissionKind.RATING: RatingBody,
        SubmissionKind.TRANSFER: TransferBody,
    }
)


def open_submission(manifest: Manifest, key: VerifyingKey, keys: PlatformSealingKeys, read: ReadPart) -> Body:
    """Check signature and every part, and return the body. Plaintexts are dropped one by one as they are checked.

    Args:
        key: the terminal's certified key.
        read: gives the ciphertext of a position; its digest is the caller's matter.

    Raises:
        ReturnedError: signature_invalid, body_unreadable, body_invalid, plaintext_mismatch.
    """
    try:
        check_manifest(manifest, key)
    except SignatureError as error:
        raise ReturnedError(ReturnReason.SIGNATURE_INVALID) from error
    opener = _opener(manifest, keys)
    body = _read_body(manifest, _open(opener, BODY_POSITION, read))
    announced = {part.position for part in manifest.envelope.parts} - {BODY_POSITION}
    pages = pages_of(body)
    if sorted(page.position for page in pages) != sorted(announced):
        raise ReturnedError(ReturnReason.BODY_INVALID, "pages: not the parts of the manifest")
    for page in pages:
        _check_page(page, _open(opener, page.position, read))
    return body


def open_page(manifest: Manifest, keys: PlatformSealingKeys, page: SealedPage, ciphertext: bytes) -> bytes:
    """Return the plaintext of one page, checked against the body.

    Raises:
        ReturnedError: body_unreadable, plaintext_mismatch.
    """
    plaintext = _open(_opener(manifest, keys), page.position, lambda _: ciphertext)
    _check_page(page, plaintext)
    return plaintext


def pages_of(body: Body) -> tuple[SealedPage, ...]:
    """Return the pages of a body, none for a kind that brings none."""
    return body.pages if isinstance(body, IntakeBody | SupplementBody) else ()


def _opener(manifest: Manifest, keys: PlatformSealingKeys) -> Opener:
    envelope = manifest.envelope
    try:
        return keys.opener(
            suite=envelope.suite,
            key_id=envelope.sealing_key_id,
            wrapped_key=decode_bytes(envelope.wrapped_key),
            submission=envelope.submission_id,
            terminal=envelope.terminal_id,
        )
    except (UnsealError, UnknownSuiteError) as error:
        raise ReturnedError(ReturnReason.BODY_UNREADABLE, "wrapped_key") from error


def _open(opener: Opener, position: int, read: ReadPart) -> bytes:
    try:
        return opener.open(position, read(position))
    except UnsealError as error:
        raise ReturnedError(ReturnReason.BODY_UNREADABLE, f"part {position}") from error


def _read_body(manifest: Manifest, plaintext: bytes) -> Body:
    body = _parse(_MODELS[manifest.envelope.kind], plaintext)
    if body.schema_version not in ({BODY_SCHEMA, INTAKE_SCHEMA} if isinstance(body, IntakeBody) else {BODY_SCHEMA}):
        raise ReturnedError(ReturnReason.BODY_INVALID, "schema_version: not known here")
    return body


def _parse(model: type[_Model], plaintext: bytes) -> _Model:
    try:
        return model.model_validate_json(plaintext)
    except ValidationError as error:
        place = validation_place(error.errors(include_input=False, include_url=False, include_context=False))
        raise ReturnedError(ReturnReason.BODY_INVALID, place) from None


def _check_page(page: SealedPage, plaintext: bytes) -> None:
    digest = hashlib.sha256(plaintext).hexdigest()
    if len(plaintext) != page.size or not hmac.compare_digest(digest, page.sha256):
        raise ReturnedError(ReturnReason.PLAINTEXT_MISMATCH, f"part {page.position}")
