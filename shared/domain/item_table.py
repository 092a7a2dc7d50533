"""The table of an item application, and what a clerk's decision means in its events (ARCHITECTURE §2, C6, C7, F5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType

from shared.domain.item_states import ItemApplicationState as State
from shared.domain.item_states import ItemContext, ItemEvent
from shared.domain.items import HandlingKind
from shared.domain.state_table import Guard, Transition, TransitionTable
from shared.domain.submissions import DecisionAct

_Row = Transition[State, ItemEvent, ItemContext]
_Guards = tuple[Guard[ItemContext], ...]


def _guard(code: str, holds: Callable[[ItemContext], bool]) -> Guard[ItemContext]:
    return Guard(code, holds)


def _accepted_by_another(context: ItemContext) -> bool:
    if context.accepted_by is None:
        return context.accepted_by_silence
    return context.accepted_by != context.actor


_MAY_ACCEPT = _guard("may_accept", lambda c: c.actor is not None and c.may_accept)
_MAY_DECIDE = _guard("may_decide", lambda c: c.actor is not None and (c.may_decide or c.delegated))
_NOT_THE_ACCEPTOR = _guard("not_the_acceptor", lambda c: c.delegated or _accepted_by_another(c))
_ACTOR = _guard("actor_named", lambda c: c.actor is not None)
_REASON = _guard("reason_given", lambda c: bool(c.reason.strip()))
_MAIN_COMPLETE = _guard("main_materials_complete", lambda c: c.missing_main == 0)
_MINOR_COMPLETE = _guard("minor_materials_complete", lambda c: c.missing_minor == 0)
_SOME_DEFERRED = _guard("something_deferred", lambda c: c.missing_minor > 0)
_PROMISE = _guard("promise_signed", lambda c: c.promise_signed)
_PROMISES_KEPT = _guard("promises_kept", lambda c: c.promises_open == 0)
_SILENCE_ACCEPTS = _guard("silence_accepts", lambda c: c.item_type.silence_accepts)
_SILENCE_EXPIRED = _guard("silence_expired", lambda c: c.silence_expired)
_CORRECTION_EXPIRED = _guard("correction_expired", lambda c: c.correction_expired)
_IMMEDIATE = _guard("immediate_item", lambda c: c.handling is HandlingKind.IMMEDIATE)
_SECOND_PERSON = _guard("second_person", lambda c: bool(c.second_person) and c.second_person != c.actor)

_DECIDE: _Guards = (_MAY_DECIDE, _NOT_THE_ACCEPTOR)
AWAITING_ACCEPTANCE = (State.COLLECTED, State.SUPPLEMENTED)
_ACCEPTED = (State.ACCEPTED, State.DEEMED_ACCEPTED, State.ACCEPTED_WITH_DEFERRED)
_UNDECIDED = (
    *AWAITING_ACCEPTANCE,
    State.CORRECTION_ASKED,
    *_ACCEPTED,
    State.IN_REVIEW,
    State.SPECIAL_PROCEDURE,
    State.SUSPENDED,
)
# A result in the applicant's hands is not voided here: that takes a decision of its own.
_VOIDABLE = tuple(state for state in State if state not in {State.ISSUED, State.ARCHIVED, State.VOIDED})


def _rows() -> Iterator[_Row]:
    yield from _acceptance()
    yield from _review()
    yield Transition(State.GRANTED, ItemEvent.ISSUE, State.ISSUED, (_PROMISES_KEPT,))
    yield Transition(State.NOT_GRANTED, ItemEvent.ISSUE, State.ISSUED)
    yield Transition(State.ISSUED, ItemEvent.ARCHIVE, State.ARCHIVED)
    for state in _UNDECIDED:
        yield Transition(state, ItemEvent.WITHDRAW, State.WITHDRAWN)
    for state in _VOIDABLE:
        yield Transition(state, ItemEvent.VOID, State.VOIDED, (_ACTOR, _SECOND_PERSON, _REASON))


def _acceptance() -> Iterator[_Row]:
    deferred = (_MAY_ACCEPT, _MAIN_COMPLETE, _SOME_DEFERRED, _PROMISE)
    for state in AWAITING_ACCEPTANCE:
        yield Transition(state, ItemEvent.ACCEPT, State.ACCEPTED, (_MAY_ACCEPT, _MAIN_COMPLETE, _MINOR_COMPLETE))
        yield Transition(state, ItemEvent.DEEM_ACCEPTED, State.DEEMED_ACCEPTED, (_SILENCE_ACCEPTS, _SILENCE_EXPIRED))
        yield Transition(state, ItemEvent.ACCEPT_WITH_DEFERRED, State.ACCEPTED_WITH_DEFERRED, deferred)
        yield Transition(state, ItemEvent.ASK_CORRECTION, State.CORRECTION_ASKED, (_MAY_ACCEPT, _REASON))
        yield Transition(state, ItemEvent.REFUSE_ACCEPTANCE, State.ACCEPTANCE_REFUSED, (_MAY_ACCEPT, _REASON))
    yield Transition(State.CORRECTION_ASKED, ItemEvent.SUPPLEMENT, State.SUPPLEMENTED)
    yield Transition(State.CORRECTION_ASKED, ItemEvent.LAPSE, State.TERMINATED, (_CORRECTION_EXPIRED,))


def _review() -> Iterator[_Row]:
    for state in _ACCEPTED:
        yield Transition(state, ItemEvent.BEGIN_REVIEW, State.IN_REVIEW)
    yield Transition(State.ACCEPTED, ItemEvent.GRANT, State.GRANTED, (_IMMEDIATE, *_DECIDE))
    grounded = (_MAY_DECIDE, _REASON)
    yield Transition(State.IN_REVIEW, ItemEvent.BEGIN_SPECIAL_PROCEDURE, State.SPECIAL_PROCEDURE, grounded)
    yield Transition(State.SPECIAL_PROCEDURE, ItemEvent.END_SPECIAL_PROCEDURE, State.IN_REVIEW)
    yield Transition(State.IN_REVIEW, ItemEvent.SUSPEND, State.SUSPENDED, grounded)
    yield Transition(State.SUSPENDED, ItemEvent.RESUME, State.IN_REVIEW)
    yield Transition(State.SUSPENDED, ItemEvent.TERMINATE, State.TERMINATED, grounded)
    yield Transition(State.IN_REVIEW, ItemEvent.GRANT, State.GRANTED, _DECIDE)
    yield Transition(State.IN_REVIEW, ItemEvent.REFUSE_GRANT, State.NOT_GRANTED, (*_DECIDE, _REASON))


ITEM_APPLICATION: TransitionTable[State, ItemEvent, ItemContext] = TransitionTable("item_application", _rows())

DECISION_EVENTS = MappingProxyType(
    {
        DecisionAct.ACCEPTED: (ItemEvent.ACCEPT,),
        DecisionAct.ACCEPTED_WITH_DEFERRED: (ItemEvent.ACCEPT_WITH_DEFERRED,),
        DecisionAct.CORRECTION_ASKED: (ItemEvent.ASK_CORRECTION,),
        DecisionAct.REFUSED: (ItemEvent.REFUSE_ACCEPTANCE,),
        DecisionAct.DECIDED_ON_THE_SPOT: (ItemEvent.ACCEPT, ItemEvent.GRANT),
    }
)
"""The events that a decision submission's act stands for, in order."""
