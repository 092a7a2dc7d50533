"""What stands on a notice, before it is known whether it becomes an A4 page or a receipt slip.

Every text is a pair: the Chinese that counts, and the same in the applicant's language where one was chosen.
What a sheet says about people never shows in a repr.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """A text, and beside it the same in a second language, empty where there is none."""

    text: str = field(repr=False)
    second: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, its first line indented by two characters."""

    words: Words


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a table; it never stands alone at the foot of a page."""

    words: Words


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its share of the width, and whether what it holds is short (numbers, dates)."""

    head: Words
    share: int
    short: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a head that is repeated on every page; `total` is a last line over the whole width."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]
    total: Words | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values, one a line, such as a person's particulars."""

    pairs: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True, slots=True)
class Large:
    """One thing to be read from afar: the number of a ticket, the time of an appointment."""

    label: Words
    text: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, each with a date."""

    who: tuple[Words, ...]
    date: Words


Block = Paragraph | Heading | Table | Facts | Large | Signatures


@dataclass(frozen=True, slots=True)
class Foot:
    """Who speaks, where and when: the end of a notice (落款).

    Attributes:
        issuer: full name of the office; empty where the applicant signs.
        day: as official papers write it, 2026年11月26日.
        seal: the word in the place of the seal, None where none is put.
    """

    issuer: str
    day: str
    seal: Words | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A composed notice.

    Attributes:
        head: the name above the title; numbers: number of the notice and of the case, with their labels.
        to: whom it addresses, empty for what the applicant signs.
        marks: 样例, 补打.
        closing: fixed sentences; code: text of the verification QR, with its caption.
        contact: where to ask, lines of the foot.
        page: pattern of the page numbers with {page} and {pages}.
        language: the second language, empty for none.
    """

    head: str
    title: Words
    numbers: tuple[tuple[Words, str], ...]
    to: str = field(repr=False)
    marks: tuple[Words, ...]
    blocks: tuple[Block, ...]
    closing: tuple[Words, ...]
    foot: Foot
    code: str = field(repr=False)
    caption: Words
    contact: tuple[str, ...]
    page: str
    language: str = ""
