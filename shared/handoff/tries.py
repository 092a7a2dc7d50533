"""Wrong codes about a draft that lies at this terminal: five in a row, then none counts for a quarter of an hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from shared.handoff.errors import HandoffError, HandoffFault
from shared.store import handoffs
from shared.store.handoffs import Handoff
from shared.store.store import Store

WRONG_TRIES: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)
"""As at the platform."""
_MINUTE: Final = timedelta(minutes=1)
_COUNTED: Final = frozenset({HandoffFault.DRAFT_CODE_WRONG, HandoffFault.HOLDER_WRONG})


def check_tries(row: Handoff, now: datetime) -> None:
    """Let nobody try while a draft is locked.

    Raises:
        HandoffError: too_many_tries; its detail is in how many minutes the next one counts.
    """
    left = _locked_for(row, now)
    if left:
        raise HandoffError(HandoffFault.TOO_MANY_TRIES, str(-(-left // _MINUTE)))


def is_locked(row: Handoff, now: datetime) -> bool:
    """Tell whether no code counts about a draft at present."""
    return bool(_locked_for(row, now))


def count_wrong_try(store: Store, case_id: UUID, now: datetime) -> int:
    """Count a wrong code about a draft; return how many are left, none of one that is locked or gone."""
    with store.write() as connection:
        row = handoffs.find_in(connection, case_id)
        if row is None or _locked_for(row, now):
            return 0
        wrong = 1 if row.wrong_tries >= WRONG_TRIES else row.wrong_tries + 1
        handoffs.put(connection, replace(row, wrong_tries=wrong, wrong_at=now))
    return WRONG_TRIES - wrong


def forget_wrong_tries(store: Store, case_id: UUID) -> None:
    """Count anew: a right code was shown."""
    with store.write() as connection:
        row = handoffs.find_in(connection, case_id)
        if row is not None and row.wrong_tries:
            handoffs.put(connection, replace(row, wrong_tries=0, wrong_at=None))


def with_last_try_gone(error: HandoffError) -> HandoffError:
    """Return a refusal as it has to be told: the one that took the last try, here or at the platform, locks."""
    if error.fault in _COUNTED and error.detail == "0":
        return HandoffError(HandoffFault.TOO_MANY_TRIES, str(LOCKED_FOR // _MINUTE))
    return error


def _locked_for(row: Handoff, now: datetime) -> timedelta:
    """Return how long a draft is locked yet. A clock that was put back locks nobody out for longer."""
    if row.wrong_tries < WRONG_TRIES or row.wrong_at is None or now < row.wrong_at:
        return timedelta()
    return max(timedelta(), row.wrong_at + LOCKED_FOR - now)
