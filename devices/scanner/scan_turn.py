"""One scan at a time on one scanner, and none once its driver was closed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from devices.core.errors import DeviceBusyError, DeviceDisconnectedError, DeviceError

_LOG = logging.getLogger(__name__)


class ScanTurn:
    """Held by whoever scans. Any thread may call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_closed = False

    @contextmanager
    def scanning(self) -> Iterator[None]:
        """Hold the turn for one scan; a scan that fails is logged by its code.

        Raises:
            DeviceDisconnectedError: the driver was closed.
            DeviceBusyError: another scan is running.
        """
        if self._is_closed:
            detail = "closed"
            raise DeviceDisconnectedError(detail)
        with self.held():
            try:
                yield
            except DeviceError as error:
                _LOG.info("scan failed: %s", error.code)
                raise

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the turn for a look at the scanner. Raises DeviceBusyError while a scan is running."""
        if not self._lock.acquire(blocking=False):
            detail = "another scan is running"
            raise DeviceBusyError(detail)
        try:
            yield
        finally:
            self._lock.release()

    def close(self) -> None:
        """Refuse further scans. May be called twice."""
        self._is_closed = True
