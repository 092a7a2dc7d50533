"""Keeps every view model true to the session's state: the screen in front first, the frame last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from kiosk_app.face import Models
from kiosk_app.session_flow import SessionFlow
from kiosk_app.telling import Telling, Told
from kiosk_app.viewmodels.confirm import ConfirmInputs, derive_confirm_props
from kiosk_app.viewmodels.form import FormInputs, derive_form_props
from kiosk_app.viewmodels.home import HomeInputs, derive_home_props
from kiosk_app.viewmodels.identify import IdentifyInputs, derive_identify_props
from kiosk_app.viewmodels.item import ItemInputs, derive_item_props
from kiosk_app.viewmodels.keep import KeepInputs, derive_keep_props
from kiosk_app.viewmodels.materials_derived import MaterialsInputs, derive_materials_props
from kiosk_app.viewmodels.papers import derive_papers_props
from kiosk_app.viewmodels.pause import derive_pause_props
from kiosk_app.viewmodels.receipt import ReceiptInputs, derive_goodbye_props, derive_receipt_props
from kiosk_app.viewmodels.resume_derived import ResumeInputs, derive_resume_props
from kiosk_app.viewmodels.review import ReviewInputs, derive_review_props
from kiosk_app.viewmodels.shell import ShellInputs, derive_shell_props
from kiosk_app.words.changes import translated_changes
from kiosk_app.work.draft_state import ResumeState
from kiosk_app.work.form_pages import FormPage
from kiosk_app.work.state import Screen, SessionState, StateBox
from shared.catalogue.model import Catalogue
from shared.catalogue.translating import Translation
from shared.domain.clock import legal_date


def said_in(state: SessionState, translation: Translation) -> SessionState:
    """Return a state with everything of it that people read in the language of a translation."""
    of, say = translation.of, translation.say
    return replace(
        state,
        subject=of(state.subject),
        form=of(state.form),
        gaps=of(state.gaps),
        faults=of(state.faults),
        sealed=of(state.sealed),
        rejected=tuple(replace(finding, seems=say(finding.seems)) for finding in state.rejected),
        readings={
            material: tuple(replace(reading, title=say(reading.title)) for reading in read)
            for material, read in state.readings.items()
        },
    )


def resume_said_in(resume: ResumeState, translation: Translation) -> ResumeState:
    """Return going on with a draft, with the names that it tells in the language of a translation."""
    again, stayed, differing = (
        tuple(map(translation.say, names)) for names in (resume.again, resume.stayed, resume.differing)
    )
    changes = translated_changes(resume.changes, translation)
    return replace(resume, again=again, stayed=stayed, differing=differing, changes=changes)


class Screens:
    """Derives and shows; decides nothing.

    Args:
        telling: the version that new matters use, and those of older drafts.
        speak: has the face speak a language, before anything is derived in it.
    """

    def __init__(
        self,
        *,
        box: StateBox,
        flow: SessionFlow,
        models: Models,
        telling: Telling,
        clock: Callable[[], datetime],
        is_demo: bool,
        speak: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._flow = flow
        self._models = models
        self._telling = telling
        self._clock = clock
        self._is_demo = is_demo
        self._speak = speak
        self._show_of = {
            Screen.ATTRACT: self._home,
            Screen.HOME: self._home,
            Screen.ITEM: self._item,
            Screen.IDENTIFY: self._identify,
            Screen.FORM: self._form,
            Screen.MATERIALS: self._materials,
            Screen.REVIEW: self._review,
            Screen.CONFIRM: self._confirm,
            Screen.PAUSE: self._pause,
            Screen.RECEIPT: self._receipt,
            Screen.GOODBYE: self._goodbye,
            Screen.KEEP: self._keep,
            Screen.RESUME: self._resume,
        }
        self._told: Told
        box.watch(self._show)

    def _show(self, state: SessionState) -> None:
        state = state.seen
        if state.language != self._telling.language:
            self._telling.change_language(state.language)
            self._speak(state.language)
        self._told = self._telling.by(state)
        state = said_in(state, self._told.translation)
        self._show_of[state.screen](state)
        if state.papers is not None:
            self._models.papers.show(derive_papers_props(state.papers))
        shell = ShellInputs(state, self._newest.hall, self._is_demo, self._pages())
        self._models.shell.show(derive_shell_props(shell))

    def _home(self, state: SessionState) -> None:
        self._models.home.show(derive_home_props(HomeInputs(state, self._newest)))

    def _item(self, state: SessionState) -> None:
        if state.subject:
            inputs = ItemInputs(state.subject, self._told.catalogue, state.busy)
            self._models.item.show(derive_item_props(inputs))

    def _identify(self, state: SessionState) -> None:
        self._models.identify.show(derive_identify_props(IdentifyInputs(state, self._newest.hall)))

    def _form(self, state: SessionState) -> None:
        pages = self._pages()
        if state.form and state.draft and pages:
            inputs = FormInputs(state, state.form, state.draft, pages, self._today())
            self._models.form.show(derive_form_props(inputs))

    def _materials(self, state: SessionState) -> None:
        materials = state.subject.materials if state.subject else ()
        material = next((each for each in materials if each.code == state.material), None)
        if material:
            inputs = MaterialsInputs(state, self._told.catalogue, material, self._told.untold)
            self._models.materials.show(derive_materials_props(inputs))

    def _review(self, state: SessionState) -> None:
        if state.draft and state.subject and state.form:
            changed = tuple(map(self._telling.newest.translation.say, state.changed))
            inputs = ReviewInputs(state.draft, state.subject, state.form, state.gaps, state.busy, changed)
            self._models.review.show(derive_review_props(inputs))

    def _confirm(self, state: SessionState) -> None:
        if state.draft and state.subject:
            inputs = ConfirmInputs(state.draft, state.subject, state.agreed, state.busy)
            self._models.confirm.show(derive_confirm_props(inputs))

    def _pause(self, state: SessionState) -> None:
        self._models.pause.show(derive_pause_props(state, self._newest.hall))

    def _receipt(self, state: SessionState) -> None:
        if state.sealed:
            inputs = ReceiptInputs(state, state.sealed, self._told.catalogue)
            self._models.receipt.show(derive_receipt_props(inputs))

    def _goodbye(self, state: SessionState) -> None:
        self._models.goodbye.show(derive_goodbye_props(state))

    @property
    def _newest(self) -> Catalogue:
        return self._telling.newest.catalogue

    def _pages(self) -> tuple[FormPage, ...]:
        return self._told.translation.of(self._flow.filling.pages())

    def _keep(self, state: SessionState) -> None:
        if state.keep:
            keep = replace(state.keep, subject=state.subject.name if state.subject else "")
            inputs = KeepInputs(keep, state.around.online, state.is_taking, state.busy)
            self._models.keep.show(derive_keep_props(inputs))

    def _resume(self, state: SessionState) -> None:
        if state.resume:
            resume = resume_said_in(state.resume, self._telling.newest.translation)
            self._models.resume.show(derive_resume_props(ResumeInputs(state, resume, self._newest)))

    def _today(self) -> date:
        return legal_date(self._clock())
