"""What can be found in a catalogue, and by which words (A4)."""

from __future__ import annotations

from dataclasses import dataclass

from shared.catalogue.model import Catalogue, Subject
from shared.domain.items import Audience, Channel


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. The score is 0 to 1; 1 is the very name."""

    code: str
    name: str
    department: str
    score: float
    is_service: bool


@dataclass(frozen=True, slots=True)
class Findable:
    """Something that can be found.

    Attributes:
        texts: what it is found by, each with a weight of 0 to 1.
        rank: of equals the lower one stands first.
        uses: how often it is asked for in a year; takes: the channels that take it.
    """

    code: str
    name: str
    department: str
    texts: tuple[tuple[str, float], ...]
    rank: int = 0
    is_service: bool = False
    audience: Audience | None = None
    uses: int = 0
    takes: frozenset[Channel] = frozenset()


def findables(catalogue: Catalogue) -> tuple[Findable, ...]:
    """Return a catalogue's subjects with all that they are called and that people say when they mean them."""
    return tuple(_findable(catalogue, subject) for subject in catalogue.subjects)


def _findable(catalogue: Catalogue, subject: Subject) -> Findable:
    shown = catalogue.presentations[subject.code]
    texts: list[tuple[str, float]] = [(subject.name, 1.0), (subject.short_name, 1.0), (subject.code, 1.0)]
    texts += [(text, 0.95) for text in shown.synonyms]
    texts += [(text, 0.9) for text in shown.phrases]
    texts += [(subject.subtitle, 0.6), (subject.theme.name, 0.6)]
    texts += [(item.department, 0.5) for item in subject.members]
    if subject.is_service:
        texts += [(item.short_name, 0.7) for item in (*subject.items, *subject.checks, *subject.referrals)]
    else:
        texts += [(catalogue.guide(subject.code).result.name, 0.7)]
    texts += [(one.question, 0.75) for one in catalogue.extras.knowledge if subject.code in one.items]
    return Findable(
        code=subject.code,
        name=subject.name,
        department=subject.department,
        texts=tuple(dict(reversed(texts)).items()),
        rank=subject.permanent_id,
        is_service=subject.is_service,
        audience=subject.audience,
        uses=shown.uses_a_year,
        takes=frozenset(channel for channel in Channel if subject.channels[channel].takes),
    )
