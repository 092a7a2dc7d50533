"""The page of drafts: what comes from a kiosk or another window, what this clerk hands over, and what went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.ports.drafts import DraftsViewPort
from counter_app.ports.tone import Tone
from counter_app.presenters.drafts_state import DraftsFacts, Told, derive_drafts
from counter_app.words.drafts import DraftWords
from counter_app.words.failures import FailureWords
from counter_app.work.draft_room import Arrived, DraftRoom, MyDraft, OfferedDraft
from devices.core.cards import IdCard
from devices.core.printing import PrintState
from shared.handoff.code import DraftCode, decode, parse_typed
from shared.handoff.errors import (
    DraftCodeMalformedError,
    FormNotOpenedError,
    HandoffError,
    HandoffFault,
    TypedCodeMistypedError,
)
from shared.handoff.port import ClerkConfirms, DraftStanding, FoundDraft, Holder, SecondFactor, SlipDigits
from shared.handoff.tries import with_last_try_gone
from shared.qt.jobs import Err, Lane, Ok, Result

FORM = "form"


@dataclass(frozen=True, slots=True)
class _Look:
    """Whose drafts are looked for, and by what beside the card."""

    holder: Holder
    factor: SecondFactor


class DraftsPresenter(QObject):
    """Takes drafts over and hands them on. One act at a time.

    Args:
        lane: its own: a peer that does not answer may take twenty seconds.
        print_lane: the receipt printer's.

    Signals:
        arrived: the UUID of a draft that came, to be opened.
        openAsked: the UUID of a draft of this terminal.
        cameLate: (what happened, what to do now), for a draft that nobody waited for any more.
        changed: this terminal's drafts are others, or stand elsewhere.
        offerShown: the OfferState for the applicant's screen, None for nothing.
    """

    arrived = Signal(object)
    openAsked = Signal(object)
    cameLate = Signal(str, str)
    changed = Signal()
    offerShown = Signal(object)

    def __init__(
        self, view: DraftsViewPort, lane: Lane, print_lane: Lane, words: DraftWords, failures: FailureWords
    ) -> None:
        super().__init__()
        self._view = view
        self._lane = lane
        self._print_lane = print_lane
        self._words = words
        self._failures = failures
        self._room: DraftRoom | None = None
        self._clerk_id = ""
        self._facts = DraftsFacts()
        self._code: DraftCode | None = None
        self._looking: _Look | None = None
        self._turn = 0
        view.lookAsked.connect(self._look)
        view.confirmAsked.connect(self._confirm)
        view.cancelAsked.connect(self._cancel)
        view.foundChosen.connect(self._take_found)
        view.messageActed.connect(self._act_on_message)
        view.mineActed.connect(self._act_on_mine)
        view.printAsked.connect(self._print)
        view.offerClosed.connect(self._close_offer)

    def use(self, room: DraftRoom | None, clerk_id: str = "") -> None:
        """Work for a clerk from now on; None when the clerk left. Nothing of a person stays."""
        self._room, self._clerk_id = room, clerk_id
        self._clear()

    def open(self, card: IdCard | None = None) -> None:
        """Begin afresh, with a card that was read already."""
        self._clear(card, self._facts.mine)
        self._view.focus_code()
        self._load_mine()

    def leave(self) -> None:
        """Keep nothing of a person: another page is shown. A draft that comes after all is told and listed."""
        self._clear(mine=self._facts.mine)

    def card_read(self, card: IdCard) -> None:
        """Take the card of the person who stands there; what is looked for with another one is waited for no more."""
        if self._looking is not None and self._looking.holder != Holder(card.number):
            self._looking = None
            self._cancel()
        self._show(replace(self._facts, card=card, found=(), told=Told()))
        if self._code is not None and not self._facts.busy:
            self._take_code(self._code)

    def code_scanned(self, text: str) -> None:
        """Take a draft by the code of its slip."""
        if self._room is None or self._facts.busy:
            return
        try:
            code = decode(text)
        except DraftCodeMalformedError:
            self._tell(*self._words.unreadable(), Tone.WARN)
            return
        self._take_code(code)

    def refresh(self) -> None:
        """Read anew where this clerk's drafts stand."""
        self._load_mine()

    def offer(self, case_id: UUID) -> None:
        """Hand a draft over: show its code."""
        self._run(self._words.offering(), lambda room: (room.offer(case_id), room.mine()), self._offered)

    @Slot(str)
    def _look(self, digits: str) -> None:
        card = self._facts.card
        if card is None or self._facts.busy:
            return
        try:
            factor = SlipDigits(parse_typed(digits))
        except TypedCodeMistypedError:
            self._tell(*self._words.mistyped(), Tone.WARN)
            return
        self._find(Holder(card.number), factor)

    @Slot()
    def _confirm(self) -> None:
        card = self._facts.card
        if card is not None and not self._facts.busy:
            self._find(Holder(card.number), ClerkConfirms(self._clerk_id))

    def _find(self, holder: Holder, factor: SecondFactor) -> None:
        self._looking = _Look(holder, factor)

        def find(room: DraftRoom) -> tuple[tuple[FoundDraft, str], ...]:
            return tuple((found, room.subject_name(found)) for found in room.find(holder, factor))

        self._run(self._words.looking(), find, partial(self._found, factor))

    def _found(self, factor: SecondFactor, found: tuple[tuple[FoundDraft, str], ...]) -> None:
        if not found:
            self._tell(*self._words.none_found(), Tone.WARN)
        elif len(found) == 1 and isinstance(factor, SlipDigits):
            self._take_found(found[0][0].case_id)
        else:
            self._show(replace(self._facts, found=found, told=Told()))

    @Slot(object)
    def _take_found(self, case_id: UUID) -> None:
        look = self._looking
        if look is not None:
            take = partial(DraftRoom.take_found, case_id=case_id, holder=look.holder, factor=look.factor)
            self._run(self._words.taking(), take, self._came)

    def _take_code(self, code: DraftCode) -> None:
        self._code, self._looking = code, None
        self._show(replace(self._facts, found=()))
        holder = Holder(self._facts.card.number) if self._facts.card else None
        self._run(self._words.taking(), lambda room: room.take(code, holder), self._came)

    @Slot(str)
    def _act_on_message(self, key: str) -> None:
        code, card = self._code, self._facts.card
        if key == FORM and code is not None and card is not None:
            holder = Holder(card.number)
            self._run(self._words.taking(), lambda room: room.take_form(code, holder), self._came)

    def _came(self, arrived: Arrived) -> None:
        self._clear(mine=self._facts.mine)
        self.changed.emit()
        self.arrived.emit(arrived)

    @Slot(object, str)
    def _act_on_mine(self, case_id: UUID, key: str) -> None:
        if key == "open":
            self.openAsked.emit(case_id)
        elif key == "offer":
            self.offer(case_id)
        elif key == "look":
            looked_at = next((each for each in self._facts.mine if each.draft.case_id == case_id), None)
            self._show(replace(self._facts, looked_at=looked_at, offered=None))
        elif key == "back":
            self._run(self._words.returning(), lambda room: (room.take_back(case_id), room.mine()), self._returned)

    def _offered(self, outcome: tuple[OfferedDraft, tuple[MyDraft, ...]]) -> None:
        offered, mine = outcome
        # A slip of an earlier code may still be under way; this code's own is not printed yet.
        self._show(DraftsFacts(card=self._facts.card, mine=mine, offered=offered))
        self.changed.emit()

    def _returned(self, outcome: tuple[DraftStanding, tuple[MyDraft, ...]]) -> None:
        standing, mine = outcome
        tone = Tone.WARN if standing is DraftStanding.HANDED_OVER else Tone.GOOD
        self._show(replace(self._facts, mine=mine, looked_at=None, offered=None))
        self._tell(*self._words.taken_back(standing), tone)
        self.changed.emit()

    @Slot()
    def _close_offer(self) -> None:
        self._show(replace(self._facts, offered=None, looked_at=None, paper=""))

    @Slot()
    def _print(self) -> None:
        room, offered = self._room, self._facts.offered
        if room is None or offered is None or self._facts.printing:
            return
        self._show(replace(self._facts, printing=True, paper=self._words.printing()))
        self._print_lane.run(lambda: room.print_slip(offered), partial(self._printed, offered))

    def _printed(self, offered: OfferedDraft, result: Result) -> None:
        end = result.value if isinstance(result, Ok) else PrintState.FAILED
        if self._facts.offered is offered:
            self._show(replace(self._facts, printing=False, paper=self._words.paper(end)))

    @Slot()
    def _cancel(self) -> None:
        """Wait no more: what is under way has its own end, and a draft that comes is told and listed."""
        self._turn += 1
        self._show(replace(self._facts, busy=""))

    def _clear(self, card: IdCard | None = None, mine: tuple[MyDraft, ...] = ()) -> None:
        self._turn += 1
        self._code, self._looking = None, None
        self._show(DraftsFacts(card=card, mine=mine))

    def _load_mine(self) -> None:
        room = self._room
        if room is not None:
            self._lane.run(room.mine, partial(self._loaded, room))

    def _loaded(self, room: DraftRoom, result: Result) -> None:
        if room is self._room and isinstance(result, Ok):
            self._show(replace(self._facts, mine=result.value))

    def _run(self, busy: str, job: Callable[[DraftRoom], Any], done: Callable[[Any], None]) -> None:
        room = self._room
        if room is None or self._facts.busy:
            return
        self._turn += 1
        turn = self._turn
        self._show(replace(self._facts, busy=busy, told=Told(), looked_at=None))

        def deliver(result: Result) -> None:
            if room is not self._room:
                return
            if turn != self._turn:
                self._late(result)
                return
            self._show(replace(self._facts, busy=""))
            if isinstance(result, Err):
                self._failed(result)
            else:
                done(result.value)

        self._lane.run(lambda: job(room), deliver)

    def _late(self, result: Result) -> None:
        if isinstance(result, Ok) and isinstance(result.value, Arrived):
            self.cameLate.emit(*self._words.arrived_later())
        self.changed.emit()
        self._load_mine()

    def _failed(self, result: Err) -> None:
        error = result.error
        if isinstance(error, FormNotOpenedError):
            self._tell(*self._words.not_his_card(), Tone.WARN)
        elif isinstance(error, HandoffError):
            self._refused(error)
        else:
            self._tell(*self._failures.sentence(result.code), Tone.BAD)

    def _refused(self, refusal: HandoffError) -> None:
        error = with_last_try_gone(refusal)
        text, detail = self._words.failed(error.fault, error.detail)
        away = error.fault is HandoffFault.ELSEWHERE_UNREACHABLE
        has_form = away and self._code is not None and bool(self._code.form) and self._facts.card is not None
        acts = (self._words.form_only(),) if has_form else ()
        if error.fault in {HandoffFault.HOLDER_NEEDED, HandoffFault.HOLDER_WRONG} or away:
            self._show(replace(self._facts, told=Told(text, detail, Tone.WARN, acts)))
            return
        self._code = None
        self._tell(text, detail, Tone.WARN)

    def _tell(self, text: str, detail: str, tone: Tone) -> None:
        self._show(replace(self._facts, told=Told(text, detail, tone), found=()))

    def _show(self, facts: DraftsFacts) -> None:
        before, self._facts = self._facts, facts
        state = derive_drafts(facts, self._words)
        self._view.set_state(state)
        if facts.offered is not before.offered:
            self.offerShown.emit(state.offer)
