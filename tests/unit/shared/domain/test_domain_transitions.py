"""The three tables of ARCHITECTURE §2, written a second time here, and their guards."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import InvalidCaseError
from shared.domain.items import HandlingKind, ItemType
from shared.domain.transitions import (
    DELIVERY,
    ITEM_APPLICATION,
    CaseState,
    DecisionAct,
    DeliveryContext,
    DeliveryEvent,
    ItemContext,
    Transition,
    TransitionRefusedError,
    TransitionTable,
    apply_decision,
    derive_case_state,
)
from shared.domain.transitions import DeliveryState as D
from shared.domain.transitions import ItemApplicationState as S
from shared.domain.transitions import ItemEvent as E

ITEM_PATHS = {
    S.COLLECTED: "accept:accepted deem_accepted:deemed_accepted accept_with_deferred:accepted_with_deferred "
    "ask_correction:correction_asked refuse_acceptance:acceptance_refused withdraw:withdrawn void:voided",
    S.SUPPLEMENTED: "accept:accepted deem_accepted:deemed_accepted accept_with_deferred:accepted_with_deferred "
    "ask_correction:correction_asked refuse_acceptance:acceptance_refused withdraw:withdrawn void:voided",
    S.CORRECTION_ASKED: "supplement:supplemented lapse:terminated withdraw:withdrawn void:voided",
    S.ACCEPTED: "begin_review:in_review grant:granted withdraw:withdrawn void:voided",
    S.DEEMED_ACCEPTED: "begin_review:in_review withdraw:withdrawn void:voided",
    S.ACCEPTED_WITH_DEFERRED: "begin_review:in_review withdraw:withdrawn void:voided",
    S.IN_REVIEW: "begin_special_procedure:special_procedure suspend:suspended grant:granted "
    "refuse_grant:not_granted withdraw:withdrawn void:voided",
    S.SPECIAL_PROCEDURE: "end_special_procedure:in_review withdraw:withdrawn void:voided",
    S.SUSPENDED: "resume:in_review terminate:terminated withdraw:withdrawn void:voided",
    S.GRANTED: "issue:issued void:voided",
    S.NOT_GRANTED: "issue:issued void:voided",
    S.ISSUED: "archive:archived",
    S.ACCEPTANCE_REFUSED: "void:voided",
    S.TERMINATED: "void:voided",
    S.WITHDRAWN: "void:voided",
}
DELIVERY_PATHS = {
    D.DRAFT: "seal:sealed",
    D.SEALED: "deliver:delivered return:returned",
    D.RETURNED: "deliver:delivered take_on:delivered close:closed return:returned",
    D.CLOSED: "deliver:delivered",
}
ALLOWED = ItemContext(
    item_type=ItemType.LICENCE,
    handling=HandlingKind.IMMEDIATE,
    actor="reviewer",
    may_accept=True,
    may_decide=True,
    accepted_by="clerk",
    second_person="leader",
    reason="理由",
    silence_expired=True,
    correction_expired=True,
)
DEFERRED = replace(ALLOWED, missing_minor=1, promise_signed=True)

contexts = st.builds(
    ItemContext,
    item_type=st.sampled_from(ItemType),
    handling=st.sampled_from(HandlingKind),
    actor=st.sampled_from([None, "clerk", "reviewer"]),
    may_accept=st.booleans(),
    may_decide=st.booleans(),
    delegated=st.booleans(),
    accepted_by=st.sampled_from([None, "clerk", "reviewer"]),
    accepted_by_silence=st.booleans(),
    second_person=st.sampled_from([None, "clerk", "leader"]),
    missing_main=st.integers(0, 2),
    missing_minor=st.integers(0, 2),
    promise_signed=st.booleans(),
    promises_open=st.integers(0, 2),
    reason=st.sampled_from(["", " ", "理由"]),
    silence_expired=st.booleans(),
    correction_expired=st.booleans(),
)


def _expand(paths: dict[S, str]) -> dict[tuple[S, E], S]:
    return {
        (state, E(event)): S(target)
        for state, words in paths.items()
        for event, target in (word.split(":") for word in words.split())
    }


def _context_for(event: E) -> ItemContext:
    return DEFERRED if event is E.ACCEPT_WITH_DEFERRED else ALLOWED


@pytest.mark.parametrize(("state", "event"), list(product(S, E)))
def test_an_item_application_moves_as_the_table_says_and_no_other_way(state: S, event: E) -> None:
    expected = _expand(ITEM_PATHS).get((state, event))
    if expected is not None:
        assert ITEM_APPLICATION.apply(state, event, _context_for(event)) is expected
        return
    with pytest.raises(TransitionRefusedError) as caught:
        ITEM_APPLICATION.apply(state, event, _context_for(event))
    assert (caught.value.code, caught.value.guard) == ("no_such_transition", None)


@pytest.mark.parametrize(("state", "event"), list(product(D, DeliveryEvent)))
def test_a_delivery_moves_as_the_table_says_and_no_other_way(state: D, event: DeliveryEvent) -> None:
    context = DeliveryContext(reason="plaintext_mismatch", person="officer", follow_up=UUID(int=1))
    targets = dict(word.split(":") for word in DELIVERY_PATHS.get(state, "").split())
    if event.value in targets:
        assert DELIVERY.apply(state, event, context) == targets[event.value]
        return
    with pytest.raises(TransitionRefusedError):
        DELIVERY.apply(state, event, context)


@pytest.mark.parametrize(
    ("state", "event", "context", "guard"),
    [
        (D.SEALED, DeliveryEvent.RETURN, DeliveryContext(), "reason_named"),
        (D.RETURNED, DeliveryEvent.TAKE_ON, DeliveryContext(), "person_named"),
        (D.RETURNED, DeliveryEvent.CLOSE, DeliveryContext(reason="r", follow_up=UUID(int=1)), "person_named"),
        (D.RETURNED, DeliveryEvent.CLOSE, DeliveryContext(person="p", follow_up=UUID(int=1)), "reason_named"),
        (D.RETURNED, DeliveryEvent.CLOSE, DeliveryContext(person="p", reason="r"), "follow_up_named"),
    ],
)
def test_a_return_and_a_closing_are_named(state: D, event: DeliveryEvent, context: DeliveryContext, guard: str) -> None:
    with pytest.raises(TransitionRefusedError) as caught:
        DELIVERY.apply(state, event, context)
    assert (caught.value.code, caught.value.guard) == ("guard_refused", guard)


@pytest.mark.parametrize(
    ("state", "event", "changes", "guard"),
    [
        (S.COLLECTED, E.ACCEPT, {"may_accept": False}, "may_accept"),
        (S.COLLECTED, E.ACCEPT, {"actor": None}, "may_accept"),
        (S.COLLECTED, E.ACCEPT, {"missing_main": 1}, "main_materials_complete"),
        (S.COLLECTED, E.ACCEPT, {"missing_minor": 1}, "minor_materials_complete"),
        (S.COLLECTED, E.DEEM_ACCEPTED, {"item_type": ItemType.CONFIRMATION}, "silence_accepts"),
        (S.COLLECTED, E.DEEM_ACCEPTED, {"silence_expired": False}, "silence_expired"),
        (S.COLLECTED, E.ACCEPT_WITH_DEFERRED, {"missing_main": 1, "missing_minor": 1}, "main_materials_complete"),
        (S.COLLECTED, E.ACCEPT_WITH_DEFERRED, {"missing_minor": 0}, "something_deferred"),
        (S.COLLECTED, E.ACCEPT_WITH_DEFERRED, {"missing_minor": 1}, "promise_signed"),
        (S.COLLECTED, E.ASK_CORRECTION, {"reason": " "}, "reason_given"),
        (S.COLLECTED, E.REFUSE_ACCEPTANCE, {"reason": ""}, "reason_given"),
        (S.COLLECTED, E.REFUSE_ACCEPTANCE, {"may_accept": False}, "may_accept"),
        (S.CORRECTION_ASKED, E.LAPSE, {"correction_expired": False}, "correction_expired"),
        (S.ACCEPTED, E.GRANT, {"handling": HandlingKind.PROMISED}, "immediate_item"),
        (S.ACCEPTED, E.GRANT, {"may_decide": False}, "may_decide"),
        (S.ACCEPTED, E.GRANT, {"actor": "clerk"}, "not_the_acceptor"),
        (S.ACCEPTED, E.GRANT, {"accepted_by": None}, "not_the_acceptor"),
        (S.IN_REVIEW, E.GRANT, {"actor": "clerk"}, "not_the_acceptor"),
        (S.IN_REVIEW, E.REFUSE_GRANT, {"actor": "clerk"}, "not_the_acceptor"),
        (S.IN_REVIEW, E.REFUSE_GRANT, {"reason": ""}, "reason_given"),
        (S.IN_REVIEW, E.BEGIN_SPECIAL_PROCEDURE, {"reason": ""}, "reason_given"),
        (S.IN_REVIEW, E.SUSPEND, {"may_decide": False}, "may_decide"),
        (S.SUSPENDED, E.TERMINATE, {"reason": ""}, "reason_given"),
        (S.GRANTED, E.ISSUE, {"promises_open": 1}, "promises_kept"),
        (S.COLLECTED, E.VOID, {"second_person": None}, "second_person"),
        (S.COLLECTED, E.VOID, {"second_person": "reviewer"}, "second_person"),
        (S.COLLECTED, E.VOID, {"actor": None}, "actor_named"),
        (S.COLLECTED, E.VOID, {"reason": ""}, "reason_given"),
    ],
)
def test_each_guard_refuses_by_name(state: S, event: E, changes: dict[str, object], guard: str) -> None:
    context = replace(ALLOWED, **changes)  # type: ignore[arg-type]
    with pytest.raises(TransitionRefusedError) as caught:
        ITEM_APPLICATION.apply(state, event, context)
    assert (caught.value.code, caught.value.guard) == ("guard_refused", guard)
    assert guard in ITEM_APPLICATION.refusing_guards(state, event, context)


@given(context=contexts, path=st.lists(st.sampled_from(E), max_size=25))
def test_no_walk_leaves_the_table(context: ItemContext, path: list[E]) -> None:
    rows = _expand(ITEM_PATHS)
    state = S.COLLECTED
    for event in path:
        try:
            after = ITEM_APPLICATION.apply(state, event, context)
        except TransitionRefusedError:
            assert event not in ITEM_APPLICATION.events(state, context)
        else:
            assert rows[state, event] is after
            assert event in ITEM_APPLICATION.events(state, context)
            state = after


@given(
    context=contexts,
    state=st.sampled_from([S.ACCEPTED, S.IN_REVIEW]),
    event=st.sampled_from([E.GRANT, E.REFUSE_GRANT]),
)
def test_who_accepted_never_decides_without_a_delegation(context: ItemContext, state: S, event: E) -> None:
    alone = replace(context, actor="clerk", accepted_by="clerk", delegated=False)
    assert event not in ITEM_APPLICATION.events(state, alone)


@given(context=contexts)
def test_a_result_is_withheld_while_a_promise_is_open(context: ItemContext) -> None:
    assert (E.ISSUE in ITEM_APPLICATION.events(S.GRANTED, context)) is (context.promises_open == 0)
    assert E.ISSUE in ITEM_APPLICATION.events(S.NOT_GRANTED, context)


@given(context=contexts)
def test_main_materials_never_come_later(context: ItemContext) -> None:
    offered = ITEM_APPLICATION.events(S.COLLECTED, replace(context, missing_main=1))
    assert {E.ACCEPT, E.ACCEPT_WITH_DEFERRED}.isdisjoint(offered)


@given(context=contexts)
def test_silence_accepts_licences_only(context: ItemContext) -> None:
    offered = E.DEEM_ACCEPTED in ITEM_APPLICATION.events(S.COLLECTED, context)
    assert offered is (context.item_type is ItemType.LICENCE and context.silence_expired)


def test_what_silence_accepted_anyone_with_the_right_decides() -> None:
    context = replace(ALLOWED, accepted_by=None, accepted_by_silence=True)
    assert ITEM_APPLICATION.apply(S.IN_REVIEW, E.GRANT, context) is S.GRANTED


def test_a_decision_on_the_spot_needs_the_delegation() -> None:
    clerk = replace(ALLOWED, actor="clerk", accepted_by=None, may_decide=False, delegated=True)
    assert apply_decision(S.COLLECTED, DecisionAct.DECIDED_ON_THE_SPOT, clerk) is S.GRANTED
    with pytest.raises(TransitionRefusedError) as caught:
        apply_decision(S.COLLECTED, DecisionAct.DECIDED_ON_THE_SPOT, replace(clerk, may_decide=True, delegated=False))
    assert caught.value.guard == "not_the_acceptor"


@pytest.mark.parametrize(
    ("act", "target"),
    [
        (DecisionAct.ACCEPTED, S.ACCEPTED),
        (DecisionAct.CORRECTION_ASKED, S.CORRECTION_ASKED),
        (DecisionAct.REFUSED, S.ACCEPTANCE_REFUSED),
    ],
)
def test_an_act_of_a_clerk_is_an_event(act: DecisionAct, target: S) -> None:
    assert apply_decision(S.COLLECTED, act, ALLOWED) is target
    assert apply_decision(S.SUPPLEMENTED, act, ALLOWED) is target


def test_an_acceptance_with_deferred_materials_is_an_event() -> None:
    assert apply_decision(S.COLLECTED, DecisionAct.ACCEPTED_WITH_DEFERRED, DEFERRED) is S.ACCEPTED_WITH_DEFERRED


def test_a_refusal_tells_table_state_and_event_and_nobody() -> None:
    with pytest.raises(TransitionRefusedError) as caught:
        ITEM_APPLICATION.apply(S.IN_REVIEW, E.GRANT, replace(ALLOWED, actor="clerk"))
    assert str(caught.value) == "guard_refused (item_application: in_review + grant, not_the_acceptor)"


def test_a_table_has_one_row_for_a_state_and_an_event() -> None:
    row: Transition[D, DeliveryEvent, DeliveryContext] = Transition(D.DRAFT, DeliveryEvent.SEAL, D.SEALED)
    with pytest.raises(ValueError, match="twice"):
        TransitionTable("twice", (row, row))


def test_guards_of_an_unknown_transition_are_refused() -> None:
    with pytest.raises(TransitionRefusedError):
        ITEM_APPLICATION.refusing_guards(S.ARCHIVED, E.GRANT, ALLOWED)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([S.COLLECTED], CaseState.COLLECTED),
        ([S.COLLECTED, S.SUPPLEMENTED], CaseState.COLLECTED),
        ([S.ACCEPTED, S.CORRECTION_ASKED], CaseState.CORRECTION_ASKED),
        ([S.ACCEPTED, S.DEEMED_ACCEPTED, S.ACCEPTED_WITH_DEFERRED], CaseState.ACCEPTED),
        ([S.ACCEPTED, S.COLLECTED], CaseState.IN_PROGRESS),
        ([S.ACCEPTED, S.ACCEPTANCE_REFUSED], CaseState.ACCEPTED),
        ([S.IN_REVIEW, S.GRANTED], CaseState.IN_PROGRESS),
        ([S.SPECIAL_PROCEDURE], CaseState.IN_PROGRESS),
        ([S.SUSPENDED], CaseState.IN_PROGRESS),
        ([S.GRANTED, S.NOT_GRANTED], CaseState.DECIDED),
        ([S.GRANTED, S.ISSUED], CaseState.DECIDED),
        ([S.ISSUED, S.ARCHIVED], CaseState.FINISHED),
        ([S.ISSUED, S.WITHDRAWN], CaseState.FINISHED),
        ([S.ACCEPTANCE_REFUSED, S.ACCEPTANCE_REFUSED], CaseState.ACCEPTANCE_REFUSED),
        ([S.TERMINATED], CaseState.TERMINATED),
        ([S.WITHDRAWN, S.VOIDED], CaseState.WITHDRAWN),
        ([S.VOIDED, S.COLLECTED], CaseState.COLLECTED),
        ([S.VOIDED, S.VOIDED], CaseState.VOIDED),
    ],
)
def test_a_case_is_where_its_items_are(states: list[S], expected: CaseState) -> None:
    assert derive_case_state(states) is expected


@given(states=st.lists(st.sampled_from(S), min_size=1, max_size=6))
def test_a_case_does_not_depend_on_the_order_of_its_items(states: list[S]) -> None:
    assert derive_case_state(states) is derive_case_state(reversed(states))


def test_a_case_without_items_has_no_state() -> None:
    with pytest.raises(InvalidCaseError):
        derive_case_state([])
