"""Guidance before any application, kept and carried into the later intake (预介入, 一站咨询; C21)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shared.domain.errors import RuleBrokenError, RuleFault


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that was said to the applicant, and the rule behind it where there is one."""

    text: str
    legal_basis: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class GuidanceRecord:
    """One talk before an application.

    Attributes:
        subject_code: item or one-matter service; catalogue_version: the one that was spoken from.
        given_by: id of the clerk; first asked stays responsible (首问负责).
        answers: of the questionnaire, by question; looked_at: codes of materials that were found right.
    """

    id: UUID
    subject_code: str
    catalogue_version: str
    given_by: str
    given_at: datetime
    advice: tuple[Advice, ...]
    answers: Mapping[str, str] = field(default_factory=dict)
    looked_at: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"GuidanceRecord(id={self.id!s}, …)"


@dataclass(frozen=True, slots=True)
class CarriedGuidance:
    """What an intake takes over of the talks before it: later answers win, and every talk is named.

    Attributes:
        asked_again: materials found right under an older catalogue, which has to be looked at again.
    """

    records: tuple[UUID, ...]
    advice: tuple[Advice, ...]
    answers: Mapping[str, str]
    looked_at: frozenset[str]
    asked_again: frozenset[str]


def carried(
    records: Iterable[GuidanceRecord],
    subject_code: str,
    *,
    catalogue_version: str,
    changed_materials: Iterable[str] = (),
    intake_began: datetime,
) -> CarriedGuidance:
    """Carry guidance into an intake.

    Args:
        records: talks about the subject.
        subject_code: of the intake; catalogue_version: that it freezes.
        changed_materials: those that the version changes since a talk (shared.catalogue.changes).
        intake_began: when the intake began.

    Raises:
        RuleBrokenError: guidance_other_subject; guidance_after_intake for a talk that came later.
    """
    told = sorted(records, key=lambda record: record.given_at)
    changed = frozenset(changed_materials)
    answers: dict[str, str] = {}
    good: set[str] = set()
    again: set[str] = set()
    for record in told:
        if record.subject_code != subject_code:
            raise RuleBrokenError(RuleFault.GUIDANCE_OTHER_SUBJECT, str(record.id))
        if record.given_at > intake_began:
            raise RuleBrokenError(RuleFault.GUIDANCE_AFTER_INTAKE, str(record.id))
        answers.update(record.answers)
        stale = changed if record.catalogue_version != catalogue_version else frozenset()
        good |= record.looked_at - stale
        again |= record.looked_at & stale
    advice = tuple(dict.fromkeys(one for record in told for one in record.advice))
    return CarriedGuidance(
        tuple(record.id for record in told), advice, answers, frozenset(good), frozenset(again - good)
    )
