"""The tables, particulars and large figures of each kind of notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from shared.domain.numbers import NoticeKind
from shared.notices.amounts import capital_amount, yuan
from shared.notices.notice import Notice, NoticeItem, Paper, Party
from shared.notices.sheet import Block, Column, Facts, Heading, Large, Table, Words
from shared.notices.wording import ENGLISH, Wording

_BLANK_HANDS: Final = 4
Part = Callable[[Notice, Wording], Iterator[Block]]


def parts_of(notice: Notice, wording: Wording) -> tuple[Block, ...]:
    """Return what a notice lists, between its first paragraph and the others."""
    return tuple(block for part in _PARTS.get(notice.kind, ()) for block in part(notice, wording))


def _columns(wording: Wording, *columns: tuple[str, int] | tuple[str, int, bool]) -> tuple[Column, ...]:
    return tuple(Column(wording.label(column[0]), column[1], len(column) > 2) for column in columns)


def _numbered(rows: Iterator[tuple[Words, ...]]) -> tuple[tuple[Words, ...], ...]:
    return tuple((Words(str(place)), *row) for place, row in enumerate(rows, start=1))


def _items(notice: Notice, wording: Wording) -> Iterator[Block]:
    if notice.items:
        yield Heading(wording.label("items_heading"))
        columns = _columns(wording, ("order", 8, True), ("item", 58), ("department", 34))
        yield Table(columns, tuple((Words(one.number[-2:]), *_item(one, wording)) for one in notice.items))


def _items_with_due(notice: Notice, wording: Wording) -> Iterator[Block]:
    if notice.items:
        yield Heading(wording.label("items_heading"))
        columns = _columns(wording, ("order", 8, True), ("item", 42), ("department", 22), ("due", 28, True))
        rows = tuple((Words(one.number[-2:]), *_item(one, wording), _due(one, wording)) for one in notice.items)
        yield Table(columns, rows)


def _item(item: NoticeItem, wording: Wording) -> tuple[Words, Words]:
    return wording.say(item.name), wording.say(item.department)


def _due(item: NoticeItem, wording: Wording) -> Words:
    if item.immediate:
        return wording.label("immediate")
    return wording.day(item.due, provisional=item.due_provisional) if item.due else wording.label("by_platform")


def _received(notice: Notice, wording: Wording) -> Iterator[Block]:
    papers = notice.details.papers
    if papers:
        yield Heading(wording.label("materials_heading"))
        columns = _columns(
            wording,
            ("order", 8, True),
            ("material", 34),
            ("how", 28),
            ("originals", 9, True),
            ("copies", 12, True),
            ("pages", 9, True),
        )
        yield Table(columns, _numbered((wording.say(one.name), _how(one, wording), *_counts(one)) for one in papers))


def _how(paper: Paper, wording: Wording) -> Words:
    how, until = wording.say(paper.how), wording.day(paper.until)
    if not until.text:
        return how
    return Words(f"{how.text}（{until.text}）", f"{how.second} ({until.second})" if how.second else "")


def _counts(paper: Paper) -> tuple[Words, Words, Words]:
    return (_count(paper.originals), _count(paper.copies), _count(paper.pages))


def _count(number: int) -> Words:
    return Words(str(number) if number else "—")


def _papers(notice: Notice, wording: Wording) -> Iterator[Block]:
    columns = _columns(
        wording, ("order", 8, True), ("material", 48), ("originals", 10, True), ("copies", 12, True), ("remark", 22)
    )
    rows = (
        (wording.say(one.name), _count(one.originals), _count(one.copies), wording.say(one.note))
        for one in notice.details.papers
    )
    yield Table(columns, _numbered(rows))


def _returned(notice: Notice, wording: Wording) -> Iterator[Block]:
    if notice.details.papers:
        yield Heading(wording.label("returned_heading"))
        yield from _papers(notice, wording)


def _hands(notice: Notice, wording: Wording) -> Iterator[Block]:
    """Yield the chain of hands, with empty lines to go on by hand."""
    yield Heading(wording.label("hands_heading"))
    columns = _columns(
        wording, ("order", 8, True), ("from_hand", 24), ("to_hand", 24), ("hand_time", 22), ("hand_place", 22)
    )
    rows = [(Words(one.giver), Words(one.taker), Words(one.at), Words(one.place)) for one in notice.details.hands]
    rows += [(Words(""),) * 4] * max(1, _BLANK_HANDS - len(rows))
    yield Table(columns, _numbered(iter(rows)))


def _points(notice: Notice, wording: Wording) -> Iterator[Block]:
    yield Heading(wording.label("points_heading"))
    yield _points_table(notice, wording, "material")


def _missing(notice: Notice, wording: Wording) -> Iterator[Block]:
    """Yield what a case that was begun still lacks, where it was."""
    if notice.details.points:
        yield Heading(wording.label("missing_heading"))
        yield _points_table(notice, wording, "missing")


def _points_table(notice: Notice, wording: Wording, first: str) -> Table:
    columns = _columns(wording, ("order", 8, True), (first, 20), ("problem", 25), ("remedy", 25), ("basis", 22))
    rows = (
        (wording.say(one.what), wording.say(one.problem), wording.say(one.remedy), Words(one.basis))
        for one in notice.details.points
    )
    return Table(columns, _numbered(rows))


def _fees(notice: Notice, wording: Wording) -> Iterator[Block]:
    fees = notice.details.fees
    columns = _columns(wording, ("order", 8, True), ("fee", 36), ("standard", 36), ("amount_column", 20, True))
    rows = _numbered((wording.say(one.name), Words(one.standard), Words(yuan(one.cents))) for one in fees)
    cents = sum(one.cents for one in fees)
    label = wording.label("total")
    total = Words(f"{label.text}：{capital_amount(cents)}（¥{yuan(cents)}）", f"{label.second}: ¥{yuan(cents)}")
    yield Table(columns, rows, total if label.second else Words(total.text))


def _deferred(notice: Notice, wording: Wording) -> Iterator[Block]:
    columns = _columns(wording, ("order", 8, True), ("material", 40), ("basis", 28), ("until", 24, True))
    rows = ((wording.say(one.name), Words(one.basis), wording.day(one.until)) for one in notice.details.papers)
    yield Table(columns, _numbered(rows))


def _commitments(notice: Notice, wording: Wording) -> Iterator[Block]:
    columns = _columns(
        wording,
        ("order", 8, True),
        ("certificate", 22),
        ("commitment_text", 32),
        ("basis", 20),
        ("check_within", 18, True),
    )
    rows = (
        (
            wording.say(one.certificate),
            Words(one.text),
            Words(one.basis),
            wording.counted("working_days", "days", one.days),
        )
        for one in notice.details.commitments
    )
    yield Table(columns, _numbered(rows))


def _consents(notice: Notice, wording: Wording) -> Iterator[Block]:
    columns = _columns(wording, ("order", 8, True), ("licence", 38), ("holder", 20), ("purpose", 34))
    rows = ((wording.say(one.licence), Words(one.holder), wording.say(one.purpose)) for one in notice.details.consents)
    yield Table(columns, _numbered(rows))


def _needed(notice: Notice, wording: Wording) -> Iterator[Block]:
    yield Heading(wording.label("needed_heading"))
    columns = _columns(
        wording,
        ("order", 8, True),
        ("material", 20),
        ("requirement", 25),
        ("originals", 9, True),
        ("remark", 14),
        ("basis", 24),
    )
    rows = (
        (wording.say(one.name), wording.say(one.note), _count(one.originals), wording.say(one.how), Words(one.basis))
        for one in notice.details.papers
    )
    yield Table(columns, _numbered(rows))


def _served(notice: Notice, wording: Wording) -> Iterator[Block]:
    columns = _columns(
        wording, ("order", 8, True), ("document", 22), ("document_number", 32), ("method", 18), ("place", 20)
    )
    rows = (
        (wording.say(one.name), Words(one.number), Words(one.method), Words(one.place)) for one in notice.details.served
    )
    yield Table(columns, _numbered(rows))


def _parties(notice: Notice, wording: Wording) -> Iterator[Block]:
    for party in notice.parties:
        yield Facts(tuple(_particulars(party, wording)))


def _particulars(party: Party, wording: Wording) -> Iterator[tuple[Words, Words]]:
    yield wording.say(party.label), Words(party.name)
    for key, value in (("identity", party.identity), ("phone", party.phone), ("relation", party.relation)):
        if value:
            yield wording.label(key), Words(value)


def _appointment(notice: Notice, wording: Wording) -> Iterator[Block]:
    details = notice.details
    yield Large(wording.label("time_slot"), details.slot)
    pairs = [(wording.label("where"), Words(details.place)), (wording.label("window"), Words(details.window))]
    brought = [wording.say(one.name) for one in details.papers]
    comma = ", " if wording.language == ENGLISH else "、"
    seconds = comma.join(one.second or one.text for one in brought) if wording.language else ""
    pairs.append((wording.label("bring"), Words("、".join(one.text for one in brought), seconds)))
    yield Facts(tuple(pair for pair in pairs if pair[1].text))


def _ticket(notice: Notice, wording: Wording) -> Iterator[Block]:
    details = notice.details
    yield Large(wording.label("ticket"), details.ticket)
    pairs = [(wording.label("window"), Words(details.window))]
    if details.waiting is not None:
        pairs.append((wording.label("waiting"), wording.counted("people", "count", details.waiting)))
    yield Facts(tuple(pair for pair in pairs if pair[1].text))


_PARTS: Final[Mapping[NoticeKind, tuple[Part, ...]]] = MappingProxyType(
    {
        NoticeKind.RECEIPT: (_items, _received),
        NoticeKind.TRANSFER_SLIP: (_papers, _hands),
        NoticeKind.ACCEPTANCE: (_items_with_due, _received),
        NoticeKind.CORRECTION: (_points,),
        NoticeKind.ACCEPTANCE_REFUSED: (_items,),
        NoticeKind.SPECIAL_PROCEDURE: (_items_with_due,),
        NoticeKind.EXTENSION: (_items_with_due,),
        NoticeKind.GRANTED: (_items,),
        NoticeKind.NOT_GRANTED: (_items,),
        NoticeKind.SERVICE_RECEIPT: (_served,),
        NoticeKind.PAYMENT: (_fees,),
        NoticeKind.DEFERRED_PROMISE: (_parties, _deferred),
        NoticeKind.COMMITMENT: (_parties, _commitments),
        NoticeKind.WITHDRAWAL: (_parties, _items),
        NoticeKind.SUSPENSION: (_items,),
        NoticeKind.TERMINATION: (_items,),
        NoticeKind.AUTHORIZATION: (_parties,),
        NoticeKind.LICENCE_CONSENT: (_parties, _consents),
        NoticeKind.ALL_AT_ONCE: (_missing, _needed),
        NoticeKind.RETURNED_PAPERS: (_papers,),
        NoticeKind.APPOINTMENT: (_appointment,),
        NoticeKind.QUEUE_TICKET: (_ticket,),
    }
)
_ATTACHED: Final[Mapping[NoticeKind, tuple[Part, ...]]] = MappingProxyType(
    {NoticeKind.ACCEPTANCE_REFUSED: (_returned,), NoticeKind.TERMINATION: (_returned,)}
)


def attachments_of(notice: Notice, wording: Wording) -> tuple[Block, ...]:
    """Return what follows the last paragraph: the list of what is given back."""
    return tuple(block for part in _ATTACHED.get(notice.kind, ()) for block in part(notice, wording))
