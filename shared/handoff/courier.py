"""The agent's part in hand-off: opens the door on the LAN while a draft is offered, and brings what the platform or a
source has still to be told. What it does may be cut anywhere and done again.
"""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from shared.contract.drafts import DraftArrival, DraftClaim
from shared.handoff import heard, moves
from shared.handoff.arriving import settle_refused
from shared.handoff.code import typed_code
from shared.handoff.door import DraftDoor
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.lan_client import Fetching, LanSource, lan_source
from shared.handoff.lan_listener import LanListener
from shared.handoff.listening import last_listening, record_listening
from shared.handoff.parcel import subjects_of
from shared.handoff.peers import PeerTrust
from shared.handoff.platform_side import HandoffPlatform
from shared.handoff.port import Way
from shared.intake.draft import Draft
from shared.security.traces import trace_of
from shared.store import drafts, handoffs
from shared.store.errors import StoreError
from shared.store.handoffs import Handoff, Standing, Tell
from shared.store.profile import split_address
from shared.store.store import Store

CONFIRM_S: Final = 5.0
LEARN_S: Final = 15.0
TOO_LARGE_S: Final = 300.0
"""After how long a draft that the platform does not take is sealed for it once more."""
_FRESH: Final = timedelta(minutes=10)
"""People go from one terminal to the next within minutes."""
_NOT_ITS_WORD: Final = frozenset({HandoffFault.TERMINAL_REFUSED, HandoffFault.NOT_FROM_HERE})
"""Refusals that say nothing of the draft."""
_log = logging.getLogger(__name__)


