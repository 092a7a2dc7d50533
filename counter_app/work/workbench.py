"""The open case on the GUI thread: acts go to the desk's lane, facts come back as signals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from counter_app.work.case_desk import CaseDesk, Finished, OpenDraft
from counter_app.work.errors import CaseLeftError
from counter_app.work.facts import CaseFacts
from counter_app.work.use_cases import Occasions
from devices.core.cards import IdCard
from devices.imaging.duplicates import Fingerprint
from shared.capture.pages import CapturedPage
from shared.domain.numbers import NoticeNumber
from shared.intake.errors import IdentifyError, OccasionRefusedError
from shared.intake.occasions import OccasionOffer, SealedOccasion
from shared.qt.jobs import Err, Lane, Result
from shared.store.cases import CaseIndexEntry


class Workbench(QObject):
    """One case at a time.

    Signals:
        aboutToLeave: the open case is put aside now: what was not sent yet has its last chance.
        opened: CaseFacts of a case that was begun or resumed.
        changed: CaseFacts after an act.
        closed: no case is open any more.
        finished: Finished.
        accepted: SealedDecision of a case that was only collected before.
        occasionSealed: SealedOccasion.
        undone: the field whose last answer was taken back.
        identifyRefused: the reason why someone can't be taken.
        failed: code of another failure; the case is as it was.
        busyChanged: whether it is being sealed.
    """

    aboutToLeave = Signal()
    opened = Signal(object)
    changed = Signal(object)
    closed = Signal()
    finished = Signal(object)
    accepted = Signal(object)
    occasionSealed = Signal(object)
    undone = Signal(str)
    identifyRefused = Signal(str)
    failed = Signal(str)
    busyChanged = Signal(bool)

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._clerks_desk: CaseDesk | None = None
        self._facts: CaseFacts | None = None
        self._busy = self._is_new = self._is_beginning = False

    @property
    def facts(self) -> CaseFacts | None:
        """The open case as last told, None where none is open."""
        return self._facts

    @property
    def is_new(self) -> bool:
        """Whether the open case was begun here and now; a draft that was taken up again is somebody's already."""
        return self._is_new

    @property
    def busy(self) -> bool:
        """Whether the case is being sealed."""
        return self._busy

    def use(self, desk: CaseDesk | None) -> None:
        """Work at a clerk's desk from now on; None when the clerk left. An open case stays as a draft."""
        self.leave()
        self._clerks_desk = desk

    @property
    def _desk(self) -> CaseDesk:
        if self._clerks_desk is None:
            message = "nobody is signed in"
            raise RuntimeError(message)
        return self._clerks_desk

    def begin(self, subject_code: str) -> None:
        """Begin a case; an open one stays as a draft. While one is begun, no other is: it was a second click."""
        if self._is_beginning:
            return
        self._tell_about_to_leave()
        self._run(lambda desk: desk.begin(subject_code), partial(self._opened, is_new=True))
        self._is_beginning = True
        self.after(self._end_beginning)

    def resume(self, case_id: UUID) -> None:
        """Open a draft again."""
        self._tell_about_to_leave()
        self._run(lambda desk: desk.resume(case_id), partial(self._opened, is_new=False))

    def leave(self) -> None:
        """Put the open case aside as a draft."""
        self._tell_about_to_leave()
        if self._facts is not None:
            case_id = self._facts.draft.case_id
            self._run(lambda desk: desk.leave(case_id), lambda _: None)
            self._close()

    def after(self, act: Callable[[], None]) -> None:
        """Do something once all that was asked for so far is done."""
        self._lane.run(lambda: None, lambda _: act())

    def identify(self, role: str, card: IdCard) -> None:
        """Take a card's holder into a role."""
        self._in_case(lambda desk: desk.identify(role, card), self._changed)

    def identify_typed(self, role: str, name: str, number: str) -> None:
        """Take a person by their original into a role."""
        self._in_case(lambda desk: desk.identify_typed(role, name, number), self._changed)

    def set_field(self, field_id: str, value: str) -> None:
        """Answer a question."""
        self._in_case(lambda desk: desk.set_field(field_id, value), self._changed)

    def take_reading(self, field_id: str, value: str) -> None:
        """Answer a question with what a page says."""
        self._in_case(lambda desk: desk.take_reading(field_id, value), self._changed)

    def refuse_reading(self, key: str) -> None:
        """Remember that what a page says is wrong, by the reading's key."""
        self._in_case(lambda desk: desk.refuse_reading(key), self._changed)

    def settle(self, field_id: str, value: str) -> None:
        """Choose one of the values that a field's sources say differently."""
        self._in_case(lambda desk: desk.settle(field_id, value), self._changed)

    def undo(self) -> None:
        """Take the last answer back."""
        self._in_case(CaseDesk.undo, self._undone)

    def attach_page(
        self,
        material: str,
        page: CapturedPage,
        reason: str,
        replaces: Collection[UUID] = (),
        ended: Callable[[bool], None] = lambda _: None,
    ) -> None:
        """Add a page to a material, or put it in the place of others.

        Args:
            ended: called with whether it was kept, where the case is still in sight.
        """

        def told(result: Result) -> None:
            is_kept = not isinstance(result, Err)
            if isinstance(result, Err):
                self._tell(result.error, result.code)
            else:
                self._changed(result.value)
            if self._case_id == case_id:
                ended(is_kept)

        desk, case_id = self._desk, self._case_id
        self._lane.run(lambda: desk.of(case_id).attach_page(material, page, reason, replaces), told)

    def put_on_one_sheet(self, material: str) -> None:
        """Put both sides of a card on one sheet, marked with its purpose."""
        self._in_case(lambda desk: desk.put_on_one_sheet(material), self._changed)

    def remove_page(self, material: str, page_id: UUID) -> None:
        """Take a page out."""
        self._in_case(lambda desk: desk.remove_page(material, page_id), self._changed)

    def use_version(self, version: str, moved: Callable[[CaseFacts], None]) -> None:
        """Go on by another catalogue version."""

        def done(facts: CaseFacts) -> None:
            self._changed(facts)
            moved(facts)

        self._in_case(lambda desk: desk.use_version(version), done)

    def demand(self, wanted: str, found: Callable[[str], None]) -> None:
        """Ask the catalogue for a further paper; what it lists comes back, anything else is refused and recorded."""
        self._in_case(lambda desk: desk.demand(wanted), found)

    def promise(self, material: str) -> None:
        """Let a minor material follow."""
        self._in_case(lambda desk: desk.promise(material), self._changed)

    def commit(self, material: str) -> None:
        """Put a declaration in a material's place."""
        self._in_case(lambda desk: desk.commit(material), self._changed)

    def take_back(self, material: str) -> None:
        """Undo a promise or a declaration."""
        self._in_case(lambda desk: desk.take_back(material), self._changed)

    def load_page(
        self, page_id: UUID, deliver: Callable[[QImage], None], failed: Callable[[], None] = lambda: None
    ) -> None:
        """Fetch a page's picture; it is unpacked on the lane, too. Nothing comes of a case that was left meanwhile."""

        def told(result: Result) -> None:
            if self._case_id != case_id:
                return
            if not isinstance(result, Err):
                deliver(result.value)
                return
            failed()
            if not isinstance(result.error, CaseLeftError):
                self._tell(result.error, result.code)

        desk, case_id = self._desk, self._case_id
        self._lane.run(lambda: QImage.fromData(desk.of(case_id).page_image(page_id)), told)

    def load_prints(self, deliver: Callable[[Mapping[str, Fingerprint]], None]) -> None:
        """Fetch what tells the pages of the open case from others; nothing where that fails."""
        desk, case_id = self._desk, self._case_id
        self._lane.run(
            lambda: desk.of(case_id).page_prints(),
            lambda result: deliver({} if isinstance(result, Err) else result.value),
        )

    def tell(self, deliver: Callable[[NoticeNumber | None], None]) -> None:
        """Count that everything missing is told at once, on paper; the list's number comes back, None on a failure."""
        self._in_case(CaseDesk.tell, deliver, lambda: deliver(None))

    def discard(self) -> None:
        """Erase the open case."""
        self._in_case(CaseDesk.discard, lambda _: self._close())

    def finish(self, *, accept: bool) -> None:
        """Seal the open case and, when wanted, accept it."""
        if not self._busy:
            self._set_busy(True)
            desk, case_id = self._desk, self._case_id
            self._lane.run(lambda: desk.of(case_id).finish(accept=accept), partial(self._finished, desk))

    def accept_case(self, case: CaseIndexEntry) -> None:
        """Accept a sealed case."""
        self._run(lambda desk: desk.accept(case), self.accepted.emit)

    def load_offer(self, case: CaseIndexEntry, deliver: Callable[[OccasionOffer | None], None]) -> None:
        """Fetch what else may be done about a sealed case."""
        self._run(lambda desk: desk.offer(case), deliver)

    def act(self, act: Callable[[Occasions], SealedOccasion]) -> None:
        """Do one of the occasions of a sealed case."""
        self._run(lambda desk: desk.act(act), self.occasionSealed.emit)

    def load_drafts(self, deliver: Callable[[tuple[OpenDraft, ...]], None]) -> None:
        """Fetch this clerk's unfinished cases."""
        self._run(CaseDesk.drafts, deliver)

    @property
    def _case_id(self) -> UUID | None:
        return self._facts.draft.case_id if self._facts is not None else None

    def _in_case(
        self, job: Callable[[CaseDesk], Any], done: Callable[[Any], None], failed: Callable[[], None] = lambda: None
    ) -> None:
        """Do something in the case in sight, and never in one that is opened before it is done."""
        case_id = self._case_id
        self._run(lambda desk: job(desk.of(case_id)), done, failed)

    def _run(
        self, job: Callable[[CaseDesk], Any], done: Callable[[Any], None], failed: Callable[[], None] = lambda: None
    ) -> None:
        desk = self._desk

        def deliver(result: Result) -> None:
            if isinstance(result, Err):
                failed()
                self._tell(result.error, result.code)
            elif self._is_in_use(desk):
                done(result.value)

        self._lane.run(lambda: job(desk), deliver)

    def _is_in_use(self, desk: CaseDesk) -> bool:
        """Whether its clerk is still here: what was done at a desk that was left is kept, and nobody is shown it."""
        return desk is self._clerks_desk

    def _tell(self, error: Exception, code: str) -> None:
        if isinstance(error, IdentifyError):
            self.identifyRefused.emit(error.reason)
        elif isinstance(error, OccasionRefusedError):
            self.failed.emit(f"{code}:{error.reason}")
        else:
            self.failed.emit(getattr(error, "reason", code) if code == "material_refused" else code)

    def _tell_about_to_leave(self) -> None:
        if self._facts is not None:
            self.aboutToLeave.emit()

    def _end_beginning(self) -> None:
        self._is_beginning = False

    def _opened(self, facts: CaseFacts, *, is_new: bool) -> None:
        self._facts, self._is_new = facts, is_new
        self.opened.emit(facts)

    def _changed(self, facts: CaseFacts) -> None:
        # Jobs of a case that was left meanwhile still report; they are about another one.
        if self._facts is not None and self._facts.draft.case_id == facts.draft.case_id:
            self._facts = facts
            self.changed.emit(facts)

    def _undone(self, answer: tuple[CaseFacts, str]) -> None:
        self._changed(answer[0])
        if answer[1]:
            self.undone.emit(answer[1])

    def _finished(self, desk: CaseDesk, result: Result) -> None:
        self._set_busy(False)
        if isinstance(result, Err):
            self._tell(result.error, result.code)
            return
        if not self._is_in_use(desk):
            return
        finished: Finished = result.value
        self._close()
        self.finished.emit(finished)

    def _close(self) -> None:
        self._facts = None
        self.closed.emit()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busyChanged.emit(busy)
