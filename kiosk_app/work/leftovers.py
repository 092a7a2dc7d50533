"""Drafts that nobody wants any more: erased, but never one that somebody chose to keep. Blocking."""

from __future__ import annotations

import contextlib

from shared.handoff.errors import HandoffError
from shared.handoff.port import DraftHandoff, DraftStanding
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft


def erase_draft(desk: IntakeDesk, handoff: DraftHandoff, draft: Draft) -> None:
    """Erase a draft on its owner's word; what was offered of it ends, at the platform as soon as that is reached."""
    with contextlib.suppress(HandoffError):
        handoff.take_back(draft.case_id)
    desk.discard(draft)


def erase_leftovers(desk: IntakeDesk, handoff: DraftHandoff) -> None:
    """Erase what an earlier session left; what was kept for later, or is another terminal's by now, stays."""
    for draft in desk.open_drafts():
        if handoff.standing(draft.case_id) is DraftStanding.HERE:
            desk.discard(draft)
