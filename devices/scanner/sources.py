"""Where in a scanner a page lies: the same few words for every make."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum, unique
from typing import Final


@unique
class Source(StrEnum):
    """AUTO is the glass where there is one, else whatever the scanner has."""

    AUTO = "auto"
    FLATBED = "flatbed"
    FEEDER = "feeder"
    DUPLEX = "duplex"


# What SANE backends call them: Flatbed, FlatBed, Document Table, Platen; ADF, ADF Front, Automatic Document Feeder.
_WORDS: Final = {
    Source.FLATBED: ("flatbed", "platen", "document table", "glass"),
    Source.FEEDER: ("adf", "feeder"),
    Source.DUPLEX: ("duplex", "both sides"),
}


def source_named(kind: Source, choices: Sequence[str]) -> str | None:
    """Return the device's own word for a source, or None where it has no such one."""
    if kind is Source.AUTO:
        return source_named(Source.FLATBED, choices)
    matches = [choice for choice in choices if _means(choice, kind)]
    return matches[0] if matches else None


def is_feeder(source: str) -> bool:
    """Tell whether a source is one that holds many pages."""
    return _means(source, Source.FEEDER) or _means(source, Source.DUPLEX)


def _means(choice: str, kind: Source) -> bool:
    word = choice.lower()
    if kind is not Source.DUPLEX and any(sign in word for sign in _WORDS[Source.DUPLEX]):
        return False
    return any(sign in word for sign in _WORDS[kind])
