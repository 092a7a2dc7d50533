"""The three tables of ARCHITECTURE §2 in one place: nothing else changes a state."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.case_states import CaseState, derive_case_state
from shared.domain.delivery import DELIVERY, DeliveryContext, DeliveryEvent
from shared.domain.item_states import ItemApplicationState, ItemContext, ItemEvent
from shared.domain.item_table import DECISION_EVENTS, ITEM_APPLICATION
from shared.domain.state_table import Guard, Transition, TransitionRefusedError, TransitionTable
from shared.domain.submissions import DecisionAct, DeliveryState

__all__ = [
    "DECISION_EVENTS",
    "DELIVERY",
    "ITEM_APPLICATION",
    "CaseState",
    "DecisionAct",
    "DeliveryContext",
    "DeliveryEvent",
    "DeliveryState",
    "Guard",
    "ItemApplicationState",
    "ItemContext",
    "ItemEvent",
    "Transition",
    "TransitionRefusedError",
    "TransitionTable",
    "apply_decision",
    "derive_case_state",
]


def apply_decision(state: ItemApplicationState, act: DecisionAct, context: ItemContext) -> ItemApplicationState:
    """Return the state after a clerk's act, which may stand for several events. Raises TransitionRefusedError.

    Who accepts in the first event counts as the acceptor in the next (F5).
    """
    for event in DECISION_EVENTS[act]:
        state = ITEM_APPLICATION.apply(state, event, context)
        if state is ItemApplicationState.ACCEPTED:
            context = replace(context, accepted_by=context.actor)
    return state
