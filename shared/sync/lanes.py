"""Rows under way: a few at a time, each in a thread of its own, their uploads sharing a bounded pool of connections."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from shared.store.outbox import OutboxRow
from shared.store.outbox_writer import OutboxWriter
from shared.store.store import Store
from shared.sync.chunks import ChunkSize
from shared.sync.client import PlatformClient
from shared.sync.delivery import Courier, Delivery
from shared.sync.tries import Tried, try_row
from shared.sync.tus import TusClient
from shared.sync.uploading import PartUploader


@dataclass(frozen=True, slots=True)
class LaneSettings:
    """How many connections upload side by side; as many rows may be under way."""

    uploads_at_once: int = 4


class Lanes:
    """Starts tries and gives back what came of them. Its methods are called by the agent's thread alone."""

    def __init__(
        self,
        store: Store,
        writer: OutboxWriter,
        client: PlatformClient,
        stopping: Callable[[], bool],
        settings: LaneSettings,
    ) -> None:
        self._count = settings.uploads_at_once
        self._rows = ThreadPoolExecutor(self._count, "row")
        self._uploads = ThreadPoolExecutor(self._count, "upload")
        uploader = PartUploader(TusClient(client), writer, ChunkSize(), stopping)
        courier = Courier(client, uploader, writer, uploads=self._uploads, at_once=self._count)
        self._delivery = Delivery(store, courier)
        self._done: queue.SimpleQueue[Tried] = queue.SimpleQueue()
        self._under_way: set[UUID] = set()

    @property
    def free(self) -> int:
        """How many more rows can be started."""
        return self._count - len(self._under_way)

    @property
    def busy(self) -> bool:
        return bool(self._under_way)

    @property
    def under_way(self) -> frozenset[UUID]:
        """The rows that are under way, or ended and were not collected."""
        return frozenset(self._under_way)

    def holds(self, row: OutboxRow) -> bool:
        """Tell whether a row is under way, or ended and was not collected."""
        return row.submission_id in self._under_way

    def start(self, row: OutboxRow, epoch: UUID | None, on_end: Callable[[], object]) -> None:
        """Begin a try; on_end is called in its thread once `ended` will give it."""
        self._under_way.add(row.submission_id)

        def run() -> None:
            self._done.put(try_row(self._delivery, row, epoch))
            on_end()

        self._rows.submit(run)

    def ended(self) -> Iterator[Tried]:
        """Give the tries that have ended since the last call."""
        while True:
            try:
                tried = self._done.get_nowait()
            except queue.Empty:
                return
            self._under_way.discard(tried.row.submission_id)
            yield tried

    def close(self) -> None:
        """Start nothing more and wait for what is under way."""
        self._rows.shutdown(cancel_futures=True)
        self._uploads.shutdown()
