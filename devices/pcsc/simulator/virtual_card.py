"""A card at the wire: a client of vpcd that answers what the reader asks, byte for byte as a chip would."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from enum import IntEnum, unique
from typing import Final, Protocol

from devices.core.deadline import Deadline
from devices.core.errors import DeviceNotFoundError
from devices.core.faults import FaultAction, Moments
from devices.core.roles import Role
from devices.core.simulation import SimulationPermit

_CONNECT_S: Final = 5.0
_LOOK_S: Final = 0.05
_JOIN_S: Final = 5.0
_HAND_S: Final = 1.0
_NOISE: Final = bytes.fromhex("DEADBEEF55AA")


@unique
class Control(IntEnum):
    """vpcd's messages of one byte."""

    OFF = 0
    ON = 1
    RESET = 2
    ATR = 4


class Daemon(Protocol):
    """A service that was started here."""

    def start(self) -> None:
        """Start it, or do nothing while it runs."""

    def kill(self) -> None:
        """End it as a crash does."""


class Chip(Protocol):
    """What a card is made of behind its contacts."""

    @property
    def role(self) -> Role:
        """What it serves as."""

    @property
    def atr(self) -> bytes:
        """What it answers to reset."""

    @property
    def moments(self) -> Sequence[str]:
        """The names that moment_of may give."""

    def reset(self) -> None:
        """Forget all but what is written in it."""

    def answer(self, command: bytes) -> bytes:
        """Carry out one command and return data and status word."""

    def moment_of(self, command: bytes) -> str | None:
        """Name the point that a command brings the card to, for fault scripts."""


