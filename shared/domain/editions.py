"""An edition of an item on its way into the catalogue and out of it (全过程管理, 核对确认; A9).

Written by some, checked by another, confirmed by the item's own department, published; a change begins the way anew
while the published edition goes on being taken; retired at the end, also while a change is on its way. Every step stays
in the history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from shared.domain.errors import RuleBrokenError, RuleFault


@unique
class EditionAct(StrEnum):
    """What is done to an edition: 编制, 核对, 确认, 公布, 变更, 取消."""

    EDITED = "edited"
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    CHANGED = "changed"
    RETIRED = "retired"


_AFTER: Final = MappingProxyType(
    {
        None: frozenset({EditionAct.EDITED}),
        EditionAct.EDITED: frozenset({EditionAct.EDITED, EditionAct.CHECKED}),
        EditionAct.CHECKED: frozenset({EditionAct.EDITED, EditionAct.CONFIRMED}),
        EditionAct.CONFIRMED: frozenset({EditionAct.EDITED, EditionAct.PUBLISHED}),
        EditionAct.PUBLISHED: frozenset({EditionAct.CHANGED}),
        EditionAct.CHANGED: frozenset({EditionAct.EDITED, EditionAct.CHECKED}),
        EditionAct.RETIRED: frozenset(),
    }
)
"""What may follow what; besides, what is taken may be retired at any time."""
_WRITES: Final = frozenset({EditionAct.EDITED, EditionAct.CHANGED})


@dataclass(frozen=True, slots=True)
class EditionStep:
    """One step of an item's history.

    Attributes:
        by: exact name of the department that acts; person: id of who acted, empty where only the office is known.
        note: what was changed, or why it is retired.
    """

    act: EditionAct
    by: str
    on: date
    person: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """Where an item stands.

    Attributes:
        last: the last act, None for an item without a history.
        taken: whether applications are taken: a published edition is in force and not retired.
        confirmed_on: the day on which the edition in force was confirmed.
    """

    last: EditionAct | None
    taken: bool
    confirmed_on: date | None = None


def edition_of(history: Iterable[EditionStep], owner: str) -> Edition:
    """Follow a history from its first step; while a change is on its way, the edition published before is taken.

    Raises RuleBrokenError: edition_step_out_of_order for a step that can't follow or is dated before the one before it;
    edition_same_person when who wrote any of it also checked it; edition_not_the_department when not the owner
    confirmed it.
    """
    last: EditionStep | None = None
    writers, taken = set[str](), False
    pending: date | None = None
    in_force: date | None = None
    for step in history:
        _check_order(step, last, taken=taken)
        _check_who(step, writers, owner)
        if step.act in _WRITES:
            writers.add(step.person)
        elif step.act is EditionAct.CONFIRMED:
            pending = step.on
        elif step.act is EditionAct.PUBLISHED:
            taken, in_force = True, pending
            writers.clear()
        elif step.act is EditionAct.RETIRED:
            taken = False
        last = step
    return Edition(last.act if last else None, taken, in_force)


def _check_order(step: EditionStep, last: EditionStep | None, *, taken: bool) -> None:
    follows = step.act in _AFTER[last.act if last else None] or (taken and step.act is EditionAct.RETIRED)
    if not follows or (last is not None and step.on < last.on):
        raise RuleBrokenError(RuleFault.EDITION_STEP_OUT_OF_ORDER, step.act)


def _check_who(step: EditionStep, writers: Collection[str], owner: str) -> None:
    if step.act is EditionAct.CHECKED and step.person and step.person in writers:
        raise RuleBrokenError(RuleFault.EDITION_SAME_PERSON, step.act)
    if step.act is EditionAct.CONFIRMED and step.by != owner:
        raise RuleBrokenError(RuleFault.EDITION_NOT_THE_DEPARTMENT, step.act)
