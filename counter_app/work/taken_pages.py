"""Which pages of the case were taken already, so that the same paper is not laid down twice unseen."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from devices.imaging.duplicates import Fingerprint, is_same_page


class TakenPages:
    """Fingerprints of the pages of one case that were scanned in this session, in memory only."""

    def __init__(self) -> None:
        self._by_page: dict[str, Fingerprint] = {}
        self._known: frozenset[str] = frozenset()
        self._coming: Fingerprint | None = None

    def expect(self, fingerprint: Fingerprint | None) -> None:
        """Remember the fingerprint of a page that is being taken, until its id is known."""
        self._coming = fingerprint

    def settle(self, page_ids: AbstractSet[str]) -> None:
        """Take note of the case's pages: a new one is what was expected, and those that are gone are forgotten."""
        new = page_ids - self._known
        if self._coming is not None and len(new) == 1:
            self._by_page[next(iter(new))] = self._coming
            self._coming = None
        self._by_page = {key: one for key, one in self._by_page.items() if key in page_ids}
        self._known = frozenset(page_ids)

    def holds(self, fingerprint: Fingerprint | None, besides: str = "") -> bool:
        """Tell whether a page was taken already, leaving out the one that it replaces."""
        others = [one for key, one in self._by_page.items() if key != besides]
        return fingerprint is not None and any(is_same_page(fingerprint, other) for other in others)

    def clear(self) -> None:
        """Forget all pages."""
        self._by_page.clear()
        self._known, self._coming = frozenset(), None
