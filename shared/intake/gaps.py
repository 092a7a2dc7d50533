"""Everything that is missing or wrong in a draft, told at once and in the order of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, unique

from shared.catalogue.model import Subject
from shared.catalogue.questionnaire import Standing
from shared.domain.materials import Importance, Material
from shared.forms.checking import check_form
from shared.forms.joined import JoinedForm
from shared.intake.draft import QUESTION_PREFIX, Draft, DraftMaterial, GivenBy


@unique
class GapKind(StrEnum):
    """What kind of thing a gap is about; tells a face where to lead."""

    APPLICANT = "applicant"
    FIELD = "field"
    MATERIAL = "material"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing or wrong.

    Attributes:
        where: role, field id or material code.
        code: missing, or what is wrong with it; from a closed list in docs/error-codes.md.
        label: the thing's name for people, as the catalogue writes it.
        basis: the rule that asks for it, empty where the form itself is the rule.
        deferrable: it may come later (minor materials only).
    """

    kind: GapKind
    where: str
    code: str
    label: str
    basis: str = ""
    deferrable: bool = False
    params: Mapping[str, str] = field(default_factory=dict)


def gaps_of(
    draft: Draft,
    subject: Subject,
    form: JoinedForm,
    standing: Standing | None = None,
    *,
    today: date | None = None,
) -> tuple[Gap, ...]:
    """Return every gap of a draft.

    `standing` is what the answers to its questions amount to; one that ends the path is a gap that only another answer
    closes. `today` bounds dates, without it the legal day of the clock.
    """
    return (
        *_applicant_gaps(draft, subject),
        *_field_gaps(draft, form, today),
        *_stop_gaps(form, standing),
        *_material_gaps(draft, subject),
    )


def _stop_gaps(form: JoinedForm, standing: Standing | None) -> Iterator[Gap]:
    field = f"{QUESTION_PREFIX}{standing.stopped_by}" if standing is not None else ""
    if standing is not None and standing.stop is not None and field in form.fields:
        params = {"note": standing.stop.note, "office": standing.stop.office or ""}
        yield Gap(GapKind.FIELD, field, "path_ended", form.fields[field].title, params=params)


def _applicant_gaps(draft: Draft, subject: Subject) -> Iterator[Gap]:
    for role in subject.roles:
        if draft.applicant(role.code) is None:
            yield Gap(GapKind.APPLICANT, role.code, "missing", role.label)


def _field_gaps(draft: Draft, form: JoinedForm, today: date | None) -> Iterator[Gap]:
    for fault in check_form(form, draft.values(), today=today):
        params = {key: str(value) for key, value in fault.params.items()}
        yield Gap(GapKind.FIELD, fault.field, fault.code, form.fields[fault.field].title, params=params)


def _material_gaps(draft: Draft, subject: Subject) -> Iterator[Gap]:
    for material in subject.materials:
        given = draft.materials.get(material.code)
        if given is None:
            yield _gap(material, "missing")
        else:
            yield from _page_gaps(material, given)


def _page_gaps(material: Material, given: DraftMaterial) -> Iterator[Gap]:
    if given.given_by is GivenBy.SCAN and not given.pages:
        yield _gap(material, "missing")
    for number, page in enumerate(given.pages, start=1):
        if page.findings and not page.override_reason:
            yield Gap(
                GapKind.PAGE,
                material.code,
                page.findings[0],
                material.name,
                material.legal_basis,
                params={"page": str(number)},
            )


def _gap(material: Material, code: str) -> Gap:
    return Gap(
        GapKind.MATERIAL,
        material.code,
        code,
        material.name,
        material.legal_basis,
        deferrable=material.importance is Importance.MINOR,
    )
