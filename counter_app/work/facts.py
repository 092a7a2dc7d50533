"""What presenters know of the open case: one frozen value, made on the desk's lane after every act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from devices.imaging.recognition.expected import ExpectedDocument
from shared.catalogue.changes import DraftChange
from shared.catalogue.guides import MaterialGuide
from shared.catalogue.model import Subject
from shared.forms.joined import JoinedForm
from shared.intake.draft import Draft
from shared.intake.gaps import Gap


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """An open case.

    Attributes:
        guides: how each material is asked for, by material code.
        documents: what the pages of those materials are told by of which the catalogue says it, by material code.
        can_undo: there is an answer to take back.
        newest: version of the newest catalogue; changes: what it would change, for the draft keeps its own.
    """

    draft: Draft
    subject: Subject
    form: JoinedForm
    gaps: tuple[Gap, ...]
    guides: Mapping[str, MaterialGuide] = field(default_factory=dict)
    documents: Mapping[str, ExpectedDocument] = field(default_factory=dict)
    can_undo: bool = False
    newest: str = ""
    changes: tuple[DraftChange, ...] = ()

    @property
    def is_outdated(self) -> bool:
        """Whether there is a newer catalogue than the draft's."""
        return bool(self.newest) and self.newest != self.draft.catalogue_version
