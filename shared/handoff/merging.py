"""A draft that comes back to where it was changed after it was shared last: the work of both sides in one (ADR 27).

Compared with the state that was shared, what one side alone changed counts; where both did, what arrives stands and
what was entered here is kept beside it, for a person to choose. Pages of both stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from shared.intake.draft import Draft, DraftApplicant, DraftMaterial, FieldSource, FieldValue, GivenBy, OtherValue

Part = TypeVar("Part", FieldValue, DraftMaterial, DraftApplicant)


@dataclass(frozen=True, slots=True)
class Merged:
    """The work of both sides.

    Attributes:
        draft: what arrived, with what was entered here since it was shared.
        kept: ids of the fields, materials and roles that were changed here alone, and count.
        differing: those that both sides changed. Of a field both values are there, of a material the pages of both;
            else what arrived stands, and a person looks at it.
    """

    draft: Draft
    kept: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()


def merge(arriving: Draft, mine: Draft, shared: Draft | None) -> Merged:
    """Return what arrives together with what was entered here since.

    Args:
        mine: what lies here.
        shared: the last state that both sides knew; None where that is not known, so that every difference is told.
    """
    answers = shared.fields if shared else None
    given = shared.materials if shared else None
    known = _by_role(shared) if shared else None
    fields = _Together(arriving.fields, mine.fields, answers, _is_same_value, _both_values)
    papers = _Together(arriving.materials, mine.materials, given, _is_same_material, _both_papers)
    people = _Together(_by_role(arriving), _by_role(mine), known, _is_same_person, _first)
    draft = arriving.model_copy(
        update={
            "fields": fields.values,
            "materials": papers.values,
            "applicants": tuple(people.values.values()),
            "refused_readings": arriving.refused_readings | mine.refused_readings,
            "told": arriving.told or mine.told,
            "confirmed_at": None,
        }
    )
    return Merged(
        draft,
        (*people.kept, *fields.kept, *papers.kept),
        (*people.differing, *fields.differing, *papers.differing),
    )


@dataclass
class _Together(Generic[Part]):
    """The parts of one kind that both sides have, those that arrive first.

    Attributes:
        is_same: whether two parts say the same; both: what stands where both sides changed one, arriving first.
    """

    arriving: Mapping[str, Part]
    mine: Mapping[str, Part]
    shared: Mapping[str, Part] | None
    is_same: Callable[[Part, Part], bool]
    both: Callable[[Part, Part], Part]
    values: dict[str, Part] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for key in dict.fromkeys((*self.arriving, *self.mine)):
            chosen = self._chosen(key, self.arriving.get(key), self.mine.get(key))
            if chosen is not None:
                self.values[key] = chosen

    def _chosen(self, key: str, there: Part | None, here: Part | None) -> Part | None:
        if self._are_same(there, here) or self._is_unchanged(key, here):
            return there
        if there is None or self._is_unchanged(key, there):
            self.kept.append(key)
            return here
        if here is None:
            return there
        self.differing.append(key)
        return self.both(there, here)

    def _are_same(self, one: Part | None, other: Part | None) -> bool:
        return one is other or (one is not None and other is not None and self.is_same(one, other))

    def _is_unchanged(self, key: str, part: Part | None) -> bool:
        return self.shared is not None and self._are_same(part, self.shared.get(key))


def _by_role(draft: Draft) -> dict[str, DraftApplicant]:
    return {applicant.role: applicant for applicant in draft.applicants}


def _is_same_value(one: FieldValue, other: FieldValue) -> bool:
    return (one.value, one.others) == (other.value, other.others)


def _both_values(there: FieldValue, here: FieldValue) -> FieldValue:
    if there.source is FieldSource.CARD or there.value == here.value:
        return there
    said = (OtherValue(value=here.value, source=here.source, later=True), *here.others, *there.others)
    offers = {one.value: one for one in reversed(said) if one.value != there.value}
    return there.model_copy(update={"others": tuple(reversed(offers.values()))})


def _is_same_material(one: DraftMaterial, other: DraftMaterial) -> bool:
    return one == other


def _both_papers(there: DraftMaterial, here: DraftMaterial) -> DraftMaterial:
    known = {page.page_id for page in there.pages}
    added = tuple(page for page in here.pages if page.page_id not in known)
    if not added or there.given_by is not GivenBy.SCAN:
        return here if added else there  # paper counts more than a promise of it
    lower = max(there.trust, here.trust)  # D is lower than A
    return there.model_copy(update={"pages": there.pages + added, "trust": lower})


def _is_same_person(one: DraftApplicant, other: DraftApplicant) -> bool:
    return one.number == other.number


def _first(there: DraftApplicant, here: DraftApplicant) -> DraftApplicant:
    del here
    return there
