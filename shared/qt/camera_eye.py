"""The watch over a document camera: a thread of its own looks at frames, the newest verdict comes to the GUI thread.

Frames are never queued: who shows them slowly misses some.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from devices.core.scanning import DocumentCamera, Frame, Pixels, Preview
from devices.imaging.following import OutlineFollower
from devices.imaging.reducing import reduced
from shared.capture.steady_hand import Look, Sight, SteadyHand, light_of, thumb_of
from shared.qt.jobs import Err, outcome_of

_LOG = logging.getLogger(__name__)
_FRAME_S: Final = 4.0
_PAUSE_S: Final = 1.0
_MOST_WIDTH: Final = 960
_COUNTED: Final = 30


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LiveFrame:
    """What is shown of a camera at one moment.

    Attributes:
        image: the frame, at most 960 pixels wide; null where the camera gives none.
        code: why it gives none, empty while it does.
        per_second: verdicts a second, over the last two seconds or so.
    """

    image: QImage
    look: Look
    code: str = ""
    per_second: float = 0.0

    def __repr__(self) -> str:
        """Show no picture."""
        return f"LiveFrame({self.look.sight.value}, {self.code}, {self.per_second:.0f}/s)"


class CameraEye(QObject):
    """Watches while it is open; a camera that is unplugged is looked at again when it is back.

    Signals:
        seen: LiveFrame, the newest.
        steady: a page lay still for long enough; it is told once for each page.
    """

    seen = Signal(object)
    steady = Signal()
    _posted = Signal()
    _ready = Signal(int)

    def __init__(self, camera: DocumentCamera, parent: QObject | None = None, *, pause_s: float = _PAUSE_S) -> None:
        super().__init__(parent)
        self._camera = camera
        self._pause_s = pause_s
        self._guard = threading.Condition()
        self._round = 0
        self._is_open = False
        self._is_over = False
        self._preview: Preview | None = None
        self._newest: LiveFrame | None = None
        self._is_posted = False
        self._hand = SteadyHand()
        self._notes: list[Callable[[], None]] = []
        self._posted.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._ready.connect(self._tell_ready, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="camera-eye", daemon=True)

    @property
    def is_open(self) -> bool:
        """Whether it watches."""
        return self._is_open

    def open(self) -> None:
        """Begin to watch, with a fresh eye for pages that lie there."""
        with self._guard:
            if self._is_open or self._is_over:
                return
            self._is_open = True
            self._round += 1
            self._newest = None
            self._guard.notify_all()
        if self._thread.ident is None:
            self._thread.start()

    def taken(self) -> None:
        """The page in sight was kept: it is not taken by itself again while it lies there."""
        self._notes.append(self._hand.taken)

    def forget(self) -> None:
        """Take also a page by itself that was kept before: it is wanted again."""
        self._notes.append(self._hand.forget)

    def close(self) -> None:
        """Look away and let go of the camera."""
        with self._guard:
            self._is_open = False
            self._newest = None
            preview = self._preview
            self._guard.notify_all()
        if preview is not None:
            preview.close()

    def stop(self, deadline_s: float) -> bool:
        """End for good. False when the thread outlasted the deadline."""
        self._is_over = True
        self.close()
        if self._thread.ident is not None:
            self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            with self._guard:
                self._guard.wait_for(lambda: self._is_open or self._is_over)
                if self._is_over:
                    return
                current = self._round
            self._try(current)

    def _try(self, current: int) -> None:
        """Watch until that fails, whatever of; then rest."""
        result = outcome_of(lambda: self._watch(current))
        if isinstance(result, Err) and self._goes_on(current):
            _LOG.info("the document camera gives no picture: %s", result.code)
            self._post(LiveFrame(QImage(), Look(Sight.WAITING), result.code))
            self._rest(current)

    def _rest(self, current: int) -> None:
        with self._guard:
            self._guard.wait_for(lambda: not self._goes_on(current), self._pause_s)

    def _goes_on(self, current: int) -> bool:
        return self._is_open and not self._is_over and self._round == current

    def _watch(self, current: int) -> None:
        preview = self._camera.preview()
        with self._guard:
            self._preview = preview
        hand, follower, times = self._hand, OutlineFollower(), deque[float](maxlen=_COUNTED)
        try:
            while self._goes_on(current):
                frame = preview.next_frame(_FRAME_S)
                times.append(frame.at)
                while self._notes:
                    self._notes.pop(0)()
                look = judged(hand, follower, frame)
                self._post(LiveFrame(_shown(frame.pixels), look, per_second=_rate(times)))
                if look.is_ready:
                    hand.taken()
                    self._ready.emit(current)
        finally:
            with self._guard:
                self._preview = None
            preview.close()

    def _post(self, live: LiveFrame) -> None:
        with self._guard:
            self._newest = live
            is_waiting, self._is_posted = self._is_posted, True
        if not is_waiting:
            self._posted.emit()

    @Slot()
    def _tell(self) -> None:
        with self._guard:
            live, self._newest, self._is_posted = self._newest, None, False
        if live is not None and self._is_open:
            self.seen.emit(live)

    @Slot(int)
    def _tell_ready(self, current: int) -> None:
        if self._goes_on(current):
            self.steady.emit()


def judged(hand: SteadyHand, follower: OutlineFollower, frame: Frame) -> Look:
    """Judge a frame."""
    height, width = frame.pixels.shape[:2]
    light = light_of(frame.pixels)
    outline = None if light is not None else follower.find(frame.pixels)
    return hand.look(outline, (width, height), time.monotonic(), light, thumb_of(frame.pixels, outline))


def _rate(times: deque[float]) -> float:
    return (len(times) - 1) / max(1e-6, times[-1] - times[0]) if len(times) > 1 else 0.0


def _shown(pixels: Pixels) -> QImage:
    pixels = reduced(pixels, min(1.0, _MOST_WIDTH / pixels.shape[1]))
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB888).copy()
