"""Drafts that an earlier session left: erased, but never one that somebody chose to keep. Blocking."""

from __future__ import annotations

from shared.handoff.port import DraftHandoff, DraftStanding
from shared.intake.desk import IntakeDesk


def erase_leftovers(desk: IntakeDesk, handoff: DraftHandoff) -> None:
    """Erase what an earlier session left; what was kept for later, or is another terminal's by now, stays."""
    for draft in desk.open_drafts():
        if handoff.standing(draft.case_id) is DraftStanding.HERE:
            desk.discard(draft)
