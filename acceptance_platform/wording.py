"""Says where a model refused its input, without repeating any of the input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_UNKNOWN_FIELD = "extra_forbidden"


def validation_place(errors: Sequence[Mapping[str, Any]]) -> str:
    """Return place and kind of the first fault of a pydantic validation, such as `items.0.number: string_type`.

    The name of a field that the model does not have comes from outside and is left out.
    """
    if not errors:
        return "unreadable"
    first = errors[0]
    kind = str(first.get("type", "invalid"))
    place = tuple(first.get("loc", ()))
    if kind == _UNKNOWN_FIELD:
        place = place[:-1]
    return f"{'.'.join(str(step) for step in place)[:200] or 'body'}: {kind}"
