"""What goes over the LAN between two terminals: addresses, one small question, and refusals."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from pydantic import Field

from shared.contract.base import WireModel
from shared.contract.drafts import PersonNumber
from shared.contract.terminals import TerminalKind
from shared.handoff.errors import HandoffFault

PREFIX: Final = "/handoff/v1"
MAX_QUESTION_BYTES: Final = 16 * 1024
MAX_FORM_BYTES: Final = 4 * 1024 * 1024


class FormQuestion(WireModel):
    """Asks for a draft's form: of which kind and name the terminal is, and whose cards lie there."""

    kind: TerminalKind
    name: str = Field(default="", max_length=60)
    numbers: tuple[PersonNumber, ...] = Field(default=(), max_length=4)


class Whereabouts(WireModel):
    """Which terminal has a draft now, or wants it back, and where it can be asked, as `split_address` reads it."""

    name: str = Field(default="", max_length=60)
    addresses: tuple[str, ...] = Field(default=(), max_length=8)


class LanRefusal(WireModel):
    """The body of every refusal."""

    code: HandoffFault
    detail: str = Field(default="", max_length=200)


def printable(name: str) -> str:
    """Return a terminal's name as it may stand on a screen: one line, nothing that steers."""
    return "".join(character if character.isprintable() else " " for character in name).strip()


def path_of(case_id: UUID, what: str) -> str:
    """Return the path of what is asked of a draft: form, pages/N, catalogue, confirm, whereabouts, return."""
    return f"{PREFIX}/{case_id}/{what}"
