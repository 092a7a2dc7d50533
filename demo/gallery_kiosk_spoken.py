"""What the gallery's derived scenes are made of: a session's state, said in one of the kiosk's languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from demo.gallery_kiosk_frame import Scene
from devices.core.printing import PrinterStatus
from devices.core.status import DeviceState
from devices.id_card.specimens import CHEN
from kiosk_app.screens import resume_said_in, said_in
from kiosk_app.viewmodels.form import FormInputs, derive_form_props
from kiosk_app.viewmodels.materials_derived import MaterialsInputs, derive_materials_props
from kiosk_app.viewmodels.resume_derived import ResumeInputs, derive_resume_props
from kiosk_app.viewmodels.review import ReviewInputs, derive_review_props
from kiosk_app.viewmodels.shell import ShellInputs, derive_shell_props
from kiosk_app.work.draft_state import ResumeState
from kiosk_app.work.form_pages import form_pages, page_of
from kiosk_app.work.state import Around, CardPhase, Screen, SessionState
from shared.catalogue.checker import read_source
from shared.catalogue.model import Catalogue
from shared.catalogue.sources import default_source
from shared.catalogue.translating import Translation, translation_of
from shared.domain.trust import TrustLevel
from shared.forms.joined import join_forms
from shared.forms.known import known_fields
from shared.forms.specimen import specimen_of
from shared.intake.draft import Draft, DraftMaterial, DraftPage, FieldSource, FieldValue, GivenBy
from shared.intake.identify import applicant_from_card, person_of
from shared.qt.languages import Language

NOW: Final = datetime(2026, 11, 27, 1, 41, tzinfo=UTC)
WELL: Final = Around(DeviceState.READY, DeviceState.READY, PrinterStatus(DeviceState.READY), True)
OFFLINE: Final = replace(WELL, online=False)


@cache
def sample_catalogue() -> Catalogue:
    """Return the shipped catalogue."""
    return read_source(default_source())


@cache
def translation(language: Language) -> Translation:
    """Return the catalogue's texts in a language."""
    return translation_of(sample_catalogue(), language.value)


@cache
def told(language: Language) -> Catalogue:
    """Return the catalogue as it is told in a language."""
    return translation(language).of(sample_catalogue())


@cache
def begun(code: str) -> SessionState:
    """Return a session in which 陈样例 is known and nothing else is given."""
    catalogue = sample_catalogue()
    subject = catalogue.subject(code)
    form, role = join_forms(catalogue, subject), subject.roles[0]
    applicant = applicant_from_card(CHEN, role, NOW)
    known = known_fields(form, applicant.role, person_of(applicant))
    draft = Draft(
        case_id=UUID(int=1),
        subject_code=code,
        catalogue_version=catalogue.version,
        channel="kiosk",
        created_at=NOW,
        updated_at=NOW,
    ).with_applicant(applicant)
    draft = draft.with_fields({key: FieldValue(value=value, source=FieldSource.CARD) for key, value in known.items()})
    for material in subject.materials:
        if material.code == "id_card":
            given = DraftMaterial(code=material.code, given_by=GivenBy.CARD_READ, trust=TrustLevel.A)
            draft = draft.with_material(given)
    return SessionState(
        screen=Screen.MATERIALS,
        around=WELL,
        subject=subject,
        form=form,
        draft=draft,
        card=CHEN,
        card_phase=CardPhase.READ,
        role=applicant.role,
        has_camera=True,
        has_glass=False,
    )


def page(number: int, **changes: Any) -> DraftPage:
    """Return a kept page; its picture is put under the hex of its id."""
    return DraftPage(
        page_id=UUID(int=number),
        width=1654,
        height=2339,
        dpi=200,
        size=400_000,
        sha256="0" * 64,
        trust=TrustLevel.B,
        taken_at=NOW,
        **changes,
    )


def with_pages(state: SessionState, code: str, *pages: DraftPage) -> SessionState:
    """Return a state in which a material was given in pages."""
    given = DraftMaterial(code=code, given_by=GivenBy.SCAN, trust=TrustLevel.B, pages=pages)
    return replace(state, draft=state.draft.with_material(given) if state.draft else None)


def said(state: SessionState, language: Language) -> SessionState:
    """Return a state with the catalogue's texts in a language."""
    return replace(said_in(state, translation(language)), language=language.value)


def materials_scene(
    name: str, state: SessionState, language: Language, typing: str = "", *, is_alike: bool = False
) -> Scene:
    """Return the materials as the kiosk itself would show them."""
    state = said(state, language)
    materials = state.subject.materials if state.subject else ()
    material = next(each for each in materials if each.code == state.material)
    props = derive_materials_props(MaterialsInputs(state, told(language), material, sample_catalogue()))
    frame = derive_shell_props(ShellInputs(state, told(language).hall, is_demo=True))
    return Scene(f"materials{name}", "materials", props, frame, typing, is_alike)


def form_scene(name: str, state: SessionState, field: str, language: Language) -> Scene:
    """Return the page of the form that asks for a field as the kiosk itself would show it."""
    state = said(replace(state, screen=Screen.FORM), language)
    form, draft = state.form, state.draft
    if form is None or draft is None:
        message = "a scene of the form needs one"
        raise ValueError(message)
    pages = form_pages(form, draft)
    state = replace(state, form_page=page_of(pages, field))
    props = derive_form_props(FormInputs(state, form, draft, pages, NOW.date()))
    frame = derive_shell_props(ShellInputs(state, told(language).hall, is_demo=True, pages=pages))
    return Scene(f"form-{name}", "form", props, frame)


def review_scene(name: str, state: SessionState, language: Language) -> Scene:
    """Return the review as the kiosk itself would show it, with the form filled in as in its sample."""
    state = said(replace(state, screen=Screen.REVIEW), language)
    form, draft, subject = state.form, state.draft, state.subject
    if form is None or draft is None or subject is None:
        message = "a scene of the review needs a draft"
        raise ValueError(message)
    sample = specimen_of(sample_catalogue(), draft.subject_code).values
    typed = {
        key: FieldValue(value=value, source=FieldSource.TYPED)
        for key, value in sample.items()
        if key in form.fields and key not in draft.fields
    }
    props = derive_review_props(ReviewInputs(draft.with_fields(typed), subject, form))
    frame = derive_shell_props(ShellInputs(state, told(language).hall, is_demo=True))
    return Scene(f"review-{name}", "review", props, frame)


def resume_scene(name: str, state: SessionState, resume: ResumeState, language: Language) -> Scene:
    """Return going on with a draft as the kiosk itself would show it."""
    state = said(replace(state, screen=Screen.RESUME, resume=resume), language)
    resume = resume_said_in(resume, translation(language))
    props = derive_resume_props(ResumeInputs(state, resume, told(language)))
    frame = derive_shell_props(ShellInputs(state, told(language).hall, is_demo=True))
    return Scene(f"resume-{name}", "resume", props, frame)
