"""Learns how delivered cases stand at the platform, for the case index of this terminal."""

from __future__ import annotations

from shared.store import cases
from shared.store.store import Store
from shared.sync.client import PlatformClient
from shared.sync.errors import MalformedAnswerError, RefusedError

_ASK_AGAIN_S = 300.0


class CaseRefresher:
    """Asks about the cases whose submissions are all delivered and whose state here is older than the last of them."""

    def __init__(self, store: Store, client: PlatformClient) -> None:
        self._store = store
        self._client = client
        self._not_before: dict[str, float] = {}

    def refresh(self, monotonic: float) -> bool:
        """Ask about one case that is due; return whether there was one. Raises SyncError."""
        self._not_before = {number: at for number, at in self._not_before.items() if at > monotonic}
        for number in cases.unanswered(self._store):
            if number in self._not_before:
                continue
            self._not_before[number] = monotonic + _ASK_AGAIN_S
            try:
                status = self._client.case(number)
            except RefusedError:
                continue  # The platform does not tell this terminal; asked again later.
            if status.case_number != number:
                what = "status of another case"
                raise MalformedAnswerError(what)
            with self._store.write() as connection:
                fresh = cases.update_after_answer(connection, status)
            if not fresh and number not in cases.unanswered(self._store):
                # More was sealed meanwhile: asked again as soon as that is delivered.
                del self._not_before[number]
            return True
        return False
