"""What a draft amounts to, by the catalogue version that it froze: read only, nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shared.catalogue.changes import DraftChange, changes_for
from shared.catalogue.interview import Interview
from shared.catalogue.model import Catalogue, Subject
from shared.domain.items import Channel
from shared.forms.joined import JoinedForm
from shared.intake.catalogues import CatalogueShelf
from shared.intake.draft import Draft
from shared.intake.gaps import Gap, gaps_of
from shared.intake.situation import Situations
from shared.store.clock import day_for_checks


class DraftReading:
    """Answers what a draft applies for, what its form asks and what it lacks.

    Args:
        shelf: the catalogue versions of this terminal; clock: gives aware times.
    """

    def __init__(self, shelf: CatalogueShelf, clock: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._clock = clock
        self._situations = Situations()

    @property
    def catalogue(self) -> Catalogue:
        """The version that new drafts freeze."""
        return self._shelf.current

    def catalogue_of(self, draft: Draft) -> Catalogue:
        """Return the version that the draft froze."""
        return self._shelf.version(draft.catalogue_version)

    def subject(self, draft: Draft) -> Subject:
        """Return what the draft applies for, as far as the answers to its questions say what that is."""
        return self._situations.subject(self.catalogue_of(draft), draft)

    def interview(self, draft: Draft) -> Interview:
        """Return the draft's questionnaire with its answers."""
        return self._situations.interview(self.catalogue_of(draft), draft)

    def form(self, draft: Draft) -> JoinedForm:
        """Return the draft's one form, its questions first; an answer may change what it asks."""
        return self._situations.form(self.catalogue_of(draft), draft)

    def changes(self, draft: Draft) -> tuple[DraftChange, ...]:
        """Return what the newest catalogue would change for a draft; it keeps the version that it began with."""
        if draft.catalogue_version == self.catalogue.version:
            return ()
        return changes_for(draft.subject_code, self.catalogue_of(draft), self.catalogue, Channel(draft.channel))

    def gaps(self, draft: Draft) -> tuple[Gap, ...]:
        """Return everything that is missing or wrong, at once."""
        return gaps_of(
            draft,
            self.subject(draft),
            self.form(draft),
            self.interview(draft).standing,
            today=day_for_checks(self._clock()),
            catalogue=self.catalogue_of(draft),
        )
