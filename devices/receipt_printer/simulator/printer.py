"""The virtual printer: a wire on the one side, paper on the other, and faults in between."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from devices.core.errors import SimulationForbiddenError
from devices.core.faults import FaultAction, Moments
from devices.core.roles import Role
from devices.core.simulation import SimulationPermit
from devices.receipt_printer.glyphs import Pen
from devices.receipt_printer.layout import COLUMNS_80MM
from devices.receipt_printer.simulator.buffer import RealTimeEar, ReceiveBuffer
from devices.receipt_printer.simulator.conditions import PrinterConditions
from devices.receipt_printer.simulator.faults import MOMENTS, printer_actions
from devices.receipt_printer.simulator.mechanism import Mechanism
from devices.receipt_printer.simulator.slips import PrintedSlip, SlipTray
from devices.receipt_printer.simulator.usb_wire import UsbWire
from devices.receipt_printer.simulator.wire import TICK_S, TcpWire, Wire

_BUFFER_BYTES = 64 * 1024
_READ_BYTES = 4096


class VirtualPrinter:
    """A Chinese receipt printer on 127.0.0.1, or on another wire, for tests, demonstrations and drills.

    It listens from its construction to close(). One host at a time is served, as by a real one; others wait. Slips lie
    in `slips`, and as NAME-001.png and .bin in a folder if one is given. Any thread may call.

    Raises SimulationForbiddenError without a permit, FontMissingError when there is nothing to draw with, OSError when
    the port is taken.

    Args:
        permit: proof that this is no installed terminal.
        columns: 48 for 80 mm paper, 32 for 58 mm.
        folder: where pictures and bytes go.
        port: where it listens on 127.0.0.1, 0 for any.
        wire: what it hangs on in the place of the network.
        bytes_per_s: how fast the line brings bytes; None is as fast as the network (960 is serial at 9600 baud).
    """

    role: Final = Role.RECEIPT_PRINTER

    def __init__(
        self,
        permit: SimulationPermit,
        *,
        columns: int = COLUMNS_80MM,
        folder: Path | None = None,
        name: str = "receipt",
        port: int = 0,
        wire: Wire | None = None,
        bytes_per_s: int | None = None,
        pen: Pen | None = None,
    ) -> None:
        if not isinstance(permit, SimulationPermit):
            raise SimulationForbiddenError
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self.moments = Moments(MOMENTS)
        self.fault_actions: Mapping[str, FaultAction] = printer_actions(self)
        self._lock = threading.RLock()
        self._conditions = PrinterConditions()
        self._tray = SlipTray(folder, name)
        self._buffer = ReceiveBuffer()
        self._ear = RealTimeEar()
        self._raw = bytearray()
        self._rate = bytes_per_s
        self._rows_left: int | None = None
        self._bytes_left: int | None = None
        self._bytes_to_power_cut: int | None = None
        self._off_s = 0.0
        self._off_until: float | None = None
        pen = pen or Pen()
        pen.load()
        self._mechanism = Mechanism(
            columns,
            pen,
            answer=self._answer_in_order,
            done=self._answer_done,
            paper_sensor=self._paper_sensor,
            cut=self._cut,
        )
        self._wire: Wire = wire or TcpWire(port)
        if isinstance(self._wire, UsbWire):
            self._wire.port_status = self._port_status
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="virtual-printer", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def port(self) -> int:
        """The TCP port it listens on; 0 on another wire."""
        return self._wire.port if isinstance(self._wire, TcpWire) else 0

    @property
    def uri(self) -> str:
        """What open_printer takes."""
        return self._wire.uri

    @property
    def conditions(self) -> PrinterConditions:
        """What ails it now."""
        with self._lock:
            return self._conditions

    def set_conditions(self, **changes: bool) -> None:
        """Change conditions by name, for instance paper_out=True; a new roll continues what waits in the buffer."""
        with self._lock:
            before = self._conditions
            self._conditions = replace(before, **changes)
            if before.paper_out and not self._conditions.paper_out and not self._mechanism.paper.is_blank:
                self._tear(is_whole=False)
            if self._conditions != before:
                self._tell()

    def paper_out_after_rows(self, rows: int) -> None:
        """Let the paper end after so many more printed or fed rows."""
        with self._lock:
            self._rows_left = rows

    def drop_connection_after(self, size: int) -> None:
        """Break the connection, once, after so many more bytes came in."""
        with self._lock:
            self._bytes_left = size

    def power_cycle(self, off_s: float = 1.0, *, after_bytes: int = 0) -> None:
        """Lose power for so long, once so many more bytes came in; what waits in the buffer is lost, paper stays."""
        with self._lock:
            self._off_s = off_s
            self._bytes_to_power_cut = after_bytes
            if after_bytes == 0:
                self._lose_power()

    @property
    def slips(self) -> tuple[PrintedSlip, ...]:
        """The slips that were cut, or torn at the end of the roll."""
        return self._tray.slips

    @property
    def uncut_lines(self) -> tuple[str, ...]:
        """The text on the paper that hangs out of the printer."""
        with self._lock:
            return tuple(self._mechanism.paper.lines)

    def wait_for_slip(self, count: int, deadline_s: float) -> PrintedSlip:
        """Return slip number count (from 1) once it is there. Raises DeviceTimeoutError."""
        return self._tray.wait_for(count, deadline_s)

    def close(self) -> None:
        """Switch off. May be called twice."""
        self._closed.set()
        self._thread.join(5.0)

    def _run(self) -> None:
        try:
            while not self._closed.is_set():
                self._serve()
        finally:
            self._wire.unplug()

    def _serve(self) -> None:
        """One turn: be on the wire or not, let a host in, read, print."""
        if self._is_off():
            return
        if self.conditions.unplugged:
            self._hang_up()
            self._wire.unplug()
            self._closed.wait(TICK_S)
        elif self._wire.has_host:
            self._read()
        elif self._wire.let_in():
            with self._lock:
                self._buffer.begin()
                self._tell()
        with self._lock:
            self._work()

    def _read(self) -> None:
        size = self._readable()
        if size == 0:
            self._closed.wait(TICK_S)
            return
        started = time.monotonic()
        data = self._wire.read(size)
        with self._lock:
            if data:
                self._take(data)
            elif data is not None:
                self._hang_up()
        if self._rate is not None and data:
            self._closed.wait(max(0.0, len(data) / self._rate - (time.monotonic() - started)))

    def _readable(self) -> int:
        """How many bytes may come in now: the buffer's room, the line's speed, what is left of the connection."""
        with self._lock:
            room = max(0, _BUFFER_BYTES - self._buffer.waiting)
            pace = _READ_BYTES if self._rate is None else max(1, round(self._rate * TICK_S))
            ends = (self._bytes_left, self._bytes_to_power_cut)
            left = min((max(1, end) for end in ends if end is not None), default=room)
            return min(room, pace, left)

    def _is_off(self) -> bool:
        """Whether there is no power; what comes meanwhile is lost."""
        with self._lock:
            until = self._off_until
        if until is None:
            return False
        if self._wire.shows_power:
            self._wire.unplug()
            self._closed.wait(min(TICK_S, max(0.0, until - time.monotonic())))
        else:
            self._wire.read(_READ_BYTES)
        if time.monotonic() >= until:
            with self._lock:
                self._off_until = None
        return True

    def _lose_power(self) -> None:
        self._bytes_to_power_cut = None
        self._off_until = time.monotonic() + self._off_s
        self._mechanism.reset()
        self._buffer = ReceiveBuffer()
        self._ear = RealTimeEar()
        if self._wire.shows_power:
            self._wire.hang_up(roughly=True)
        else:
            self._buffer.begin()

    def _take(self, data: bytes) -> None:
        if self._bytes_to_power_cut is not None:
            self._bytes_to_power_cut -= len(data)
            if self._bytes_to_power_cut <= 0:
                self._lose_power()
                return
        self._buffer.put(data)
        if self._conditions.answers_at_once:
            for question in self._ear.listen(data):
                self._wire.say(bytes((self._conditions.real_time(question),)))
        if self._bytes_left is not None:
            self._bytes_left -= len(data)
            if self._bytes_left <= 0:
                self._bytes_left = None
                self._hang_up(roughly=True)

    def _work(self) -> None:
        """Print what waits, until the buffer is empty or something is wrong."""
        while not self._conditions.is_stalled:
            following = self._buffer.next()
            if following is None:
                return
            item, raw = following
            rows = self._mechanism.paper.rows
            if not self._raw:
                self.moments.reached("slip_begun")
            self._raw += raw
            self._mechanism.carry_out(item)
            self._use_paper(self._mechanism.paper.rows - rows)
            if self._conditions.unplugged and self._wire.has_host:
                # What the buffer holds is printed all the same, but nobody hears of it.
                self._wire.hang_up(roughly=True)

    def _use_paper(self, rows: int) -> None:
        if rows > 0:
            self.moments.reached("line_printed")
        if self._rows_left is not None and rows:
            self._rows_left -= rows
            if self._rows_left <= 0:
                self._rows_left = None
                self.set_conditions(paper_out=True)

    def _cut(self) -> None:
        if not self._mechanism.paper.is_blank:
            self.moments.reached("cut")
            self._tear(is_whole=True)

    def _tear(self, *, is_whole: bool) -> None:
        content, raw = self._mechanism.paper.cut_off(), bytes(self._raw)
        self._raw.clear()
        self._tray.drop(content, raw, self._mechanism.take_unknown(), is_whole=is_whole)

    def _paper_sensor(self) -> int:
        return self._conditions.in_order()

    def _port_status(self) -> int:
        return self.conditions.of_port()

    def _answer_in_order(self, data: bytes) -> None:
        if self._conditions.answers_in_order:
            self._wire.say(data)

    def _answer_done(self, process_id: bytes) -> None:
        if self._conditions.answers_when_done:
            self._wire.say(b"\x37\x22" + process_id + b"\x00")

    def _tell(self) -> None:
        """Send automatic status, if it is switched on."""
        asked = self._mechanism.auto_status
        if (self._conditions.auto_status if asked is None else asked) and not self._conditions.silent:
            self._wire.say(self._conditions.automatic())

    def _hang_up(self, *, roughly: bool = False) -> None:
        self._wire.hang_up(roughly=roughly)
        self._buffer.end()
