"""What presenters know of the open case: one frozen value, made on the desk's lane after every act."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from shared.capture.pages import Wanted
from shared.catalogue.changes import DraftChange
from shared.catalogue.guides import MaterialGuide
from shared.catalogue.model import Subject
from shared.forms.joined import JoinedForm
from shared.intake.draft import Draft
from shared.intake.gaps import Gap


def _any_page(_material: str, _taken: Collection[str]) -> Wanted:
    return Wanted()


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """An open case.

    Attributes:
        guides: how each material is asked for, by material code.
        wanted: what page of a material is wanted next, from its code and the names of the sides taken before.
        can_undo: there is an answer to take back.
        newest: version of the newest catalogue; changes: what it would change, for the draft keeps its own.
    """

    draft: Draft
    subject: Subject
    form: JoinedForm
    gaps: tuple[Gap, ...]
    guides: Mapping[str, MaterialGuide] = field(default_factory=dict)
    wanted: Callable[[str, Collection[str]], Wanted] = field(default=_any_page, compare=False)
    can_undo: bool = False
    newest: str = ""
    changes: tuple[DraftChange, ...] = ()

    @property
    def is_outdated(self) -> bool:
        """Whether there is a newer catalogue than the draft's."""
        return bool(self.newest) and self.newest != self.draft.catalogue_version
