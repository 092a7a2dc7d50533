"""Where a desk's drafts are kept, and every act on one entered into the audit chain (F1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from shared.contract.terminals import Clerk
from shared.intake.draft import Draft
from shared.store import audit, drafts
from shared.store.audit import AuditEvent
from shared.store.store import Store


class DraftBook:
    """The drafts of one store, as one clerk or kiosk writes them.

    Args:
        store: the open store; staff: the clerk at the counter, None at a kiosk; clock: gives aware times.
    """

    def __init__(self, store: Store, staff: Clerk | None, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._staff = staff
        self._clock = clock

    def begin(self, draft: Draft) -> None:
        """Store a new draft."""
        drafts.begin(self._store, draft.case_id, draft.model_dump_json().encode())
        self.enter(AuditEvent.DRAFT_BEGUN, draft.case_id)

    def load(self, case_id: UUID) -> Draft:
        """Return a draft as it was last stored. Raises DraftMissingError."""
        return Draft.model_validate_json(drafts.load(self._store, case_id))

    def keep(self, draft: Draft) -> Draft:
        """Store a changed draft and return it with the time. Raises DraftMissingError."""
        touched = draft.touched(self._clock())
        drafts.save(self._store, touched.case_id, touched.model_dump_json().encode())
        return touched

    def own(self) -> tuple[Draft, ...]:
        """Return the drafts of this clerk, or of the kiosk, the one changed last first."""
        mine = self._staff.clerk_id if self._staff else None
        loaded = (self.load(summary.case_id) for summary in drafts.summaries(self._store))
        own = tuple(draft for draft in loaded if draft.clerk_id == mine)
        if own:
            self.enter(AuditEvent.DRAFTS_LISTED, None, count=len(own))
        return own

    def ids(self) -> tuple[UUID, ...]:
        """Return every draft's id, whosever it is; nothing of them is opened."""
        return tuple(summary.case_id for summary in drafts.summaries(self._store))

    def discard(self, case_id: UUID) -> None:
        """Erase a draft with its key and pages."""
        drafts.discard(self._store, case_id)
        self.enter(AuditEvent.DRAFT_DISCARDED, case_id)

    def enter(self, event: AuditEvent, case_id: UUID | None, subject: str | None = None, **details: str | int) -> None:
        """Enter into the audit chain what was done or read here, and by whom."""
        named = {} if case_id is None else {"case": str(case_id)}
        by = self._staff.clerk_id if self._staff else "kiosk"
        audit.append(self._store, event, subject, {**named, "by": by, **details}, now=self._clock())
