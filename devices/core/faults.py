"""What a simulator offers to a fault script: named actions, and named moments at which an action can strike.

A moment is told by the simulator's own thread at the very point where it happens, and the actions that a script binds
to it run there, so that "the card is pulled in mid-read" means the same byte each time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from devices.core.roles import Role

ParameterValue = str | int | float | bool


@dataclass(frozen=True, slots=True)
class FaultAction:
    """Something that a script can do to a simulator.

    Attributes:
        title: in Chinese, for the dock's menu and a drill.
        act: does it; quick, may be called from any thread.
        parameters: names and types of what act takes by keyword; every one has a default.
    """

    title: str
    act: Callable[..., None]
    parameters: Mapping[str, type[ParameterValue]] = field(default_factory=lambda: MappingProxyType({}))


class Moments:
    """The named points in a simulator's work that a script can wait for."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        self._guard = threading.Lock()
        self._listeners: tuple[Callable[[str], None], ...] = ()

    def reached(self, name: str) -> None:
        """Tell that the simulator is at that point; returns when every action bound to it is done."""
        if name not in self.names:
            detail = f"{name} is none of this simulator's moments"
            raise ValueError(detail)
        for listener in self._listeners:
            listener(name)

    def subscribe(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Have listener called at each moment; returns what ends that."""
        with self._guard:
            self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            with self._guard:
                self._listeners = tuple(one for one in self._listeners if one is not listener)

        return unsubscribe


class FaultTarget(Protocol):
    """A simulator that a fault script can play on."""

    @property
    def role(self) -> Role:
        """What it stands for."""

    @property
    def moments(self) -> Moments:
        """When something can strike."""

    @property
    def fault_actions(self) -> Mapping[str, FaultAction]:
        """What can strike, by name; `restore` is among them and puts everything right again."""
