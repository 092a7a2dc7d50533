"""What sealing asks for and gives back; sealing.py does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, unique
from uuid import UUID

from shared.domain.clock import TimeReading
from shared.domain.submissions import SubmissionKind
from shared.security.sealing import SealingPublicKey
from shared.security.signing import SigningKey
from shared.store.acts import ActRecord
from shared.store.cases import CaseDetails, ItemUpdate
from shared.store.numbering import ReservedNumber


@unique
class SealStep(StrEnum):
    """Points between which sealing can be cut; tests cut it at each."""

    BEGUN = "begun"
    PART_WRITTEN = "part_written"
    PARTS_DURABLE = "parts_durable"
    BEFORE_COMMIT = "before_commit"
    COMMITTED = "committed"
    RECORD_KEPT = "record_kept"
    CHECKPOINTED = "checkpointed"
    DRAFT_UNLINKED = "draft_unlinked"


@dataclass(frozen=True, slots=True)
class SealingKeys:
    """Who seals: the terminal, its signing key, and the platform's key that is sealed to."""

    terminal_id: UUID
    signing_key: SigningKey
    platform_key: SealingPublicKey


@dataclass(frozen=True, slots=True)
class SealPage:
    """A page of the draft with the plaintext digest (hex) that the body states for it."""

    page_id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SealRequest:
    """Everything that one sealing needs.

    Attributes:
        submission_id: made by the caller; the idempotency key of everything that follows.
        number: from shared.store.numbering, reserved and committed before the body was made.
        based_on: root digest (hex) of the case's last submission known here; None for an intake.
        body: the sealed half's bytes, an IntakeBody or DecisionBody as canonical JSON.
        pages: in the order of their positions 1, 2 …, from the draft of case_id.
        page_source: gives a page by its id where pages come from elsewhere than a draft.
        takes_draft: delete the draft of case_id in the same transaction; it must be there.
        new_case: index details when the case is new to this terminal, None when it is known.
        updates: new states of items, effective at sealing.
        receipt_text: makes the receipt's code from the root digest (32 bytes); needed with new_case.
        documents: slips whose print intent is journaled in the same transaction, such as `receipt`.
        kept: codes of the promised materials that it brings.
        act: what the applicant is told by it, kept so that its notice can be set again.
    """

    submission_id: UUID
    kind: SubmissionKind
    case_id: UUID
    number: ReservedNumber
    based_on: str | None
    item_codes: tuple[str, ...]
    catalogue_version: str
    time: TimeReading
    body: bytes
    pages: tuple[SealPage, ...] = ()
    page_source: Callable[[str], bytes] | None = None
    takes_draft: bool = True
    new_case: CaseDetails | None = None
    updates: tuple[ItemUpdate, ...] = ()
    receipt_text: Callable[[bytes], str] | None = None
    documents: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    act: ActRecord | None = None


@dataclass(frozen=True, slots=True)
class SealResult:
    """What was sealed. `print_ids` are the journal's ids, in the order of the request's documents."""

    submission_id: UUID
    case_number: str
    root: bytes
    receipt_text: str
    bytes_total: int
    print_ids: tuple[int, ...]
