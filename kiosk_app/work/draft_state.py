"""What a session knows of a draft that is kept for later, or that goes on here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, unique

from devices.core.printing import PrintState
from shared.catalogue.changes import DraftChange
from shared.handoff.code import DraftCode
from shared.handoff.errors import HandoffFault
from shared.handoff.port import FoundDraft, Way


@unique
class KeepPhase(StrEnum):
    """How far keeping is: asked what happens, being kept, kept with its slip."""

    ASK = "ask"
    SAVING = "saving"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class KeepState:
    """A draft that is kept for later.

    Attributes:
        subject: what it is about.
        typed: the slip's code in groups; until: aware, the draft is erased then. Both only once it is kept.
        printing: the slip is on its way to paper; end: what became of that, None before.
        cause: why it did not come out.
    """

    phase: KeepPhase = KeepPhase.ASK
    subject: str = ""
    typed: str = field(default="", repr=False)
    until: datetime | None = None
    printing: bool = False
    end: PrintState | None = None
    cause: str = ""


@unique
class ResumePhase(StrEnum):
    """How far going on is.

    ASK_FORM: only the form can be had, without its pages. VERSION: what is asked for has changed since, by which rules
    does it go on? NOT_NEWEST: by the new ones it can't be done here.
    """

    CARD = "card"
    CODE = "code"
    LOOKING = "looking"
    CHOOSE = "choose"
    NOTHING = "nothing"
    FAILED = "failed"
    ASK_FORM = "ask_form"
    FOUND = "found"
    VERSION = "version"
    NOT_NEWEST = "not_newest"


@dataclass(frozen=True, slots=True)
class ResumeState:
    """Going on with a draft.

    Attributes:
        digits: what was typed of the slip's code; mistyped: its check digit does not fit, which costs no try.
        code: the code that was scanned, None where digits are typed.
        found: the drafts to choose from.
        fault: why it did not come, empty for none; tries_left: None where nobody tells; wait_min: minutes until the
            next try counts, None where nobody tells; where: name of the terminal that has it, empty where nobody tells;
            stayed: names of what was entered here later and did not go there with it.
        way: how it came here; again: names of the papers that must be photographed again.
        kept: what was entered here after it was handed on counts too; differing: names of what both sides changed.
        changes: what the newest catalogue asks otherwise; the draft keeps its own until the citizen decides.
    """

    phase: ResumePhase = ResumePhase.CARD
    digits: str = field(default="", repr=False)
    mistyped: bool = False
    unreadable: bool = False
    code: DraftCode | None = None
    found: tuple[FoundDraft, ...] = ()
    fault: HandoffFault | None = None
    trouble: str = ""
    tries_left: int | None = None
    wait_min: int | None = None
    where: str = ""
    stayed: tuple[str, ...] = ()
    way: Way | None = None
    again: tuple[str, ...] = ()
    kept: bool = False
    differing: tuple[str, ...] = ()
    changes: tuple[DraftChange, ...] = ()
