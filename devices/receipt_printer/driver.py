"""The receipt printer that speaks ESC/POS: layout and encoding, a line for each call, the outcome on evidence."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from devices.core.deadline import Deadline
from devices.core.errors import DeviceBusyError, DeviceError
from devices.core.line import Line
from devices.core.printing import PrintCause, PrinterStatus, PrintOutcome, PrintState
from devices.core.slip import Slip
from devices.core.status import DeviceState
from devices.receipt_printer import commands, job
from devices.receipt_printer.encoder import SlipEncoder
from devices.receipt_printer.evidence import PLAIN, EvidenceProfile
from devices.receipt_printer.glyphs import Pen
from devices.receipt_printer.layout import COLUMNS_80MM, lay_out

LineFactory = Callable[[float], Line]
"""Opens a line within so many seconds; raises DeviceError when it can't."""

_UNREACHABLE = PrinterStatus(DeviceState.OFFLINE, PrintCause.UNREACHABLE)


class EscPosPrinter:
    """A ReceiptPrinter on ESC/POS.

    A line is opened for each call and closed after it, so that a printer that was unplugged, replaced or restarted is
    found again by the next call. Any thread may call; calls wait for each other.

    Args:
        part_bytes: for a line that does not show when the printer loses its power: the printer is asked whether it
            lives after so many bytes each.
        profile: what the make's word is worth.
    """

    def __init__(
        self,
        line_factory: LineFactory,
        columns: int = COLUMNS_80MM,
        *,
        native_qr: bool = True,
        part_bytes: int | None = None,
        pen: Pen | None = None,
        profile: EvidenceProfile = PLAIN,
    ) -> None:
        self._profile = profile
        self._open = line_factory
        self._columns = columns
        self._encoder = SlipEncoder(columns, pen or Pen(), native_qr=native_qr, part_bytes=part_bytes)
        self._is_watched = part_bytes is not None
        self._in_use = threading.Lock()
        self._may_hang_out = False

    def print_slip(self, slip: Slip, deadline_s: float) -> PrintOutcome:
        """Print one slip and cut it, within deadline_s seconds; see ReceiptPrinter.

        Raises SlipContentError, FontMissingError or DeviceBusyError, each before anything is sent.
        """
        with self._held(deadline_s) as deadline:
            parts = self._encoder.parts(lay_out(slip, self._columns))
            try:
                line = self._open(deadline.remaining)
            except DeviceError:
                return PrintOutcome(PrintState.FAILED, PrintCause.UNREACHABLE)
            if self._may_hang_out:
                parts = (commands.RESET + commands.CUT + parts[0], *parts[1:])
            try:
                outcome = job.run(line, parts, deadline.remaining, self._profile)
            finally:
                line.close()
            self._note_what_hangs_out(outcome)
            return outcome

    def status(self, deadline_s: float) -> PrinterStatus:
        """Ask the printer how it is; an unreachable one is OFFLINE, a silent one UNKNOWN."""
        with self._held(deadline_s) as deadline:
            try:
                line = self._open(deadline.remaining)
            except DeviceError:
                return _UNREACHABLE
            try:
                talk = job.Conversation(line, deadline, self._profile)
                answer = talk.status(deadline_s)
            except DeviceError:
                return _UNREACHABLE
            finally:
                line.close()
            return _UNREACHABLE if talk.is_with_a_stranger else answer

    def close(self) -> None:
        """Nothing is held between calls."""

    def _note_what_hangs_out(self, outcome: PrintOutcome) -> None:
        """Remember a slip that broke off before its cut: the next one must not hang on it."""
        if outcome.state is PrintState.FAILED and not outcome.partial:
            return
        was_held_back = self._is_watched and outcome.state is PrintState.FAILED
        self._may_hang_out = was_held_back or outcome.cause is PrintCause.BROKEN_OFF

    @contextmanager
    def _held(self, deadline_s: float) -> Iterator[Deadline]:
        deadline = Deadline(deadline_s)
        if not self._in_use.acquire(timeout=max(0.0, deadline_s)):
            raise DeviceBusyError
        try:
            yield deadline
        finally:
            self._in_use.release()
