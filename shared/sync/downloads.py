"""Heartbeat, and what it says is newer at the platform: sealing keys, catalogue, clerks, epoch and backup watermark."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from cryptography import x509

from shared.contract.terminals import AuditHead, Heartbeat, HeartbeatRequest, TerminalKind
from shared.files import write_atomically
from shared.security.errors import UntrustedDirectoryError
from shared.security.trust_folder import DIRECTORY_FILE, read_directory
from shared.store import anchors, audit, clock, outbox, settings
from shared.store.errors import StoreError
from shared.store.files import typed_file_errors
from shared.store.numbering import stop_where_put_back
from shared.store.outbox_writer import OutboxWriter
from shared.store.settings import CataloguePackage, PlatformPosition
from shared.store.store import Store
from shared.sync.client import PlatformClient
from shared.sync.client_certificate import renew_client_certificate
from shared.sync.download_lane import DownloadLane
from shared.sync.errors import (
    NOT_REACHED,
    BusyError,
    SyncError,
    UntrustedDownloadError,
)
from shared.sync.trust import check_anchor, check_catalogue, check_directory, check_sealing_keys

DIRECTORY_AGE = timedelta(days=1)
_log = logging.getLogger(__name__)


def fetch_catalogue(store: Store, client: PlatformClient, root: x509.Certificate) -> str | None:
    """Download the newest catalogue unless it is the one known, and return its version; None where there is none.

    Raises:
        UntrustedDownloadError: the package is faulty or not signed by the root; the one known stays.
        SyncError: it did not come.
    """
    info = client.catalogue_info()
    if info is None:
        return None
    if info.version != settings.catalogue_version(store):
        data = client.catalogue(info)
        check_catalogue(data, info.version, root)
        settings.record_catalogue(store, CataloguePackage(info.version, data))
        _log.info("catalogue %s is here", info.version)
    return info.version


def fetch_clerks(store: Store, client: PlatformClient) -> None:
    """Download the clerk directory. Raises SyncError."""
    settings.record_clerk_directory(store, client.clerks())


def certify_connection(store: Store, client: PlatformClient, root: x509.Certificate, now: datetime) -> None:
    """Get the certificate that the terminal shows in mutual TLS, where one is due. Raises SyncError.

    It comes before anything else: a platform may hear nothing else from who shows none. Over the loopback's http it
    comes as well: another terminal fetches a draft from this one by it.
    """
    if renew_client_certificate(store.profile.tls, client, root, now):
        client.close()  # connections that showed the old certificate: a token counts with one alone


@contextmanager
def _going_on(faults: list[SyncError | StoreError]) -> Iterator[None]:
    """Keep what one step of a heartbeat fails with, so that the next one is done. Raises where nobody is there."""
    try:
        with typed_file_errors():
            yield
    except (*NOT_REACHED, BusyError):
        raise
    except (SyncError, StoreError) as error:
        faults.append(error)


class Heart:
    """Beats: tells the platform how the terminal is, and takes on what is new there.

    What has to be downloaded for that comes in a lane of its own, whatever becomes of the beats.
    """

    def __init__(
        self,
        store: Store,
        writer: OutboxWriter,
        client: PlatformClient,
        *,
        root: x509.Certificate,
        kind: TerminalKind,
        app_version: str,
        downloads: DownloadLane | None = None,
    ) -> None:
        self._store = store
        self._writer = writer
        self._client = client
        self._root = root
        self._kind = kind
        self._app_version = app_version
        self._downloads = downloads or DownloadLane(time.monotonic)

    def close(self) -> None:
        """Begin no download any more and wait for the one that is under way."""
        self._downloads.close()

    def beat(self, now: datetime) -> None:
        """Send one heartbeat, do what its answer asks for and begin the downloads that it asks for.

        One thing that has to be refused, or that the disk refuses, keeps nothing else of it from being done.

        Raises:
            SyncError, StoreError: the first of these, once the rest is done; at once where nobody is there any more.
        """
        faults: list[SyncError | StoreError] = []
        with _going_on(faults):
            certify_connection(self._store, self._client, self._root, now)
        counts, head = outbox.counts(self._store), audit.head(self._store)
        answer = self._client.heartbeat(
            HeartbeatRequest(
                clock=now,
                app_version=self._app_version,
                catalogue_version=settings.catalogue_version(self._store),
                waiting=counts.waiting,
                returned=counts.returned,
                audit_head=head,
            )
        )
        self._take_position(answer, now)
        steps: tuple[Callable[[], object], ...] = (
            lambda: self._check_numbers(answer),
            lambda: self._writer.remove_backed_up(answer.backup_watermark, now),
            lambda: self._take_sealing_keys(answer),
            lambda: self._take_anchor(answer, head),
        )
        for step in steps:
            with _going_on(faults):
                step()
        self._downloads.begin("certificate directory", lambda: self._take_directory(answer))
        self._downloads.begin("clerks", lambda: self._take_clerks(answer))
        self._downloads.begin("catalogue", lambda: self._take_catalogue(answer))
        if faults:
            raise faults[0]

    def _take_position(self, answer: Heartbeat, now: datetime) -> None:
        """Take on clock, epoch and watermark; a new epoch means that what no backup held may be lost there."""
        position = PlatformPosition(epoch=answer.epoch, backup_watermark=answer.backup_watermark)
        with self._store.read() as connection:
            known = settings.platform_position(connection)
        if known is not None and known.epoch != answer.epoch:
            again = self._writer.offer_again(answer.backup_watermark)
            _log.warning("the platform was restored; %d submissions are offered again", again)
        # After offering again: cut in between, the old epoch is still known and the rows are offered once more.
        with self._store.write() as connection:
            if not clock.agree_with_platform(connection, now, answer.clock):
                _log.info("clocks differ by %.0f s", abs((now - answer.clock).total_seconds()))
            if position != known:
                settings.record_platform_position(connection, position)

    def _check_numbers(self, answer: Heartbeat) -> None:
        if stop_where_put_back(self._store, answer.last_sequence):
            _log.warning("this terminal was put back to what it was: it has to be enrolled again")

    def _take_anchor(self, answer: Heartbeat, head: AuditHead | None) -> None:
        """Keep the audit anchor of the head that was sent.

        That there is none means that our chain was changed or put back. The numbers that were given need not
        have gone with it: a store that lost its log alone has them in its records.
        """
        if head is None:
            return
        if answer.anchor is None:
            _log.warning("the platform doesn't confirm this terminal's audit chain")
            return
        check_anchor(answer.anchor, self._root)
        terminal_id = settings.enrolment(self._store).terminal_id
        told = (answer.anchor.terminal_id, answer.anchor.number, answer.anchor.digest)
        if told != (terminal_id, head.number, head.digest):
            what = "audit_anchor"
            raise UntrustedDownloadError(what)
        anchors.record_anchor(self._store, answer.anchor)

    def _take_directory(self, answer: Heartbeat) -> None:
        """Fetch the certificate directory when something in it is new, and once a day by the platform for its date."""
        folder = self._store.profile.trust
        try:
            known = read_directory(folder, self._root)
        except UntrustedDirectoryError:
            known = None  # spoilt on this disk: it is all the platform's and comes again
        if known is None or known.version != answer.directory_version or answer.clock - known.issued_at > DIRECTORY_AGE:
            directory = self._client.certificate_directory()
            check_directory(directory, self._root)
            write_atomically(folder / DIRECTORY_FILE, directory.model_dump_json().encode())
            _log.info("certificate directory %s is here", directory.version[:12])

    def _take_clerks(self, answer: Heartbeat) -> None:
        if self._kind is not TerminalKind.COUNTER:
            return
        known = settings.clerk_directory(self._store)
        if known is None or known.version != answer.clerks_version:
            fetch_clerks(self._store, self._client)

    def _take_catalogue(self, answer: Heartbeat) -> None:
        if answer.catalogue_version is not None and answer.catalogue_version != settings.catalogue_version(self._store):
            fetch_catalogue(self._store, self._client, self._root)

    def _take_sealing_keys(self, answer: Heartbeat) -> None:
        check_sealing_keys(answer.sealing_keys, self._root)
        if {key.key_id for key in answer.sealing_keys} != settings.sealing_key_ids(self._store):
            settings.record_sealing_keys(self._store, answer.sealing_keys)
            _log.info("sealing keys are new")
