"""A printer that is a file: each slip replaces the one before, as the bytes a printer would have got."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from devices.core.printing import PrintCause, PrinterStatus, PrintOutcome, PrintState
from devices.core.slip import Slip
from devices.core.status import DeviceState
from devices.receipt_printer.encoder import SlipEncoder
from devices.receipt_printer.glyphs import Pen
from devices.receipt_printer.layout import COLUMNS_80MM, lay_out

_UNREACHABLE = PrinterStatus(DeviceState.OFFLINE, PrintCause.UNREACHABLE)
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK


class FilePrinter:
    """A ReceiptPrinter that writes a regular file for its owner alone. A slip is printed once it is fsynced."""

    def __init__(self, path: Path, columns: int = COLUMNS_80MM, *, native_qr: bool = True) -> None:
        self._path = path
        self._columns = columns
        self._encoder = SlipEncoder(columns, Pen(), native_qr=native_qr)

    def print_slip(self, slip: Slip, deadline_s: float) -> PrintOutcome:
        """Write the slip; see ReceiptPrinter. The deadline is the disk's."""
        data = self._encoder.encode(lay_out(slip, self._columns))
        if self.status(deadline_s).state is not DeviceState.READY:
            return PrintOutcome(PrintState.FAILED, PrintCause.UNREACHABLE)
        try:
            self._write(data)
        except OSError:
            return PrintOutcome(PrintState.FAILED, PrintCause.UNREACHABLE, partial=True)
        return PrintOutcome(PrintState.PRINTED)

    def status(self, deadline_s: float) -> PrinterStatus:
        """READY when the file can be written or made, else OFFLINE."""
        try:
            if not stat.S_ISREG(self._path.stat().st_mode):
                return _UNREACHABLE
            writable = os.access(self._path, os.W_OK)
        except FileNotFoundError:
            writable = os.access(self._path.parent, os.W_OK | os.X_OK)
        except OSError:
            return _UNREACHABLE
        return PrinterStatus(DeviceState.READY) if writable else _UNREACHABLE

    def close(self) -> None:
        """Nothing is held between calls."""

    def _write(self, data: bytes) -> None:
        descriptor = os.open(self._path, _FLAGS, 0o600)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
