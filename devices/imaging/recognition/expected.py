"""What a page is expected to be: the sides of a document, and what is printed on each.

Whoever knows the documents fills these in; nothing here knows any document by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any, Final

from devices.core.errors import DeviceError

_MOST_SIDES: Final = 400
_MOST_MARKS: Final = 60
_MOST_SIGNS: Final = 60


class ExpectationError(DeviceError):
    """What a page is expected to be is described in a way that nothing can be told by."""

    code = "expectation_invalid"


@unique
class Shape(StrEnum):
    """The outline of a document: an ID-1 card or a sheet of paper."""

    CARD = "card"
    SHEET = "sheet"


@unique
class Zone(StrEnum):
    """The layout of a machine-readable zone (ICAO Doc 9303), or of the one line of a 往来港澳通行证."""

    TD1 = "td1"
    TD2 = "td2"
    TD3 = "td3"
    EEP = "eep"


@unique
class NumberKind(StrEnum):
    """A printed number that its check digit proves."""

    CITIZEN = "citizen_number"
    CREDIT_CODE = "credit_code"
    CARD = "card_number"


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A code that a side bears: its format as `codes.Code` names it, and how its payload begins ("" for any)."""

    format: str
    begins: str = ""


@dataclass(frozen=True, slots=True)
class DocumentSide:
    """One side of a document: of a card, of a booklet's page, of a sheet.

    Attributes:
        document: sides of one document have this in common; it may be any text.
        name: what people call the document and the side, 居民身份证国徽面.
        headings: words that stand in a line of their own.
        labels: words that stand before values, at the beginning of a line.
        numbers: numbers with check digits that are printed on it.
        codes: barcodes that are printed on it.
        zone: its machine-readable zone.
        shape: its outline.
    """

    document: str
    name: str
    headings: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    numbers: tuple[NumberKind, ...] = ()
    codes: tuple[PrintedCode, ...] = ()
    zone: Zone | None = None
    shape: Shape | None = None


@dataclass(frozen=True, slots=True)
class ExpectedDocument:
    """What a page should be.

    Attributes:
        wanted: the sides that will do.
        others: other sides of the same document, and sides of other documents, which the page may be by mistake.
        is_complete: whether every page of the document is one of its sides here; only then does a legible page that
            bears nothing of what they bear count for another document.
    """

    wanted: tuple[DocumentSide, ...]
    others: tuple[DocumentSide, ...] = ()
    is_complete: bool = False

    def __post_init__(self) -> None:
        """Refuse an expectation that no page could meet."""
        if not self.wanted or len(self.wanted) + len(self.others) > _MOST_SIDES:
            detail = "no wanted side, or too many"
            raise ExpectationError(detail)
        for side in (*self.wanted, *self.others):
            _check(side)


def _check(side: DocumentSide) -> None:
    marks = (*side.headings, *side.labels, *(code.begins or code.format for code in side.codes))
    if len(marks) > _MOST_MARKS or any(not 1 <= len(mark) <= _MOST_SIGNS for mark in marks):
        raise ExpectationError(side.name)
    if not (marks or side.numbers or side.zone):
        raise ExpectationError(side.name)


def expected_from(raw: object) -> ExpectedDocument:
    """Return an expectation from its JSON form: `{"wanted": […], "others": […], "is_complete": …}`, sides by attribute.

    Raises:
        ExpectationError: it has another shape.
    """
    if not isinstance(raw, Mapping) or not raw.keys() <= {"wanted", "others", "is_complete"}:
        detail = "not an expectation"
        raise ExpectationError(detail)
    try:
        wanted, others = (tuple(_side(one) for one in raw.get(key, ())) for key in ("wanted", "others"))
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise ExpectationError(type(error).__name__) from error
    return ExpectedDocument(wanted, others, raw.get("is_complete") is True)


def _side(raw: Mapping[str, Any]) -> DocumentSide:
    lists = {key: _texts(raw.get(key, ())) for key in ("headings", "labels", "numbers")}
    known = {**raw, "headings": lists["headings"], "labels": lists["labels"]}
    known["numbers"] = tuple(NumberKind(number) for number in lists["numbers"])
    known["codes"] = tuple(PrintedCode(**_of_texts(code)) for code in raw.get("codes", ()))
    known["zone"] = Zone(raw["zone"]) if raw.get("zone") else None
    known["shape"] = Shape(raw["shape"]) if raw.get("shape") else None
    return DocumentSide(**{**known, "document": str(raw["document"]), "name": str(raw["name"])})


def _texts(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple) or any(not isinstance(one, str) for one in raw):
        raise TypeError
    return tuple(raw)


def _of_texts(raw: Mapping[str, Any]) -> dict[str, str]:
    if any(not isinstance(value, str) for value in raw.values()):
        raise TypeError
    return dict(raw)
