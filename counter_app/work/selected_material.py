"""The material that a clerk has selected, as the open case has it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from counter_app.work.facts import CaseFacts
from shared.capture.pages import Wanted
from shared.intake.card_sheet import sides_of
from shared.intake.draft import DraftMaterial, DraftPage, GivenBy
from shared.intake.expected_documents import sides_taken


@dataclass(frozen=True, slots=True)
class SelectedMaterial:
    """One material of a case.

    Attributes:
        facts: of the open case, None while none is open; code: of the material, empty for none.
    """

    facts: CaseFacts | None
    code: str

    @property
    def name(self) -> str:
        """How the case's subject calls it, empty where that does not ask for it."""
        if self.facts is None:
            return ""
        return next((entry.name for entry in self.facts.subject.materials if entry.code == self.code), "")

    @property
    def given(self) -> DraftMaterial | None:
        """How it was given so far."""
        return self.facts.draft.materials.get(self.code) if self.facts else None

    @property
    def is_scanned(self) -> bool:
        """Whether it is one that pages are taken of."""
        return bool(self.name) and (self.given is None or self.given.given_by is GivenBy.SCAN)

    @property
    def newest(self) -> str:
        """Id of the page that was taken last, empty for none."""
        return self.given.pages[-1].page_id.hex if self.given and self.given.pages else ""

    def page(self, page_id: str) -> DraftPage | None:
        """Return a page of it."""
        pages = self.given.pages if self.given else ()
        return next((page for page in pages if page.page_id.hex == page_id), None)

    @property
    def can_join(self) -> bool:
        """Whether its pages are both sides of a card."""
        return self.facts is not None and bool(sides_of(self.facts.draft, self.code))

    @property
    def missing_face(self) -> str:
        """Front or back, where only the other side of a card was taken."""
        guide = self.facts.guides.get(self.code) if self.facts else None
        if self.facts is None or guide is None or guide.recognition is None:
            return ""
        return guide.recognition.missing_face(sides_taken(self.facts.draft, self.code))

    def wanted(self, replaces: tuple[UUID, ...]) -> Wanted:
        """Return what its next page should show, or that in place of others."""
        if self.facts is None or self.code not in self.facts.guides:
            return Wanted()
        besides = [page.hex for page in replaces]
        return self.facts.wanted(self.code, sides_taken(self.facts.draft, self.code, besides))
