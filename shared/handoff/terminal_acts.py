"""What acts of hand-off at one terminal have in common."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.handoff.platform_side import HandoffPlatform
from shared.store.profile import Profile
from shared.store.store import Store
from shared.store.terminal import Terminal


@dataclass(frozen=True, slots=True)
class TerminalActs:
    """Base of what one terminal does with its drafts.

    Attributes:
        terminal: the open terminal; clock: gives aware times.
        platform: gives the platform for the time of a block.
    """

    terminal: Terminal
    clock: Callable[[], datetime]
    platform: Callable[[], contextlib.AbstractContextManager[HandoffPlatform]]

    @property
    def store(self) -> Store:
        """The terminal's store."""
        return self.terminal.store

    @property
    def profile(self) -> Profile:
        """The terminal's profile."""
        return self.terminal.profile