class HandoffCourier:
    """What one agent does for the drafts of its store.

    Args:
        addresses: where to listen, as the configuration names them; port 0 takes that of last time, else a free one.
        monotonic: seconds that only grow.
    """

    def __init__(
        self,
        store: Store,
        platform: HandoffPlatform,
        addresses: tuple[str, ...],
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._store = store
        self._platform = platform
        self._me: UUID = platform.me
        self._addresses = addresses
        self._clock = clock
        self._monotonic = monotonic
        self._trust = PeerTrust(store.profile)
        self._listener: LanListener | None = None
        self._refused_at = -CONFIRM_S
        self._job: threading.Thread | None = None
        self._next: dict[UUID, float] = {}
        self._closing = threading.Event()
        self._not_there: set[bytes] = set()

    def attend(self, *, online: bool) -> None:
        """Open or close the door, and begin what there is to tell; returns at once. Raises StoreError."""
        rows = handoffs.all_of(self._store)
        self._attend_door(rows)
        if self._job is not None and self._job.is_alive():
            return
        due = [row for row in rows if self._is_due(row, online=online)]
        if due:
            # A daemon: a request that hangs does not hold up the agent's end.
            self._job = threading.Thread(target=self._bring_all, args=(due, online), name="handoff", daemon=True)
            self._job.start()

    def finish(self, deadline_s: float) -> bool:
        """Wait for what is under way; return whether it ended in time."""
        if self._job is not None:
            self._job.join(deadline_s)
        return self._job is None or not self._job.is_alive()

    def close(self) -> None:
        """Close the door and begin nothing more; what is under way is done again by the next agent."""
        self._closing.set()
        self._shut()

    def _attend_door(self, rows: tuple[Handoff, ...]) -> None:
        # A draft handed over stays answered for a while: the other side may have lost the answer.
        now = self._clock()
        wanted = any(row.key is not None and _counts(row, now) and _may_be_asked_for(row) for row in rows)
        if wanted and self._listener is None and self._addresses:
            self._open()
        elif not wanted and self._listener is not None:
            self._shut()

    def _open(self) -> None:
        if self._monotonic() - self._refused_at < CONFIRM_S:
            return
        door = DraftDoor(self._store, self._clock, self._me, self._platform.signing_key)
        for addresses in (_as_last_time(self._addresses, last_listening(self._store)), self._addresses):
            try:
                self._listener = LanListener(door, self._trust, addresses)
            except (OSError, HandoffError) as error:
                _log.info("can't listen for other terminals: %s", type(error).__name__)
                continue
            record_listening(self._store, self._listener.bound)
            return
        self._refused_at = self._monotonic()

    def _shut(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
            record_listening(self._store, ())

    def _is_due(self, row: Handoff, *, online: bool) -> bool:
        if self._monotonic() < self._next.get(row.case_id, 0.0):
            return False
        if row.standing is Standing.UNCONFIRMED or self._has_to_say_where(row):
            return True
        has_to_tell = row.arrival is not None or row.to_tell is not None
        return online and (has_to_tell or row.revision > 0 or row.standing is Standing.OFFERED)

    def _pause_s(self, row: Handoff) -> float:
        """Return after how long a draft is looked at again: soon where somebody waits, or may just be taking it."""
        is_fresh = row.standing is Standing.OFFERED and self._clock() - row.updated_at < _FRESH
        is_urgent = row.standing is Standing.UNCONFIRMED or row.to_tell is not None or row.arrival is not None
        return CONFIRM_S if is_urgent or is_fresh else LEARN_S

    def _bring_all(self, rows: list[Handoff], online: bool) -> None:
        for row in rows:
            if self._closing.is_set():
                return
            self._next[row.case_id] = self._monotonic() + self._pause_s(row)
            try:
                self.bring(row, online=online)
            except HandoffError as error:
                if error.fault is HandoffFault.DRAFT_TOO_LARGE:
                    self._next[row.case_id] = self._monotonic() + TOO_LARGE_S
                _log.info("draft: %s", error.reason)
            except StoreError as error:
                _log.error("draft: %s", error.code)
            except Exception as error:  # a fault of ours must not take the agent's thread with it unseen
                if not self._closing.is_set():
                    _log.error("draft failed: %s", trace_of(error))
        # What a failure still holds of a draft goes at once, not when the collector comes by.
        gc.collect()

    def bring(self, row: Handoff, *, online: bool) -> None:
        """Do what is due for one draft. Raises HandoffError, StoreError."""
        if row.standing is Standing.UNCONFIRMED:
            if not self._confirm(row) and online:
                self._confirm_by_platform(row)
            return
        if self._has_to_say_where(row):
            self._say_where(row)
        if online:
            self._bring_to_platform(row)

    def _bring_to_platform(self, row: Handoff) -> None:
        if row.arrival is not None:
            self._platform.arrive(row)
        elif row.to_tell is not None:
            self._tell(row)
        elif row.standing is Standing.OFFERED and _counts(row, self._clock()):
            if row.revision:
                self._platform.learn(row)
            known = handoffs.find(self._store, row.case_id)
            if known is not None and known.standing is Standing.OFFERED:
                self._platform.share(known)
        elif row.revision:
            self._platform.learn(row)

    def _confirm(self, row: Handoff) -> bool:
        """Ask the source to let go of what is here whole; return whether it answered."""
        if row.key is None:
            return False
        arrivals: list[DraftArrival] = []
        try:
            answered = self._ask_source(row, row.key, lambda source: arrivals.append(source.confirm()))
        except HandoffError as error:
            settle_refused(self._store, row, error, self._clock())
            return True
        for arrival in arrivals:
            moves.confirm_arrival(self._store, row.case_id, self._clock(), arrival)
        return answered

    def _confirm_by_platform(self, row: Handoff) -> None:
        """Take what is here whole at the platform as well, by the same code: its source, which may be broken, hears it.

        The platform may have an older offer, or none, and can't tell then: it is not asked with wrong digits twice.
        """
        if row.key is None or row.key in self._not_there:
            return
        draft = Draft.model_validate_json(drafts.load(self._store, row.case_id))
        claim = DraftClaim(subjects=subjects_of(draft), digits=typed_code(row.key))
        try:
            taken = self._platform.take(row.case_id, claim)
        except HandoffError as error:
            if error.was_not_heard:
                raise
            self._not_there.add(row.key)
            if error.says_who_took_it or error.fault is HandoffFault.DRAFT_SEALED_ELSEWHERE:
                settle_refused(self._store, row, error, self._clock())
            return
        moves.confirm_arrival(self._store, row.case_id, self._clock(), None, revision=taken.envelope.revision)

    def _has_to_say_where(self, row: Handoff) -> bool:
        may_be_asked_for = row.key is not None and row.standing is Standing.HERE and not row.begun
        return bool(self._listener and row.addresses and may_be_asked_for and _counts(row, self._clock()))

    def _say_where(self, row: Handoff) -> None:
        """Tell the source of a draft where it can ask for it back, as long as work on it has not begun."""
        if self._listener is None or row.key is None:
            return
        bound = self._listener.bound
        try:
            is_settled = self._ask_source(row, row.key, lambda source: source.tell_whereabouts(bound))
        except HandoffError as error:
            is_settled = error.fault not in _NOT_ITS_WORD  # else it does not want to know
        if is_settled:
            moves.note_whereabouts(self._store, row.case_id, ())

    def _ask_source(self, row: Handoff, key: bytes, ask: Callable[[LanSource], None]) -> bool:
        """Ask the source of a draft something; return whether it answered. Raises HandoffError, what it refuses.

        Another terminal may have got its address meanwhile: what that one says of the draft counts for nothing.
        """
        fetching = Fetching(row.case_id, key, self._me)
        for address in row.addresses:
            try:
                with lan_source(address, self._trust, fetching) as source:
                    if row.peer is None or source.terminal == row.peer:
                        ask(source)
                        return True
            except HandoffError as error:
                if error.fault is not HandoffFault.ELSEWHERE_UNREACHABLE:
                    raise
        return False

    def _tell(self, row: Handoff) -> None:
        try:
            if row.went_untold:
                self._platform.move(row)
            elif row.to_tell is Tell.BEGIN:
                self._platform.begin(row.case_id)
            elif row.standing is Standing.DISCARDED:
                self._platform.erased(row)
            elif row.to_tell is Tell.RETURN:
                self._platform.have_back(row)
        except HandoffError as error:
            if error.was_not_heard:
                raise
            self._settle_untold(row, error)
            return
        heard.note_told(self._store, row)

    def _settle_untold(self, row: Handoff, error: HandoffError) -> None:
        """The platform won't hear it: the draft went another way meanwhile."""
        now = self._clock()
        heard.note_told(self._store, row)
        if row.standing is not Standing.HERE:
            return
        if error.fault is HandoffFault.DRAFT_SEALED_ELSEWHERE:
            moves.note_sealed_elsewhere(self._store, row.case_id, now)
        elif error.fault in {HandoffFault.DRAFT_BEGUN_ELSEWHERE, HandoffFault.TERMINAL_REFUSED}:
            moves.contest(self._store, row, now)


def _may_be_asked_for(row: Handoff) -> bool:
    """Tell whether another terminal may ask here: for what is offered or just went, or its source for what came."""
    came = row.standing is Standing.HERE and row.came_by == Way.LAN.value and not row.begun
    return came or row.standing in {*handoffs.OPEN, Standing.HANDED_OVER}


def _counts(row: Handoff, now: datetime) -> bool:
    return row.expires_at is not None and now < row.expires_at


def _as_last_time(configured: tuple[str, ...], last: tuple[str, ...]) -> tuple[str, ...]:
    """Return the addresses with the ports that printed codes name, where the configuration leaves the port open."""
    ports = dict(split_address(address) for address in last)
    return tuple(_with_port(address, ports) for address in configured)


def _with_port(address: str, ports: dict[str, int]) -> str:
    host, port = split_address(address)
    return address if port else address.rpartition(":")[0] + f":{ports.get(host, 0)}"
