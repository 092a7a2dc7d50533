"""What a receipt or notice says, as plain data ready to be set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


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
class NoticeMaterial:
    """One material that was received. `pages` is 0 where nothing was scanned, such as a card that was read."""

    name: str
    how: str
    pages: int


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The hall that speaks: all of it from the catalogue (REQUIREMENTS E13)."""

    hall: str
    address: str
    hours: str
    phone: str


@dataclass(frozen=True, slots=True)
class NoticeData:
    """A numbered notice.

    Attributes:
        title: the locality's title of this notice.
        number: its own number, already grouped for reading.
        applicants: names as they may be shown on this copy, each with the label of its role.
        at: aware time of the act; unproven time is said so.
        code: text of the verification QR.
        sentences: fixed sentences of the catalogue, in order.
        reprint: number of this copy when it is not the first, else None.
        specimen: mark it 样例, for demonstrations.
    """

    letterhead: Letterhead
    title: str
    number: str
    case_number: str
    subject: str
    items: tuple[NoticeItem, ...]
    materials: tuple[NoticeMaterial, ...]
    applicants: tuple[tuple[str, str], ...]
    at: datetime
    time_proven: bool
    place: str
    code: str
    sentences: tuple[str, ...]
    reprint: int | None = None
    specimen: bool = False
