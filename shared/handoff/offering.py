"""Letting drafts be taken elsewhere: the offer stands here first, the platform gets its copy now or by the agent."""

from __future__ import annotations

import contextlib
import threading
from uuid import UUID

from shared.handoff import moves
from shared.handoff.code import MAX_ADDRESSES, Address, DraftCode
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.listening import listening
from shared.handoff.port import Offer
from shared.handoff.terminal_acts import TerminalActs
from shared.store import handoffs
from shared.store.agent_lock import agent_runs
from shared.store.errors import DraftHandedOverError
from shared.store.handoffs import Handoff, Standing
from shared.store.profile import split_address
from shared.sync.wake import wake_agent

_LISTENING_WITHIN_S = 3.0
_POLL_S = 0.05


class Offers(TerminalActs):
    """What one terminal offers."""

    def offer(self, case_id: UUID, *, share: bool = True) -> Offer:
        """Let a draft be taken elsewhere; see DraftHandoff. `share=False` leaves the platform to the agent."""
        row = moves.offer(self.store, case_id, self.clock())
        wake_agent(self.profile)
        shared = False
        if share:
            with contextlib.suppress(HandoffError), self.platform() as platform:
                shared = platform.share(row)
        known = handoffs.find(self.store, case_id)
        if known is not None and known.standing in {Standing.HANDED_OVER, Standing.CONTESTED}:
            raise DraftHandedOverError(str(case_id))  # as the platform said just now
        return Offer(self._code(row), shared)

    def keep_what_came(self, case_id: UUID) -> bool:
        """Offer a draft that came from elsewhere, so that its holder finds it; see DraftHandoff."""
        row = handoffs.find(self.store, case_id)
        if row is None or row.standing is not Standing.HERE or row.came_by is None:
            return False
        moves.offer(self.store, case_id, self.clock())
        wake_agent(self.profile)
        return True

    def share(self, case_id: UUID) -> Offer:
        """Offer a draft and bring it to the platform now. Raises HandoffError where that can't be done."""
        row = moves.offer(self.store, case_id, self.clock())
        with self.platform() as platform:
            platform.share(row)
        wake_agent(self.profile)
        return Offer(self._code(row), shared=True)

    def _code(self, row: Handoff) -> DraftCode:
        if row.key is None or row.expires_at is None:
            raise HandoffError(HandoffFault.CODE_USED)
        return DraftCode(
            draft_id=row.case_id,
            key=row.key,
            expires_at=row.expires_at,
            addresses=self._addresses(),
            terminal=self.terminal.signing_key.verifying_key.key_id,
        )

    def _addresses(self) -> tuple[Address, ...]:
        """Return where the agent listens; it opens its door once it knows of the offer."""
        if not self.terminal.config.handoff_addresses or not agent_runs(self.profile):
            return ()
        waiting = threading.Event()
        for _ in range(int(_LISTENING_WITHIN_S / _POLL_S)):
            if found := listening(self.store):
                return tuple(Address(*split_address(text)) for text in found[:MAX_ADDRESSES])
            waiting.wait(_POLL_S)
        return ()
