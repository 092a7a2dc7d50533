"""A SAM-V reader on a pty: the real driver opens its port and sees what a reader would send, at a reader's pace."""

from __future__ import annotations

import os
import pty
import select
import termios
import threading
import time
import tty
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devices.core.faults import FaultAction, Moments
from devices.core.roles import Role
from devices.core.simulation import SimulationPermit
from devices.id_card.card_image import CardImage
from devices.id_card.faults import MOMENTS, READS, Fault, reader_actions, spoil
from devices.id_card.protocol import SPEEDS, Status, build_reply
from devices.id_card.virtual_module import RequestFinder, VirtualModule

_SPEED_NAMES = {getattr(termios, f"B{speed}"): speed for speed in SPEEDS}
_BITS_PER_BYTE = 10
_BURST = 64
_JOIN_S = 5.0
_SLOW_PAUSE_S = 0.002


@dataclass(slots=True)
class _Wire:
    """The two ends of one pty. The far end stays open here, so that a host may come and go."""

    near: int
    far: int
    name: str

    @classmethod
    def open(cls) -> _Wire:
        near, far = pty.openpty()
        tty.setraw(far)
        os.set_blocking(near, False)
        return cls(near, far, os.ttyname(far))

    def host_speed(self) -> int | None:
        return _SPEED_NAMES.get(termios.tcgetattr(self.near)[5])

    def close(self) -> None:
        os.close(self.near)
        os.close(self.far)


class SamvSimulator:
    """A reader that lives in a thread. Methods may be called from any thread.

    It answers only a host that speaks at its speed, as a module does; what comes at another speed is lost.
    """

    role: Final = Role.ID_CARD

    def __init__(
        self,
        permit: SimulationPermit,
        *,
        speed: int = SPEEDS[0],
        link: Path | None = None,
        finds_again: bool = True,
    ) -> None:
        """Open a pty and start to listen.

        Args:
            permit: proof that simulators are allowed here.
            speed: bits per second; one of the five that modules know.
            link: where to keep a symbolic link to the pty, so that the port's name survives unplug and replug.
            finds_again: whether a card that was read is found again without being lifted.
        """
        if not isinstance(permit, SimulationPermit):
            detail = "a SimulationPermit is needed"
            raise TypeError(detail)
        self.moments = Moments(MOMENTS.values())
        self.fault_actions: Mapping[str, FaultAction] = reader_actions(self)
        self._speed = speed
        self._link = link
        self._module = VirtualModule(finds_again=finds_again)
        self._fault: Fault | None = None
        self._guard = threading.Lock()
        self._stop = threading.Event()
        self._wire: _Wire | None = None
        self._thread: threading.Thread | None = None
        self.replug()

    @property
    def port(self) -> str:
        """What a driver opens: the link if there is one, else the pty's own name."""
        if self._link is not None:
            return str(self._link)
        return self._wire.name if self._wire else ""

    def present(self, card: CardImage) -> None:
        """Lay a card on the reader."""
        with self._guard:
            self._module.present(card)

    def remove(self) -> None:
        """Take the card away."""
        with self._guard:
            self._module.remove()

    def set_fault(self, fault: Fault | None) -> None:
        """Make something go wrong from the next request on, or nothing any more."""
        with self._guard:
            self._fault = fault

    def unplug(self) -> None:
        """Cut the cable: the port vanishes."""
        self._stop.set()
        thread, self._thread = self._thread, None
        # A fault script unplugs from the simulator's own thread, which then ends by itself.
        if thread is not None and thread is not threading.current_thread():
            thread.join(_JOIN_S)
        self._cut()

    def replug(self) -> None:
        """Put the cable in: the port is there again. Does nothing when it already is."""
        if self._wire is not None:
            return
        self.unplug()
        self._wire = _Wire.open()
        if self._link is not None:
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(self._wire.name)
        self._stop = threading.Event()
        arguments = (self._wire, self._stop)
        self._thread = threading.Thread(target=self._serve, args=arguments, name="samv-simulator", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Unplug for good. May be called twice."""
        self.unplug()

    def _cut(self) -> None:
        # The name goes first: a host that sees the line end may have the cable put in anew at once.
        with self._guard:
            wire, self._wire = self._wire, None
            if self._link is not None:
                self._link.unlink(missing_ok=True)
        if wire is not None:
            wire.close()

    def _serve(self, wire: _Wire, stop: threading.Event) -> None:
        finder = RequestFinder()
        while not stop.is_set():
            readable, _, _ = select.select([wire.near], [], [], 0.05)
            if not readable:
                continue
            data = os.read(wire.near, 4096)
            # A pty brings at once what a line brings bit by bit.
            stop.wait(len(data) * _BITS_PER_BYTE / self._speed)
            if wire.host_speed() != self._speed:
                finder.clear()
                continue
            for request in finder.feed(data):
                if self._fault is Fault.UNPLUG_MID_READ and request in READS:
                    self._send(wire, self._answer(request)[:_BURST], stop)
                    self._cut()
                    return
                self._send(wire, self._answer(request), stop)

    def _answer(self, request: bytes | Status) -> bytes:
        if isinstance(request, Status):
            return build_reply(request)
        if (moment := MOMENTS.get(request)) is not None:
            self.moments.reached(moment)
        with self._guard:
            fault = self._fault
            if fault is Fault.REMOVE_MID_READ and request in READS:
                self._module.remove()
            answer = self._module.answer(request)
        return spoil(answer, request, fault)

    def _send(self, wire: _Wire, data: bytes, stop: threading.Event) -> None:
        slow = self._fault is Fault.SLOW
        size = 1 if slow else _BURST
        byte_s = _SLOW_PAUSE_S if slow else _BITS_PER_BYTE / self._speed
        # By the clock, not from burst to burst, so that what a wait overshoots does not add up.
        begun = time.monotonic()
        for start in range(0, len(data), size):
            burst = data[start : start + size]
            if stop.wait(max(0.0, begun + (start + len(burst)) * byte_s - time.monotonic())):
                return
            try:
                os.write(wire.near, burst)
            except BlockingIOError:
                # Nobody reads on the other side; a UART would lose it too.
                return
