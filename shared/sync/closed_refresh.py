"""Learns whether the platform took on what a person closed here: then it holds that, whatever was thought here."""

from __future__ import annotations

import logging
from uuid import UUID

from shared.contract.submissions import SubmissionState
from shared.store import outbox, settings
from shared.store.outbox_writer import OutboxWriter
from shared.store.store import Store
from shared.sync.client import PlatformClient
from shared.sync.clocks import Clocks
from shared.sync.delivery import own_status
from shared.sync.errors import RefusedError

_ASK_AGAIN_S = 24 * 3600.0
_AFTER_FAULT_S = 300.0
_log = logging.getLogger(__name__)


class ClosedRefresher:
    """Asks about a closed submission as soon as it is closed, and once a day while it is known here."""

    def __init__(self, store: Store, writer: OutboxWriter, client: PlatformClient, clocks: Clocks) -> None:
        self._store = store
        self._writer = writer
        self._client = client
        self._clocks = clocks
        self._not_before: dict[UUID, float] = {}

    def refresh(self) -> bool:
        """Ask about one that is due; return whether there was one. Raises SyncError."""
        monotonic = self._clocks.monotonic()
        self._not_before = {one: at for one, at in self._not_before.items() if at > monotonic}
        row = next((row for row in outbox.closed_rows(self._store) if row.submission_id not in self._not_before), None)
        if row is None:
            return False
        self._not_before[row.submission_id] = monotonic + _AFTER_FAULT_S
        with self._store.read() as connection:
            position = settings.platform_position(connection)
        try:
            answer = self._client.submission(row.submission_id)
        except RefusedError:
            taken_on = False  # the platform does not know it
        else:
            status = own_status(answer, outbox.manifest(self._store, row.submission_id))
            taken_on = status.state is SubmissionState.DELIVERED
        self._not_before[row.submission_id] = monotonic + _ASK_AGAIN_S
        if taken_on:
            place, epoch = status.platform_sequence, position.epoch if position else None
            self._writer.delivered(row.submission_id, self._clocks.now(), platform_sequence=place, epoch=epoch)
            _log.info("%s was closed here and taken on at the platform: the closing is undone", row.submission_id)
        return True
