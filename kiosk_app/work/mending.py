"""The corners of one page, set by a finger: what it does to them, and the page that is cut between them."""

from __future__ import annotations

from collections.abc import Callable

from kiosk_app.work.state import ScanPhase, StateBox
from shared.capture.corner_edit import CornerEdit
from shared.capture.pages import CapturedPage, Negative, Taken, remake
from shared.qt.jobs import Lane, Ok, Result

NEGATIVE = "negative"
"""Key of the picture that the page is cut from."""

Put = Callable[[str, bytes], None]
Cut = Callable[[Callable[[], CapturedPage]], None]


class Mending:
    """Edits the corners of the page on the stage. GUI thread only.

    Args:
        put: keeps a picture for the face; any thread.
        cut: runs what makes the page, and takes what comes of it.
        taken: fingerprints of the pages that are there, but for the one on the stage.
        leave: shows the page again as it was.
    """

    def __init__(
        self,
        *,
        box: StateBox,
        lane: Lane,
        put: Put,
        cut: Cut,
        taken: Callable[[], Taken],
        leave: Callable[[], None],
    ) -> None:
        self._box = box
        self._lane = lane
        self._put = put
        self._cut = cut
        self._taken = taken
        self._leave = leave
        self._negative: Negative | None = None

    def open(self, negative: Negative) -> None:
        """Begin with a page, once its picture can be shown."""
        before = self._box.now

        def opened(result: Result) -> None:
            now = self._box.now
            same = (now.material, now.shown_page, now.scan_phase) == (
                before.material,
                before.shown_page,
                before.scan_phase,
            )
            if isinstance(result, Ok) and same:
                self._negative = negative
                edit = CornerEdit.of(negative.size, negative.found, negative.corners)
                self._box.change(scan_phase=ScanPhase.CORNERS, corners=edit)

        self._lane.run(lambda: self._put(NEGATIVE, negative.jpeg), opened)

    def grab(self) -> None:
        """A finger begins to move a corner."""
        self._change(CornerEdit.grabbed)

    def move(self, index: int, x: float, y: float) -> None:
        """A corner is at a place, as shares of the picture."""
        self._change(lambda edit: edit.moved(index, x, y))

    def undo(self) -> None:
        """Take the last move back."""
        self._change(CornerEdit.undone)

    def reset(self) -> None:
        """Put the corners back to where the page was found."""
        self._change(CornerEdit.reset)

    def take(self) -> None:
        """Cut the page between the corners."""
        negative, edit = self._negative, self._box.now.corners
        if negative is None or edit is None or not edit.is_possible:
            return
        corners, taken = edit.corners, self._taken()
        self._negative = None
        self._cut(lambda: remake(negative, corners, taken))

    def leave(self) -> None:
        """End without a change."""
        if self._box.now.corners is not None:
            self._negative = None
            self._box.change(corners=None)
            self._leave()

    def _change(self, change: Callable[[CornerEdit], CornerEdit]) -> None:
        edit = self._box.now.corners
        if edit is not None:
            self._box.change(corners=change(edit))
