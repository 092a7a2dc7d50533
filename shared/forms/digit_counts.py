"""How many digits a number may have, as its format, its pattern or its length says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.forms.definition import FieldDefinition, Schema, Widget
from shared.forms.formats import LENGTHS

_DATE: Final = 8
_NO_LIMIT: Final = 40
"""More than any number has of which nothing says how long it may become."""
_PART: Final = r"(?:\[[^]]+\]|[0-9])(?:\{(?:[0-9]+,)?([0-9]+)\})?"
_COUNTED: Final = re.compile(rf"\^(?:{_PART})+\$")
"""A pattern of digits and sets of them, each of a number that is said."""


def most_digits(definition: FieldDefinition) -> int:
    """Return how many digits are taken for a field that is given with digits alone."""
    if definition.widget is Widget.DATE:
        return _DATE
    return min(_said(definition.schema), default=_NO_LIMIT)


def _said(schema: Schema) -> Iterator[int]:
    if schema.get("format") in LENGTHS:
        yield LENGTHS[schema["format"]]
    if _COUNTED.fullmatch(schema.get("pattern", "")):
        yield sum(int(most or 1) for most in re.findall(_PART, schema["pattern"]))
    if "maxLength" in schema:
        yield int(schema["maxLength"])
    for part in schema.get("allOf", ()):
        yield from _said(part)
