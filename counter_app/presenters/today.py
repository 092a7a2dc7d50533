"""The left column and the figures: read afresh from the store every two seconds and after each act."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from counter_app.ports.today import DraftRow, TodayRow, TodayState, TodayViewPort
from counter_app.ports.tone import Tone
from counter_app.presenters.clock import hour_and_minute
from counter_app.words.delivery import DeliveryWords
from counter_app.words.today import TodayWords
from counter_app.work.case_desk import OpenDraft
from counter_app.work.ledger import TodayFacts
from shared.qt.jobs import Err, Lane, Result
from shared.store.cases import CaseIndexEntry
from shared.store.overview import CaseDelivery, CaseDeliveryState

POLL_MS = 2000
_TONES = {
    CaseDeliveryState.WAITING_NETWORK: Tone.WAITING,
    CaseDeliveryState.WAITING_FOR_EARLIER: Tone.WAITING,
    CaseDeliveryState.SENDING: Tone.ACTIVE,
    CaseDeliveryState.DELIVERED: Tone.GOOD,
    CaseDeliveryState.RETURNED: Tone.BAD,
}


def delivery_line(
    delivery: CaseDelivery | None, words: DeliveryWords, *, online: bool | None, reason: str = ""
) -> tuple[str, Tone]:
    """Return where a case is on its way, in words and tone; reason is why the platform can't be reached."""
    if delivery is None:
        return words.waiting(online=online, reason=reason), Tone.WAITING
    row = delivery.row
    match delivery.state:
        case CaseDeliveryState.DELIVERED:
            text = words.delivered(hour_and_minute(row.delivered_at)) if row.delivered_at else words.closed()
        case CaseDeliveryState.SENDING:
            text = words.sending(row.bytes_sent * 100 // row.bytes_total if row.bytes_total else None)
        case CaseDeliveryState.RETURNED:
            text = words.returned(delivery.reason or "")
        case CaseDeliveryState.WAITING_FOR_EARLIER:
            text = words.after_earlier()
        case _:
            text = words.waiting(online=online, reason=reason)
    return text, _TONES[delivery.state]


def derive_rows(facts: TodayFacts, delivery: DeliveryWords, words: TodayWords) -> tuple[TodayRow, ...]:
    """Return today's lines."""
    return tuple(_row(entry, facts, delivery, words) for entry in facts.entries)


def _row(entry: CaseIndexEntry, facts: TodayFacts, delivery: DeliveryWords, words: TodayWords) -> TodayRow:
    online, reason = facts.overview.agent_online, facts.overview.offline_reason or ""
    text, tone = delivery_line(facts.deliveries.get(entry.case_id), delivery, online=online, reason=reason)
    return TodayRow(
        case_id=entry.case_id,
        time=hour_and_minute(entry.sealed_at),
        subject=entry.details.subject_name,
        person=entry.details.masked_name,
        state=words.state(item.state for item in entry.details.items),
        delivery=text,
        tone=tone,
    )


def derive_drafts(drafts: tuple[OpenDraft, ...], current: UUID | None, words: TodayWords) -> tuple[DraftRow, ...]:
    """Return the unfinished cases."""
    return tuple(
        DraftRow(
            case_id=entry.draft.case_id,
            time=hour_and_minute(entry.draft.updated_at),
            subject=entry.subject,
            person="、".join(person.name for person in entry.draft.applicants) or words.nobody(),
            current=entry.draft.case_id == current,
        )
        for entry in drafts
    )


class TodayPresenter(QObject):
    """Keeps the left column true.

    Signals:
        figuresChanged: (cases today, submissions that wait, online or None, code why not).
        caseChosen, draftChosen: UUID.
        refreshed: the TodayFacts were read anew.
    """

    figuresChanged = Signal(int, int, object, str)
    caseChosen = Signal(object)
    draftChosen = Signal(object)
    refreshed = Signal()

    def __init__(
        self,
        view: TodayViewPort,
        lane: Lane,
        read_today: Callable[[], TodayFacts],
        delivery: DeliveryWords,
        words: TodayWords,
    ) -> None:
        super().__init__()
        self._view = view
        self._lane = lane
        self._read_today = read_today
        self._delivery = delivery
        self._words = words
        self._state = TodayState()
        self._drafts: tuple[OpenDraft, ...] = ()
        self._current: UUID | None = None
        self._reading = False
        self._polls = QTimer(self)
        self._polls.setInterval(POLL_MS)
        self._polls.timeout.connect(self.refresh)
        view.caseChosen.connect(self.caseChosen)
        view.draftChosen.connect(self.draftChosen)

    def start(self) -> None:
        """Begin to keep the column true."""
        self._polls.start()
        self.refresh()

    def stop(self) -> None:
        """Leave off, as when the clerk leaves."""
        self._polls.stop()
        self._drafts, self._current, self._state = (), None, TodayState()
        self._view.set_state(self._state)

    @Slot()
    def refresh(self) -> None:
        """Read the store anew; a reading under way is enough."""
        if not self._reading:
            self._reading = True
            self._lane.run(self._read_today, self._read)

    def set_drafts(self, drafts: tuple[OpenDraft, ...]) -> None:
        """Show other unfinished cases."""
        self._drafts = drafts
        self._show(self._state.rows, self._state.message)

    def is_offered(self, case_id: UUID) -> bool:
        """Whether another terminal may take an unfinished case, and may have done so."""
        return any(entry.is_offered for entry in self._drafts if entry.draft.case_id == case_id)

    def set_current(self, draft: UUID | None, case: UUID | None) -> None:
        """Mark what is open: a draft, a sealed case, or nothing."""
        self._current = draft
        self._state = TodayState(self._state.rows, self._state.drafts, case, self._state.message)
        self._show(self._state.rows, self._state.message)

    def _read(self, result: Result) -> None:
        self._reading = False
        if isinstance(result, Err):
            self._show(self._state.rows, self._words.unreadable(result.code))
            return
        facts: TodayFacts = result.value
        rows = derive_rows(facts, self._delivery, self._words)
        self._show(rows, "" if rows else self._words.none_yet())
        overview = facts.overview
        reason = overview.offline_reason or ""
        self.figuresChanged.emit(len(rows), overview.waiting + overview.returned, overview.agent_online, reason)
        self.refreshed.emit()

    def _show(self, rows: tuple[TodayRow, ...], message: str) -> None:
        drafts = derive_drafts(self._drafts, self._current, self._words)
        self._state = TodayState(rows, drafts, self._state.selected, message)
        self._view.set_state(self._state)
