"""Situations (情形) of items and services, and what needs them.

A material that has a condition of its own gets a situation that nobody names: its code begins with a dot.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.catalogue.conditions import Condition
from shared.domain.materials import Situation

Raw = Mapping[str, Any]


def load_situations(raw: Raw) -> tuple[Situation, ...]:
    """Return the named situations of an item or service."""
    return tuple(Situation(one["code"], one["name"], one.get("note", "")) for one in raw.get("situations", ()))


def material_situations(entry: Raw) -> tuple[str, ...]:
    """Return the codes of the situations that need a material; none where it is always needed."""
    own = (f".{entry['material']}",) if "when" in entry else ()
    return (*entry.get("situations", ()), *own)


def situation_conditions(raw: Raw) -> dict[str, Condition]:
    """Return when each situation of an item holds, those of its materials included, by code."""
    named = {one["code"]: Condition.of(one["when"]) for one in raw.get("situations", ())}
    own = {f".{one['material']}": Condition.of(one["when"]) for one in raw.get("materials", ()) if "when" in one}
    return {**named, **own}
