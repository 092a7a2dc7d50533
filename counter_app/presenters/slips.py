"""Asks about slips whose end nobody but a person can know, one at a time, above the work."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.ports.shell import BannerState
from counter_app.ports.tone import Tone
from counter_app.ports.window import WindowPort
from counter_app.words.delivery import PrintWords
from counter_app.words.shell import ShellWords
from counter_app.work.slip_desk import OpenSlip, SlipAnswer, SlipDesk
from devices.core.printing import PrintState
from shared.domain.numbers import CaseNumber
from shared.qt.jobs import Err, Lane, Result

_ANSWERS = {
    True: (SlipAnswer.CAME_OUT, SlipAnswer.NOT_WHOLE, SlipAnswer.PRINT),
    False: (SlipAnswer.PRINT, SlipAnswer.GIVE_UP),
}


class SlipsPresenter(QObject):
    """Puts the question into the banner and carries out the answer.

    Args:
        lane: the slips' own, so that none is asked about while it is printed.

    Signals:
        failed: code of what could not be done.
        answered: (UUID of its case, its Document) of a slip that is open no longer, or was printed again.
    """

    failed = Signal(str)
    answered = Signal(object, object)

    def __init__(self, window: WindowPort, lane: Lane, desk: SlipDesk, shell: ShellWords, prints: PrintWords) -> None:
        super().__init__()
        self._window = window
        self._lane = lane
        self._desk = desk
        self._shell = shell
        self._prints = prints
        self._slip: OpenSlip | None = None
        self._asked = BannerState()
        self._skipped: frozenset[int] = frozenset()
        self._turn = 0
        window.bannerActed.connect(self._acted)
        window.bannerClosed.connect(self._closed)

    @Slot()
    def begin(self) -> None:
        """Ask about every open slip, also those that were put off: another clerk may have signed in."""
        self._skipped = frozenset()
        self.ask()

    @Slot()
    def ask(self) -> None:
        """Ask about the oldest open slip, if there is one that was not put off."""
        self._turn += 1
        skipped = self._skipped
        self._lane.run(lambda: self._desk.first(skipped), partial(self._found, self._turn))

    @Slot()
    def look_again(self) -> None:
        """Take back the question that is shown where it was answered meanwhile on the page of its case."""
        if self._slip is not None and self._window.said == self._asked:
            self.ask()

    def _found(self, turn: int, result: Result) -> None:
        if isinstance(result, Err):
            self.failed.emit(result.code)
        elif turn == self._turn:
            # Else something was answered or put off meanwhile, or asked anew.
            self._slip = result.value
            self._show(BannerState() if self._slip is None else self._question(self._slip))

    def _show(self, question: BannerState) -> None:
        """Put a question in the place of the one before; while something else is said it waits until that was read."""
        if self._window.said in (BannerState(), self._asked):
            self._window.set_banner(question)
        self._asked = question

    def _question(self, slip: OpenSlip) -> BannerState:
        title, number = self._prints.title(slip.entry.document), CaseNumber.parse(slip.case.number).grouped
        text, detail = self._shell.open_slip(title, number, was_sent=slip.was_sent, left=slip.left)
        answers = _ANSWERS[slip.was_sent]
        acts = tuple(self._shell.slip_answer(answer, was_sent=slip.was_sent) for answer in answers)
        return BannerState(text, detail, Tone.WARN, acts=acts)

    @Slot(str)
    def _acted(self, key: str) -> None:
        slip = self._slip
        if slip is None or key not in set(SlipAnswer):
            return
        self._turn += 1
        self._slip = None
        self._window.clear_banner(self._asked)
        self._lane.run(lambda: self._desk.answer(slip, SlipAnswer(key)), lambda result: self._answered(slip, result))

    def _answered(self, slip: OpenSlip, result: Result) -> None:
        if isinstance(result, Err):
            self.failed.emit(result.code)
            return
        self.answered.emit(slip.case.case_id, slip.document)
        if result.value is not None and result.value.state is PrintState.FAILED:
            self.failed.emit("slip_not_printed")
        else:
            self.ask()

    @Slot(object)
    def _closed(self, read: BannerState) -> None:
        """Put the question off until the next sign-in of this program; ask again where something else stood over it."""
        if self._slip is not None:
            if read == self._asked:
                self._skipped |= {self._slip.entry.id}
            self.ask()
