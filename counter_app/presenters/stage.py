"""The stage: pages of the selected material, the page that was just scanned, and what is done with it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from counter_app.ports.materials import StageViewPort
from counter_app.presenters.stage_state import PENDING, StageFacts, derive_stage
from counter_app.words.scanning import ScanWords
from counter_app.work.facts import CaseFacts
from counter_app.work.scan_door import CapturedPage, ScanDoor
from counter_app.work.taken_pages import TakenPages
from counter_app.work.workbench import Workbench
from devices.imaging.gate import FindingCode
from shared.intake.draft import DraftMaterial, DraftPage


class StagePresenter(QObject):
    """Scans for the selected material.

    Signals:
        troubled: (what happened, what to do) when a scan gave nothing.
    """

    troubled = Signal(str, str)

    def __init__(self, view: StageViewPort, bench: Workbench, door: ScanDoor, words: ScanWords) -> None:
        super().__init__()
        self._view = view
        self._bench = bench
        self._door = door
        self._words = words
        self._case_id: UUID | None = None
        self._material = ""
        self._scanned_for = ""
        self._replaces: UUID | None = None
        self._images: dict[str, QImage] = {}
        self._taken = TakenPages()
        self._pending: CapturedPage | None = None
        self._current = ""
        self._progress: float | None = None
        self._overriding = False
        self._follow_newest = False
        self._connect()

    @Slot(str)
    def select(self, code: str) -> None:
        """Show another material's pages."""
        facts = self._bench.facts
        if facts is None:
            return
        self._follow_case(facts)
        if code == self._material:
            return
        self._material = code
        self._pending, self._overriding = None, False
        self._current = self._newest()
        self._show()

    @Slot(str)
    def scan_for(self, code: str) -> None:
        """Scan a page of a material."""
        self.select(code)
        self._scan(None)

    def _connect(self) -> None:
        view, door, bench = self._view, self._door, self._bench
        view.scanAsked.connect(self._scan_more)
        view.cancelAsked.connect(door.cancel)
        view.retakeAsked.connect(self._retake)
        view.removeAsked.connect(self._remove)
        view.overrideAsked.connect(self._ask_reason)
        view.overrideGiven.connect(self._override)
        view.overrideLeft.connect(self._leave_reason)
        view.pageChosen.connect(self._choose)
        door.progressed.connect(self._progressed)
        door.captured.connect(self._captured)
        door.failed.connect(self._failed)
        bench.opened.connect(self._opened)
        bench.changed.connect(self._changed)
        bench.closed.connect(self._closed)

    @Slot()
    def _scan_more(self) -> None:
        self._scan(None)

    def _scan(self, replaces: UUID | None) -> None:
        if not self._material or not self._door.scan():
            return
        self._scanned_for, self._replaces = self._material, replaces
        self._pending, self._overriding, self._progress = None, False, 0.0
        self._show()

    @Slot()
    def _retake(self) -> None:
        page = self._page_in_sight()
        self._scan(page.page_id if page else self._replaces)

    @Slot()
    def _remove(self) -> None:
        page = self._page_in_sight()
        if self._current == PENDING:
            self._pending, self._overriding = None, False
            self._current = self._newest()
            self._show()
        elif page is not None:
            self._current = ""
            self._bench.remove_page(self._material, page.page_id)

    @Slot()
    def _ask_reason(self) -> None:
        self._overriding = self._pending is not None
        self._show()

    @Slot()
    def _leave_reason(self) -> None:
        self._overriding = False
        self._show()

    @Slot(str)
    def _override(self, reason: str) -> None:
        if self._pending is not None:
            self._take(self._pending, reason)

    @Slot(str)
    def _choose(self, page_id: str) -> None:
        self._current, self._overriding = page_id, False
        self._show()

    @Slot(float)
    def _progressed(self, share: float) -> None:
        if self._door.scanning:
            self._progress = share
            self._show()

    @Slot(object)
    def _captured(self, captured: CapturedPage) -> None:
        self._progress = None
        if self._bench.facts is None or self._scanned_for != self._material:
            self._show()
            return
        replaced = self._replaces.hex if self._replaces else ""
        if self._taken.holds(captured.fingerprint, besides=replaced):
            captured = captured.with_finding(FindingCode.DUPLICATE.value)
        if captured.findings:
            self._pending, self._current = captured, PENDING
            self._show()
        else:
            self._take(captured, "")

    @Slot(str)
    def _failed(self, code: str) -> None:
        self._progress = None
        self._show()
        self.troubled.emit(*self._words.problem(code))

    def _take(self, captured: CapturedPage, reason: str) -> None:
        self._pending, self._overriding = None, False
        self._follow_newest = True
        self._taken.expect(captured.fingerprint)
        if self._replaces is not None:
            self._bench.remove_page(self._material, self._replaces)
            self._replaces = None
        self._bench.attach_page(self._material, captured.page, captured.findings, reason)

    @Slot(object)
    def _opened(self, facts: CaseFacts) -> None:
        self._follow_case(facts)
        self._taken.settle(_page_ids(facts))
        self._show()

    def _follow_case(self, facts: CaseFacts) -> None:
        """Forget the pages of another case; a selection may come before or after the case is opened."""
        if facts.draft.case_id != self._case_id:
            self._case_id = facts.draft.case_id
            self._images.clear()
            self._taken.clear()
            self._material, self._pending, self._current = "", None, ""

    @Slot(object)
    def _changed(self, facts: CaseFacts) -> None:
        self._taken.settle(_page_ids(facts))
        known = self._page_in_sight() is not None or self._current == PENDING
        if self._follow_newest or not known:
            self._current = self._newest()
        self._follow_newest = False
        self._show()

    @Slot()
    def _closed(self) -> None:
        self._door.cancel()
        self._case_id = None
        self._images.clear()
        self._taken.clear()
        self._material, self._pending, self._current = "", None, ""
        self._show()

    def _given(self) -> DraftMaterial | None:
        facts = self._bench.facts
        return facts.draft.materials.get(self._material) if facts else None

    def _newest(self) -> str:
        given = self._given()
        return given.pages[-1].page_id.hex if given and given.pages else ""

    def _page_in_sight(self) -> DraftPage | None:
        given = self._given()
        return next((page for page in given.pages if page.page_id.hex == self._current), None) if given else None

    def _load_missing(self, given: DraftMaterial | None) -> None:
        for page in given.pages if given else ():
            key = page.page_id.hex
            if key not in self._images:
                self._images[key] = QImage()
                self._bench.load_page(page.page_id, partial(self._loaded, key))

    def _loaded(self, key: str, image: QImage) -> None:
        self._images[key] = image
        self._show()

    def _name(self) -> str:
        facts = self._bench.facts
        if facts is None:
            return ""
        return next((entry.name for entry in facts.subject.materials if entry.code == self._material), "")

    def _show(self) -> None:
        given = self._given()
        self._load_missing(given)
        self._view.set_state(
            derive_stage(
                StageFacts(
                    material=self._name(),
                    given=given,
                    images=dict(self._images),
                    pending=self._pending,
                    current=self._current,
                    progress=self._progress,
                    overriding=self._overriding,
                    available=self._door.available,
                ),
                self._words,
            )
        )


def _page_ids(facts: CaseFacts) -> frozenset[str]:
    return frozenset(page.page_id.hex for given in facts.draft.materials.values() for page in given.pages)
