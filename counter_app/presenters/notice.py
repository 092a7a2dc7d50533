"""Papers in their preview: set on a lane, printed or saved on the clerk's word, forgotten when the page is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Final, Generic, Protocol, Self, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.ports.done import NoticeState, NoticeViewPort
from counter_app.ports.tone import Tone
from counter_app.presenters.done_state import PRINT_TONES
from counter_app.words.delivery import PrintWords
from counter_app.words.done import DoneWords
from counter_app.work.notice_room import Made
from counter_app.work.page_room import PageReport, PageRoom, PrintAccount
from devices.core.page_printing import PageCause, PageOutcome, PageProgress, PageStep
from devices.core.printing import PrintOutcome, PrintState
from shared.notices.notice import PLAIN, NoticeStyle
from shared.qt.jobs import Err, Lane, Result

_TOLD_OUT_OF_SIGHT: Final = {PrintState.FAILED: "notice_not_printed", PrintState.UNKNOWN: "notice_unseen"}
"""Ends of a paper that call for a hand where its page was left, each with its code.

SENT does not: the system's printer never tells more, and a paper that came out would be printed twice.
"""


class PaperOrder(Protocol):
    """Which paper, and how."""

    @property
    def kind(self) -> StrEnum: ...

    @property
    def style(self) -> NoticeStyle: ...

    @property
    def reference(self) -> str: ...

    def of_kind(self, kind: str) -> Self: ...

    def in_style(self, style: NoticeStyle) -> Self: ...


_Order = TypeVar("_Order", bound=PaperOrder)


class PaperRoom(Protocol[_Order]):
    """What sets papers. Blocking; slips for the printer's own lane."""

    def kinds(self, order: _Order) -> tuple[tuple[str, str], ...]: ...

    def make(self, order: _Order) -> Made[_Order]: ...

    def renewed(self, made: Made[_Order]) -> Made[_Order]: ...

    def account_of(self, made: Made[_Order]) -> PrintAccount: ...

    def save(self, made: Made[_Order], path: Path) -> Path: ...

    def print_slip(self, order: _Order) -> PrintOutcome: ...


def _told_out_of_sight(outcome: PageOutcome) -> str:
    """Return the code of an end that is told where its page was left, empty for none: one who takes a paper back knows.

    What is not known of a paper that was taken back is told all the same.
    """
    is_wanted = outcome.state is PrintState.FAILED and outcome.cause is PageCause.CANCELLED
    return "" if is_wanted else _TOLD_OUT_OF_SIGHT.get(outcome.state, "")


