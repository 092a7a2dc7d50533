"""Drafts that lie elsewhere, as a face sees them: a hand-off that is as honest as the real one and fails as told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from shared.domain.items import Channel
from shared.handoff.code import Address, DraftCode, is_typed_code_of, new_key
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.form_part import open_form
from shared.handoff.port import (
    ClerkConfirms,
    DraftStanding,
    FoundDraft,
    Holder,
    Offer,
    SecondFactor,
    TakenDraft,
    Way,
)
from shared.intake.draft import Draft
from shared.store import drafts
from shared.store.terminal import Terminal
from tests.unit.shared.intake.desks import NOW

UNTIL = NOW + timedelta(hours=24)


@dataclass
class Elsewhere:
    """What other terminals and the platform hold, and what this terminal offers to them.

    Attributes:
        unheard: ids of drafts that went without a word of it yet.
        came: ids of drafts that came here; unconfirmed: of those that their source has not let go of.
        faults: what the next calls fail with, in their order.
        kept, differing: ids of what the next draft that comes was changed in here, and on both sides.
    """

    terminal: Terminal
    channel: Channel = Channel.KIOSK
    clerk_id: str | None = None
    offered: dict[UUID, Offer] = field(default_factory=dict)
    held: dict[UUID, tuple[DraftCode, Draft]] = field(default_factory=dict)
    gone: set[UUID] = field(default_factory=set)
    unheard: set[UUID] = field(default_factory=set)
    came: set[UUID] = field(default_factory=set)
    unconfirmed: set[UUID] = field(default_factory=set)
    faults: list[Exception] = field(default_factory=list)
    kept: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()

    def holds(self, draft: Draft) -> DraftCode:
        """Let another terminal hold a draft, and return its code."""
        code = self._code(draft.case_id)
        self.held[draft.case_id] = (code, draft)
        return code

    def offer(self, draft: Draft) -> Offer:
        self._fail()
        if draft.case_id in self.unconfirmed:
            raise HandoffError(HandoffFault.ELSEWHERE_UNREACHABLE)
        drafts.load(self.terminal.store, draft.case_id)
        return self.offered.setdefault(draft.case_id, Offer(self._code(draft.case_id), shared=True))

    def keep_what_came(self, case_id: UUID) -> bool:
        is_kept = case_id in self.came and case_id not in self.offered
        if is_kept:
            self.offered[case_id] = Offer(self._code(case_id), shared=False)
        return is_kept

    def take_back(self, case_id: UUID) -> DraftStanding:
        self._fail()
        self.offered.pop(case_id, None)
        self.gone.discard(case_id)
        return DraftStanding.HERE

    def take(self, code: DraftCode, holder: Holder | None = None) -> TakenDraft:
        self._fail()
        if code.draft_id not in self.held:
            raise HandoffError(HandoffFault.DRAFT_UNKNOWN)
        draft = self.held[code.draft_id][1]
        if holder is not None and holder.number not in {person.number for person in draft.applicants}:
            raise HandoffError(HandoffFault.HOLDER_WRONG)
        return self._moved(draft)

    def take_form(self, code: DraftCode, holder: Holder) -> TakenDraft:
        self._fail()
        part = open_form(code.form, code.key, holder.number)
        draft = Draft(
            case_id=code.draft_id,
            subject_code=part.subject_code,
            catalogue_version=part.catalogue_version,
            channel=self.channel.value,
            clerk_id=self.clerk_id,
            fields=part.fields,
            created_at=part.created_at,
            updated_at=NOW,
        )
        drafts.begin(self.terminal.store, draft.case_id, draft.model_dump_json().encode())
        return TakenDraft(draft, Way.FORM, confirmed=False, pages_left_behind=part.scanned)

    def drafts_of(self, holder: Holder, factor: SecondFactor) -> tuple[FoundDraft, ...]:
        self._fail()
        return tuple(
            FoundDraft(
                case_id=draft.case_id,
                subject_code=draft.subject_code,
                catalogue_version=draft.catalogue_version,
                holder="自助机09（样例）",
                here=False,
                begun=False,
                shared_at=NOW,
                expires_at=UNTIL,
                pages=0,
                size=1,
            )
            for code, draft in self.held.values()
            if holder.number in {person.number for person in draft.applicants} and _opens(factor, code)
        )

    def take_found(self, case_id: UUID, holder: Holder, factor: SecondFactor) -> TakenDraft:
        self._fail()
        code, draft = self.held[case_id]
        if not _opens(factor, code):
            raise HandoffError(HandoffFault.DRAFT_CODE_WRONG)
        return self._moved(draft)

    def standing(self, case_id: UUID) -> DraftStanding:
        drafts.load(self.terminal.store, case_id)
        if case_id in self.gone:
            return DraftStanding.HANDED_OVER
        return DraftStanding.OFFERED if case_id in self.offered else DraftStanding.HERE

    def hear(self, case_id: UUID) -> DraftStanding:
        if case_id in self.unheard:
            self.gone.add(case_id)
        return self.standing(case_id)

    def whereabouts(self, case_id: UUID) -> str:
        return "综合窗口 3 号（样例）" if case_id in self.gone else ""

    def later_entries(self, case_id: UUID) -> tuple[str, ...]:
        return self.kept if case_id in self.gone else ()

    def _moved(self, draft: Draft) -> TakenDraft:
        del self.held[draft.case_id]
        self.came.add(draft.case_id)
        moved = draft.model_copy(
            update={"channel": self.channel.value, "clerk_id": self.clerk_id, "confirmed_at": None}
        )
        drafts.begin(self.terminal.store, moved.case_id, moved.model_dump_json().encode())
        return TakenDraft(moved, Way.PLATFORM, confirmed=True, kept=self.kept, differing=self.differing)

    def _code(self, case_id: UUID) -> DraftCode:
        return DraftCode(case_id, new_key(), UNTIL, (Address("192.0.2.7", 8443),))

    def _fail(self) -> None:
        if self.faults:
            raise self.faults.pop(0)


def _opens(factor: SecondFactor, code: DraftCode) -> bool:
    return isinstance(factor, ClerkConfirms) or is_typed_code_of(factor.digits, code.key)
