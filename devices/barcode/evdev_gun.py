"""A gun that is a keyboard, taken for ourselves on evdev: its keys reach no window, whatever has the focus."""

from __future__ import annotations

import contextlib
import errno
import re
import select
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, Protocol

from devices.barcode.framing import CodeFramer, decode_text
from devices.barcode.keys import ENDS, KeyTranslator
from devices.core.barcodes import BarcodeScan
from devices.core.deadline import Deadline
from devices.core.errors import (
    AccessDeniedError,
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
)
from devices.core.status import DeviceState

_EV_SYN, _EV_KEY = 0, 1
_SYN_DROPPED: Final = 3
"""Events were lost; those that stand behind it came."""
_UP, _DOWN = 0, 1
_END: Final = b"\r"
_ERRORS: Final[dict[int | None, type[DeviceError]]] = {
    errno.EACCES: AccessDeniedError,
    errno.EPERM: AccessDeniedError,
    errno.EBUSY: DeviceBusyError,
}
_NUMBERS: Final = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")


class InputNode(Protocol):
    """What of evdev.InputDevice is used."""

    fd: int

    def grab(self) -> None:
        """EVIOCGRAB: nobody else hears the keys from now on."""

    def read(self) -> Iterable[Any]:
        """Return the events that came: type, code, value."""

    def close(self) -> None:
        """Close the node, which also ends the grab."""


OpenNode = Callable[[str], InputNode]


class EvdevGun:
    """A BarcodeGun on evdev.

    Some guns have several nodes; all of them are grabbed. A key that is held down counts once: guns never repeat.

    Args:
        find_nodes: paths of the gun's nodes, asked each time that it is opened.
        open_node: opens one; evdev.InputDevice as a rule.
    """

    def __init__(self, find_nodes: Callable[[], Iterable[str]], open_node: OpenNode) -> None:
        self._find_nodes = find_nodes
        self._open_node = open_node
        self._nodes: list[InputNode] = []
        self._keys = KeyTranslator()
        self._framer = CodeFramer()
        self._codes: deque[bytes] = deque()

    def read(self, deadline_s: float) -> BarcodeScan | None:
        """Wait for a code; see BarcodeGun."""
        deadline = Deadline(deadline_s)
        while not self._codes:
            wait_s = min(self._framer.gap_s, deadline.remaining) if self._framer.is_waiting else deadline.remaining
            self._codes += self._receive(wait_s)
            if deadline.expired and not self._codes:
                return None
        code = self._codes.popleft()
        return BarcodeScan(decode_text(code), code)

    def status(self) -> DeviceState:
        """Tell whether the gun has nodes; see BarcodeGun."""
        try:
            return DeviceState.READY if list(self._find_nodes()) else DeviceState.OFFLINE
        except OSError:
            return DeviceState.OFFLINE

    def close(self) -> None:
        """Give the keyboard back; half a code is not kept."""
        self._framer.forget()
        nodes, self._nodes = self._nodes, []
        for node in nodes:
            with contextlib.suppress(OSError):
                node.close()

    def _receive(self, wait_s: float) -> list[bytes]:
        if not self._nodes:
            self._open()
        began = time.monotonic()
        try:
            readable, _, _ = select.select([node.fd for node in self._nodes], [], [], wait_s)
            if not readable:
                return self._framer.silence(began + wait_s)
            now = time.monotonic()
            ready = (node for node in self._nodes if node.fd in readable)
            return [code for node in ready for event in node.read() for code in self._hear(event, now)]
        except OSError as error:
            self.close()
            raise DeviceDisconnectedError(type(error).__name__) from error

    def _hear(self, event: Any, at: float) -> list[bytes]:
        if (event.type, event.code) == (_EV_SYN, _SYN_DROPPED):
            self._keys = KeyTranslator()
            self._framer.spoil(at)
            return []
        return self._framer.feed(self._typed(event), at)

    def _typed(self, event: Any) -> bytes:
        if event.type != _EV_KEY:
            return b""
        if event.value == _DOWN:
            return _END if event.code in ENDS else self._keys.press(event.code)
        return self._keys.release(event.code) if event.value == _UP else b""

    def _open(self) -> None:
        self._keys = KeyTranslator()
        try:
            for path in self._find_nodes():
                node = self._open_node(path)
                self._nodes.append(node)
                node.grab()
        except OSError as error:
            self.close()
            raise _ERRORS.get(error.errno, DeviceNotFoundError)(type(error).__name__) from error
        if not self._nodes:
            detail = "no node"
            raise DeviceNotFoundError(detail)


def open_evdev_gun(place: str) -> EvdevGun:
    """Return the gun at /dev/input/…, or with vendor and product numbers VID:PID; nothing is opened yet."""
    numbers = _NUMBERS.fullmatch(place)
    if numbers is None:
        return EvdevGun(lambda: [place] if Path(place).exists() else [], _input_device)
    vendor, product = int(numbers[1], 16), int(numbers[2], 16)
    return EvdevGun(lambda: _keyboards(vendor, product), _input_device)


def _input_device(path: str) -> InputNode:
    # evdev is Linux' alone.
    import evdev

    node: InputNode = evdev.InputDevice(path)
    return node


def _keyboards(vendor: int, product: int) -> list[str]:
    return [path for path, found, _ in list_keyboards() if found == (vendor, product)]


def list_keyboards() -> list[tuple[str, tuple[int, int], str]]:
    """List the nodes that have letter keys: path, vendor and product, name. Grabs none."""
    import evdev

    found = []
    for path in evdev.list_devices():
        try:
            with contextlib.closing(evdev.InputDevice(path)) as node:
                keys = node.capabilities().get(_EV_KEY, [])
                if {28, 2, 30} <= set(keys):
                    found.append((path, (node.info.vendor, node.info.product), str(node.name)))
        except OSError:
            continue
    return found
