"""Everything that is missing or wrong in a draft, told at once and in the order of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum, unique

from shared.catalogue.model import Catalogue, Subject
from shared.catalogue.questionnaire import Standing
from shared.domain.clock import legal_date
from shared.domain.deadlines import DueDate
from shared.domain.materials import Material
from shared.forms.checking import check_form
from shared.forms.joined import JoinedForm
from shared.intake.card_answers import said_by_cards
from shared.intake.draft import QUESTION_PREFIX, Draft, DraftMaterial, GivenBy
from shared.intake.promises import due_if_promised


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
        remedy: what to do about it, as the catalogue writes it; empty where the code says enough.
        deferrable: it may come later (minor materials only); later_until: by when, if it is promised today.
        commitment: the declaration that may stand in for it, empty where none may.
    """

    kind: GapKind
    where: str
    code: str
    label: str
    basis: str = ""
    remedy: str = ""
    deferrable: bool = False
    later_until: DueDate | None = None
    commitment: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


def gaps_of(
    draft: Draft,
    subject: Subject,
    form: JoinedForm,
    standing: Standing | None = None,
    *,
    today: date | None = None,
    catalogue: Catalogue | None = None,
) -> tuple[Gap, ...]:
    """Return every gap of a draft, at once, each with its reason, its rule and its remedy.

    Args:
        draft, subject, form: what is applied for and what was given.
        standing: what the answers to the questions amount to; one that ends the path is a gap that only another
            answer closes.
        today: bounds dates and begins what may come later; without it the legal day of the clock.
        catalogue: knows the remedies and the calendar; without it gaps come without them.
    """
    return (
        *_applicant_gaps(draft, subject),
        *_field_gaps(draft, form, today),
        *_difference_gaps(draft, form),
        *_stop_gaps(form, standing, catalogue),
        *_material_gaps(draft, subject, _Remedies(catalogue, today or legal_date(datetime.now(UTC)))),
    )


@dataclass(frozen=True, slots=True)
class _Remedies:
    """What the catalogue knows to say about a material that is missing."""

    catalogue: Catalogue | None
    today: date

    def of(self, material: Material, code: str) -> Gap:
        known = self.catalogue
        guide = known.material_guide(material.code) if known else None
        return Gap(
            GapKind.MATERIAL,
            material.code,
            code,
            material.name,
            material.legal_basis,
            remedy=guide.missing if guide else "",
            deferrable=material.deferrable,
            later_until=due_if_promised(material, self.today, known.work_calendar()) if known else None,
            commitment=material.commitment.text if material.commitment else "",
        )


def _stop_gaps(form: JoinedForm, standing: Standing | None, catalogue: Catalogue | None) -> Iterator[Gap]:
    """Yield the answer that ends the path, whether it was asked for, fills a field of the form or follows unasked."""
    if standing is None or standing.stop is None or standing.stopped_by is None:
        return
    question = catalogue.extras.questions.get(standing.stopped_by) if catalogue else None
    own = f"{QUESTION_PREFIX}{standing.stopped_by}"
    before = [field for field in form.fields if field.startswith(QUESTION_PREFIX)]
    places = [own, question.field if question and question.field else own, *reversed(before)]
    where = next((field for field in places if field in form.fields), own)
    label = form.fields[where].title if where in form.fields else standing.stopped_by
    params = {"note": standing.stop.note, "office": standing.stop.office or ""}
    yield Gap(GapKind.FIELD, where, "path_ended", label, params=params)


def _applicant_gaps(draft: Draft, subject: Subject) -> Iterator[Gap]:
    for role in subject.roles:
        if draft.applicant(role.code) is None:
            yield Gap(GapKind.APPLICANT, role.code, "missing", role.label)


def _field_gaps(draft: Draft, form: JoinedForm, today: date | None) -> Iterator[Gap]:
    for fault in check_form(form, draft.values(), today=today):
        params = {key: str(value) for key, value in fault.params.items()}
        yield Gap(GapKind.FIELD, fault.field, fault.code, form.fields[fault.field].title, params=params)


def _difference_gaps(draft: Draft, form: JoinedForm) -> Iterator[Gap]:
    """Yield the fields of which several sources say different things (A13); what a card says is one of them."""
    cards = said_by_cards(draft, form)
    for field_id, definition in form.fields.items():
        entry = draft.fields.get(field_id)
        if entry is not None and (entry.others or cards.get(field_id, entry.value) != entry.value):
            yield Gap(GapKind.FIELD, field_id, "sources_differ", definition.title)


def _material_gaps(draft: Draft, subject: Subject, remedies: _Remedies) -> Iterator[Gap]:
    for material in subject.materials:
        given = draft.materials.get(material.code)
        if given is None or (given.given_by is GivenBy.SCAN and not given.pages):
            yield remedies.of(material, "missing")
        elif given.promise is not None and given.promise.until < remedies.today:
            yield remedies.of(material, "promise_past")
        else:
            yield from _page_gaps(material, given)


def _page_gaps(material: Material, given: DraftMaterial) -> Iterator[Gap]:
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