class PapersPresenter(QObject, Generic[_Order]):
    """Shows papers that belong together, one at a time.

    Args:
        pages: prints them.
        save_folder: where a file is suggested to go.
        slip_lane: the receipt printer's.

    Signals:
        failed: code of what could not be done.
    """

    failed = Signal(str)

    def __init__(
        self,
        view: NoticeViewPort,
        lane: Lane,
        room: PaperRoom[_Order],
        *,
        pages: PageRoom,
        words: DoneWords,
        save_folder: Callable[[], Path],
        slip_lane: Lane,
        print_words: PrintWords,
    ) -> None:
        super().__init__()
        self._view = view
        self._lane = lane
        self._room = room
        self._pages = pages
        self._printed: Made[_Order] | None = None
        self._slips_under_way: list[_Order] = []
        self._words = words
        self._save_folder = save_folder
        self._slip_lane = slip_lane
        self._print_words = print_words
        self._state = NoticeState()
        self._order: _Order | None = None
        self._made: Made[_Order] | None = None
        self._wanted = 0
        view.paperChosen.connect(self._choose)
        view.styleChosen.connect(self._restyle)
        view.printAsked.connect(self._print)
        view.slipAsked.connect(self._print_slip)
        pages.changed.connect(self._page_changed)
        view.saveAsked.connect(self._save)

    @property
    def style(self) -> NoticeStyle:
        """How the paper in front is read; slips that are printed now follow it."""
        return self._order.style if self._order is not None else PLAIN

    def show(self, order: _Order) -> None:
        """Set a paper and show it with the others on offer."""
        self.leave()
        self._make(order)

    def leave(self) -> None:
        """Forget what is shown."""
        self._wanted += 1
        self._order = self._made = None
        self._show(NoticeState())

    @Slot(str)
    def _choose(self, kind: str) -> None:
        if self._order is not None and kind != self._order.kind.value:
            self._make(self._order.of_kind(kind))

    @Slot(str, bool)
    def _restyle(self, language: str, large: bool) -> None:
        style = NoticeStyle(language, large)
        if self._order is not None and style != self._order.style:
            self._make(self._order.in_style(style))

    def _make(self, order: _Order) -> None:
        self._wanted += 1
        wanted = self._wanted
        self._order, self._made = order, None
        self._show(self._around(order, message=self._words.notice_making()))

        def deliver(result: Result) -> None:
            if wanted == self._wanted:
                self._was_made(order, result)

        self._lane.run(lambda: (self._room.kinds(order), self._room.make(order), self._pages.printer_name()), deliver)

    def _around(self, order: _Order, message: str = "") -> NoticeState:
        """Return what is on offer, as long as nothing is set."""
        return NoticeState(
            papers=self._state.papers,
            chosen=order.kind.value,
            languages=self._words.languages(),
            language=order.style.language,
            large=order.style.large,
            slip_under_way=order in self._slips_under_way,
            can_slip=self._has_slip(order),
            message=message,
        )

    def _has_slip(self, order: _Order) -> bool:
        """Tell whether a paper can be had as a slip from here."""
        del order
        return False

    def _was_made(self, order: _Order, result: Result) -> None:
        if isinstance(result, Err):
            self._show(self._around(order, message=self._words.notice_failed()))
            self.failed.emit("notice_failed")
            return
        papers, made, printer = result.value
        self._show(replace(self._around(order), papers=papers, can_print=bool(printer), can_save=True))
        self._show_made(made)

    def _show_made(self, made: Made[_Order]) -> None:
        self._made = made
        path = self._save_folder() / self._words.file_name(made.title, made.order.reference)
        printing = self._state.printing or self._is_in_front()
        self._show(replace(self._state, pages=made.pages, suggested_path=str(path), printing=printing))

    @Slot()
    def _print(self) -> None:
        if self._state.slip_under_way:
            return
        if self._state.printing:
            if self._is_in_front():
                self._pages.cancel()
        elif self._pages.is_printing:
            self.failed.emit("pages_under_way")
        elif self._made is not None:
            self._begin_print(self._made)

    def _begin_print(self, asked: Made[_Order]) -> None:
        if asked is self._made:
            text, tone = self._words.page_report(PageReport("", PageProgress(PageStep.SENDING)))
            self._show(replace(self._state, result=text, tone=tone, printing=True))
        self._lane.run(lambda: self._room.renewed(asked), lambda result: self._renewed(asked, result))

    def _renewed(self, asked: Made[_Order], result: Result) -> None:
        """Print a paper as the copy that it is by now, a repeat marked so; also after its page was left."""
        is_shown = asked is self._made
        if isinstance(result, Err) or self._pages.is_printing:
            if is_shown:
                self._show(replace(self._state, result="", printing=False))
            self.failed.emit("notice_failed" if isinstance(result, Err) else "pages_under_way")
            return
        made: Made[_Order] = result.value
        if is_shown:
            self._show_made(made)
        self._printed = made
        self._pages.print_pdf(f"{made.title} {made.order.reference}", made.pdf, self._room.account_of(made))

    @Slot(object)
    def _page_changed(self, report: PageReport) -> None:
        """Tell how printing goes where its notice is still shown, and a failure wherever the clerk is by now."""
        if self._printed is None:
            return
        is_shown = self._is_in_front()
        if report.code:
            self.failed.emit(report.code)
        if is_shown:
            text, tone = ("", Tone.NEUTRAL) if report.code else self._words.page_report(report)
            self._show(replace(self._state, result=text, tone=tone, printing=report.progress is not None))
        elif report.outcome is not None and (code := _told_out_of_sight(report.outcome)):
            self.failed.emit(code)
        if report.progress is None:
            self._printed = None

    def _is_in_front(self) -> bool:
        """Tell whether what was given to the printer is shown, perhaps again after others were looked at."""
        return self._printed is not None and self._made is not None and self._printed.order == self._made.order

    @Slot()
    def _print_slip(self) -> None:
        made, is_printing = self._made, self._state.printing or self._state.slip_under_way
        if made is not None and not is_printing and self._has_slip(made.order):
            self._begin_slip(made)

    def _begin_slip(self, asked: Made[_Order]) -> None:
        order = asked.order
        self._slips_under_way.append(order)
        if asked is self._made:
            self._show(replace(self._state, result=self._print_words.printing(), slip_under_way=True))
        self._slip_lane.run(lambda: self._room.print_slip(order), lambda result: self._slip_printed(order, result))

    def _slip_printed(self, order: _Order, result: Result) -> None:
        """Tell what became of a slip where its paper is still shown, and a failure wherever the clerk is by now."""
        self._slips_under_way.remove(order)
        is_shown = self._made is not None and self._made.order == order
        if isinstance(result, Err):
            if is_shown:
                self._show(replace(self._state, result="", slip_under_way=False))
            self.failed.emit(result.code)
            return
        outcome: PrintOutcome = result.value
        if is_shown:
            words = self._print_words.state(outcome.state, 1)
            self._show(replace(self._state, result=words, tone=PRINT_TONES[outcome.state], slip_under_way=False))
        elif outcome.state in {PrintState.FAILED, PrintState.UNKNOWN}:
            self.failed.emit("slip_not_printed")

    @Slot(str)
    def _save(self, path: str) -> None:
        made = self._made
        if made is not None:
            self._lane.run(lambda: self._room.save(made, Path(path)), lambda result: self._saved(made, result))

    def _saved(self, made: Made[_Order], result: Result) -> None:
        if isinstance(result, Err):
            self.failed.emit(result.code)
        elif made is self._made:
            self._show(replace(self._state, result=self._words.saved(str(result.value)), tone=Tone.GOOD))

    def _show(self, state: NoticeState) -> None:
        self._state = state
        self._view.set_state(state)
