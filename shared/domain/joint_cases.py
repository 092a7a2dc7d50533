"""A joint case: one department leads it, one list, one file, results handed over together (牵头单位, 一档管理; C19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.domain.errors import RuleBrokenError, RuleFault
from shared.domain.item_states import ItemApplicationState as State
from shared.domain.materials import Material

_HANDED_OVER = frozenset({State.GRANTED, State.NOT_GRANTED})
_NOTHING_TO_HAND = frozenset(
    {State.ACCEPTANCE_REFUSED, State.TERMINATED, State.WITHDRAWN, State.VOIDED, State.ISSUED, State.ARCHIVED}
)


@dataclass(frozen=True, slots=True)
class JointItem:
    """One item of a joint case, as far as its leading looks."""

    item_code: str
    department: str
    state: State
    materials: tuple[Material, ...] = ()
    promises_open: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of the one list: a material, and the departments that use it."""

    material: str
    originals: int
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JointCase:
    """The items of a case under a lead department. Raises RuleBrokenError joint_not_lead when the lead has none.

    Attributes:
        lead: exact name of the department that leads (★ in the plan).
    """

    lead: str
    items: tuple[JointItem, ...]

    def __post_init__(self) -> None:
        if all(item.department != self.lead for item in self.items):
            raise RuleBrokenError(RuleFault.JOINT_NOT_LEAD, self.lead)

    @property
    def one_list(self) -> tuple[ListLine, ...]:
        """Every material once, with the greatest number of originals that an item asks for."""
        lines: dict[str, ListLine] = {}
        for item in self.items:
            for material in item.materials:
                known = lines.get(material.code, ListLine(material.code, 0, ()))
                departments = tuple(dict.fromkeys((*known.departments, item.department)))
                lines[material.code] = ListLine(material.code, max(known.originals, material.originals), departments)
        return tuple(lines.values())

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The departments whose decision is still missing, each once."""
        open_items = (item for item in self.items if item.state not in _HANDED_OVER | _NOTHING_TO_HAND)
        return tuple(dict.fromkeys(item.department for item in open_items))

    def results(self) -> tuple[str, ...]:
        """Return the items whose results are handed over now, all together.

        Raises RuleBrokenError: joint_not_all_decided while a department has not decided, joint_promise_open while a
        granted item waits for a promised material (C7).
        """
        if self.waits_for:
            raise RuleBrokenError(RuleFault.JOINT_NOT_ALL_DECIDED, "、".join(self.waits_for))
        if any(item.promises_open for item in self.items if item.state is State.GRANTED):
            raise RuleBrokenError(RuleFault.JOINT_PROMISE_OPEN)
        return tuple(item.item_code for item in self.items if item.state in _HANDED_OVER)


def one_file(parts: Mapping[str, Iterable[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the one file of a case: each paper once, with the departments that it belongs to.

    Args:
        parts: by department the papers of its part, in the order of the departments.
    """
    owners: dict[str, list[str]] = {}
    for department, papers in parts.items():
        for paper in dict.fromkeys(papers):
            owners.setdefault(paper, []).append(department)
    return tuple((paper, tuple(departments)) for paper, departments in owners.items())
