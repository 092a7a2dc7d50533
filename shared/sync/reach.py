"""Whether the platform can be reached, and when to look again: the agent's one state beside the outbox."""

from __future__ import annotations

import random
from datetime import datetime

from shared.store.agent_state import AgentState, agent_state, record_agent_state
from shared.store.store import Store
from shared.sync.backoff import backoff_s, probe_s
from shared.sync.errors import BusyError, GatewayError, SignInRefusedError, SyncError


class Reach:
    """Online or offline. Times are of the monotonic clock, those that are recorded of the wall clock."""

    def __init__(self, store: Store, rng: random.Random) -> None:
        self._store = store
        self._rng = rng
        self._recorded = agent_state(store)
        self._refusals = 0
        self.online = False
        self.next_probe_at = 0.0
        """Monotonic; the first probe is due at once."""

    def reached(self, now: datetime) -> bool:
        """The platform answered a probe; return whether that is new to this agent."""
        self._refusals = 0
        is_new, self.online = not self.online, True
        if is_new:
            self._record(AgentState(online=True, since=now, last_contact=now))
        return is_new

    def missed(self, error: SyncError, now: datetime, monotonic: float) -> bool:
        """A probe failed; return whether that, or the reason, is new. An outage goes on over a restart of the agent."""
        self.next_probe_at = monotonic + self._wait_s(error)
        was_online, self.online = self.online, False
        before = self._recorded
        if before is None or before.online:
            contact = now if was_online else (before.last_contact if before else None)
            why = {"reason": error.reason, "detail": error.detail}
            self._record(AgentState(online=False, since=now, last_contact=contact, **why))
            return True
        if (before.reason, before.detail) != (error.reason, error.detail):
            self._record(before.model_copy(update={"reason": error.reason, "detail": error.detail}))
            return before.reason != error.reason
        return False

    def _wait_s(self, error: SyncError) -> float:
        """Nothing answers: soon again. Somebody answered and asks for patience, or refuses us: what that asks for."""
        if isinstance(error, SignInRefusedError):
            self._refusals += 1
            return max(probe_s(self._rng), backoff_s(self._refusals, self._rng))
        retry_after_s = error.retry_after_s if isinstance(error, BusyError | GatewayError) else None
        wait = probe_s(self._rng)
        return wait if retry_after_s is None else max(wait, min(retry_after_s, 300.0))

    def _record(self, state: AgentState) -> None:
        self._recorded = state
        record_agent_state(self._store, state)
