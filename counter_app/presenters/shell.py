"""Leads from page to page: who works here, which case is open, what is said above it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QObject, Slot

from counter_app.ports.shell import BannerAct, BannerState
from counter_app.ports.tone import Tone
from counter_app.ports.window import Page, WindowPort
from counter_app.presenters.applicants import ApplicantsPresenter
from counter_app.presenters.done import DonePresenter
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
from counter_app.words.case import IdentityWords
from counter_app.words.changes import ChangeWords
from counter_app.words.drafts import DraftWords
from counter_app.words.failures import FailureWords
from counter_app.words.shell import ShellWords
from counter_app.work.case_desk import CaseDesk, Finished
from counter_app.work.draft_room import Arrived, DraftRoom
from counter_app.work.facts import CaseFacts
from counter_app.work.workbench import Workbench
from devices.core.cards import IdCard
from shared.contract.terminals import Clerk, ClerkRight
from shared.domain.clock import CHINA_TIME
from shared.handoff.port import Way
from shared.intake.gaps import GapKind

_USE_NEWEST: Final = "use_newest"
_USE_FORMER: Final = "use_former"
_OPEN_NOW: Final = "open_now"


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
        self._arrived: Arrived | None = None
        self._former = ""
        self._scan_trouble = BannerState()
        self._connect_pages()
        self._connect_case()
        self._connect_drafts()

    def _connect_pages(self) -> None:
        window, they = self._window, self._all
        they.sign_in.signedIn.connect(self._signed_in)
        window.signOutAsked.connect(self._sign_out)
        window.newCaseAsked.connect(self._new_case)
        window.bannerClosed.connect(self._clear_banner)
        window.bannerActed.connect(self._acted)
        they.search.chosen.connect(self._begin)
        they.search.refused.connect(self._refused)
        they.today.caseChosen.connect(self._show_case)
        they.today.draftChosen.connect(self._open_draft)
        they.today.figuresChanged.connect(they.surroundings.set_figures)
        they.today.refreshed.connect(they.done.refresh)

    def _connect_case(self) -> None:
        bench, they = self._bench, self._all
        bench.opened.connect(self._opened)
        bench.changed.connect(self._changed)
        bench.closed.connect(self._closed)
        bench.finished.connect(self._finished)
        bench.failed.connect(self.tell_failure)
        they.applicants.cardHeld.connect(self._card_held)
        they.materials.selected.connect(they.stage.select)
        they.materials.selected.connect(they.stand_in.select)
        they.materials.scanWanted.connect(they.stage.scan_for)
        they.stage.troubled.connect(self._troubled)
        they.stage.goingOn.connect(self._going_on)
        they.gaps.leadTo.connect(self._lead_to)
        they.gaps.aboutToFinish.connect(they.form.commit)
        they.done.failed.connect(self.tell_failure)

    def _connect_drafts(self) -> None:
        drafts, window = self._all.drafts, self._window
        window.draftsAsked.connect(self._show_drafts)
        window.handOverAsked.connect(self._hand_over)
        drafts.openAsked.connect(self._open_draft)
        opening = self._all.opening
        opening.opened.connect(self._bench.resume)
        opening.asking.connect(self._tell_asking)
        opening.gone.connect(self._draft_gone)
        drafts.arrived.connect(self._draft_arrived)
        drafts.cameLate.connect(self.tell)
        drafts.changed.connect(self._load_drafts)

    @Slot(object)
    def card_read(self, card: IdCard) -> None:
        """Take a card to the page where somebody waits for it."""
        if self._window.page is Page.DRAFTS:
            self._all.drafts.card_read(card)
        else:
            self._all.applicants.card_read(card)

    @Slot(str)
    def draft_scanned(self, text: str) -> None:
        """Take the draft whose code was read, where a clerk works here."""
        if self._clerk is None:
            return
        if self._window.page is not Page.DRAFTS:
            self._show_drafts()
        self._all.drafts.code_scanned(text)

    @Slot()
    def _show_drafts(self) -> None:
        if self._clerk is None:
            return
        self._bench.leave()
        self._all.done.leave()
        self._all.today.set_current(None, None)
        self._clear_banner()
        self._window.show_page(Page.DRAFTS)
        self._all.drafts.open()

    @Slot()
    def _hand_over(self) -> None:
        facts = self._bench.facts
        if facts is not None and not self._bench.busy:
            self._show_drafts()
            # Not before it has what was typed last.
            self._bench.after(partial(self._all.drafts.offer, facts.draft.case_id))

    @Slot(object)
    def _open_draft(self, case_id: UUID) -> None:
        self._all.opening.open(case_id, is_offered=self._all.today.is_offered(case_id))

    @Slot()
    def _tell_asking(self) -> None:
        act = BannerAct(_OPEN_NOW, *self._words.drafts.open_now())
        self._window.set_banner(BannerState(*self._words.drafts.asking(), Tone.ACTIVE, acts=(act,)))

    @Slot(object, str)
    def _draft_gone(self, case_id: UUID, where: str) -> None:
        """Say that another terminal goes on with a draft, and put it aside where it is open."""
        if self._bench.facts is not None and self._bench.facts.draft.case_id == case_id:
            self._bench.leave()
            self._to_welcome()
        self.tell(*self._words.drafts.gone(where))
        self._load_drafts()
        self._all.drafts.refresh()

    @Slot(object)
    def _draft_arrived(self, arrived: Arrived) -> None:
        self._arrived = arrived
        self._bench.resume(arrived.taken.draft.case_id)

    @Slot()
    def _load_drafts(self) -> None:
        if self._clerk is not None:
            self._bench.load_drafts(self._all.today.set_drafts)

    @Slot(str)
    def tell_failure(self, code: str) -> None:
        """Say above the work what could not be done."""
        text, detail = self._words.failures.sentence(code)
        self._window.set_banner(BannerState(text, detail, Tone.BAD))

    def stop(self) -> None:
        """Put the open case aside and leave off, as before the window goes."""
        self._clerk = None
        self._bench.use(None)
        self._all.applicants.forget()
        self._all.done.leave()
        self._all.drafts.use(None)
        self._all.opening.use(None)
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
        may_accept = ClerkRight.ACCEPT in clerk.rights
        self._bench.use(self._desk_of(clerk))
        room = self._room_of(clerk)
        self._all.drafts.use(room, clerk.clerk_id)
        self._all.opening.use(room)
        self._all.gaps.set_rights(may_accept=may_accept)
        self._all.done.set_rights(may_accept=may_accept)
        self._all.surroundings.set_clerk(clerk)
        self._all.today.start()
        self._window.show_page(Page.WELCOME)
        self._greet()
        self._bench.load_drafts(self._all.today.set_drafts)

    @Slot()
    def _sign_out(self) -> None:
        self.stop()
        self._clear_banner()
        self._window.show_page(Page.SIGN_IN)
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
        self._window.show_page(Page.DONE)

    @Slot(object)
    def _opened(self, facts: CaseFacts) -> None:
        self._clear_banner()
        self._all.done.leave()
        self._all.search.hold_card("")
        self._identified = len(facts.draft.applicants)
        self._all.today.set_current(facts.draft.case_id, None)
        self._window.show_page(Page.INTAKE)
        self._bench.load_drafts(self._all.today.set_drafts)
        self._former = facts.draft.catalogue_version
        if facts.is_outdated:
            self._tell_version(facts)
        self._tell_arrival(facts)

    def _tell_version(self, facts: CaseFacts) -> None:
        """Say by which version the draft goes on, and offer the other one."""
        words = self._words.changes
        if facts.is_outdated:
            said = words.title(facts.draft.catalogue_version, facts.newest), words.listed(facts.changes)
            act = BannerAct(_USE_NEWEST, *words.use_newest())
        else:
            said = words.moved(facts.newest)
            act = BannerAct(_USE_FORMER, *words.use_former(self._former))
        self._window.set_banner(BannerState(*said, Tone.WARN, acts=(act,)))

    @Slot(str)
    def _acted(self, key: str) -> None:
        if key == _OPEN_NOW:
            self._all.opening.open_now()
        facts = self._bench.facts
        if facts is not None and key in {_USE_NEWEST, _USE_FORMER}:
            self._bench.use_version(facts.newest if key == _USE_NEWEST else self._former, self._tell_version)

    def _tell_arrival(self, facts: CaseFacts) -> None:
        arrived, self._arrived = self._arrived, None
        if arrived is not None and arrived.taken.draft.case_id == facts.draft.case_id:
            way = arrived.taken.way
            text, detail = self._words.drafts.arrived(way, arrived.papers)
            detail += self._words.drafts.later_entries(arrived.kept, arrived.differing)
            self.tell(text, detail, Tone.WARN if way is Way.FORM or arrived.differing else Tone.GOOD)

    @Slot(object)
    def _changed(self, facts: CaseFacts) -> None:
        before, self._identified = self._identified, len(facts.draft.applicants)
        if self._identified == before:
            return
        self._clear_banner()
        self._bench.load_drafts(self._all.today.set_drafts)
        if self._identified == len(facts.subject.roles):
            first = next((gap.where for gap in facts.gaps if gap.kind is GapKind.FIELD), None)
            if first is not None:
                self._all.form.focus(first)

    @Slot()
    def _closed(self) -> None:
        if self._clerk is not None:
            self._to_welcome()
            self._bench.load_drafts(self._all.today.set_drafts)

    @Slot(object)
    def _finished(self, finished: Finished) -> None:
        self._clear_banner()
        self._all.done.show_finished(finished)
        self._all.today.set_current(None, finished.sealed.case.case_id)
        self._all.today.refresh()
        self._window.show_page(Page.DONE)

    @Slot(str)
    def _card_held(self, name: str) -> None:
        if self._clerk is None:
            self._all.applicants.forget()
            return
        self._to_welcome()
        self._all.search.hold_card(self._words.identity.held(name))

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

    def _to_welcome(self) -> None:
        self._all.opening.leave()
        self._all.done.leave()
        self._all.today.set_current(None, None)
        self._all.search.hold_card("")
        self._greet()
        self._window.show_page(Page.WELCOME)

    def _greet(self) -> None:
        name = self._clerk.name if self._clerk else ""
        hour = self._clock().astimezone(CHINA_TIME).hour
        self._all.search.greet(self._words.shell.greeting(hour, name), self._words.shell.begin_line())

    @Slot()
    def _clear_banner(self) -> None:
        self._all.opening.leave()
        self._window.set_banner(BannerState())
