"""The notices' preview: set on a lane, printed or saved only on the clerk's word, forgotten when the page is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.ports.done import NoticeState, NoticeViewPort
from counter_app.ports.tone import Tone
from counter_app.words.done import DoneWords
from counter_app.work.notice_room import Notice, NoticeOrder, NoticeRoom
from counter_app.work.page_room import PageReport, PageRoom
from devices.core.page_printing import PageProgress, PageStep
from devices.core.printing import PrintState
from shared.domain.numbers import NoticeKind
from shared.intake.decisions import SealedDecision
from shared.notices.notice import NoticeStyle, Party
from shared.qt.jobs import Err, Lane, Result
from shared.store.cases import CaseIndexEntry


class NoticePresenter(QObject):
    """Shows the notices of one sealed case, one at a time.

    Args:
        pages: prints them.
        save_folder: where a file is suggested to go.

    Signals:
        failed: code of what could not be done.
    """

    failed = Signal(str)

    def __init__(
        self,
        view: NoticeViewPort,
        lane: Lane,
        room: NoticeRoom,
        *,
        pages: PageRoom,
        words: DoneWords,
        save_folder: Callable[[], Path],
    ) -> None:
        super().__init__()
        self._view = view
        self._lane = lane
        self._room = room
        self._pages = pages
        self._printed: Notice | None = None
        self._words = words
        self._save_folder = save_folder
        self._state = NoticeState()
        self._order: NoticeOrder | None = None
        self._notice: Notice | None = None
        self._wanted = 0
        view.paperChosen.connect(self._choose)
        view.styleChosen.connect(self._restyle)
        view.printAsked.connect(self._print)
        pages.changed.connect(self._page_changed)
        view.saveAsked.connect(self._save)

    def open(
        self, case: CaseIndexEntry, decision: SealedDecision | None, names: tuple[tuple[str, str], ...] = ()
    ) -> None:
        """Show what a case is given on paper: its acceptance, else its receipt; with whole names while they are given.

        Args:
            names: role and name of each applicant.
        """
        self.leave()
        kind = NoticeKind.ACCEPTANCE if decision else NoticeKind.RECEIPT
        parties = tuple(Party(label, name) for label, name in names)
        self._make(NoticeOrder(kind, case, decision, parties))

    def leave(self) -> None:
        """Forget the case and its notices."""
        self._wanted += 1
        self._order = self._notice = None
        self._show(NoticeState())

    @Slot(str)
    def _choose(self, kind: str) -> None:
        if self._order is not None and kind != self._order.kind.value:
            self._make(replace(self._order, kind=NoticeKind(kind)))

    @Slot(str, bool)
    def _restyle(self, language: str, large: bool) -> None:
        style = NoticeStyle(language, large)
        if self._order is not None and style != self._order.style:
            self._make(replace(self._order, style=style))

    def _make(self, order: NoticeOrder) -> None:
        self._wanted += 1
        wanted = self._wanted
        self._order, self._notice = order, None
        self._show(self._around(order, message=self._words.notice_making()))

        def deliver(result: Result) -> None:
            if wanted == self._wanted:
                self._made(order, result)

        accepted = order.decision is not None
        self._lane.run(
            lambda: (
                self._room.kinds(order.case, accepted=accepted),
                self._room.make(order),
                self._pages.printer_name(),
            ),
            deliver,
        )

    def _around(self, order: NoticeOrder, message: str = "") -> NoticeState:
        """Return what is on offer, as long as nothing is set."""
        return NoticeState(
            papers=self._state.papers,
            chosen=order.kind.value,
            languages=self._words.languages(),
            language=order.style.language,
            large=order.style.large,
            message=message,
        )

    def _made(self, order: NoticeOrder, result: Result) -> None:
        if isinstance(result, Err):
            self._show(self._around(order, message=self._words.notice_failed()))
            self.failed.emit("notice_failed")
            return
        kinds, notice, printer = result.value
        papers = tuple((kind.value, title) for kind, title in kinds)
        self._show(replace(self._around(order), papers=papers, can_print=bool(printer), can_save=True))
        self._show_notice(notice)

    def _show_notice(self, notice: Notice) -> None:
        self._notice = notice
        path = self._save_folder() / self._words.file_name(notice.title, notice.number)
        self._show(replace(self._state, pages=notice.pages, suggested_path=str(path)))

    @Slot()
    def _print(self) -> None:
        if self._pages.is_printing:
            self._pages.cancel()
            return
        notice = self._notice
        if notice is None or self._state.printing:
            return
        text, tone = self._words.page_report(PageReport("", PageProgress(PageStep.SENDING)))
        self._show(replace(self._state, result=text, tone=tone, printing=True))
        self._lane.run(lambda: self._room.renewed(notice), lambda result: self._renewed(notice, result))

    def _renewed(self, asked: Notice, result: Result) -> None:
        """Print a notice as the copy that it is by now, a repeat marked so; also after its page was left."""
        is_shown = asked is self._notice
        if isinstance(result, Err):
            if is_shown:
                self._show(replace(self._state, result="", printing=False))
            self.failed.emit("notice_failed")
            return
        notice: Notice = result.value
        if is_shown:
            self._show_notice(notice)
        self._printed = notice
        self._pages.print_pdf(f"{notice.title} {notice.number}", notice.pdf, self._room.account_of(notice))

    @Slot(object)
    def _page_changed(self, report: PageReport) -> None:
        """Tell how printing goes where its notice is still shown, and a failure wherever the clerk is by now."""
        is_shown = self._notice is not None and self._notice is self._printed
        if report.code:
            self.failed.emit(report.code)
        if is_shown:
            text, tone = ("", Tone.NEUTRAL) if report.code else self._words.page_report(report)
            self._show(replace(self._state, result=text, tone=tone, printing=report.progress is not None))
        elif report.outcome is not None and report.outcome.state is not PrintState.PRINTED:
            self.failed.emit("notice_not_printed")

    @Slot(str)
    def _save(self, path: str) -> None:
        notice = self._notice
        if notice is not None:
            self._lane.run(lambda: self._room.save(notice, Path(path)), self._saved)

    def _saved(self, result: Result) -> None:
        self._tell(result, lambda path: self._words.saved(str(path)))

    def _tell(self, result: Result, words: Callable[[str], str]) -> None:
        if isinstance(result, Err):
            self.failed.emit(result.code)
        else:
            self._show(replace(self._state, result=words(result.value), tone=Tone.GOOD))

    def _show(self, state: NoticeState) -> None:
        self._state = state
        self._view.set_state(state)
