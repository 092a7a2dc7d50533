"""Several papers on one glass: each becomes a page of its own, one after the other, and all of them one page again."""

from __future__ import annotations

from collections import deque
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.ports.materials import StageViewPort
from counter_app.presenters.pending import PendingPresenter
from counter_app.work.capture import cut_apart
from counter_app.work.scan_door import ScanDoor, Shot


class ApartPresenter(QObject):
    """The papers of the last glass that was parted; once another material is looked at they stay pages of their own.

    Those that were not judged yet wait until theirs is looked at again. In memory only.

    Args:
        pending: the page that waits; papers on it may become pages of their own.

    Signals:
        parting: they are being cut; the door tells when they are.
        judged: a Shot that is to be taken or refused like any page.
        uniting: the Shot of the whole glass, and the UUIDs of the pages whose place it takes once it is kept.
    """

    parting = Signal()
    judged = Signal(object)
    uniting = Signal(object, object)

    def __init__(self, view: StageViewPort, door: ScanDoor, pending: PendingPresenter) -> None:
        super().__init__()
        self._door = door
        self._pending = pending
        self._whole: Shot | None = None
        self._material = ""
        self._unjudged: dict[str, deque[Shot]] = {}
        self._is_parting = False
        self._is_expected = False
        self._is_uniting = False
        self._pages: list[str] = []
        view.partAsked.connect(self._part)
        view.wholeKept.connect(self._keep_whole)
        view.uniteAsked.connect(self._unite)

    @property
    def is_offered(self) -> bool:
        """Whether the clerk is asked if the papers on the page that waits are pages of their own."""
        return self._pending.shot is not None and bool(self._pending.shot.captured.apart)

    @property
    def _waiting(self) -> deque[Shot]:
        return self._unjudged.setdefault(self._material, deque())

    def look_at(self, material: str) -> None:
        """Look at another material."""
        self._forget()
        self._material = material

    def hold(self, shots: tuple[Shot, ...]) -> None:
        """Take the papers that were cut, and judge the first one."""
        self._waiting.extend(shots)
        self._is_parting = False
        self.go_on()

    @property
    def is_waiting(self) -> bool:
        """Whether papers are left that were not judged yet."""
        return bool(self._waiting)

    @Slot()
    def go_on(self) -> None:
        """Judge the next paper, if one is left; of a whole glass that was not kept the papers' pages stay."""
        self._is_uniting = False
        self._is_expected = self.is_waiting
        if self._waiting:
            self.judged.emit(self._waiting.popleft())

    def arrived(self, page_id: str) -> None:
        """Take note of a page that was kept, the paper that was judged last or what was scanned instead, and go on."""
        if self._is_uniting:
            self._forget()
        elif self._is_expected:
            self._pages.append(page_id)
        self.go_on()

    def drop_whole(self) -> None:
        """Wait for the whole glass no longer: another page is taken instead, and its papers' pages stay."""
        self._is_uniting = False

    def can_unite(self, page_id: str) -> bool:
        """Whether a page is one of them, and neither one of them nor the whole is waited for."""
        return self._whole is not None and page_id in self._pages and not self._is_busy

    @property
    def _is_busy(self) -> bool:
        return self.is_waiting or self._is_expected or self._is_uniting

    def take_back(self) -> Shot | None:
        """Offer the glass again whose papers could not be cut, and return it; None where none is being parted."""
        if not self._is_parting:
            return None
        whole = self._whole
        self._forget()
        return whole

    def leave(self) -> None:
        """Forget them: the case is left."""
        self._unjudged.clear()
        self.look_at("")

    def _forget(self) -> None:
        """Let them stay pages of their own."""
        self._whole = None
        self._pages.clear()
        self._is_parting = self._is_expected = self._is_uniting = False

    @Slot()
    def _part(self) -> None:
        glass = self._pending.shot
        if glass is not None and self.is_offered and self._door.take(cut_apart(glass.captured)):
            self._forget()
            self._whole, self._is_parting = glass, True
            self.parting.emit()

    @Slot()
    def _keep_whole(self) -> None:
        if self._pending.shot is not None and self.is_offered:
            self.judged.emit(self._pending.shot.as_one())

    @Slot()
    def _unite(self) -> None:
        whole, pages = self._whole, tuple(UUID(page) for page in self._pages)
        if whole is not None and pages and not self._is_busy:
            self._is_uniting = True
            self.uniting.emit(whole.as_one(), pages)
