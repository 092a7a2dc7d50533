"""Leads from page to page: who works here, which case is open, what is said above it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, Slot

from counter_app.ports.shell import BannerState
from counter_app.ports.tone import Tone
from counter_app.ports.window import Page, WindowPort
from counter_app.presenters.applicants import ApplicantsPresenter
from counter_app.presenters.card_paths import CardPaths
from counter_app.presenters.done import DonePresenter
from counter_app.presenters.draft_paths import DraftPaths
from counter_app.presenters.drafts import DraftsPresenter
from counter_app.presenters.form import FormPresenter
from counter_app.presenters.gaps import GapsPresenter
from counter_app.presenters.materials import MaterialsPresenter
from counter_app.presenters.opening import OpeningPresenter
from counter_app.presenters.search import SearchPresenter
from counter_app.presenters.sign_in import SignInPresenter
from counter_app.presenters.stage import StagePresenter
from counter_app.presenters.stand_in import StandInPresenter
from counter_app.presenters.surroundings import SurroundingsPresenter
from counter_app.presenters.today import TodayPresenter
from counter_app.presenters.version import VersionPresenter
from counter_app.words.case import IdentityWords
from counter_app.words.changes import ChangeWords
from counter_app.words.drafts import DraftWords
from counter_app.words.failures import FailureWords
from counter_app.words.shell import ShellWords
from counter_app.work.case_desk import CaseDesk, Finished
from counter_app.work.draft_room import DraftRoom
from counter_app.work.facts import CaseFacts
from counter_app.work.workbench import Workbench
from shared.contract.terminals import Clerk, ClerkRight
from shared.domain.clock import CHINA_TIME
from shared.intake.gaps import GapKind


@dataclass(frozen=True, slots=True)
class Presenters:
    """Everyone whom the shell leads."""

    sign_in: SignInPresenter
    surroundings: SurroundingsPresenter
    search: SearchPresenter
    today: TodayPresenter
    applicants: ApplicantsPresenter
    form: FormPresenter
    materials: MaterialsPresenter
    stand_in: StandInPresenter
    stage: StagePresenter
    gaps: GapsPresenter
    done: DonePresenter
    drafts: DraftsPresenter
    opening: OpeningPresenter


@dataclass(frozen=True, slots=True)
class ShellSentences:
    """The words of the shell."""

    shell: ShellWords
    failures: FailureWords
    identity: IdentityWords
    changes: ChangeWords
    drafts: DraftWords


class ShellPresenter(QObject):
    """The way through the counter.

    Attributes:
        cards: takes the cards that are read.

    Args:
        desk_of: makes the desk of a clerk who signed in; room_of: where their drafts elsewhere are handled.
    """

    def __init__(
        self,
        window: WindowPort,
        bench: Workbench,
        presenters: Presenters,
        *,
        words: ShellSentences,
        desk_of: Callable[[Clerk], CaseDesk],
        room_of: Callable[[Clerk], DraftRoom],
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._window = window
        self._bench = bench
        self._all = presenters
        self._words = words
        self._desk_of = desk_of
        self._room_of = room_of
        self._clock = clock
        self._clerk: Clerk | None = None
        self._identified = 0
        self._scan_trouble = BannerState()
        self._version = VersionPresenter(window, bench, words.changes)
        self._version.setParent(self)
        self._drafts = DraftPaths(
            window,
            bench,
            presenters.drafts,
            presenters.opening,
            today=presenters.today,
            words=words.drafts,
            put_aside=self._put_aside,
            to_welcome=self._to_welcome,
        )
        self._drafts.setParent(self)
        self.cards = CardPaths(
            window,
            applicants=presenters.applicants,
            drafts=presenters.drafts,
            done=presenters.done,
            search=presenters.search,
            words=words.identity,
            to_welcome=self._to_welcome,
        )
        self.cards.setParent(self)
        self._connect_pages()
        self._connect_case()

    def _connect_pages(self) -> None:
        window, they = self._window, self._all
        they.sign_in.signedIn.connect(self._signed_in)
        they.sign_in.leftUndone.connect(self.tell)
        window.signOutAsked.connect(self._sign_out)
        window.newCaseAsked.connect(self._new_case)
        window.bannerClosed.connect(self._clear_banner)
        they.search.chosen.connect(self._begin)
        they.search.refused.connect(self._refused)
        they.today.caseChosen.connect(self._show_case)
        they.today.figuresChanged.connect(they.surroundings.set_figures)
        they.today.refreshed.connect(they.done.refresh)

    def _connect_case(self) -> None:
        bench, they = self._bench, self._all
        bench.opened.connect(self._opened)
        bench.changed.connect(self._changed)
        bench.closed.connect(self._closed)
        bench.finished.connect(self._finished)
        bench.failed.connect(self.tell_failure)
        they.materials.selected.connect(they.stage.select)
        they.materials.selected.connect(they.stand_in.select)
        they.materials.scanWanted.connect(they.stage.scan_for)
        they.stage.troubled.connect(self._troubled)
        they.stage.goingOn.connect(self._going_on)
        they.gaps.leadTo.connect(self._lead_to)
        they.gaps.aboutToFinish.connect(they.form.commit)
        they.done.failed.connect(self.tell_failure)

    @Slot(str)
    def draft_scanned(self, text: str) -> None:
        """Take the draft whose code was read, where a clerk works here."""
        self._drafts.code_scanned(text)

    @Slot(str)
    def tell_failure(self, code: str) -> None:
        """Say above the work what could not be done; once its clerk has left, to whoever still stands there."""
        text, detail = self._words.failures.sentence(code)
        if self._clerk is None:
            self._all.sign_in.tell(text, detail)
        else:
            self._window.set_banner(BannerState(text, detail, Tone.BAD))

    def stop(self) -> None:
        """Put the open case aside and leave off, as before the window goes."""
        self._clerk = None
        self._bench.use(None)
        self.cards.close()
        self._all.done.leave()
        self._drafts.use(None)
        self._all.today.stop()

    def tell(self, text: str, detail: str, tone: Tone = Tone.WARN) -> None:
        """Say something above the work."""
        self._window.set_banner(BannerState(text, detail, tone))

    @Slot(object)
    def show_scanned(self, case_id: UUID) -> None:
        """Show the case that a gun read, where a clerk works here."""
        if self._clerk is not None:
            self._show_case(case_id)

    @Slot()
    def tell_unknown_receipt(self) -> None:
        """Say that a receipt that was read is not this terminal's."""
        if self._clerk is not None:
            self.tell(*self._words.shell.unknown_receipt())

    @Slot(object)
    def _signed_in(self, clerk: Clerk) -> None:
        self._clerk = clerk
        self.cards.open()
        may_accept = ClerkRight.ACCEPT in clerk.rights
        self._bench.use(self._desk_of(clerk))
        self._drafts.use(self._room_of(clerk), clerk.clerk_id)
        self._all.gaps.set_rights(may_accept=may_accept)
        self._all.done.set_rights(may_accept=may_accept)
        self._all.surroundings.set_clerk(clerk)
        self._all.today.start()
        self._turn_to(Page.WELCOME)
        self._greet()
        self._drafts.load()

    @Slot()
    def _sign_out(self) -> None:
        self.stop()
        self._clear_banner()
        self._turn_to(Page.SIGN_IN)
        self._all.sign_in.reset()

    @Slot()
    def _new_case(self) -> None:
        self._bench.leave()
        self._to_welcome()
        self._window.open_search()

    @Slot(str)
    def _begin(self, subject_code: str) -> None:
        self._bench.begin(subject_code)

    @Slot(str)
    def _refused(self, place: str) -> None:
        self.tell(*self._words.shell.elsewhere(place))

    @Slot(object)
    def _show_case(self, case_id: UUID) -> None:
        self._all.opening.leave()
        self._bench.leave()
        self._all.done.show_case(case_id)
        self._all.today.set_current(None, case_id)
        self._turn_to(Page.DONE)

    @Slot(object)
    def _opened(self, facts: CaseFacts) -> None:
        self._clear_banner()
        self._all.done.leave()
        self._all.search.hold_card("")
        self._identified = len(facts.draft.applicants)
        self._all.today.set_current(facts.draft.case_id, None)
        self._turn_to(Page.INTAKE)
        self._drafts.load()
        self._version.opened(facts)
        self._drafts.opened(facts)

    @Slot(object)
    def _changed(self, facts: CaseFacts) -> None:
        before, self._identified = self._identified, len(facts.draft.applicants)
        if self._identified == before:
            return
        self._drafts.load()
        if self._identified == len(facts.subject.roles):
            first = next((gap.where for gap in facts.gaps if gap.kind is GapKind.FIELD), None)
            if first is not None:
                self._all.form.focus(first)

    @Slot()
    def _closed(self) -> None:
        if self._clerk is not None:
            self._to_welcome()
            self._drafts.load()

    @Slot(object)
    def _finished(self, finished: Finished) -> None:
        self._clear_banner()
        self.cards.tell_waiting()
        self._all.done.show_finished(finished)
        self._all.today.set_current(None, finished.sealed.case.case_id)
        self._all.today.refresh()
        self._turn_to(Page.DONE)

    @Slot(str, str)
    def _troubled(self, text: str, detail: str) -> None:
        self._scan_trouble = BannerState(text, detail, Tone.WARN)
        self._window.set_banner(self._scan_trouble)

    @Slot()
    def _going_on(self) -> None:
        """Put away what was said of the last scan, unless something else is said by now."""
        self._window.clear_banner(self._scan_trouble)

    @Slot(str, str)
    def _lead_to(self, kind: str, where: str) -> None:
        if kind == GapKind.FIELD:
            self._all.form.focus(where)
        elif kind == GapKind.APPLICANT:
            self._all.applicants.type_applicant(where)
        else:
            self._all.materials.select(where)

    def _turn_to(self, page: Page) -> None:
        """Show a page; that of drafts is left."""
        self._drafts.leave()
        self._window.show_page(page)

    def _put_aside(self) -> None:
        self._bench.leave()
        self._all.done.leave()
        self._all.today.set_current(None, None)
        self._clear_banner()

    def _to_welcome(self) -> None:
        self._all.opening.leave()
        self._all.done.leave()
        self._all.today.set_current(None, None)
        self.cards.show_waiting()
        self._greet()
        self._turn_to(Page.WELCOME)

    def _greet(self) -> None:
        name = self._clerk.name if self._clerk else ""
        hour = self._clock().astimezone(CHINA_TIME).hour
        self._all.search.greet(self._words.shell.greeting(hour, name), self._words.shell.begin_line())

    @Slot()
    def _clear_banner(self) -> None:
        self._all.opening.leave()
        self._window.set_banner(BannerState())
