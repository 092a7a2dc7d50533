"""The notice's preview: set on a lane, printed or saved only on the clerk's word, forgotten when the page is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.ports.done import NoticeState, NoticeViewPort
from counter_app.ports.tone import Tone
from counter_app.words.done import DoneWords
from counter_app.work.notice_room import Notice, NoticeRoom
from counter_app.work.page_room import PageReport, PageRoom
from devices.core.printing import PrintState
from shared.intake.decisions import SealedDecision
from shared.qt.jobs import Err, Lane, Result


class NoticePresenter(QObject):
    """Shows the notice of one acceptance.

    Args:
        pages: prints it.
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
        self._notice: Notice | None = None
        self._wanted = 0
        view.printAsked.connect(self._print)
        pages.changed.connect(self._page_changed)
        view.saveAsked.connect(self._save)

    def make(self, decision: SealedDecision, names: tuple[tuple[str, str], ...]) -> None:
        """Set the notice of an acceptance, with whole names while they are given."""
        self.leave()
        wanted = self._wanted
        self._show(NoticeState(message=self._words.notice_making()))

        def deliver(result: Result) -> None:
            if wanted == self._wanted:
                self._made(result)

        self._lane.run(lambda: (self._room.make(decision, names), self._pages.printer_name()), deliver)

    def wait_for_acceptance(self) -> None:
        """Show that there is no notice before acceptance."""
        self.leave()
        self._show(NoticeState(message=self._words.notice_after_acceptance()))

    def leave(self) -> None:
        """Forget the notice."""
        self._wanted += 1
        self._notice = None
        self._show(NoticeState())

    def _made(self, result: Result) -> None:
        if isinstance(result, Err):
            self._show(NoticeState(message=self._words.notice_failed()))
            self.failed.emit("notice_failed")
            return
        notice, printer = result.value
        self._notice = notice
        self._show(
            NoticeState(
                title=notice.title,
                pages=notice.pages,
                can_print=bool(printer),
                can_save=True,
                suggested_path=str(self._save_folder() / self._words.file_name(notice.title, notice.number)),
            )
        )

    @Slot()
    def _print(self) -> None:
        if self._pages.is_printing:
            self._pages.cancel()
        elif self._notice is not None:
            self._printed = self._notice
            self._pages.print_pdf(f"{self._notice.title} {self._notice.number}", self._notice.pdf)

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
