"""Checks that no field or item waits for itself: conditions of a form in a circle, an item below itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from shared.catalogue.conditions import Condition
from shared.catalogue.errors import Fault, FaultCode
from shared.catalogue.index import Finder, Index
from shared.catalogue.sources import Sources

Raw = Mapping[str, Any]
Waits = dict[str, set[str]]


def check_cycles(sources: Sources, index: Index) -> Iterator[Fault]:
    """Yield a fault for each item or service whose fields wait for each other, and for items below themselves."""
    for document in (*sources.items, *sources.services):
        members = (document.data, *(index.items.get(entry["item"], {}) for entry in document.data.get("items", ())))
        circle = _circle(_waits(members, index))
        if circle:
            message = f"字段和问题互相等着：{' → '.join(circle)}"
            mend = "去掉其中一个条件，让一个字段不看别的就能填。"
            path = ("form", "sections") if "form" in document.data else ("items",)
            yield Finder(document).fault(path, FaultCode.CONDITION_CYCLE, message, mend)
    yield from _check_parents(sources, index)


def _check_parents(sources: Sources, index: Index) -> Iterator[Fault]:
    parents = {code: {raw["parent"]} for code, raw in index.items.items() if "parent" in raw}
    for document in sources.items:
        if "parent" in document.data:
            yield from Finder(document).undefined(("parent",), "主项", document.data["parent"], index.items)
    circle = _circle(parents)
    for document in sources.items:
        if circle and document.data["code"] == circle[0]:
            message = f"事项互为主项：{' → '.join(circle)}"
            yield Finder(document).fault(("parent",), FaultCode.CONDITION_CYCLE, message, "主项自己不写 parent。")


def _waits(members: tuple[Raw, ...], index: Index) -> Waits:
    """Return, for each question and each field that can't be filled without a condition, what it waits for."""
    asked = {code for member in members for code in member.get("questions", ()) if code in index.questions}
    waits: Waits = {code: set(_question_waits(index.questions[code])) for code in asked}
    filled = {index.questions[code]["field"]: code for code in asked if "field" in index.questions[code]}
    free: set[str] = set()
    for member in members:
        for section in member.get("form", {}).get("sections", ()):
            for field in section["fields"]:
                needs = _asks(section.get("when")) | _asks(section.get("fields_when", {}).get(field))
                if field in filled:
                    waits[field] = {filled[field]}
                elif needs:
                    waits.setdefault(field, set()).update(needs)
                else:
                    free.add(field)
    return {key: needs for key, needs in waits.items() if key not in free}


def _question_waits(question: Raw) -> Iterator[str]:
    yield from _asks(question.get("when"))
    for answer in question["answers"].values():
        yield from _asks(answer.get("when"))
    for implied in question.get("implied", ()):
        yield from _asks(implied["when"])


def _asks(raw: Any) -> frozenset[str]:
    return Condition.of(raw).asks


def _circle(waits: Mapping[str, set[str]]) -> tuple[str, ...]:
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()
