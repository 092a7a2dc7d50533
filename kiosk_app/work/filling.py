"""The form, page by page: answers are kept while they are typed and stored when the page is left.

An answer may change what the form asks and which papers are needed; both are taken anew with each stored page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk_app.work.desk_jobs import DeskJobs
from kiosk_app.work.form_pages import FormPage, form_pages, page_of, stored_value
from kiosk_app.work.state import Screen, StateBox
from shared.catalogue.model import Subject
from shared.forms.joined import JoinedForm
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft
from shared.intake.gaps import Gap, GapKind

_Stored = tuple[Draft, tuple[Gap, ...], JoinedForm, Subject]


def store_typed(desk: IntakeDesk, draft: Draft, form: JoinedForm, typed: Mapping[str, str]) -> Draft:
    """Store what was typed or chosen and doesn't stand there alone yet; blocks."""
    for field, text in typed.items():
        if field not in form.fields:
            continue
        value, known = stored_value(form.fields[field], text), draft.fields.get(field)
        if (known.value if known else "") != value or (known and known.others):
            draft = desk.set_field(draft, field, value)
    return draft


class Filling:
    """The form's acts. GUI thread only."""

    def __init__(self, box: StateBox, jobs: DeskJobs, desk: IntakeDesk, go_on: Callable[[], None]) -> None:
        self._box = box
        self._jobs = jobs
        self._desk = desk
        self._go_on = go_on

    def pages(self) -> tuple[FormPage, ...]:
        """Return the pages of the draft's form."""
        state = self._box.now
        return form_pages(state.form, state.draft) if state.form and state.draft else ()

    def open(self, place: int = 0) -> None:
        """Show a page; one past the end leads on."""
        pages = self.pages()
        if place >= len(pages):
            self._go_on()
        else:
            self._box.change(screen=Screen.FORM, form_page=place, faults={})

    def open_field(self, field: str) -> None:
        """Show the page that asks for a field."""
        self.open(page_of(self.pages(), field))

    def open_last(self) -> None:
        """Show the last page."""
        self.open(max(0, len(self.pages()) - 1))

    def set_field(self, field: str, value: str) -> None:
        """Keep what is typed or chosen; what was wrong before counts no more."""
        state = self._box.now
        page = self._page()
        if state.busy or page is None or field not in page.fields:
            return
        faults = {key: gap for key, gap in state.faults.items() if key != field}
        self._box.change(typed={**state.typed, field: value}, faults=faults)

    def next_page(self) -> None:
        """Store the page's answers; go on when none of them is wrong."""
        self._store_page(self._leave_right_page)

    def leave(self, go_on: Callable[[], None]) -> None:
        """Store the page's answers, right or wrong, and go on from it."""
        self._store_page(go_on)

    def _store_page(self, then: Callable[[], None]) -> None:
        state, page = self._box.now, self._page()
        if page is None or state.draft is None or state.form is None:
            return
        if page.is_known:
            then()
            return
        draft, form = state.draft, state.form
        typed = {field: text for field, text in state.typed.items() if field in page.fields}
        self._jobs.run(lambda: self._store(draft, form, typed), lambda outcome: self._stored(page, then, outcome))

    def _store(self, draft: Draft, form: JoinedForm, typed: dict[str, str]) -> _Stored:
        draft = store_typed(self._desk, draft, form, typed)
        return draft, self._desk.gaps(draft), self._desk.form(draft), self._desk.subject(draft)

    def _stored(self, page: FormPage, then: Callable[[], None], stored: _Stored) -> None:
        draft, gaps, form, subject = stored
        faults = {gap.where: gap for gap in gaps if gap.kind is GapKind.FIELD and gap.where in page.fields}
        state = self._box.now
        kept = {field: text for field, text in state.typed.items() if field in faults or field not in page.fields}
        # An answer may bring or take pages before this one: what the card says comes first.
        pages = enumerate(form_pages(form, draft))
        place = next((one for one, each in pages if set(each.fields) & set(page.fields)), state.form_page)
        self._box.change(draft=draft, gaps=gaps, form=form, subject=subject, faults=faults, typed=kept, form_page=place)
        then()

    def _leave_right_page(self) -> None:
        state = self._box.now
        if state.faults:
            return
        if state.returning:
            self._go_on()
        else:
            self.open(state.form_page + 1)

    def _page(self) -> FormPage | None:
        pages = self.pages()
        place = self._box.now.form_page
        return pages[place] if self._box.now.screen is Screen.FORM and place < len(pages) else None
