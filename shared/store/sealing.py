"""Sealing: from a draft to a signed, encrypted submission that this terminal can no longer read (ARCHITECTURE §3).

Ciphertext files and their folders are fsynced first; then one transaction writes manifest, case index and outbox row
and deletes the draft with its key; then the record beside the ciphertexts gets its name, the WAL is emptied and the
draft's pages are unlinked. A cut before the commit leaves the draft whole and orphans that `sweep_orphans` removes; a
cut after it leaves the submission whole, and losing the WAL as well leaves one of the two whole (seal_records).
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Callable, Iterator
from uuid import UUID

import sqlalchemy as sa

from shared.contract.base import encode_bytes
from shared.contract.submissions import BODY_POSITION, Envelope, Manifest, PartDigest
from shared.files import fsync_folder, write_durably
from shared.security.manifests import digest_part, root_digest, sign_manifest
from shared.security.sealing import SUITE, Sealer
from shared.store import acts, audit, cases, clock, drafts, handoffs, journal
from shared.store.audit import AuditEvent
from shared.store.cases import CaseIndexEntry
from shared.store.errors import AlreadySealedError, DraftDamagedError, DraftMissingError, StoreError
from shared.store.seal_records import SealRecord, keep_record, prepare_record
from shared.store.seal_request import SealingKeys, SealPage, SealRequest, SealResult, SealStep
from shared.store.store import Store
from shared.store.submission_rows import audit_details, insert_submission
from shared.store.tables import submissions

__all__ = ["SealPage", "SealRequest", "SealResult", "SealStep", "SealingKeys", "seal_submission"]


def _no_step(_step: SealStep) -> None:
    return


def seal_submission(
    store: Store, keys: SealingKeys, request: SealRequest, *, at_step: Callable[[SealStep], None] = _no_step
) -> SealResult:
    """Seal a submission; wake the agent after.

    Args:
        store: the terminal's store.
        keys: who seals and to whom.
        request: what is sealed.
        at_step: called between the steps; tests cut sealing there.

    Raises:
        DraftMissingError: takes_draft, but there is no draft: it was sealed or discarded already.
        DraftHandedOverError, DraftLeavingError: the draft is another terminal's, or on its way there.
        AlreadySealedError: the submission id is in the store.
        CaseUnknownError: the case is not known here and no new_case was given.
        CaseMovedOnError: based_on is not the case's last submission here.
        DraftPageMissingError, DraftDamagedError: a page is not what the body says.
        StoreError: disk full, read-only or busy. After any error the draft is as it was; the number is burnt.
    """
    with store.sealing():
        _check_not_sealed(store, request.submission_id)
        at_step(SealStep.BEGUN)
        try:
            record = _write_parts(store, keys, request, at_step)
            result = _commit(store, request, record, at_step)
        except Exception:
            _remove_unsealed(store, request.submission_id)
            raise
        at_step(SealStep.COMMITTED)
        # Sealed is sealed: what tidying can't do now, the agent's checkpoint and the next sweep do.
        with contextlib.suppress(OSError):
            keep_record(store, request.submission_id)
        at_step(SealStep.RECORD_KEPT)
        with contextlib.suppress(StoreError):
            store.checkpoint()
        at_step(SealStep.CHECKPOINTED)
        if request.takes_draft:
            with contextlib.suppress(OSError, StoreError):
                drafts.remove_pages(store, request.case_id)
                store.forget_draft_in_backups(request.case_id)
        at_step(SealStep.DRAFT_UNLINKED)
    return result


def _write_parts(
    store: Store, keys: SealingKeys, request: SealRequest, at_step: Callable[[SealStep], None]
) -> SealRecord:
    sealer = Sealer(keys.platform_key, request.submission_id, keys.terminal_id)
    folder = store.profile.parts_folder(request.submission_id)
    shutil.rmtree(folder, ignore_errors=True)  # left by a cut; no row speaks for it
    folder.mkdir(mode=0o700)
    parts = [_write_part(store, sealer, request.submission_id, BODY_POSITION, request.body)]
    at_step(SealStep.PART_WRITTEN)
    for position, plaintext in enumerate(_pages(store, request), start=1):
        parts.append(_write_part(store, sealer, request.submission_id, position, plaintext))
        at_step(SealStep.PART_WRITTEN)
    manifest = sign_manifest(_envelope(keys, request, sealer, tuple(parts)), keys.signing_key)
    case = _case_after(store, request, manifest)
    record = SealRecord(manifest, case, request.documents, request.takes_draft, request.act)
    prepare_record(store, record, keys.platform_key)
    fsync_folder(folder)
    fsync_folder(folder.parent)
    at_step(SealStep.PARTS_DURABLE)
    return record


def _case_after(store: Store, request: SealRequest, manifest: Manifest) -> CaseIndexEntry:
    """Return the case's index entry as it stands once this is sealed. Raises CaseUnknownError."""
    root = root_digest(manifest.envelope)
    if request.new_case is None:
        known = cases.get(store, request.case_id).moved_on(root.hex(), request.updates)
        return known.with_kept(request.kept, request.submission_id)
    return CaseIndexEntry(
        case_id=request.case_id,
        number=request.number.case_number,
        details=request.new_case,
        catalogue_version=request.catalogue_version,
        sealed_at=request.time.at,
        time_proven=request.time.proven,
        receipt_text=_receipt(request, root),
        latest_root=root.hex(),
        platform_state=None,
    )


