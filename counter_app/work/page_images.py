"""The pictures of a case's pages as the face shows them, fetched once each, unless that fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID

from PySide6.QtGui import QImage

from shared.intake.draft import DraftPage

FetchPage = Callable[[UUID, Callable[[QImage], None], Callable[[], None]], None]


class PageImages:
    """Pictures by page id; an empty one while it is fetched.

    Args:
        fetch: fetches one and gives it to its second argument, later, or calls its third where that fails.
        arrived: is called when one is there.
    """

    def __init__(self, fetch: FetchPage, arrived: Callable[[], None]) -> None:
        self._fetch = fetch
        self._arrived = arrived
        self._images: dict[str, QImage] = {}
        self._failed: set[str] = set()

    @property
    def known(self) -> dict[str, QImage]:
        """Every picture so far."""
        return dict(self._images)

    def want(self, pages: Iterable[DraftPage]) -> None:
        """Fetch what is not here yet."""
        for page in pages:
            key = page.page_id.hex
            if key not in self._images:
                self._images[key] = QImage()
                self._fetch(page.page_id, partial(self._keep, key), partial(self._failed.add, key))

    def try_again(self) -> None:
        """Let what could not be fetched be fetched when it is wanted next."""
        for key in self._failed:
            self._images.pop(key, None)
        self._failed.clear()

    def clear(self) -> None:
        """Forget all; what is on its way is dropped when it comes."""
        self._images.clear()
        self._failed.clear()

    def _keep(self, key: str, image: QImage) -> None:
        if key in self._images:
            self._images[key] = image
            self._arrived()
