"""The catalogue packages that the platform has published: what terminals download and what a commit is checked by."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from acceptance_platform.counters import Counter, take
from acceptance_platform.data_dir import DataDir
from acceptance_platform.database.engine import Database
from acceptance_platform.database.tables import catalogues
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.keys import PlatformKeys
from acceptance_platform.submissions.due_dates import recount_provisional
from shared.catalogue.model import Catalogue
from shared.catalogue.package import CataloguePackageError, build_package, open_package
from shared.contract.terminals import CatalogueInfo
from shared.files import write_atomically


class CatalogueShelf:
    """Published packages by version; opened ones are kept, since a version never changes."""

    def __init__(self, data: DataDir, database: Database, keys: PlatformKeys) -> None:
        self._data = data
        self._database = database
        self._keys = keys
        self._opened: dict[str, Catalogue] = {}
        self._lock = threading.Lock()

    def publish(self, package: bytes, now: datetime) -> CatalogueInfo:
        """Check a package, keep it and make it the newest, whose working days due dates are counted by from now on.

        The same contents again change nothing.

        Raises:
            PlatformError: catalogue_refused (faulty or not signed by the root), version_taken by other contents.
        """
        opened = self._open(package)
        version = opened.version
        info = CatalogueInfo(version=version, sha256=hashlib.sha256(package).hexdigest(), size=len(package))
        with self._database.write() as connection:
            known = self.info(connection, version)
            if known is None:
                write_atomically(self._data.package(info.sha256), package)
                connection.execute(
                    insert(catalogues).values(
                        **info.model_dump(), running=take(connection, Counter.CATALOGUE), published_at=now
                    )
                )
                recount_provisional(connection, self.find, opened.work_calendar())
                return info
        if _contents(package) != _contents(self.package(known)):
            raise PlatformError(FaultCode.VERSION_TAKEN, f"version {version} is published with other contents")
        return known

    def build(self, source: Path) -> bytes:
        """Build a package of sources that people edit and sign it with the root's key.

        Raises:
            PlatformError: catalogue_refused, with the first fault.
        """
        key = self._keys.root_key
        try:
            return build_package(source, key.sign, key.verifying_key.key_id)
        except CataloguePackageError as error:
            raise PlatformError(FaultCode.CATALOGUE_REFUSED, str(error)) from error

    def newest(self, connection: Connection) -> CatalogueInfo | None:
        """Return the version published last."""
        row = connection.execute(select(catalogues).order_by(catalogues.c.running.desc()).limit(1)).one_or_none()
        return None if row is None else CatalogueInfo(version=row.version, sha256=row.sha256, size=row.size)

    def info(self, connection: Connection, version: str) -> CatalogueInfo | None:
        """Return what is known of a version."""
        row = connection.execute(select(catalogues).where(catalogues.c.version == version)).one_or_none()
        return None if row is None else CatalogueInfo(version=row.version, sha256=row.sha256, size=row.size)

    def package(self, info: CatalogueInfo) -> bytes:
        """Return a version's bytes."""
        return self._data.package(info.sha256).read_bytes()

    def find(self, version: str) -> Catalogue | None:
        """Return a published version opened, or None."""
        with self._lock:
            if version in self._opened:
                return self._opened[version]
            with self._database.read() as connection:
                info = self.info(connection, version)
            if info is None:
                return None
            opened = self._open(self.package(info))
            self._opened[version] = opened
            return opened

    def _open(self, package: bytes) -> Catalogue:
        try:
            return open_package(package, self._keys.verify_root)
        except CataloguePackageError as error:
            raise PlatformError(FaultCode.CATALOGUE_REFUSED, str(error)) from error


def _contents(package: bytes) -> bytes:
    """Return a checked package's manifest: the digests of all its files, apart from the signature over them."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read("manifest.json")
