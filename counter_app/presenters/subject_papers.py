"""The papers of the open case before it is sealed: everything missing on one numbered list, blank form and sample."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal, Slot

from counter_app.ports.done import NoticeViewPort
from counter_app.presenters.form import awaited_fields
from counter_app.presenters.notice import PapersPresenter
from counter_app.words.delivery import PrintWords
from counter_app.words.done import DoneWords
from counter_app.words.gaps import GapWords
from counter_app.work.facts import CaseFacts
from counter_app.work.notice_room import Made
from counter_app.work.page_room import PageRoom
from counter_app.work.subject_room import SubjectOrder, SubjectPaper, SubjectRoom
from counter_app.work.workbench import Workbench
from shared.domain.numbers import NoticeNumber
from shared.intake.gaps import GapKind
from shared.intake.situation import given_of
from shared.notices.notice import Point
from shared.qt.jobs import Err, Lane, Result


def points_of(facts: CaseFacts, words: GapWords) -> Iterator[Point]:
    """Yield what is missing as the points of a notice.

    A person who is missing stands for what their card will tell, and what is not filled in yet is one point.
    """
    awaited = awaited_fields(facts)
    told = [gap for gap in facts.gaps if gap.kind is not GapKind.FIELD or gap.where not in awaited]
    empty = [gap for gap in told if gap.kind is GapKind.FIELD and gap.code == "missing"]
    for gap in told:
        if gap not in empty:
            problem = words.gap(gap.kind.value, gap.code, gap.params)
            yield Point(gap.label, problem, gap.basis, words.remedy(gap))
    if empty:
        labels = "、".join(gap.label for gap in empty)
        yield Point(words.form(), words.not_filled(labels), "", words.remedy(empty[0]))


class SubjectPapersPresenter(PapersPresenter[SubjectOrder]):
    """Shows the papers beside the open case. The list that is given out gets its number as it is printed.

    Signals:
        aboutToShow: what is typed must be sent now, so that the list does not call it missing.
        shownChanged: whether the papers stand in the place of the page.
    """

    aboutToShow = Signal()
    shownChanged = Signal(bool)

    def __init__(
        self,
        view: NoticeViewPort,
        lane: Lane,
        room: SubjectRoom,
        *,
        pages: PageRoom,
        words: DoneWords,
        save_folder: Callable[[], Path],
        bench: Workbench,
        slip_lane: Lane,
        gap_words: GapWords,
        print_words: PrintWords,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(
            view,
            lane,
            room,
            pages=pages,
            words=words,
            save_folder=save_folder,
            slip_lane=slip_lane,
            print_words=print_words,
        )
        self._bench = bench
        self._gap_words = gap_words
        self._clock = clock
        self._is_shown = False
        view.closeAsked.connect(self.close)
        bench.opened.connect(self.close)
        bench.changed.connect(self.close)
        bench.closed.connect(self.close)

    @Slot()
    def toggle(self) -> None:
        """Show the papers of the open case, or its pages again."""
        facts = self._bench.facts
        if self._is_shown or facts is None:
            self.close()
            return
        self.aboutToShow.emit()
        case_id = facts.draft.case_id
        self._bench.after(lambda: self._open(case_id))

    def _open(self, case_id: UUID) -> None:
        """Show the papers of a case as it is told by now, unless it was left meanwhile."""
        facts = self._bench.facts
        if self._is_shown or facts is None or facts.draft.case_id != case_id:
            return
        self._set_shown(shown=True)
        points = tuple(points_of(facts, self._gap_words))
        draft = facts.draft
        self.show(
            SubjectOrder(
                SubjectPaper.TOLD,
                facts.subject,
                draft.catalogue_version,
                self._clock(),
                points,
                given=given_of(draft),
            )
        )

    @Slot()
    def close(self) -> None:
        """Show the pages of the case again."""
        if self._is_shown:
            self.leave()
            self._set_shown(shown=False)

    def _has_slip(self, order: SubjectOrder) -> bool:
        return order.kind is SubjectPaper.TOLD

    def _set_shown(self, *, shown: bool) -> None:
        self._is_shown = shown
        self.shownChanged.emit(shown)

    def _begin_print(self, asked: Made[SubjectOrder]) -> None:
        if asked.order.kind is SubjectPaper.TOLD:
            self._show(replace(self._state, result=self._print_words.printing(), printing=True))
            self._give_out(asked.order, super()._begin_print)
        else:
            super()._begin_print(asked)

    def _begin_slip(self, asked: Made[SubjectOrder]) -> None:
        self._show(replace(self._state, result=self._print_words.printing(), slip_under_way=True))
        self._give_out(asked.order, super()._begin_slip)

    def _give_out(self, asked: SubjectOrder, then: Callable[[Made[SubjectOrder]], None]) -> None:
        """Set the list under the number that it is given out with, then print it; also if it was put away meanwhile."""

        def told(number: NoticeNumber | None) -> None:
            if number is None:
                self._give_none_out(asked)
                return
            order = replace(asked, number=number)
            self._lane.run(lambda: self._room.make(order), was_set)

        def was_set(result: Result) -> None:
            if isinstance(result, Err):
                self._give_none_out(asked)
                self.failed.emit("notice_failed")
                return
            made: Made[SubjectOrder] = result.value
            if self._order is asked:
                self._order = made.order
                self._show_made(made)
            then(made)

        self._bench.tell(told)

    def _give_none_out(self, asked: SubjectOrder) -> None:
        """Let the list be asked for again, where it is still shown."""
        if self._order is asked:
            self._show(replace(self._state, result="", printing=False, slip_under_way=False))
