"""A transition table as data: states, events, targets and guards, applied by one pure function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

from shared.domain.errors import DomainError

State = TypeVar("State", bound=StrEnum)
Event = TypeVar("Event", bound=StrEnum)
Context = TypeVar("Context")

NO_SUCH_TRANSITION = "no_such_transition"
GUARD_REFUSED = "guard_refused"


class TransitionRefusedError(DomainError):
    """A state stays as it is: the table has no such transition, or a guard refused it.

    Attributes:
        code: no_such_transition or guard_refused.
        state, event: what was asked of which table.
        guard: code of the first guard that refused, None where the table has no such transition.
    """

    def __init__(self, code: str, table: str, state: StrEnum, event: StrEnum, guard: str | None = None) -> None:
        super().__init__(code, f"{table}: {state.value} + {event.value}" + (f", {guard}" if guard else ""))
        self.table = table
        self.state = state
        self.event = event
        self.guard = guard


@dataclass(frozen=True, slots=True)
class Guard(Generic[Context]):
    """A named condition on the context of an event."""

    code: str
    holds: Callable[[Context], bool]


@dataclass(frozen=True, slots=True)
class Transition(Generic[State, Event, Context]):
    """One row of a table."""

    source: State
    event: Event
    target: State
    guards: tuple[Guard[Context], ...] = ()


class TransitionTable(Generic[State, Event, Context]):
    """An immutable table with at most one row for a state and an event. Raises ValueError when a row is repeated."""

    __slots__ = ("_rows", "name")

    def __init__(self, name: str, rows: Iterable[Transition[State, Event, Context]]) -> None:
        self.name = name
        by_key: dict[tuple[State, Event], Transition[State, Event, Context]] = {}
        for row in rows:
            if (row.source, row.event) in by_key:
                message = f"{name}: {row.source.value} + {row.event.value} twice"
                raise ValueError(message)
            by_key[row.source, row.event] = row
        self._rows = MappingProxyType(by_key)

    def __iter__(self) -> Iterator[Transition[State, Event, Context]]:
        return iter(self._rows.values())

    def apply(self, state: State, event: Event, context: Context) -> State:
        """Return the state that an event leads to. Raises TransitionRefusedError."""
        row = self._rows.get((state, event))
        if row is None:
            raise TransitionRefusedError(NO_SUCH_TRANSITION, self.name, state, event)
        for guard in row.guards:
            if not guard.holds(context):
                raise TransitionRefusedError(GUARD_REFUSED, self.name, state, event, guard.code)
        return row.target

    def events(self, state: State, context: Context) -> tuple[Event, ...]:
        """Return the events that would be let through now, in the order of the table: the acts to offer."""
        rows = (row for row in self if row.source == state)
        return tuple(row.event for row in rows if all(guard.holds(context) for guard in row.guards))

    def refusing_guards(self, state: State, event: Event, context: Context) -> tuple[str, ...]:
        """Return every guard that stands in the way, so that all can be told at once.

        Raises TransitionRefusedError when the table has no such transition.
        """
        row = self._rows.get((state, event))
        if row is None:
            raise TransitionRefusedError(NO_SUCH_TRANSITION, self.name, state, event)
        return tuple(guard.code for guard in row.guards if not guard.holds(context))
