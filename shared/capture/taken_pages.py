"""What is known of the pages of a case beyond their images: what tells them apart, and what they were cut from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

from devices.imaging.duplicates import Fingerprint, is_same_page
from shared.capture.pages import CapturedPage, Negative

_MOST_NEGATIVES: Final = 24
"""Some megabytes each; who wants to mend an older page scans it again."""


class TakenPages:
    """Of the pages of one case, by page id: fingerprints of all, negatives of those taken in this session. In memory
    only.
    """

    def __init__(self) -> None:
        self._fingerprints: dict[str, Fingerprint] = {}
        self._negatives: dict[str, Negative] = {}
        self._known: frozenset[str] = frozenset()
        self._coming: CapturedPage | None = None

    @property
    def is_expecting(self) -> bool:
        """Whether a page is being kept."""
        return self._coming is not None

    def expect(self, captured: CapturedPage) -> None:
        """Remember a page that is being kept, until its id is known."""
        self._coming = captured

    def give_up(self) -> None:
        """Forget the page that was expected: it was not kept, and the next one that comes is another."""
        self._coming = None

    def settle(self, page_ids: AbstractSet[str]) -> str:
        """Take note of the case's pages: a new one is what was expected, and those that are gone are forgotten.

        Returns:
            The id of the page that was expected and is there now, else nothing.
        """
        new = page_ids - self._known
        arrived = ""
        if self._coming is not None and len(new) == 1:
            arrived = next(iter(new))
            self._take(arrived, self._coming)
            self._coming = None
        books: tuple[dict[str, Any], ...] = (self._fingerprints, self._negatives)
        for book in books:
            for key in book.keys() - page_ids:
                del book[key]
        self._known = frozenset(page_ids)
        return arrived

    def recall(self, prints: Mapping[str, Fingerprint]) -> None:
        """Take note of pages that were taken before this session."""
        self._fingerprints.update({key: one for key, one in prints.items() if key in self._known})

    def others(self, besides: str = "") -> Mapping[str, Fingerprint]:
        """Return the fingerprints of all pages but the one that is about to be replaced."""
        return {key: one for key, one in self._fingerprints.items() if key != besides}

    def holds(self, fingerprint: Fingerprint | None, besides: Collection[str] = ()) -> bool:
        """Tell whether a page was taken already, leaving out those that it replaces."""
        others = (one for key, one in self._fingerprints.items() if key not in besides)
        return fingerprint is not None and any(is_same_page(fingerprint, one) for one in others)

    def negative(self, page_id: str) -> Negative | None:
        """Return what a page was cut from, None where that is not kept."""
        return self._negatives.get(page_id)

    def clear(self) -> None:
        """Forget all pages."""
        self._fingerprints.clear()
        self._negatives.clear()
        self._known, self._coming = frozenset(), None

    def _take(self, page_id: str, captured: CapturedPage) -> None:
        if captured.fingerprint is not None:
            self._fingerprints[page_id] = captured.fingerprint
        self._negatives[page_id] = captured.negative
        while len(self._negatives) > _MOST_NEGATIVES:
            del self._negatives[next(iter(self._negatives))]
