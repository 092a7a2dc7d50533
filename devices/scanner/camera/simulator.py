"""A document camera behind a stream node, and all that a camera does wrong."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Final

import cv2

from devices.core.errors import SimulationForbiddenError
from devices.core.faults import FaultAction, Moments
from devices.core.roles import Role
from devices.core.scanning import Pixels
from devices.core.simulation import SimulationPermit
from devices.scanner.camera.stream_node import LENGTH, MAGIC

SIZES: Final = ((1280, 960), (3264, 2448))
"""Of a usual document camera of 8 megapixels; the smaller one for watching."""
FPS: Final = 20.0
_QUALITY: Final = 85
_WAIT_S: Final = 10.0

See = Callable[[tuple[int, int]], Sequence[Pixels]]
"""Gives the pictures of a size, RGB, that are shown one after the other again and again."""


class CameraSimulator:
    """A camera on a port of the loopback. Any thread may call."""

    role: Final = Role.DOCUMENT_CAMERA

    def __init__(
        self, permit: SimulationPermit, node: Path, see: See, sizes: Sequence[tuple[int, int]] = SIZES, fps: float = FPS
    ) -> None:
        """Plug it in.

        Args:
            node: the file that stands for the camera.
            see: what lies before it.

        Raises:
            SimulationForbiddenError: no permit.
            OSError: the node can't be written.
        """
        if not isinstance(permit, SimulationPermit):
            raise SimulationForbiddenError
        self.moments = Moments(("still",))
        self._node = node
        self._see = see
        self._sizes = tuple(sizes)
        self._pause_s = 1.0 / fps
        self._guard = threading.Condition()
        self._scene = 0
        self._packed: dict[tuple[int, tuple[int, int]], list[bytes]] = {}
        self._frozen = False
        self._over = threading.Event()
        self._drawing: threading.Thread | None = None
        self._lines: set[socket.socket] = set()
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, name="camera-simulator", daemon=True)
        self._thread.start()
        self.replug()

    @property
    def uri(self) -> str:
        """What a configuration names."""
        return f"camera:{self._node}"

    @property
    def fault_actions(self) -> Mapping[str, FaultAction]:
        """What a script can do to it."""
        return MappingProxyType(
            {
                "unplug": FaultAction("拔掉高拍仪", self.unplug),
                "replug": FaultAction("插回高拍仪", self.replug),
                "freeze": FaultAction("画面停住", lambda: self._freeze(frozen=True)),
                "restore": FaultAction("恢复正常", self.restore),
            }
        )

    def show(self, see: See) -> None:
        """Put something else before the camera."""
        with self._guard:
            self._see = see
            self._scene += 1
            self._packed.clear()
            is_watched = bool(self._lines)
        if is_watched:
            self._draw_ahead()

    def _draw_ahead(self) -> None:
        """Draw what is before the camera in every size: a still must not wait for it."""
        self._drawing = threading.Thread(target=self._draw, args=(self._scene,), name="camera-scene", daemon=True)
        self._drawing.start()

    def _draw(self, scene: int) -> None:
        for size in self._sizes:
            if scene == self._scene and not self._over.is_set():
                self._pictures(size)

    def unplug(self) -> None:
        """Pull the cable."""
        self._node.unlink(missing_ok=True)
        with self._guard:
            lines, self._lines = self._lines, set()
        for line in lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def replug(self) -> None:
        """Plug it in."""
        hidden = self._node.with_name(f".{self._node.name}.part")
        hidden.parent.mkdir(parents=True, exist_ok=True)
        hidden.write_text(f"{MAGIC} {self._server.getsockname()[1]}\n", encoding="ascii")
        hidden.replace(self._node)

    def restore(self) -> None:
        """Put right what a script spoilt."""
        self._freeze(frozen=False)
        if not self._node.exists():
            self.replug()

    def close(self) -> None:
        """Unplug it for good. May be called twice."""
        self._over.set()
        self._freeze(frozen=False)
        self.unplug()
        self._server.close()
        if self._drawing is not None:
            # OpenCV's threads must not outlive the interpreter.
            self._drawing.join(_WAIT_S)

    def _freeze(self, *, frozen: bool) -> None:
        with self._guard:
            self._frozen = frozen
            self._guard.notify_all()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._stream, args=(line,), name="camera-stream", daemon=True).start()

    def _stream(self, line: socket.socket) -> None:
        with self._guard:
            # Whoever found the node before it went and comes after has no camera either.
            is_plugged = self._node.exists()
            is_first = not self._lines
            if is_plugged:
                self._lines.add(line)
        if not is_plugged:
            line.close()
            return
        if is_first:
            self._draw_ahead()
        with contextlib.suppress(OSError, ValueError), line:
            line.settimeout(_WAIT_S)
            line.sendall(f"{json.dumps(self._sizes)}\n".encode())
            wish = _line(line)
            if wish is None:
                return
            size = tuple(wish) if tuple(wish) in self._sizes else self._sizes[0]
            self._send_pictures(line, (int(size[0]), int(size[1])))
        with self._guard:
            self._lines.discard(line)

    def _send_pictures(self, line: socket.socket, size: tuple[int, int]) -> None:
        is_still = size == max(self._sizes)
        for number in count():
            pictures = self._pictures(size)
            picture = pictures[number % len(pictures)]
            line.sendall(LENGTH.pack(len(picture)) + picture)
            if is_still and number == 0:
                self.moments.reached("still")
            with self._guard:
                self._guard.wait_for(lambda: not self._frozen)
            if self._over.wait(self._pause_s):
                return

    def _pictures(self, size: tuple[int, int]) -> list[bytes]:
        with self._guard:
            scene, see = self._scene, self._see
            known = self._packed.get((scene, size))
        if known is not None:
            return known
        packed = [_packed(pixels) for pixels in see(size)]
        with self._guard:
            if scene == self._scene:
                self._packed[scene, size] = packed
        return packed


def _packed(pixels: Pixels) -> bytes:
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    return bytes(cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes())


def _line(stream: socket.socket) -> list[int] | None:
    data = b""
    while not data.endswith(b"\n") and len(data) < 256:
        part = stream.recv(1)
        if not part:
            return None
        data += part
    wish = json.loads(data)
    return [int(each) for each in wish] if isinstance(wish, list) and len(wish) == 2 else None
