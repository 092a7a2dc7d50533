"""Catalogue versions in the language that the citizen reads: a draft is told by the version that it froze."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk_app.work.state import SessionState
from shared.catalogue.model import Catalogue
from shared.catalogue.translating import Translation, translation_of


@dataclass(frozen=True, slots=True)
class Told:
    """One version: as it is written, as it is told, and how its texts are said."""

    untold: Catalogue
    catalogue: Catalogue
    translation: Translation


class Telling:
    """Tells each version in one language, until that changes.

    Args:
        newest: the version that new matters use.
        catalogue_of: returns a version that a draft or a case froze.
    """

    def __init__(self, newest: Catalogue, catalogue_of: Callable[[str], Catalogue]) -> None:
        self._newest = newest
        self._catalogue_of = catalogue_of
        self._told: dict[str, Told] = {}
        self.language = ""

    def change_language(self, language: str) -> None:
        """Tell everything in another language."""
        self.language = language
        self._told = {}

    @property
    def newest(self) -> Told:
        """The version that new matters use."""
        return self._in_language(self._newest)

    def by(self, state: SessionState) -> Told:
        """Return the version of what a state is about: of what was handed in, else of the draft, else the newest."""
        draft, subject = state.draft, state.subject
        if state.sealed is not None:
            return self._in_language(self._catalogue_of(state.sealed.case.catalogue_version))
        if draft is not None and subject is not None and draft.subject_code == subject.code:
            return self._in_language(self._catalogue_of(draft.catalogue_version))
        return self.newest

    def _in_language(self, catalogue: Catalogue) -> Told:
        if catalogue.version not in self._told:
            translation = translation_of(catalogue, self.language)
            self._told[catalogue.version] = Told(catalogue, translation.of(catalogue), translation)
        return self._told[catalogue.version]
