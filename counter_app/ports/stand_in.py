"""What may stand in for a paper that is not there: a promise that it follows, a declaration, and taking them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance


@dataclass(frozen=True, slots=True)
class StandInState:
    """What is said and can be done about the selected material; an empty text hides it all.

    Attributes:
        text: which paper, and what stands or may stand in for it; detail: the words to be read to the applicant.
        promise, commit, take_back: what each act says, empty where it is not possible.
    """

    text: str = ""
    detail: str = ""
    promise: str = ""
    commit: str = ""
    take_back: str = ""


class StandInViewPort(Protocol):
    """The strip."""

    @property
    def promiseAsked(self) -> SignalInstance:
        """The paper is to follow by its day."""

    @property
    def commitAsked(self) -> SignalInstance:
        """A declaration is to replace the paper."""

    @property
    def takeBackAsked(self) -> SignalInstance:
        """The promise or the declaration is undone."""

    def set_state(self, state: StandInState) -> None:
        """Show a state."""
