"""The catalogue versions of a terminal: new drafts freeze the newest, older drafts keep theirs (ARCHITECTURE §4)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime

from shared.catalogue.model import Catalogue
from shared.catalogue.package import open_package
from shared.domain.clock import legal_date
from shared.security.certificates import verifying_key
from shared.security.errors import SignatureError
from shared.security.trust_folder import read_root
from shared.store.settings import catalogue as stored_catalogue
from shared.store.settings import catalogue_version
from shared.store.terminal import Terminal

_LOG = logging.getLogger(__name__)


def _today() -> date:
    return legal_date(datetime.now(UTC))


class CatalogueShelf:
    """Opens the signed packages in a terminal's store, each once, after checking them against the root.

    Each is seen from where the terminal stands, and what belongs to a year that has run out by `today` is not taken any
    more (已截止).

    Raises (every method):
        CataloguePackageError: a stored package is not what the root signed.
        KeyFormatError: there is no root, or none that can be read.
        StoreError: no such version here.
    """

    def __init__(self, terminal: Terminal, today: Callable[[], date] = _today) -> None:
        self._terminal = terminal
        self._today = today
        self._day = today()
        self._opened: dict[str, Catalogue] = {}

    @property
    def current(self) -> Catalogue:
        """The version that was newest when the terminal was opened."""
        return self.version(self._terminal.catalogue_version)

    @property
    def is_behind(self) -> bool:
        """Whether a newer version came, or another day began, since this shelf was made: a new one knows of it."""
        return self._today() != self._day or catalogue_version(self._terminal.store) != self._terminal.catalogue_version

    def version(self, version: str) -> Catalogue:
        """Return one version."""
        if version not in self._opened:
            self._opened[version] = self._open(version)
        return self._opened[version]

    def _open(self, version: str) -> Catalogue:
        if version == self._terminal.catalogue_version:
            data = self._terminal.catalogue_bytes
        else:
            data = stored_catalogue(self._terminal.store, version).data
        opened, site = open_package(data, self._signed_by_root), self._terminal.config.place.site
        if site in opened.offices:
            opened = opened.at_site(site)
        elif site:
            _LOG.warning("catalogue %s has no office %s, its own hall is shown", version, site)
        return opened.as_of(self._today())

    def _signed_by_root(self, key_id: str, message: bytes, signature: bytes) -> bool:
        root = verifying_key(read_root(self._terminal.trust_dir))
        if key_id != root.key_id:
            return False
        try:
            root.verify(message, signature)
        except SignatureError:
            return False
        return True
