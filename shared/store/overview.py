"""Delivery as the faces show it: a snapshot for the status bar and a code for each case. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum, unique
from uuid import UUID

from shared.domain.clock import CHINA_TIME, legal_date
from shared.store import outbox
from shared.store.agent_lock import agent_runs
from shared.store.agent_state import agent_state
from shared.store.outbox import OutboxRow, OutboxState
from shared.store.store import Store


@unique
class CaseDeliveryState(StrEnum):
    """How far a case or one of its submissions is; faces make the words."""

    WAITING_NETWORK = "waiting_network"
    SENDING = "sending"
    DELIVERED = "delivered"
    RETURNED = "returned"
    WAITING_FOR_EARLIER = "waiting_for_earlier"


@dataclass(frozen=True, slots=True)
class CaseDelivery:
    """A state with why.

    Attributes:
        reason: the code that it was returned for, or that the last try ended with; None before the first try.
        row: the submission that decides the state, for details such as bytes_sent and next_try_at.
    """

    state: CaseDeliveryState
    reason: str | None
    row: OutboxRow


@dataclass(frozen=True, slots=True)
class DeliveryOverview:
    """The numbers of the status bar.

    Attributes:
        waiting: submissions sealed and not delivered, without the returned.
        agent_online: None when no agent runs or it has not tried yet.
        offline_since, offline_reason: only while agent_online is False.
    """

    waiting: int
    returned: int
    delivered_today: int
    agent_online: bool | None
    offline_since: datetime | None
    offline_reason: str | None


def delivery_overview(store: Store, now: datetime | None = None) -> DeliveryOverview:
    """Return the numbers as of now; today is the day in Beijing."""
    today = legal_date(now or datetime.now(UTC))
    start = datetime.combine(today, time.min, tzinfo=CHINA_TIME)
    counts = outbox.counts(store)
    state = agent_state(store) if agent_runs(store.profile) else None
    offline = state is not None and not state.online
    return DeliveryOverview(
        waiting=counts.waiting,
        returned=counts.returned,
        delivered_today=outbox.delivered_between(store, start, start + timedelta(days=1)),
        agent_online=None if state is None else state.online,
        offline_since=state.since if state and offline else None,
        offline_reason=state.reason if state and offline else None,
    )


def delivery_of(row: OutboxRow) -> CaseDelivery:
    """Return the state of one submission."""
    if row.state in {OutboxState.DELIVERED, OutboxState.CLOSED}:
        return CaseDelivery(CaseDeliveryState.DELIVERED, None, row)
    if row.state is OutboxState.RETURNED:
        return CaseDelivery(CaseDeliveryState.RETURNED, row.reason_code, row)
    if row.state is OutboxState.SENDING:
        return CaseDelivery(CaseDeliveryState.SENDING, None, row)
    if row.waits_for is not None:
        return CaseDelivery(CaseDeliveryState.WAITING_FOR_EARLIER, None, row)
    return CaseDelivery(CaseDeliveryState.WAITING_NETWORK, row.reason_code, row)


def case_deliveries(store: Store, case_ids: Iterable[UUID]) -> Mapping[UUID, CaseDelivery]:
    """Return the state of each case: that of its first submission which is not delivered, else delivered."""
    by_case: dict[UUID, list[OutboxRow]] = defaultdict(list)
    for row in outbox.of_cases(store, case_ids):
        by_case[row.case_id].append(row)
    return {case_id: _of_case(rows) for case_id, rows in by_case.items()}


def _of_case(rows: list[OutboxRow]) -> CaseDelivery:
    states = [delivery_of(row) for row in rows]
    undelivered = [state for state in states if state.state is not CaseDeliveryState.DELIVERED]
    return undelivered[0] if undelivered else states[-1]
