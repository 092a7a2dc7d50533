"""The comparison at the end of a round: what the terminal sealed against what the platform holds, page by page."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from acceptance_platform.database.tables import cases as platform_cases
from acceptance_platform.database.tables import submissions as platform_submissions
from acceptance_platform.platform import Platform, opened
from acceptance_platform.submissions.verifying import verify_cases
from shared.contract.base import decode_bytes
from shared.contract.submissions import Manifest
from shared.store import drafts, outbox
from shared.store.keys import key_source
from shared.store.outbox import OutboxRow, OutboxState
from shared.store.profile import Profile, load_config
from shared.store.store import Store, open_store


@dataclass(frozen=True)
class Ledger:
    """What the terminal knows that it sealed."""

    rows: tuple[OutboxRow, ...]
    manifests: Mapping[UUID, Manifest]
    drafts: frozenset[UUID]

    @property
    def pages(self) -> int:
        return sum(len(manifest.envelope.parts) - 1 for manifest in self.manifests.values())


def read_ledger(profile: Profile) -> Ledger:
    """Read the terminal's store as it lies on the disk."""
    with _opened(profile) as store:
        rows = outbox.all_rows(store)
        manifests = {row.submission_id: outbox.manifest(store, row.submission_id) for row in rows}
        return Ledger(rows, manifests, frozenset(line.case_id for line in drafts.summaries(store)))


def _opened(profile: Profile) -> Store:
    return open_store(profile, key_source(profile, load_config(profile)).store_key())


def differences(ledger: Ledger, sealed: Mapping[str, list[str]], data: Path) -> Iterator[str]:
    """Say everything that is lost, doubled or unreadable; nothing when the promise was kept.

    Args:
        ledger: the terminal's.
        sealed: what the apps reported, plaintext digests by submission id.
        data: the platform's data directory.
    """
    known = {str(row.submission_id) for row in ledger.rows}
    for submission_id in sealed.keys() - known:
        yield f"lost at the terminal: {submission_id} was reported sealed"
    for row in ledger.rows:
        if row.state is not OutboxState.DELIVERED:
            yield f"not delivered: {row.submission_id} {row.state} {row.reason_code} {row.reason_detail}"
        if row.case_id in ledger.drafts:
            yield f"doubled at the terminal: case {row.case_id} is sealed and still a draft"
    with opened(data) as platform:
        yield from _at_platform(ledger, sealed, platform)


def _at_platform(ledger: Ledger, sealed: Mapping[str, list[str]], platform: Platform) -> Iterator[str]:
    with platform.database.read() as connection:
        held = connection.execute(sa.select(platform_submissions)).all()
        case_ids = Counter(connection.execute(sa.select(platform_cases.c.case_id)).scalars())
    by_id = {row.submission_id: row for row in held}
    for row in ledger.rows:
        if row.submission_id not in by_id:
            yield f"lost: {row.submission_id} is not at the platform"
        elif by_id[row.submission_id].state != "delivered":
            yield f"returned: {row.submission_id} {by_id[row.submission_id].reason}"
        if case_ids[row.case_id] != 1:
            yield f"case {row.case_id} is at the platform {case_ids[row.case_id]} times"
    for stranger in by_id.keys() - ledger.manifests.keys():
        yield f"doubled: {stranger} is at the platform and nowhere else"
    for checked in verify_cases(platform, ()):
        if checked.error is not None:
            yield f"unreadable: {checked.subject} {checked.error} {checked.detail}"
    for submission_id, manifest in ledger.manifests.items():
        yield from _pages(platform, submission_id, manifest, sealed.get(str(submission_id)))


def _pages(platform: Platform, submission_id: UUID, manifest: Manifest, reported: list[str] | None) -> Iterator[str]:
    envelope = manifest.envelope
    opener = platform.keys.sealing.opener(
        suite=envelope.suite,
        key_id=envelope.sealing_key_id,
        wrapped_key=decode_bytes(envelope.wrapped_key),
        submission=envelope.submission_id,
        terminal=envelope.terminal_id,
    )
    plaintexts = []
    for part in envelope.parts:
        path = platform.data.part(submission_id, part.position)
        ciphertext = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(ciphertext).hexdigest() != part.sha256:
            yield f"lost: part {part.position} of {submission_id}"
            return
        plaintexts.append(hashlib.sha256(opener.open(part.position, ciphertext)).hexdigest())
    if reported is not None and plaintexts[1:] != reported:
        yield f"other pages than were given: {submission_id}"
