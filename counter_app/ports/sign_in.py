"""Signing in: state and view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance

from counter_app.ports.tone import Tone


@dataclass(frozen=True, slots=True)
class SignInState:
    """What the sign-in shows.

    Attributes:
        message: one sentence under the fields, empty for none.
        can_submit: the fields take input and the button works.
        busy: a password is being checked.
    """

    hall: str = ""
    message: str = ""
    tone: Tone = Tone.NEUTRAL
    can_submit: bool = True
    busy: bool = False


class SignInViewPort(Protocol):
    """Takes a clerk's id and password."""

    @property
    def submitted(self) -> SignalInstance:
        """Carries (clerk id, password)."""

    def set_state(self, state: SignInState) -> None:
        """Show a state."""

    def clear_password(self) -> None:
        """Empty the password field and put the cursor there."""

    def clear_all(self) -> None:
        """Empty both fields and put the cursor into the first."""
