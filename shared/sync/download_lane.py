"""Downloads beside everything else: one after another in a thread of their own, so that nothing sealed waits for them.

One that fails backs off by itself and keeps no other from its turn.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor

from shared.security.traces import trace_of
from shared.store.errors import StoreError
from shared.store.files import typed_file_errors
from shared.sync.backoff import download_wait_s
from shared.sync.errors import SyncError, UntrustedDownloadError

_log = logging.getLogger(__name__)


class DownloadLane:
    """Runs downloads by name, none of them twice at a time.

    Args:
        monotonic: what waits are measured by.
        executor: runs one at a time; closed with the lane.
    """

    def __init__(self, monotonic: Callable[[], float], executor: Executor | None = None) -> None:
        self._monotonic = monotonic
        self._executor = executor or ThreadPoolExecutor(1, "download")
        self._guard = threading.Lock()
        self._under_way: set[str] = set()
        self._failures: dict[str, int] = {}
        self._not_before: dict[str, float] = {}

    def begin(self, name: str, fetch: Callable[[], object]) -> None:
        """Have a download fetched, unless it is under way or failed just now; fetch may raise SyncError, StoreError."""
        with self._guard:
            if name in self._under_way or self._monotonic() < self._not_before.get(name, 0.0):
                return
            self._under_way.add(name)
        self._executor.submit(self._run, name, fetch)

    def close(self) -> None:
        """Start nothing more and wait for what is under way."""
        self._executor.shutdown(cancel_futures=True)

    def _run(self, name: str, fetch: Callable[[], object]) -> None:
        came = _came(name, fetch)
        with self._guard:
            self._under_way.discard(name)
            failures = self._failures[name] = 0 if came else self._failures.get(name, 0) + 1
            self._not_before[name] = self._monotonic() + (download_wait_s(failures) if failures else 0.0)


def _came(name: str, fetch: Callable[[], object]) -> bool:
    """Fetch, and tell whether that came to its end; what it fails with is logged."""
    try:
        with typed_file_errors():
            fetch()
    except UntrustedDownloadError as error:
        _log.error("refused a download: %s", error.what)
    except SyncError as error:
        _log.info("download of the %s: %s", name, error.reason)
    except StoreError as error:
        _log.error("download of the %s: %s", name, error.code)
    except Exception as error:  # whatever it is, it is this download's alone
        _log.error("download of the %s: %s", name, trace_of(error))
    else:
        return True
    return False
