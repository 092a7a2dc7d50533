"""The document camera while a page is waited for: opened and closed with the screen, and what it sees in one word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk_app.work.state import ScanPhase, Screen, SessionState, StateBox
from shared.capture.steady_hand import Sight
from shared.qt.camera_eye import LiveFrame


class Eye(Protocol):
    """What is needed of shared.qt.camera_eye.CameraEye."""

    def open(self) -> None: ...
    def taken(self) -> None: ...
    def forget(self) -> None: ...
    def close(self) -> None: ...


class Watching:
    """Follows the state: the eye is open while a page is waited for or taken. GUI thread only.

    Args:
        show: takes each frame for the face; None when there is nothing to see any more.
        shoot: takes the page that lies still.
        touched: somebody is there, though they touch nothing.
    """

    def __init__(
        self,
        *,
        box: StateBox,
        eye: Eye,
        show: Callable[[LiveFrame | None], None],
        shoot: Callable[[], None],
        touched: Callable[[], None],
    ) -> None:
        self._box = box
        self._eye = eye
        self._show = show
        self._shoot = shoot
        self._touched = touched
        self._is_open = False
        self._phase = box.now.scan_phase
        box.watch(self._follow)

    def seen(self, frame: LiveFrame) -> None:
        """Take note of the newest frame."""
        if not self._is_open:
            return
        self._show(frame)
        sight = frame.look.sight
        if sight is not self._box.now.sight and sight in {Sight.MOVING, Sight.HOLDING}:
            self._touched()
        self._box.change(sight=sight, camera_code=frame.code)

    def steady(self) -> None:
        """Take the page that lies still, if one is waited for."""
        if self._box.now.scan_phase is ScanPhase.LIVE:
            self._shoot()

    def _follow(self, state: SessionState) -> None:
        wanted = (
            state.has_camera
            and state.seen.screen is Screen.MATERIALS
            and state.scan_phase in {ScanPhase.LIVE, ScanPhase.SCANNING}
        )
        was, self._phase = self._phase, state.scan_phase
        if (was, state.scan_phase) == (ScanPhase.SCANNING, ScanPhase.PAGE):
            self._eye.taken()
        if wanted == self._is_open:
            return
        self._is_open = wanted
        if wanted:
            # A page that was refused is laid down again in the same place.
            if state.retaking or was in {ScanPhase.REJECTED, ScanPhase.FAILED}:
                self._eye.forget()
            self._eye.open()
        else:
            self._eye.close()
            self._show(None)
            self._box.change(sight=Sight.WAITING, camera_code="")
