"""The document camera, live: what is said of what it sees, and when a page is taken by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from counter_app.ports.materials import LiveState, StageViewPort
from counter_app.ports.tone import Tone
from counter_app.words.scanning import ScanWords
from shared.capture.steady_hand import Look, Sight
from shared.qt.camera_eye import CameraEye, LiveFrame

_TONES = {Sight.HOLDING: Tone.GOOD, Sight.TAKEN: Tone.GOOD, Sight.DARK: Tone.WARN, Sight.COVERED: Tone.WARN}


def derive_live(frame: LiveFrame, words: ScanWords) -> LiveState:
    """Return what is shown of a moment."""
    look = frame.look
    if frame.code:
        return LiveState(QImage(), (), 0.0, words.camera_trouble(frame.code), Tone.BAD)
    return LiveState(frame.image, look.corners or (), look.held, words.sight(look.sight.value), _tone(look))


def _tone(look: Look) -> Tone:
    return _TONES.get(look.sight, Tone.NEUTRAL)


class LivePresenter(QObject):
    """Opens and closes the eye and shows what it sees.

    Signals:
        steady: a page lay still for long enough.
    """

    steady = Signal()

    def __init__(self, view: StageViewPort, eye: CameraEye | None, words: ScanWords) -> None:
        super().__init__()
        self._view = view
        self._eye = eye
        self._words = words
        self._is_taking = False
        if eye is not None:
            eye.seen.connect(self._seen)
            eye.steady.connect(self._steady)

    @property
    def is_on(self) -> bool:
        """Whether the camera is looked through."""
        return self._eye is not None and self._eye.is_open

    def start(self, *, again: bool = False) -> None:
        """Look through the camera; again for a page that was kept and is wanted once more."""
        if self._eye is not None and not self._eye.is_open:
            self._is_taking = False
            if again:
                self._eye.forget()
            self._view.show_live(LiveState(words=self._words.camera_opening()))
            self._eye.open()

    def stop(self) -> None:
        """Look away."""
        if self._eye is not None:
            self._eye.close()

    def kept(self) -> None:
        """Note that the page in sight was kept: it is not taken by itself again."""
        if self._eye is not None:
            self._eye.taken()

    def taking(self, *, is_taking: bool) -> None:
        """Note that a photograph is being taken: nothing else is said meanwhile."""
        self._is_taking = is_taking

    @Slot(object)
    def _seen(self, frame: LiveFrame) -> None:
        state = derive_live(frame, self._words)
        if self._is_taking:
            state = LiveState(state.image, state.corners, 1.0, self._words.taking(), Tone.GOOD)
        self._view.show_live(state)

    @Slot()
    def _steady(self) -> None:
        if not self._is_taking:
            self.steady.emit()
