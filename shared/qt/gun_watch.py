"""The watch over a barcode gun: a thread of its own reads, codes come as signals on the GUI thread."""

from __future__ import annotations

import logging
import threading
from typing import Final

from PySide6.QtCore import QObject, Signal

from devices.core.barcodes import BarcodeGun, CodeTooLongError, CodeUndecodableError
from devices.core.errors import DeviceError

_LOG = logging.getLogger(__name__)
_READ_S: Final = 0.5
_PAUSE_S: Final = 2.0


class GunWatch(QObject):
    """Reads as long as it runs; a gun that is unplugged is read again when it is back, after a bad code at once.

    Signals:
        scanned: the text of a code.
    """

    scanned = Signal(str)

    def __init__(self, gun: BarcodeGun, parent: QObject | None = None, *, pause_s: float = _PAUSE_S) -> None:
        super().__init__(parent)
        self._gun = gun
        self._pause_s = pause_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, name="barcode-gun", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def stop(self, deadline_s: float) -> bool:
        """End and let go of the gun. False when a read outlasted the deadline."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def _read(self) -> None:
        told = ""
        while not self._stop.is_set():
            try:
                scan = self._gun.read(_READ_S)
            except DeviceError as error:
                if error.code != told:
                    told = error.code
                    _LOG.info("the barcode gun can't be read: %s", error.code)
                if not isinstance(error, CodeTooLongError | CodeUndecodableError):
                    self._stop.wait(self._pause_s)
                continue
            told = ""
            if scan is not None:
                self.scanned.emit(scan.text)
        self._gun.close()
