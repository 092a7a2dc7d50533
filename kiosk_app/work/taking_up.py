"""What blocks while somebody goes on with a draft: opening what came, moving it to the newest version, looking back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from devices.imaging.duplicates import Fingerprint
from kiosk_app.work.draft_state import ResumeState
from shared.catalogue.changes import DraftChange
from shared.catalogue.model import Subject
from shared.forms.joined import JoinedForm
from shared.handoff.errors import HandoffError
from shared.handoff.naming import names_of
from shared.handoff.port import DraftHandoff, TakenDraft
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft
from shared.intake.gaps import Gap
from shared.intake.replacing import pages_of
from shared.store.errors import StoreError


@dataclass(frozen=True, slots=True)
class Moved:
    """A draft that goes on by the newest catalogue, and what the screens need of it."""

    draft: Draft
    subject: Subject
    form: JoinedForm
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft that came, and what the screens need of it."""

    taken: TakenDraft
    subject: Subject
    form: JoinedForm
    gaps: tuple[Gap, ...]
    changes: tuple[DraftChange, ...]
    prints: Mapping[str, Fingerprint]


class TakingUp:
    """Runs on the intake's lane and knows no state.

    Args:
        put: keeps a picture for the face; any thread.
    """

    def __init__(self, desk: IntakeDesk, handoff: DraftHandoff, put: Callable[[str, bytes], None]) -> None:
        self._desk = desk
        self._handoff = handoff
        self._put = put

    def opened(self, taken: TakenDraft) -> Opened:
        """Take up a draft that came, with the pictures of its pages."""
        desk, draft = self._desk, taken.draft
        with contextlib.suppress(StoreError):
            draft = desk.take_up(draft)
        self._offer_anew(draft)
        for page in pages_of(draft):
            with contextlib.suppress(StoreError):
                self._put(page.hex, desk.page_image(draft, page))
        changes, prints = tuple(desk.changes(draft)), desk.page_prints(draft)
        return Opened(
            replace(taken, draft=draft), desk.subject(draft), desk.form(draft), desk.gaps(draft), changes, prints
        )

    def by_newest(self, draft: Draft) -> Moved:
        """Move a draft to the newest catalogue.

        Raises:
            SubjectClosedError: its matter is not in there, or can't be taken any more.
        """
        desk = self._desk
        moved = desk.use_version(draft, desk.catalogue.version)
        self._offer_anew(moved)
        return Moved(moved, desk.subject(moved), desk.form(moved), desk.gaps(moved))

    def stayed(self, failed: ResumeState, number: str) -> tuple[str, ...]:
        """Return the names of what the card's holder entered here after the draft that is meant went elsewhere."""
        desk, handoff = self._desk, self._handoff
        names: list[str] = []
        for draft in desk.open_drafts():
            is_meant = (
                draft.case_id == failed.code.draft_id
                if failed.code
                else failed.where == handoff.whereabouts(draft.case_id)
            )
            if is_meant and number in {person.number for person in draft.applicants}:
                names += names_of(handoff.later_entries(draft.case_id), desk.subject(draft), desk.form(draft))
        return tuple(dict.fromkeys(names))

    def _offer_anew(self, draft: Draft) -> None:
        """Offer it at once: whatever becomes of this session, the draft stays for who comes back.

        One that its source has not let go of yet stays too, and is offered by who comes next.
        """
        with contextlib.suppress(StoreError, HandoffError):
            self._handoff.offer(draft)
