"""The strip of applicants: state and view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance

from counter_app.ports.tone import Tone


@dataclass(frozen=True, slots=True)
class ApplicantSlot:
    """One role and who is in it.

    Attributes:
        name: empty while nobody is; `details` and `source` then say what to do.
        details: 女 · 1990-02-28 · 441***********352X
        source: 身份证刷卡 09:41 · 号码校验通过
        can_type: the clerk may type the person from the original: nobody is there yet, or somebody who was typed.
    """

    role: str
    label: str
    name: str
    details: str
    source: str
    tone: Tone = Tone.NEUTRAL
    can_type: bool = True


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A card was read and it is not clear whose role it fills."""

    words: str
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ApplicantsState:
    """The strip at the top of an open case.

    Attributes:
        problem: what was wrong with the last card or the last typing, empty for none.
        typing: the role that is being typed by hand, None for none.
    """

    subject: str = ""
    items: str = ""
    emblem: str = ""
    colour: str = "teal"
    slots: tuple[ApplicantSlot, ...] = ()
    choice: RoleChoice | None = None
    typing: tuple[str, str] | None = None
    problem: str = ""


class ApplicantsViewPort(Protocol):
    """The strip."""

    @property
    def roleChosen(self) -> SignalInstance:
        """Carries a role code, or an empty text to leave the card aside."""

    @property
    def typingAsked(self) -> SignalInstance:
        """Asks to type an applicant from the original in hand; carries a role code or an empty text."""

    @property
    def typed(self) -> SignalInstance:
        """Carries (role code, name, number)."""

    @property
    def typingLeft(self) -> SignalInstance:
        """Typing by hand was given up."""

    def set_state(self, state: ApplicantsState) -> None:
        """Show a state."""
