"""All that is missing, and the acts that end an intake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from counter_app.ports.gaps import GapRow, GapsState, GapsViewPort
from counter_app.ports.tone import Tone
from counter_app.presenters.form import awaited_fields
from counter_app.words.gaps import GapWords
from counter_app.work.facts import CaseFacts
from counter_app.work.workbench import Workbench
from shared.domain.items import HandlingKind
from shared.intake.gaps import Gap, GapKind

_TICK_MS = 1000


def derive_gaps(facts: CaseFacts, words: GapWords, *, may_accept: bool, discarding: bool, busy: bool) -> GapsState:
    """Return the list and which acts are possible; a person who is missing stands for what their card will tell."""
    awaited = awaited_fields(facts)
    told = (gap for gap in facts.gaps if gap.kind is not GapKind.FIELD or gap.where not in awaited)
    rows = tuple(_row(gap, words) for gap in told)
    complete = not rows
    return GapsState(
        title=words.title(len(rows)),
        tone=Tone.GOOD if complete else Tone.BAD,
        rows=rows,
        note=_note(facts, words, may_accept=may_accept) if complete else words.click_leads(),
        accept_words=words.accept(complete=complete, may_accept=may_accept, busy=busy),
        can_accept=complete and may_accept,
        can_collect=complete,
        discarding=discarding,
        busy=busy,
    )


def _row(gap: Gap, words: GapWords) -> GapRow:
    return GapRow(gap.label, words.gap(gap.kind.value, gap.code, gap.params), gap.kind.value, gap.where)


def _note(facts: CaseFacts, words: GapWords, *, may_accept: bool) -> str:
    immediate = sum(1 for item in facts.subject.items if item.handling is HandlingKind.IMMEDIATE)
    lines = [words.clocks(immediate, len(facts.subject.items) - immediate, facts.subject.promised_days)]
    lines.append(words.then() if may_accept else words.no_right())
    return "\n".join(lines)


def elapsed_minutes(begun: datetime, now: datetime) -> tuple[int, int]:
    """Return minutes and seconds since a case was begun; a clock that went back gives none."""
    seconds = max(0, int((now - begun).total_seconds()))
    return seconds // 60, seconds % 60


class GapsPresenter(QObject):
    """Leads to what is missing and ends the intake.

    Signals:
        leadTo: (kind, where).
        aboutToFinish: what is typed must be sent now.
    """

    leadTo = Signal(str, str)
    aboutToFinish = Signal()

    def __init__(
        self,
        view: GapsViewPort,
        bench: Workbench,
        words: GapWords,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._view = view
        self._bench = bench
        self._words = words
        self._clock = clock
        self._may_accept = False
        self._discarding = False
        self._ticks = QTimer(self)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self._tick)
        view.gapChosen.connect(self.leadTo)
        view.acceptAsked.connect(self._accept)
        view.collectAsked.connect(self._collect)
        view.discardAsked.connect(self._ask_discard)
        view.discardConfirmed.connect(bench.discard)
        view.discardLeft.connect(self._keep)
        bench.opened.connect(self._opened)
        bench.changed.connect(self._show)
        bench.closed.connect(self._ticks.stop)
        bench.busyChanged.connect(self._busy_changed)

    def set_rights(self, *, may_accept: bool) -> None:
        """Take on the rights of the clerk who works here now."""
        self._may_accept = may_accept

    @Slot()
    def _accept(self) -> None:
        self.aboutToFinish.emit()
        self._bench.finish(accept=True)

    @Slot()
    def _collect(self) -> None:
        self.aboutToFinish.emit()
        self._bench.finish(accept=False)

    @Slot()
    def _ask_discard(self) -> None:
        self._discarding = True
        self._refresh()

    @Slot()
    def _keep(self) -> None:
        self._discarding = False
        self._refresh()

    @Slot(object)
    def _opened(self, facts: CaseFacts) -> None:
        self._discarding = False
        self._show(facts)
        self._ticks.start()

    @Slot(bool)
    def _busy_changed(self, busy: bool) -> None:
        del busy
        self._refresh()

    def _refresh(self) -> None:
        if self._bench.facts is not None:
            self._show(self._bench.facts)

    @Slot(object)
    def _show(self, facts: CaseFacts) -> None:
        state = derive_gaps(
            facts, self._words, may_accept=self._may_accept, discarding=self._discarding, busy=self._bench.busy
        )
        self._view.set_state(state)
        self._tick()

    @Slot()
    def _tick(self) -> None:
        facts = self._bench.facts
        if facts is not None:
            self._view.set_elapsed(self._words.elapsed(*elapsed_minutes(facts.draft.created_at, self._clock())))
