"""What the page of a sealed case shows, derived from what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from counter_app.ports.done import DoneState, ItemLine, PrintLine
from counter_app.ports.tone import Tone
from counter_app.presenters.clock import hour_and_minute
from counter_app.presenters.today import delivery_line
from counter_app.words.delivery import DeliveryWords, PrintWords
from counter_app.words.done import DoneWords
from counter_app.words.today import TodayWords
from counter_app.work.ledger import CaseRecord
from devices.core.printing import PrintCause, PrintState
from shared.catalogue.model import Subject
from shared.domain.item_table import AWAITING_ACCEPTANCE
from shared.domain.items import HandlingKind
from shared.domain.numbers import CaseNumber
from shared.intake.print_desk import Document, PrintReport
from shared.store.cases import IndexedItem
from shared.store.journal import PrintEntry, PrintStep
from shared.store.overview import CaseDeliveryState

PRINT_TONES = {
    PrintState.PRINTED: Tone.GOOD,
    PrintState.SENT: Tone.ACTIVE,
    PrintState.UNKNOWN: Tone.WARN,
    PrintState.FAILED: Tone.BAD,
}
_STATES = {
    PrintStep.PRINTED: PrintState.PRINTED,
    PrintStep.SENT: PrintState.UNKNOWN,
    PrintStep.UNKNOWN: PrintState.UNKNOWN,
    PrintStep.FAILED: PrintState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of this page."""

    done: DoneWords
    delivery: DeliveryWords
    prints: PrintWords
    today: TodayWords


@dataclass(frozen=True, slots=True)
class DoneFacts:
    """A sealed case as the clerk sees it.

    Attributes:
        subject: of the catalogue version that the case froze.
        names: whole names while they are still known, empty later.
        printing, reports: slips under way, and those printed since the start.
    """

    record: CaseRecord
    subject: Subject
    names: str = ""
    printing: frozenset[Document] = frozenset()
    reports: Mapping[Document, PrintReport] = field(default_factory=dict)
    may_accept: bool = False
    busy: bool = False


def derive_done(facts: DoneFacts, words: Words) -> DoneState:
    """Return what the page shows."""
    record, details = facts.record, facts.record.entry.details
    text, tone = delivery_line(record.delivery, words.delivery, online=record.online, reason=record.offline_reason)
    names = facts.names or details.masked_name
    at = record.decision.decided_at if record.decision else record.entry.sealed_at
    return DoneState(
        headline=words.today.state(item.state for item in details.items),
        line=words.done.line(details.subject_name, names, hour_and_minute(at)),
        emblem=facts.subject.emblem,
        colour=facts.subject.theme.colour,
        number=CaseNumber.parse(record.entry.number).grouped,
        delivery=text,
        delivery_detail=_detail(record, words.delivery),
        delivery_tone=tone,
        items=tuple(_item(item, facts.subject, words) for item in details.items),
        materials=tuple((material.name, words.done.pages(material.pages)) for material in details.materials),
        materials_sum=words.done.materials(len(details.materials), sum(record.entry.page_counts)),
        prints=tuple(_print_line(document, facts, words.prints) for document in _documents(record)),
        can_accept=facts.may_accept and any(item.state in AWAITING_ACCEPTANCE for item in details.items),
        busy=facts.busy,
    )


def _documents(record: CaseRecord) -> tuple[Document, ...]:
    return (Document.RECEIPT, Document.ACCEPTANCE) if record.decision else (Document.RECEIPT,)


def _detail(record: CaseRecord, words: DeliveryWords) -> str:
    delivery = record.delivery
    if delivery is None:
        return ""
    if delivery.state is CaseDeliveryState.RETURNED:
        return words.who_acts(delivery.row.who_acts.value if delivery.row.who_acts else "")
    if delivery.state is CaseDeliveryState.WAITING_NETWORK and record.online is False:
        return words.kept_offline(record.offline_reason)
    if delivery.state is CaseDeliveryState.WAITING_NETWORK and delivery.row.next_try_at is not None:
        return words.retry_at(hour_and_minute(delivery.row.next_try_at), delivery.reason or "")
    return ""


def _item(item: IndexedItem, subject: Subject, words: Words) -> ItemLine:
    definition = next((entry for entry in subject.items if entry.code == item.code), None)
    immediate = definition is not None and definition.handling is HandlingKind.IMMEDIATE
    due = date.fromisoformat(item.due_date) if item.due_date else None
    return ItemLine(
        number=item.number[-2:],
        name=item.name,
        department=definition.department if definition else "",
        state=words.today.item_state(item.state),
        due=words.done.due(due, provisional=item.due_provisional, immediate=immediate, begun=item.state != "collected"),
    )


def _print_line(document: Document, facts: DoneFacts, words: PrintWords) -> PrintLine:
    title = words.title(document.value)
    if document in facts.printing:
        return PrintLine(document.value, title, words.printing(), "", Tone.ACTIVE, words.button(), can_print=False)
    report = facts.reports.get(document)
    if report is not None:
        outcome = report.outcome
        asks = outcome.partial or outcome.state is PrintState.SENT
        return _outcome_line(
            document, outcome.state, outcome.cause, report.copy_no, words, low=outcome.paper_low, asks=asks
        )
    entries = facts.record.prints.get(document, ())
    last = next((entry for entry in reversed(entries) if entry.step in _STATES), None)
    if last is None:
        return PrintLine(document.value, title, words.not_printed(), "", Tone.WAITING, words.button())
    copy_no = 1 + sum(entry.may_lie_on_paper for entry in entries if entry.id < last.id)
    return _outcome_line(document, _STATES[last.step], _cause(last), copy_no, words, asks=last.is_open)


def _outcome_line(
    document: Document,
    state: PrintState,
    cause: PrintCause | None,
    copy_no: int,
    words: PrintWords,
    *,
    low: bool = False,
    asks: bool = False,
) -> PrintLine:
    return PrintLine(
        document=document.value,
        title=words.title(document.value),
        words=words.state(state, copy_no),
        remedy=words.remedy(state, cause, paper_low=low),
        tone=PRINT_TONES[state],
        button=words.button(printed_before=state is not PrintState.FAILED or asks),
        asks=asks,
    )


def _cause(entry: PrintEntry) -> PrintCause | None:
    text = (entry.cause or "").partition("+")[0]
    return next((cause for cause in PrintCause if cause.value == text), None)
