"""Drafts that an earlier session left: erased, but never one that somebody chose to keep. Blocking.

Neither is read: a session that nobody has touched yet must know nobody.
"""

from __future__ import annotations

import logging
from uuid import UUID

from shared.handoff.port import DraftHandoff, DraftStanding
from shared.intake.desk import IntakeDesk
from shared.security.traces import trace_of

_LOG = logging.getLogger(__name__)


def erase_leftovers(desk: IntakeDesk, handoff: DraftHandoff) -> None:
    """Erase what an earlier session left; what was kept for later, came from elsewhere or is there by now, stays."""
    for case_id in desk.draft_ids():
        try:
            _erase(desk, handoff, case_id)
        except Exception as error:  # whatever it is, it is this draft's alone
            _LOG.error("a draft that was left could not be erased: %s", trace_of(error))


def _erase(desk: IntakeDesk, handoff: DraftHandoff, case_id: UUID) -> None:
    if handoff.standing(case_id) is DraftStanding.HERE and not handoff.keep_what_came(case_id):
        desk.discard_unseen(case_id)
