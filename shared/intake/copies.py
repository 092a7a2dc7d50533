"""Which copy of a notice comes out: a repeat says 补打. Slips and A4 pages are counted each for themselves."""

from __future__ import annotations

from typing import Final

from shared.domain.numbers import NoticeKind
from shared.store import journal
from shared.store.store import Store

_PAGE: Final = ".a4"


def slip_document(kind: NoticeKind, running: int = 1) -> str:
    """Return the name that the journal has for the slips of a notice."""
    return kind.name.lower() + (f"-{running}" if running > 1 else "")


def page_document(kind: NoticeKind, running: int = 1) -> str:
    """Return the name that the journal has for the A4 pages of a notice."""
    return slip_document(kind, running) + _PAGE


def is_page(document: str) -> bool:
    """Tell whether a document of the journal goes to the page printer; else it is a slip."""
    return document.endswith(_PAGE)


def copy_no(store: Store, case_number: str, document: str, *, under: int | None = None) -> int:
    """Return which copy would come out now: an earlier one counts unless it is known that none came out.

    Args:
        document: by its name in the journal.
        under: the journal's entry that it would be printed under.
    """
    earlier = journal.copies(store, case_number, document)
    return 1 + sum(entry.may_lie_on_paper for entry in earlier if entry.id != under)
