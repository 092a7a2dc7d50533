"""Takes pages, one at a time: from the glass, from under the camera, or cut anew between other corners."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from kiosk_app.work.scan_room import ScanRoom
from kiosk_app.work.state import ScanPhase, StateBox
from shared.capture.pages import CapturedPage, Taken, Wanted
from shared.qt.jobs import Lane, Result

REJECTED = "rejected"
"""Key of the picture of a page that the gate refused."""

Post = Callable[[Callable[[], None]], None]


class Shooting:
    """The page that is being taken for the material on the stage. GUI thread only.

    Args:
        put: keeps a picture for the face; any thread.
        post: runs a callable on the GUI thread, from any thread.
        wanted: what the next page should show, in place of the page of an id.
        taken: fingerprints of the pages that are there, but for the page of an id.
        came: takes what came of it, with the material's code and the id of the page whose place it takes.

    Attributes:
        instead_of: id of the page whose place the next one takes, None where it is a further one.
    """

    def __init__(
        self,
        *,
        box: StateBox,
        lane: Lane,
        room: ScanRoom,
        put: Callable[[str, bytes], None],
        post: Post,
        wanted: Callable[[str], Wanted],
        taken: Callable[[str], Taken],
        came: Callable[[str, str | None, Result], None],
    ) -> None:
        self.instead_of: str | None = None
        self._box = box
        self._lane = lane
        self._room = room
        self._put = put
        self._post = post
        self._wanted = wanted
        self._taken = taken
        self._came = came
        self._cancelled = threading.Event()

    @property
    def waiting(self) -> ScanPhase:
        """How the stage stands while no page was begun."""
        return ScanPhase.LIVE if self._box.now.has_camera else ScanPhase.EMPTY

    def begin(self, instead_of: str | None) -> None:
        """Look through the camera until a page lies still, or a finger says now; without a camera take the page."""
        if self._box.now.has_camera:
            self._look(instead_of)
        else:
            self.take(instead_of)

    def take(self, instead_of: str | None) -> None:
        """Take the page that lies there now."""
        by_camera = self._box.now.by_camera
        capture = self._room.photograph if by_camera else self._room.scan
        wanted, taken = self._wanted(instead_of or ""), self._taken(instead_of or "")
        gate = threading.Event()

        def tell(share: float) -> None:
            if not gate.is_set():
                self._post(lambda: self._progress(share))

        def job(cancelled: threading.Event) -> CapturedPage:
            try:
                return capture(wanted, taken, tell, cancelled)
            finally:
                gate.set()

        self._run(job, instead_of, by_camera=by_camera)

    def cut(self, job: Callable[[], CapturedPage]) -> None:
        """Take the page that a job cuts anew, in the place of the one that it was cut from."""
        by_camera = self._box.now.shot_by_camera
        self._run(lambda _: job(), self.instead_of, by_camera=by_camera, phase=ScanPhase.CUTTING)

    def stop(self) -> None:
        """Stop the page that is under way, also one that waits for the lane."""
        self._cancelled.set()

    def _look(self, instead_of: str | None) -> None:
        if self._can_begin:
            self.instead_of = instead_of
            retaking = instead_of is not None
            self._box.change(scan_phase=ScanPhase.LIVE, scan_code="", rejected=(), corners=None, retaking=retaking)

    @property
    def _can_begin(self) -> bool:
        state = self._box.now
        return not state.busy and state.material is not None and not state.is_taking

    def _run(
        self,
        job: Callable[[threading.Event], CapturedPage],
        instead_of: str | None,
        *,
        by_camera: bool,
        phase: ScanPhase = ScanPhase.SCANNING,
    ) -> None:
        material = self._box.now.material
        if material is None or not self._can_begin:
            return
        self.instead_of = instead_of
        self._cancelled = cancelled = threading.Event()
        self._box.change(
            scan_phase=phase,
            scan_progress=0.0,
            scan_code="",
            shot_by_camera=by_camera,
            rejected=(),
            corners=None,
        )

        def shown() -> CapturedPage:
            captured = job(cancelled)
            if captured.findings:
                self._put(REJECTED, captured.page.jpeg)
            return captured

        self._lane.run(shown, partial(self._came, material, instead_of))

    def _progress(self, share: float) -> None:
        if self._box.now.scan_phase is ScanPhase.SCANNING:
            self._box.change(scan_progress=share)
