"""A draft as it travels: its form at position 0, its pages in the order in which the form names them from 1 on."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import ValidationError

from shared.contract.base import encode_bytes
from shared.contract.drafts import FORM_POSITION, MAX_DRAFT_PARTS, DraftClaim, DraftEnvelope, DraftSubject
from shared.domain.errors import InvalidNumberError
from shared.domain.identifiers import parse_credit_code
from shared.handoff.errors import HandoffError, HandoffFault
from shared.intake.draft import DRAFT_SCHEMA, Draft, DraftPage
from shared.security.manifests import digest_part
from shared.security.parcels import ParcelKey, seal_claim
from shared.security.sealing import SUITE, SealingPublicKey

_MAX_SUBJECTS = 40


def pages_in(draft: Draft) -> tuple[DraftPage, ...]:
    """Return a draft's pages in their order on the way."""
    return tuple(page for material in draft.materials.values() for page in material.pages)


def subjects_of(draft: Draft) -> tuple[DraftSubject, ...]:
    """Return who may ask for a draft: its applicants, and each of them for every enterprise that its form names."""
    numbers = tuple(dict.fromkeys(applicant.number.upper() for applicant in draft.applicants))
    persons = [DraftSubject(number=number) for number in numbers]
    handlers = [DraftSubject(number=number, credit_code=code) for code in _credit_codes(draft) for number in numbers]
    return tuple(persons + handlers)[:_MAX_SUBJECTS]


def _credit_codes(draft: Draft) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name, entry in draft.fields.items():
        if name.endswith("credit_code"):
            with suppress(InvalidNumberError):
                found[parse_credit_code(entry.value).code] = None
    return tuple(found)


def read_draft(content: bytes, case_id: UUID) -> Draft:
    """Read a draft that came from elsewhere.

    Raises:
        HandoffError: handoff_damaged, it is no draft, or that of another case.
    """
    try:
        draft = Draft.model_validate_json(content)
    except ValidationError:
        # What was wrong may hold what was written: no cause is kept.
        raise HandoffError(HandoffFault.HANDOFF_DAMAGED, "form") from None
    if draft.case_id != case_id or draft.schema_version != DRAFT_SCHEMA:
        raise HandoffError(HandoffFault.HANDOFF_DAMAGED, "form of another case or schema")
    return draft


def checked_page(page: DraftPage, data: bytes) -> bytes:
    """Return a page's bytes once they are what the form says. Raises HandoffError handoff_damaged."""
    if len(data) != page.size or not hmac.compare_digest(hashlib.sha256(data).hexdigest(), page.sha256):
        raise HandoffError(HandoffFault.HANDOFF_DAMAGED, f"page {page.page_id}")
    return data


@dataclass(frozen=True, slots=True)
class Parcel:
    """A state of a draft on its way to the platform: what is announced, and its parts, each sealed when it is sent."""

    envelope: DraftEnvelope
    key: ParcelKey
    content: bytes
    pages: tuple[DraftPage, ...]
    read_page: Callable[[str], bytes]

    def part(self, position: int) -> bytes:
        """Return the ciphertext of one part. Raises StoreError."""
        return self.key.seal(position, _plaintext(position, self.content, self.pages, self.read_page))


def pack(
    draft: Draft,
    content: bytes,
    read_page: Callable[[str], bytes],
    *,
    platform: SealingPublicKey,
    terminal: UUID,
    revision: int,
    digits: str,
    expires_at: datetime,
) -> Parcel:
    """Seal a draft for the platform.

    Args:
        content: the draft's JSON as it is stored.
        digits: of its slip, the second factor of whoever asks.

    Raises:
        HandoffError: draft_too_large.
        StoreError: a page is missing or damaged.
    """
    pages = pages_in(draft)
    if len(pages) > MAX_DRAFT_PARTS:
        raise HandoffError(HandoffFault.DRAFT_TOO_LARGE, f"{len(pages)} pages")
    key = ParcelKey.new(draft.case_id)
    claim = DraftClaim(subjects=subjects_of(draft), digits=digits).model_dump_json(exclude_none=True).encode()
    digests = tuple(
        digest_part(position, key.seal(position, _plaintext(position, content, pages, read_page)))
        for position in range(len(pages) + 1)
    )
    envelope = DraftEnvelope(
        case_id=draft.case_id,
        revision=revision,
        terminal_id=terminal,
        subject_code=draft.subject_code,
        catalogue_version=draft.catalogue_version,
        expires_at=expires_at,
        suite=SUITE,
        sealing_key_id=platform.key_id,
        wrapped_key=encode_bytes(key.wrapped_for(platform, terminal)),
        claim=encode_bytes(seal_claim(claim, platform, draft.case_id, terminal)),
        parts=digests,
    )
    return Parcel(envelope, key, content, pages, read_page)


def _plaintext(position: int, content: bytes, pages: tuple[DraftPage, ...], read_page: Callable[[str], bytes]) -> bytes:
    return content if position == FORM_POSITION else read_page(pages[position - 1].page_id.hex)


def received_pages(draft: Draft, fetch: Callable[[int], bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield a draft's pages with their ids for the store, each fetched by its position and checked.

    Raises:
        HandoffError: handoff_damaged.
    """
    for position, page in enumerate(pages_in(draft), start=1):
        yield page.page_id.hex, checked_page(page, fetch(position))
