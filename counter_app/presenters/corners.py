"""The corners of one page, set by hand: what the hand does to them, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from counter_app.ports.materials import CornersState, StageViewPort
from counter_app.work.scan_door import ScanDoor
from shared.capture.corner_edit import CornerEdit
from shared.capture.pages import Negative

_CORNERS = 4


class CornersPresenter(QObject):
    """Edits the corners of a page in its picture.

    Args:
        door: unpacks the picture.
        at_hand: what the page that is looked at was cut from; None where its corners can't be set now.

    Signals:
        changed: something else is to be shown; `state` tells what.
        cut: the negative and the corners between which its page is wanted.
    """

    changed = Signal()
    cut = Signal(object, object)

    def __init__(self, view: StageViewPort, door: ScanDoor, at_hand: Callable[[], Negative | None]) -> None:
        super().__init__()
        self._door = door
        self._at_hand = at_hand
        self._negative: Negative | None = None
        self._edit: CornerEdit | None = None
        self._picture = QImage()
        self._selected = 0
        view.cornersAsked.connect(self._ask)
        view.cornerGrabbed.connect(self._grab)
        view.cornerMoved.connect(self._move)
        view.cornerNudged.connect(self._nudge)
        view.cornersUndone.connect(self._undo)
        view.cornersReset.connect(self._reset)
        view.cornersTaken.connect(self._take)
        view.cornersLeft.connect(self.leave)

    @property
    def state(self) -> CornersState | None:
        """What is shown, None where no corners are being set."""
        edit = self._edit
        if edit is None:
            return None
        return CornersState(
            picture=self._picture,
            corners=edit.shares,
            selected=self._selected,
            is_possible=edit.is_possible,
            can_undo=edit.can_undo,
            can_reset=not edit.is_as_found,
        )

    @Slot()
    def leave(self) -> None:
        """End without a change."""
        if self._edit is not None:
            self._negative, self._edit, self._picture = None, None, QImage()
            self.changed.emit()

    @Slot()
    def _ask(self) -> None:
        negative = self._at_hand()
        if negative is not None:
            self._door.unpack(negative, partial(self._open, negative))

    def _open(self, negative: Negative, picture: QImage) -> None:
        """Begin with a page, unless another one is looked at by now; the picture is its negative, unpacked."""
        if negative is not self._at_hand():
            return
        self._negative, self._picture, self._selected = negative, picture, 0
        self._edit = CornerEdit.of(negative.size, negative.found, negative.corners)
        self.changed.emit()

    @Slot(int)
    def _grab(self, index: int) -> None:
        if self._edit is not None:
            self._selected = index % _CORNERS
            self._set(self._edit.grabbed())

    @Slot(int, float, float)
    def _move(self, index: int, x: float, y: float) -> None:
        if self._edit is not None:
            self._set(self._edit.moved(index % _CORNERS, x, y))

    @Slot(int, int, int)
    def _nudge(self, index: int, right: int, down: int) -> None:
        """Move a corner by pixels of the picture; by none of them only selects it."""
        if self._edit is None:
            return
        self._selected = index % _CORNERS
        self._set(self._edit.nudged(self._selected, right, down) if right or down else self._edit)

    @Slot()
    def _undo(self) -> None:
        if self._edit is not None:
            self._set(self._edit.undone())

    @Slot()
    def _reset(self) -> None:
        if self._edit is not None:
            self._set(self._edit.reset())

    @Slot()
    def _take(self) -> None:
        negative, edit = self._negative, self._edit
        if negative is not None and edit is not None and edit.is_possible:
            self.leave()
            self.cut.emit(negative, edit.corners)

    def _set(self, edit: CornerEdit) -> None:
        self._edit = edit
        self.changed.emit()
