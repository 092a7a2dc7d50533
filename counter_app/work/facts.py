"""What presenters know of the open case: one frozen value, made on the desk's lane after every act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
        can_undo: there is an answer to take back.
    """

    draft: Draft
    subject: Subject
    form: JoinedForm
    gaps: tuple[Gap, ...]
    guides: Mapping[str, MaterialGuide] = field(default_factory=dict)
    can_undo: bool = False
