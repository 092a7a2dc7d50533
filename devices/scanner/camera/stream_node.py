"""A camera whose node is a file that names a port of this machine: what the simulator stands behind.

The file holds one line, `yimen-camera PORT`. On that port of the loopback a camera speaks as follows: it sends a line
of JSON with its sizes, takes a line of JSON with the size that is wanted, and sends pictures from then on, each as four
bytes of length (big-endian) and a JPEG file. Without the file the camera is unplugged.
"""

from __future__ import annotations

import json
import socket
import stat
import struct
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from devices.core.errors import DeviceNotFoundError, IoError
from devices.scanner.camera.capture import CvCapture, open_v4l2
from devices.scanner.camera.v4l2 import MJPG, Mode, capture_modes

MAGIC: Final = "yimen-camera"
LENGTH: Final = struct.Struct(">I")
MOST_BYTES: Final = 32 * 1024 * 1024
_LOOPBACK: Final = "127.0.0.1"
_CONNECT_S: Final = 10.0
_PICTURE_S: Final = 30.0
"""Whoever plays the camera draws a still when it is first asked for, which takes seconds on a busy machine."""
_LINE: Final = 4096


def open_node(path: str) -> CvCapture:
    """Open a camera's node, whichever kind it is."""
    return StreamCapture(Path(path)) if is_stream(Path(path)) else open_v4l2(path)


def modes_of_node(path: Path) -> tuple[Mode, ...]:
    """Return the sizes that a node offers. Raises as capture_modes does."""
    if not is_stream(path):
        return capture_modes(path)
    capture = StreamCapture(path)
    try:
        if not capture.isOpened():
            raise DeviceNotFoundError(str(path))
        return capture.modes
    finally:
        capture.release()


def is_stream(path: Path) -> bool:
    """Whether a path is such a file; devices are not opened for this."""
    try:
        return stat.S_ISREG(path.stat().st_mode) and path.stat().st_size < _LINE and _port(path) is not None
    except OSError:
        return False


def _port(path: Path) -> int | None:
    name, _, port = path.read_text(encoding="ascii", errors="replace").strip().partition(" ")
    return int(port) if name == MAGIC and port.isascii() and port.isdigit() and int(port) < 65536 else None


class StreamCapture:
    """What is used of cv2.VideoCapture, over a stream."""

    def __init__(self, path: Path) -> None:
        self.modes: tuple[Mode, ...] = ()
        self._wanted: dict[int, float] = {}
        self._taken: Mode | None = None
        self._socket: socket.socket | None = None
        try:
            port = _port(path)
            if port is not None:
                self._socket = socket.create_connection((_LOOPBACK, port), _CONNECT_S)
                self._socket.settimeout(_PICTURE_S)
                self.modes = tuple(Mode(*size) for size in json.loads(self._line()))
        except (OSError, ValueError, TypeError, IoError):
            self.release()

    def isOpened(self) -> bool:  # noqa: N802 - cv2's name
        """Whether the camera answered."""
        return self._socket is not None

    def set(self, prop: int, value: float) -> bool:
        """Wish for something; wishes hold from the first picture on."""
        self._wanted[prop] = value
        return True

    def get(self, prop: int) -> float:
        """Return what holds."""
        mode = self._mode()
        return {
            cv2.CAP_PROP_FRAME_WIDTH: float(mode.width),
            cv2.CAP_PROP_FRAME_HEIGHT: float(mode.height),
            cv2.CAP_PROP_FOURCC: float(int.from_bytes(MJPG, "little")),
        }.get(prop, 0.0)

    def read(self) -> tuple[bool, Any]:
        """Return the next picture, BGR as cv2 gives it."""
        try:
            if self._socket is None:
                return False, None
            if self._taken is None:
                self._taken = self._mode()
                wish = json.dumps([self._taken.width, self._taken.height])
                self._socket.sendall(f"{wish}\n".encode())
            length = LENGTH.unpack(self._exactly(LENGTH.size))[0]
            if not 0 < length <= MOST_BYTES:
                return False, None
            packed = np.frombuffer(self._exactly(length), np.uint8)
        except (OSError, IoError):
            self.release()
            return False, None
        picture = cv2.imdecode(packed, cv2.IMREAD_COLOR)
        return picture is not None, picture

    def release(self) -> None:
        """Let go."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _mode(self) -> Mode:
        if self._taken is not None:
            return self._taken
        width = self._wanted.get(cv2.CAP_PROP_FRAME_WIDTH, 0.0)
        fitting = [mode for mode in self.modes if mode.width <= width] or list(self.modes[:1])
        return max(fitting, key=lambda mode: mode.pixels) if fitting else Mode(0, 0)

    def _line(self) -> str:
        line = b""
        while not line.endswith(b"\n") and len(line) < _LINE:
            line += self._exactly(1)
        return line.decode("ascii")

    def _exactly(self, count: int) -> bytes:
        stream, data = self._socket, bytearray()
        while stream is not None and len(data) < count:
            part = stream.recv(min(count - len(data), 1 << 16))
            if not part:
                detail = "the camera hung up"
                raise IoError(detail)
            data += part
        return bytes(data)
