"""The seam to OpenCV: a capture of one node, set to one mode, checked by what it really gives."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

import cv2
import numpy as np

from devices.core.errors import DeviceBusyError, DeviceNotFoundError
from devices.core.scanning import Pixels
from devices.scanner.camera.v4l2 import MJPG, Mode

_LOG = logging.getLogger(__name__)
PREVIEW_FPS: Final = 30.0


class CvCapture(Protocol):
    """What is used of cv2.VideoCapture."""

    def isOpened(self) -> bool: ...  # noqa: N802

    def set(self, prop: int, value: float) -> bool: ...

    def get(self, prop: int) -> float: ...

    def read(self) -> tuple[bool, Any]: ...

    def release(self) -> None: ...


CaptureOpener = Callable[[str], CvCapture]


def open_v4l2(path: str) -> CvCapture:
    """Open a node with OpenCV's V4L2 backend; what it has to say goes nowhere."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    return cv2.VideoCapture(path, cv2.CAP_V4L2)


class Capture:
    """An open camera in one mode."""

    def __init__(self, path: Path, mode: Mode | None, opener: CaptureOpener) -> None:
        """Open a node and set its mode: MJPG first, since the sizes of other formats end where MJPG begins.

        Args:
            mode: None asks for the largest that there is.

        Raises:
            DeviceNotFoundError: the node is gone.
            DeviceBusyError: another program has the camera.
        """
        # OpenCV knows /dev/videoN alone, not the links of by-id.
        self._cv = opener(str(path.resolve()))
        if not self._cv.isOpened():
            self._cv.release()
            raise DeviceBusyError(str(path)) if path.exists() else DeviceNotFoundError(str(path))
        wanted = mode or Mode(16384, 16384)
        fourcc = wanted.fourcc if len(wanted.fourcc) == 4 else MJPG
        self._cv.set(cv2.CAP_PROP_FOURCC, float(cv2.VideoWriter.fourcc(*fourcc.decode("latin-1"))))
        self._cv.set(cv2.CAP_PROP_FRAME_WIDTH, float(wanted.width))
        self._cv.set(cv2.CAP_PROP_FRAME_HEIGHT, float(wanted.height))
        self._cv.set(cv2.CAP_PROP_FPS, PREVIEW_FPS)
        # An old picture is worth nothing in a preview.
        self._cv.set(cv2.CAP_PROP_BUFFERSIZE, 1.0)
        self.width = round(self._cv.get(cv2.CAP_PROP_FRAME_WIDTH))
        self.height = round(self._cv.get(cv2.CAP_PROP_FRAME_HEIGHT))
        taken = int(self._cv.get(cv2.CAP_PROP_FOURCC)).to_bytes(4, "little", signed=False)
        if taken != fourcc or (mode is not None and (self.width, self.height) != (mode.width, mode.height)):
            _LOG.info("asked for %s %s, got %dx%d %s", mode, fourcc, self.width, self.height, taken)

    def read(self) -> Pixels | None:
        """Return the next picture as RGB, or None where none came."""
        is_good, picture = self._cv.read()
        if not is_good or picture is None or getattr(picture, "size", 0) == 0:
            return None
        if picture.ndim == 2:
            return np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB), np.uint8)
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)

    def close(self) -> None:
        """Release the camera."""
        self._cv.release()
