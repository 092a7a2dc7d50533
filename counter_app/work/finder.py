"""Finds what can be done at this counter, by words, pinyin and initials; a case of today by its number."""

from __future__ import annotations

from functools import cached_property

from counter_app.ports.shell import SubjectTile
from shared.catalogue.model import Catalogue, Subject
from shared.catalogue.search import CatalogueSearch
from shared.domain.items import Channel, ItemState
from shared.notices.dates import official_date

LIMIT = 20


class SubjectFinder:
    """Searches one catalogue. Blocking for milliseconds, the first time for half a second; belongs on one lane."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._subjects = {subject.code: subject for subject in catalogue.subjects}

    def tiles(self) -> tuple[SubjectTile, ...]:
        """Return everything that can be taken at the counter, one-matter services first."""
        return tuple(_tile(subject) for subject in self._subjects.values() if _takes(subject))

    @cached_property
    def _search(self) -> CatalogueSearch:
        return CatalogueSearch(self._catalogue)

    def find(self, query: str) -> tuple[SubjectTile, ...]:
        """Return what a query may mean, the likeliest first; everything here for an empty one."""
        if not query.strip():
            return self.tiles()
        hits = self._search.search(query, LIMIT, Channel.COUNTER)
        return tuple(_tile(self._subjects[hit.code]) for hit in hits)


def _takes(subject: Subject) -> bool:
    return subject.channels[Channel.COUNTER].takes


def _closed(subject: Subject) -> str:
    """Say why something can't be taken at the counter and where to go, nothing of what can."""
    if subject.is_over and subject.last_day is not None:
        return f"已截止，{official_date(subject.last_day)}以后不再受理"
    if _takes(subject):
        return ""
    state = subject.channels[Channel.COUNTER]
    why = state.note if state.state is ItemState.PAUSED else ""
    return " ".join(part for part in (why, state.referral.place, state.referral.phone) if part) or "—"


def _tile(subject: Subject) -> SubjectTile:
    return SubjectTile(
        code=subject.code,
        name=subject.name,
        department=subject.department,
        detail=subject.subtitle,
        emblem=subject.emblem,
        colour=subject.theme.colour,
        closed=_closed(subject),
    )
