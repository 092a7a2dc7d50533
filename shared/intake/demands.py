"""A clerk wants a paper: one that the catalogue lists is pointed at, any other is refused and recorded (C10)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from shared.catalogue.model import Subject

RECORDED: Final = 40
"""Characters of what was demanded that go on record; digits are masked, for a number can be somebody's."""
_KEPT = re.compile(r"[0-9a-zA-Z\u3400-\u9fff]")


def listed(subject: Subject, wanted: str) -> str | None:
    """Return the code of the material that a text means, None where the catalogue asks for no such paper."""
    said = _plain(wanted)
    if not said:
        return None
    for material in subject.materials:
        name = _plain(material.name)
        if said == name or (len(said) > 1 and said in name):
            return material.code
    return None


def recorded(wanted: str) -> str:
    """Return what goes on record of a demand."""
    return re.sub(r"\d", "*", " ".join(wanted.split()))[:RECORDED]


def _plain(text: str) -> str:
    return "".join(_KEPT.findall(unicodedata.normalize("NFKC", text))).casefold()
