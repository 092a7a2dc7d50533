"""The table of delivery: how a submission gets from a draft to the platform (ARCHITECTURE §2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from uuid import UUID

from shared.domain.state_table import Guard, Transition, TransitionTable
from shared.domain.submissions import DeliveryState


@unique
class DeliveryEvent(StrEnum):
    """What happens to a submission on its way."""

    SEAL = "seal"
    DELIVER = "deliver"
    RETURN = "return"
    TAKE_ON = "take_on"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class DeliveryContext:
    """What the guards of delivery look at.

    Attributes:
        reason: the named reason of a return, or the reason that a person gives for closing.
        person: id of the person who takes on or closes.
        follow_up: the submission that takes a closed one's place.
    """

    reason: str = ""
    person: str | None = None
    follow_up: UUID | None = None


_REASON: Guard[DeliveryContext] = Guard("reason_named", lambda context: bool(context.reason.strip()))
_PERSON: Guard[DeliveryContext] = Guard("person_named", lambda context: bool(context.person))
_FOLLOW_UP: Guard[DeliveryContext] = Guard("follow_up_named", lambda context: context.follow_up is not None)

DELIVERY: TransitionTable[DeliveryState, DeliveryEvent, DeliveryContext] = TransitionTable(
    "delivery",
    (
        Transition(DeliveryState.DRAFT, DeliveryEvent.SEAL, DeliveryState.SEALED),
        Transition(DeliveryState.SEALED, DeliveryEvent.DELIVER, DeliveryState.DELIVERED),
        Transition(DeliveryState.SEALED, DeliveryEvent.RETURN, DeliveryState.RETURNED, (_REASON,)),
        # Returned again after a retry: the state stays, the reason is the new one.
        Transition(DeliveryState.RETURNED, DeliveryEvent.RETURN, DeliveryState.RETURNED, (_REASON,)),
        Transition(DeliveryState.RETURNED, DeliveryEvent.DELIVER, DeliveryState.DELIVERED),
        Transition(DeliveryState.RETURNED, DeliveryEvent.TAKE_ON, DeliveryState.DELIVERED, (_PERSON,)),
        Transition(DeliveryState.RETURNED, DeliveryEvent.CLOSE, DeliveryState.CLOSED, (_PERSON, _REASON, _FOLLOW_UP)),
        # A person at the platform took it on while one here closed it: the platform holds it.
        Transition(DeliveryState.CLOSED, DeliveryEvent.DELIVER, DeliveryState.DELIVERED),
    ),
)
