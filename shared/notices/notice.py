"""What a notice is told: the case, and what its kind needs besides (ARCHITECTURE §4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from shared.domain.items import ItemType
from shared.domain.numbers import NoticeKind, NoticeNumber


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The hall that speaks: all of it from the catalogue (REQUIREMENTS E13)."""

    hall: str
    address: str
    hours: str
    phone: str


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """One item application on a notice."""

    number: str
    name: str
    department: str
    due: date | None = None
    due_provisional: bool = False
    immediate: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """A person or organization on a notice, as it may be shown on this copy."""

    label: str
    name: str = field(repr=False)
    identity: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A material on a notice: what came in, what goes on, what is given back, or what has to be brought."""

    name: str
    how: str = ""
    originals: int = 0
    copies: int = 0
    pages: int = 0
    note: str = ""
    basis: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to be completed: what, what is wrong, by which rule, and how it is mended (C6)."""

    what: str
    problem: str
    basis: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee of a payment notice, in cents."""

    name: str
    standard: str
    cents: int


@dataclass(frozen=True, slots=True)
class Hand:
    """One passing on of papers; empty lines are written by hand."""

    giver: str = ""
    taker: str = ""
    at: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """A document that was served."""

    name: str
    number: str
    method: str
    place: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """A declaration in place of a certificate (C8)."""

    certificate: str
    text: str
    days: int
    basis: str


@dataclass(frozen=True, slots=True)
class Consent:
    """A licence or information that may be fetched, whose it is, and what for (C4)."""

    licence: str
    holder: str = field(repr=False)
    purpose: str


@dataclass(frozen=True, slots=True)
class Details:
    """What the kinds need beyond the case; each kind reads its own, a paragraph whose fact is missing is left out.

    Attributes:
        days: working days of a procedure or an extension; cents: all fees together.
        ticket, waiting, window: of a queue ticket; slot: of an appointment.
    """

    papers: tuple[Paper, ...] = ()
    points: tuple[Point, ...] = ()
    fees: tuple[Fee, ...] = ()
    hands: tuple[Hand, ...] = ()
    served: tuple[Served, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    consents: tuple[Consent, ...] = ()
    reason: str = ""
    basis: str = ""
    procedure: str = ""
    days: int | None = None
    due: date | None = None
    due_provisional: bool = False
    result: str = ""
    authority: str = ""
    collector: str = ""
    account: str = ""
    giver: str = ""
    taker: str = ""
    scope: str = ""
    place: str = ""
    ticket: str = ""
    waiting: int | None = None
    window: str = ""
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of a case, or one that comes before any case: a list of what is needed, an appointment, a ticket.

    Attributes:
        number: case number, kind and running number; None where there is no case yet.
        issuer: full name of the department or hall at the foot.
        subject: name of the item or one-matter service.
        item_type: selects the title where the locality distinguishes.
        at: aware time of the act; unproven time is said so.
        code: text of the verification QR.
        reprint: number of this copy when it is not the first, else None.
        specimen: mark it 样例, for demonstrations.
        applied_at: aware time of the application that the act is about, where that is another.
        attended: a clerk hands it over; at a kiosk nobody is there to sign before.
    """

    kind: NoticeKind
    number: NoticeNumber | None
    letterhead: Letterhead
    issuer: str
    subject: str
    parties: tuple[Party, ...]
    at: datetime
    code: str
    items: tuple[NoticeItem, ...] = ()
    details: Details = Details()
    item_type: ItemType | None = None
    place: str = ""
    time_proven: bool = True
    reprint: int | None = None
    specimen: bool = False
    attended: bool = True
    applied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoticeStyle:
    """How its reader wants a notice.

    Attributes:
        language: the language beside Chinese, empty for none.
        large: in large print.
    """

    language: str = ""
    large: bool = False


PLAIN: Final = NoticeStyle()
