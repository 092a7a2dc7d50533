"""Taking drafts back: an offer that ends, what was handed over, and what came and is handed back."""

from __future__ import annotations

import contextlib
from uuid import UUID

from shared.handoff import moves
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.lan_client import Fetching, lan_source
from shared.handoff.peers import PeerTrust
from shared.handoff.port import Way
from shared.handoff.terminal_acts import TerminalActs
from shared.store import drafts, handoffs
from shared.store.handoffs import Handoff, Standing, Tell
from shared.sync.wake import wake_agent

_NOT_ASKED = frozenset({HandoffFault.OWNER_UNREACHABLE, HandoffFault.TERMINAL_REFUSED, HandoffFault.NOT_FROM_HERE})
"""Why an owner could not be asked over the LAN."""


class Recalls(TerminalActs):
    """What one terminal takes back."""

    def take_back(self, case_id: UUID) -> None:
        """Undo an offer or a hand-over, or hand back what came and was not begun; see DraftHandoff."""
        row = handoffs.find(self.store, case_id)
        if row is None:
            drafts.check_there(self.store, case_id)
            return
        if row.standing in handoffs.OPEN:
            self._end_offer(row)
        elif row.standing is Standing.HANDED_OVER:
            if not moves.come_back(self.store, row, self.clock(), told=self._recall(row)):
                self.take_back(case_id)  # the agent heard of it first
        elif row.standing is Standing.HERE and row.came_by == Way.PLATFORM.value:
            if row.begun:
                raise HandoffError(HandoffFault.DRAFT_BEGUN_ELSEWHERE, "begun here: offer it instead")
            self._hand_back(row)

    def _hand_back(self, row: Handoff) -> None:
        with self.platform() as platform:
            try:
                status = platform.give_back(row.case_id)
            except HandoffError as error:
                if error.fault is not HandoffFault.DRAFT_BEGUN_ELSEWHERE:
                    raise
                status = platform.status(row.case_id)  # it is another's already: an answer was lost
        if status.owner != self.terminal.identity.terminal_id:
            moves.hand_over(self.store, row, status.owner, self.clock(), told=True, name=status.owner_name)

    def _recall(self, row: Handoff) -> bool:
        """Have a draft back that was handed over: by the platform, else from its owner; return whether that knows.

        What went over the LAN is its owner's to give back. Where that can't be asked, the platform's word counts once
        it heard of the move; the owner's agent hears it, and if it begins before that, it learns that both hold it.
        """
        went_over_lan = bool(row.addresses) or row.went_untold
        if went_over_lan:
            try:
                self._recall_over_lan(row)
            except HandoffError as error:
                if error.fault not in _NOT_ASKED or row.went_untold:
                    raise
            else:
                return False
        try:
            with self.platform() as platform:
                platform.give_back(row.case_id)
        except HandoffError as error:
            if error.fault not in {HandoffFault.ELSEWHERE_UNREACHABLE, HandoffFault.DRAFT_UNKNOWN}:
                raise
            if went_over_lan:
                raise HandoffError(HandoffFault.OWNER_UNREACHABLE, row.peer_name) from error
            self._recall_over_lan(row)
            return error.fault is HandoffFault.DRAFT_UNKNOWN
        return True

    def _recall_over_lan(self, row: Handoff) -> None:
        if row.key is None:
            raise HandoffError(HandoffFault.OWNER_UNREACHABLE, row.peer_name)
        fetching, trust = Fetching(row.case_id, row.key, self.terminal.identity.terminal_id), PeerTrust(self.profile)
        for address in row.addresses:
            try:
                with lan_source(address, trust, fetching) as owner:
                    if owner.terminal == row.peer:
                        owner.give_back(self.terminal.identity.name)
                        return
            except HandoffError as error:
                if error.fault is HandoffFault.DRAFT_BEGUN_ELSEWHERE:
                    raise HandoffError(error.fault, row.peer_name) from error
                if error.says_erased:
                    return  # what lies here is all there is
                if error.fault is HandoffFault.DRAFT_SEALED_ELSEWHERE:
                    moves.note_sealed_elsewhere(self.store, row.case_id, self.clock())
                if error.fault is not HandoffFault.ELSEWHERE_UNREACHABLE:
                    raise
        raise HandoffError(HandoffFault.OWNER_UNREACHABLE, row.peer_name)

    def _end_offer(self, row: Handoff) -> None:
        """End an offer; without a network the platform is told later, and learns it before anybody takes the copy."""
        told = row.revision == 0 and row.to_tell is None
        if not told and row.to_tell is not Tell.BEGIN:
            try:
                with self.platform() as platform:
                    platform.give_back(row.case_id)
                told = True
            except HandoffError as error:
                if error.fault is HandoffFault.DRAFT_BEGUN_ELSEWHERE:
                    with contextlib.suppress(HandoffError), self.platform() as platform:
                        platform.learn(row)
                    raise
                if error.fault is HandoffFault.DRAFT_SEALED_ELSEWHERE:
                    moves.note_sealed_elsewhere(self.store, row.case_id, self.clock())
                    raise
                told = error.fault is HandoffFault.DRAFT_UNKNOWN
        if not moves.come_back(self.store, row, self.clock(), told=told):
            now_with = handoffs.find(self.store, row.case_id)
            raise HandoffError(HandoffFault.CODE_USED, now_with.where if now_with else "")
        wake_agent(self.profile)
