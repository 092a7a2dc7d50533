"""Before a matter: waking the screen, searching, choosing, beginning."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kiosk_app.work.desk_jobs import DeskJobs
from kiosk_app.work.identifying import asking_anybody, has_part
from kiosk_app.work.state import Screen, SessionState, StateBox
from shared.catalogue.findable import Hit
from shared.catalogue.model import Subject
from shared.catalogue.search import CatalogueSearch
from shared.domain.items import Channel
from shared.forms.joined import JoinedForm
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft
from shared.qt.jobs import Lane, Ok, Result

_RESULTS = 8


class Finding:
    """The first acts. GUI thread only; the search has a lane of its own, so that typing never waits."""

    def __init__(
        self,
        *,
        box: StateBox,
        jobs: DeskJobs,
        desk: IntakeDesk,
        search: Callable[[], CatalogueSearch],
        search_lane: Lane,
        go_on: Callable[[], None],
    ) -> None:
        self._box = box
        self._jobs = jobs
        self._desk = desk
        self._search = search
        self._search_lane = search_lane
        self._go_on = go_on

    def wake(self) -> None:
        """Somebody is here."""
        if self._box.now.screen is Screen.ATTRACT:
            self._box.change(screen=Screen.HOME)

    def search(self, text: str) -> None:
        """Look for what is typed; only the answer to the last text counts."""
        wanted = text.strip()
        if wanted == self._box.now.search_text:
            return
        self._box.change(search_text=wanted, hits=() if not wanted else self._box.now.hits)
        if wanted:
            self._search_lane.run(partial(self._find, wanted), partial(self._found, wanted))

    def choose_subject(self, code: str) -> None:
        """Open the guide of an item or one-matter service; a draft of it keeps its own."""
        state = self._box.now
        if not state.busy:
            self._box.change(screen=Screen.ITEM, subject=self._guide_of(code, state))

    def show_where_the_card_goes(self) -> None:
        """Ask for the card before any matter is chosen."""
        asking = asking_anybody(self._box.now)
        self._box.change(screen=Screen.IDENTIFY, subject=None, role=None, asked_role=None, **asking)

    def start(self) -> None:
        """Begin the matter on the guide, or go on with it.

        A draft of another matter, or of other people than who laid a card since, is erased unless it was kept.
        """
        state = self._box.now
        if state.subject is None:
            return
        code, old = state.subject.code, state.draft
        if old is not None and old.subject_code == code and not _is_of_others(old, state):
            self._go_on()
            return
        erased = None if state.came_from_elsewhere else old
        self._jobs.run(lambda: self._begin(code, erased), self._begun)

    def _guide_of(self, code: str, state: SessionState) -> Subject:
        draft, desk = state.draft, self._desk
        if draft is None or draft.subject_code != code:
            return desk.catalogue.subject(code)
        return desk.catalogue_of(draft).subject(code) if _is_of_others(draft, state) else desk.subject(draft)

    def _find(self, text: str) -> tuple[Hit, ...]:
        return self._search().search(text, limit=_RESULTS, channel=Channel.KIOSK)

    def _found(self, wanted: str, result: Result) -> None:
        if wanted == self._box.now.search_text and isinstance(result, Ok):
            self._box.change(hits=result.value)

    def _begin(self, code: str, old: Draft | None) -> tuple[Draft, JoinedForm]:
        draft = self._desk.begin(code, Channel.KIOSK.value, self._box.now.language)
        if old is not None:
            self._desk.discard(old)
        return draft, self._desk.form(draft)

    def _begun(self, outcome: tuple[Draft, JoinedForm]) -> None:
        draft, form = outcome
        self._box.change(
            draft=draft,
            subject=self._desk.catalogue.subject(draft.subject_code),
            form=form,
            gaps=(),
            changed=(),
            typed={},
            faults={},
            form_page=0,
            material=None,
            came_from_elsewhere=False,
        )
        self._go_on()


def _is_of_others(draft: Draft, state: SessionState) -> bool:
    """Whether who laid a card last is nobody of a draft's applicants: the next person stands there."""
    return bool(draft.applicants) and state.card is not None and not has_part(draft, state.card)