def _receipt(request: SealRequest, root: bytes) -> str:
    return request.receipt_text(root) if request.receipt_text else ""


def _pages(store: Store, request: SealRequest) -> Iterator[bytes]:
    """Yield the pages one by one, so that a thick case never lies in memory whole."""
    if not request.pages:
        return
    read_page = request.page_source or drafts.page_reader(store, request.case_id)
    for page in request.pages:
        plaintext = read_page(page.page_id)
        if hashlib.sha256(plaintext).hexdigest() != page.sha256:
            raise DraftDamagedError(page.page_id)
        yield plaintext


def _write_part(store: Store, sealer: Sealer, submission_id: UUID, position: int, plaintext: bytes) -> PartDigest:
    ciphertext = sealer.seal(position, plaintext)
    write_durably(store.profile.part_file(submission_id, position), ciphertext)
    return digest_part(position, ciphertext)


def _envelope(keys: SealingKeys, request: SealRequest, sealer: Sealer, parts: tuple[PartDigest, ...]) -> Envelope:
    return Envelope(
        submission_id=request.submission_id,
        kind=request.kind,
        case_id=request.case_id,
        case_number=request.number.case_number,
        based_on=request.based_on,
        terminal_id=keys.terminal_id,
        sequence=request.number.sequence,
        item_codes=request.item_codes,
        catalogue_version=request.catalogue_version,
        sealed_at=request.time.at,
        time_proven=request.time.proven,
        suite=SUITE,
        sealing_key_id=sealer.key_id,
        wrapped_key=encode_bytes(sealer.wrapped_key),
        parts=parts,
    )


def _commit(store: Store, request: SealRequest, record: SealRecord, at_step: Callable[[SealStep], None]) -> SealResult:
    root = root_digest(record.manifest.envelope)
    with store.write() as connection:
        if request.takes_draft:
            handoffs.check_ours(connection, request.case_id)
            if not drafts.forget(connection, request.case_id):
                raise DraftMissingError(str(request.case_id))
            handoffs.forget(connection, request.case_id)
        if request.new_case is None:
            lines = record.case.details.materials
            cases.append_submission(
                connection, request.case_id, request.based_on, root.hex(), request.updates, materials=lines
            )
        else:
            cases.insert_case(connection, record.case)
        bytes_total = insert_submission(connection, record.manifest)
        entries = [journal.note_intent(connection, document, record.case.number) for document in request.documents]
        if request.act is not None:
            acts.note_in(connection, request.case_id, request.submission_id, request.act)
        clock.record_time(connection, request.time.at)
        subject = request.new_case.applicant_hash if request.new_case else None
        audit.append_in(connection, AuditEvent.SEALED, subject, audit_details(record.manifest), now=request.time.at)
        at_step(SealStep.BEFORE_COMMIT)
    return SealResult(
        submission_id=request.submission_id,
        case_number=record.case.number,
        root=root,
        receipt_text=record.case.receipt_text if request.new_case else _receipt(request, root),
        bytes_total=bytes_total,
        print_ids=tuple(entry.id for entry in entries),
    )


def _is_sealed(store: Store, submission_id: UUID) -> bool:
    query = sa.select(submissions.c.submission_id).where(submissions.c.submission_id == submission_id)
    with store.read() as connection:
        return connection.execute(query).first() is not None


def _check_not_sealed(store: Store, submission_id: UUID) -> None:
    if _is_sealed(store, submission_id):
        raise AlreadySealedError(str(submission_id))


def _remove_unsealed(store: Store, submission_id: UUID) -> None:
    """Remove the ciphertexts of a sealing that failed; those of a sealed submission are left alone."""
    if not _is_sealed(store, submission_id):
        shutil.rmtree(store.profile.parts_folder(submission_id), ignore_errors=True)
