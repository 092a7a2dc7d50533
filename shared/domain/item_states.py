"""States, events and the context of an item application; its table stands in item_table.py (ARCHITECTURE §2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique

from shared.domain.items import HandlingKind, ItemType


@unique
class ItemApplicationState(StrEnum):
    """Where an item application stands."""

    COLLECTED = "collected"
    ACCEPTED = "accepted"
    DEEMED_ACCEPTED = "deemed_accepted"
    ACCEPTED_WITH_DEFERRED = "accepted_with_deferred"
    CORRECTION_ASKED = "correction_asked"
    SUPPLEMENTED = "supplemented"
    ACCEPTANCE_REFUSED = "acceptance_refused"
    IN_REVIEW = "in_review"
    SPECIAL_PROCEDURE = "special_procedure"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    GRANTED = "granted"
    NOT_GRANTED = "not_granted"
    ISSUED = "issued"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


@unique
class ItemEvent(StrEnum):
    """What is done to an item application. LAPSE: a correction was not supplemented in time."""

    ACCEPT = "accept"
    DEEM_ACCEPTED = "deem_accepted"
    ACCEPT_WITH_DEFERRED = "accept_with_deferred"
    ASK_CORRECTION = "ask_correction"
    SUPPLEMENT = "supplement"
    LAPSE = "lapse"
    REFUSE_ACCEPTANCE = "refuse_acceptance"
    BEGIN_REVIEW = "begin_review"
    BEGIN_SPECIAL_PROCEDURE = "begin_special_procedure"
    END_SPECIAL_PROCEDURE = "end_special_procedure"
    SUSPEND = "suspend"
    RESUME = "resume"
    TERMINATE = "terminate"
    GRANT = "grant"
    REFUSE_GRANT = "refuse_grant"
    ISSUE = "issue"
    ARCHIVE = "archive"
    WITHDRAW = "withdraw"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class ItemContext:
    """What the guards of an item application look at. The defaults allow nothing that needs a right.

    Attributes:
        item_type, handling: from the catalogue version that the case froze.
        actor: id of the person who acts; None for the system and for the applicant.
        may_accept, may_decide: the actor's rights on this item at this window.
        delegated: a recorded delegation lets the actor decide what they accepted (C18, F5).
        accepted_by: id of the person who accepted; needed for a decision unless accepted_by_silence.
        second_person: id of the person who confirms a voiding.
        missing_main, missing_minor: materials not given.
        promise_signed: the applicant signed what follows until when.
        promises_open: promised materials that have not come.
        reason: grounds of a refusal, suspension, termination or voiding; points of a correction; basis of a special
            procedure.
        silence_expired: five working days went by without a word (deadlines.silence_expired).
        correction_expired: the time set for supplementing is over.
    """

    item_type: ItemType
    handling: HandlingKind
    actor: str | None = None
    may_accept: bool = False
    may_decide: bool = False
    delegated: bool = False
    accepted_by: str | None = None
    accepted_by_silence: bool = False
    second_person: str | None = None
    missing_main: int = 0
    missing_minor: int = 0
    promise_signed: bool = False
    promises_open: int = 0
    reason: str = ""
    silence_expired: bool = False
    correction_expired: bool = False