class VirtualCard:
    """A card that can be put into a virtual reader and pulled out. Methods may be called from any thread."""

    def __init__(
        self, permit: SimulationPermit, chip: Chip, port: Callable[[], int], service: Daemon | None = None
    ) -> None:
        """Keep the card in the hand.

        Args:
            permit: proof that simulators are allowed here.
            chip: what it is.
            port: tells the reader's TCP port at each insertion; a restarted service may have another.
            service: what a fault script may kill and start, where it was started here.
        """
        if not isinstance(permit, SimulationPermit):
            detail = "a SimulationPermit is needed"
            raise TypeError(detail)
        self.chip = chip
        self.moments = Moments(chip.moments)
        self._port = port
        self._service = service
        self._out_since = -_HAND_S
        self._wire: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()
        self._spoil: Callable[[bytes], bytes | None] | None = None
        self._slow_s = 0.0
        self._let_go = threading.Event()

    @property
    def role(self) -> Role:
        """What the card serves as."""
        return self.chip.role

    @property
    def fault_actions(self) -> Mapping[str, FaultAction]:
        """What a fault script can do to the card."""
        service = self._service
        daemon = (
            {}
            if service is None
            else {
                "kill_daemon": FaultAction("智能卡服务崩溃", service.kill),
                "start_daemon": FaultAction("重新启动智能卡服务", service.start),
            }
        )
        return {
            **daemon,
            "present_card": FaultAction("插入卡片", self.insert),
            "remove_card": FaultAction("拔出卡片", self.remove),
            "garbage": FaultAction("卡片应答乱码", self.talk_nonsense),
            "silence": FaultAction("卡片不应答", self.fall_silent),
            "slow": FaultAction("卡片很慢", self.slow_down, {"seconds": float}),
            "restore": FaultAction("恢复正常", self.restore),
        }

    def insert(self) -> None:
        """Put the card into the reader, a second after it was pulled out at the earliest. Nothing when it is in.

        Raises:
            DeviceNotFoundError: there is no virtual reader.
        """
        if self._wire is None:
            # As slowly as a hand: the service looks every 0.4 s, and what comes back between two looks was never gone.
            threading.Event().wait(max(0.0, self._out_since + _HAND_S - time.monotonic()))
        with self._guard:
            if self._wire is not None:
                return
            self._wire = self._connect()
            self._let_go = threading.Event()
            self.chip.reset()
            arguments = (self._wire, self._let_go)
            self._thread = threading.Thread(
                target=self._lie_in_reader, args=arguments, name="virtual-card", daemon=True
            )
            self._thread.start()

    def remove(self) -> None:
        """Pull the card out. Does nothing when it is out."""
        with self._guard:
            wire, self._wire = self._wire, None
            thread, self._thread = self._thread, None
            self._let_go.set()
        if wire is not None:
            self._out_since = time.monotonic()
            with suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
            wire.close()
        # A fault script pulls the card from its own thread, which then ends by itself.
        if thread is not None and thread is not threading.current_thread():
            thread.join(_JOIN_S)

    def talk_nonsense(self) -> None:
        """Answer noise from now on."""
        self._spoil = lambda _answer: _NOISE

    def fall_silent(self) -> None:
        """Answer nothing from now on."""
        self._spoil = lambda _answer: None

    def slow_down(self, seconds: float = 0.2) -> None:
        """Take that much longer for each answer from now on."""
        self._slow_s = seconds

    def restore(self) -> None:
        """Be a good card again, in the reader."""
        spoilt, self._spoil = self._spoil is not None, None
        self._slow_s = 0.0
        if self._service is not None:
            self._service.start()
        if spoilt:
            # What waits for an answer that never came is freed by a card that is put in anew.
            self.remove()
        self.insert()

    def close(self) -> None:
        """Pull the card out for good. May be called twice."""
        self.remove()

    def _connect(self) -> socket.socket:
        deadline = Deadline(_CONNECT_S)
        while (wire := self._try_to_connect()) is None:
            if deadline.expired:
                detail = "no virtual reader"
                raise DeviceNotFoundError(detail)
            self._let_go.wait(_LOOK_S)
        return wire

    def _try_to_connect(self) -> socket.socket | None:
        try:
            wire = socket.create_connection(("127.0.0.1", self._port()), timeout=_CONNECT_S)
        except OSError:
            return None
        wire.settimeout(None)
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return wire

    def _lie_in_reader(self, wire: socket.socket, let_go: threading.Event) -> None:
        """Serve until the card is pulled out; a service that ended finds the card in its reader when it is back."""
        current: socket.socket | None = wire
        while current is not None:
            with suppress(OSError, EOFError):
                self._serve(current)
            current.close()
            current = None
            while current is None and not let_go.wait(_LOOK_S):
                current = self._try_to_connect()
            with self._guard:
                if current is None or let_go.is_set():
                    break
                self._wire = current
        if current is not None:
            current.close()

    def _serve(self, wire: socket.socket) -> None:
        while True:
            message = _receive(wire)
            if len(message) == 1:
                self._control(wire, message[0])
                continue
            answer = self._answer(message)
            if answer is not None:
                _send(wire, answer)

    def _control(self, wire: socket.socket, code: int) -> None:
        if code == Control.ATR:
            _send(wire, self.chip.atr)
        else:
            self.chip.reset()

    def _answer(self, command: bytes) -> bytes | None:
        moment = self.chip.moment_of(command)
        if moment is not None:
            self.moments.reached(moment)
        answer = self.chip.answer(command)
        if self._slow_s:
            self._let_go.wait(self._slow_s)
        return answer if self._spoil is None else self._spoil(answer)


def build_atr(historical: bytes, *, t1: bool) -> bytes:
    """Return an answer to reset (ISO 7816-3 section 8) that names one protocol; at most 15 historical bytes."""
    if not t1:
        return bytes((0x3B, len(historical))) + historical
    body = bytes((0x80 | len(historical), 0x01)) + historical
    check = 0
    for byte in body:
        check ^= byte
    return b"\x3b" + body + bytes((check,))


def _receive(wire: socket.socket) -> bytes:
    (size,) = struct.unpack(">H", _exactly(wire, 2))
    return _exactly(wire, size)


def _exactly(wire: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        # Without it each answer waits for the delayed acknowledgement of what is read here, 40 ms.
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        part = wire.recv(size - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def _send(wire: socket.socket, data: bytes) -> None:
    wire.sendall(struct.pack(">H", len(data)) + data)
