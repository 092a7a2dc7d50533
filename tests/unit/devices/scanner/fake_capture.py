"""A camera at the seam of cv2.VideoCapture: sizes, formats, warm-up, an unplugged cable, a hang."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from devices.scanner.camera.v4l2 import Mode
from tests.patience import PATIENCE_S

MODES = (Mode(640, 480, b"YUYV"), Mode(800, 600), Mode(2048, 1536), Mode(1024, 768), Mode(2048, 1536, b"YUYV"))
DARK = 3


@dataclass
class FakeCamera:
    """One camera and the hands around it."""

    node: Path
    modes: tuple[Mode, ...] = MODES
    warm_up: int = 5
    wrong_size_frames: int = 0
    bad_frames: int = 0
    hangs: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)
    opened: list[FakeCapture] = field(default_factory=list)
    taken: bool = False

    def __post_init__(self) -> None:
        self.node.touch()
        self.let_go.set()

    def open(self, path: str) -> FakeCapture:
        capture = FakeCapture(self, path)
        self.opened.append(capture)
        return capture

    def modes_of(self, _path: Path) -> tuple[Mode, ...]:
        return self.modes

    def unplug(self) -> None:
        self.node.unlink(missing_ok=True)

    def replug(self) -> None:
        self.node.touch()


class FakeCapture:
    """What cv2.VideoCapture does with it."""

    def __init__(self, camera: FakeCamera, path: str) -> None:
        self.path = path
        self.asked: list[int] = []
        self.released = threading.Event()
        self._camera = camera
        self._values: dict[int, float] = {}
        self._frames = 0

    def isOpened(self) -> bool:  # noqa: N802
        return self._camera.node.exists() and not self._camera.taken

    def set(self, prop: int, value: float) -> bool:
        self.asked.append(prop)
        self._values[prop] = value
        return True

    def get(self, prop: int) -> float:
        mode = self.mode
        return {
            cv2.CAP_PROP_FRAME_WIDTH: float(mode.width),
            cv2.CAP_PROP_FRAME_HEIGHT: float(mode.height),
            cv2.CAP_PROP_FOURCC: float(int.from_bytes(mode.fourcc, "little")),
        }.get(prop, 0.0)

    @property
    def mode(self) -> Mode:
        wanted = self._values.get(cv2.CAP_PROP_FRAME_WIDTH, 640.0)
        fourcc = int(self._values.get(cv2.CAP_PROP_FOURCC, 0)).to_bytes(4, "little")
        able = [mode for mode in self._camera.modes if mode.fourcc == fourcc] or [Mode(640, 480, b"YUYV")]
        return min(able, key=lambda mode: abs(mode.width - wanted))

    def read(self) -> tuple[bool, Any]:
        camera = self._camera
        if camera.hangs.is_set():
            camera.let_go.wait(PATIENCE_S)
        if not camera.node.exists():
            return False, None
        self._frames += 1
        if self._frames <= camera.bad_frames:
            return False, None
        mode = self.mode
        shape = (480, 640, 3) if self._frames <= camera.wrong_size_frames else (mode.height, mode.width, 3)
        shade = DARK if self._frames <= camera.warm_up else 200
        # BGR, and blue: who forgets to turn it gives red.
        picture = np.full(shape, (shade, 0, 0), np.uint8)
        return True, picture

    def release(self) -> None:
        self.released.set()
