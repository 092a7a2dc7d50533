"""Several papers on one glass: each becomes a page of its own, one after the other, and all of them one page again."""

from __future__ import annotations

from collections import deque
from uuid import UUID

from counter_app.work.scan_door import Shot


class PapersApart:
    """The papers of the last glass that was parted, until another material or case is looked at. In memory only."""

    def __init__(self) -> None:
        self._whole: Shot | None = None
        self._waiting: deque[Shot] = deque()
        self._is_parting = False
        self._is_expected = False
        self._pages: list[str] = []

    def part(self, whole: Shot) -> None:
        """Begin with a glass that is being parted."""
        self.clear()
        self._whole, self._is_parting = whole, True

    def hold(self, shots: tuple[Shot, ...]) -> None:
        """Take its papers."""
        self._waiting.extend(shots)
        self._is_parting = False

    def next(self) -> Shot | None:
        """Return the paper that is to be judged next, None where none is left."""
        self._is_expected = bool(self._waiting)
        return self._waiting.popleft() if self._waiting else None

    def arrived(self, page_id: str) -> None:
        """Take note of a page that was kept: it may be the paper that was judged last, or what was scanned instead."""
        if self._is_expected:
            self._pages.append(page_id)
        self._is_expected = False

    def can_unite(self, page_id: str) -> bool:
        """Whether a page is one of them, and none of them is waited for any more."""
        return page_id in self._pages and not self._waiting and not self._is_expected

    def unite(self) -> tuple[Shot | None, tuple[UUID, ...]]:
        """Return the whole glass as one page, and the pages whose place it takes."""
        whole, pages = self._whole, tuple(UUID(page) for page in self._pages)
        self.clear()
        return whole, pages

    def take_back(self) -> Shot | None:
        """Return the glass whose papers could not be cut, None where none is being parted."""
        if not self._is_parting:
            return None
        whole, _ = self.unite()
        return whole

    def clear(self) -> None:
        """Forget them."""
        self._whole = None
        self._waiting.clear()
        self._pages.clear()
        self._is_parting = self._is_expected = False
