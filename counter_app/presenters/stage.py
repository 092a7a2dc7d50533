"""The stage: pages of the selected material, the page that was just scanned, and what is done with it."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.ports.materials import StageViewPort
from counter_app.presenters.apart import ApartPresenter
from counter_app.presenters.corners import CornersPresenter
from counter_app.presenters.keeping import KeepingPresenter
from counter_app.presenters.live import LivePresenter
from counter_app.presenters.pending import PendingPresenter
from counter_app.presenters.readings import ReadingsPresenter
from counter_app.presenters.stage_state import PENDING, StageFacts, derive_stage
from counter_app.presenters.taking import TakingPresenter
from counter_app.words.scanning import ScanWords
from counter_app.work.capture import cut_anew
from counter_app.work.chosen_source import ChosenSource
from counter_app.work.facts import CaseFacts
from counter_app.work.page_images import PageImages
from counter_app.work.scan_door import ScanDoor, Shot
from counter_app.work.selected_material import SelectedMaterial
from counter_app.work.workbench import Workbench
from devices.imaging.geometry import Corners
from shared.capture.pages import Negative
from shared.capture.taken_pages import TakenPages
from shared.intake.draft import DraftPage
from shared.qt.camera_eye import CameraEye


class StagePresenter(QObject):
    """Scans for the selected material.

    Signals:
        troubled: (what happened, what to do) when a scan gave nothing.
        goingOn: pages are taken again, whatever was the matter.
    """

    troubled = Signal(str, str)
    goingOn = Signal()

    def __init__(
        self,
        view: StageViewPort,
        bench: Workbench,
        door: ScanDoor,
        words: ScanWords,
        *,
        eye: CameraEye | None = None,
        readings: ReadingsPresenter | None = None,
    ) -> None:
        super().__init__()
        self._view = view
        self._bench = bench
        self._door = door
        self._words = words
        self._case_id: UUID | None = None
        self._material = ""
        # Pages whose place the one under way, or the one that waits for a person, will take.
        self._replaces: tuple[UUID, ...] = ()
        self._images = PageImages(bench.load_page, self._show)
        self._taken = TakenPages()
        self._taking = TakingPresenter(door, bench, self._taken, lambda: (self._case_id, self._material))
        self._current = ""
        self._source = ChosenSource(lambda: door.sources)
        self._pending = PendingPresenter(view)
        self._apart = ApartPresenter(view, door, self._pending)
        self._corners = CornersPresenter(view, door, self._negative)
        self._live = LivePresenter(view, eye, words)
        self._keeping = KeepingPresenter(bench, self._taken, readings)
        for part in (self._taking, self._pending, self._apart, self._corners, self._live, self._keeping):
            part.setParent(self)
        self._connect()

    @Slot(str)
    def select(self, code: str) -> None:
        """Show another material's pages; what waits of the one before waits until that is shown again."""
        facts = self._bench.facts
        if facts is None:
            return
        self._follow_case(facts)
        if code == self._material:
            return
        self._material = code
        self._images.try_again()
        self._apart.look_at(code)
        self._leave_hand()
        self._pending.look_at(code)
        self._replaces = self._pending.replaces
        self._current = PENDING if self._pending.shot is not None else self._selected.newest
        if self._source.is_camera and not self._current and self._selected.is_scanned:
            self._live.start()
        self._show()
        if self._current != PENDING and not self._taking.is_on:
            self._apart.go_on()

    @Slot(str)
    def scan_for(self, code: str) -> None:
        """Scan a page of a material."""
        was_live = self._live.is_on
        self.select(code)
        # A camera that opens now has not been looked through yet.
        if was_live or not self._live.is_on:
            self._scan(())

    def _connect(self) -> None:
        view, bench = self._view, self._bench
        view.scanAsked.connect(self._scan_more)
        view.cancelAsked.connect(self._cancel)
        view.sourceAsked.connect(self._change_source)
        self._live.steady.connect(self._shoot)
        view.retakeAsked.connect(self._retake)
        view.removeAsked.connect(self._remove)
        view.pageChosen.connect(self._choose)
        view.joinAsked.connect(self._join)
        self._pending.changed.connect(self._show)
        self._pending.held.connect(self._held)
        self._pending.used.connect(self._take)
        self._corners.changed.connect(self._show)
        self._corners.cut.connect(self._cut)
        self._apart.parting.connect(self._part)
        self._apart.judged.connect(self._judge)
        self._apart.uniting.connect(self._unite)
        self._keeping.refused.connect(self._pending.hold)
        self._taking.changed.connect(self._show)
        self._taking.came.connect(self._came)
        self._taking.parted.connect(self._parted)
        self._taking.failed.connect(self._failed)
        bench.opened.connect(self._opened)
        bench.changed.connect(self._changed)
        bench.closed.connect(self._closed)

    @Slot()
    def _scan_more(self) -> None:
        self._scan(())

    def _scan(self, replaces: tuple[UUID, ...]) -> None:
        """Take a page: from the glass at once, from under the camera once it is seen or wanted now."""
        if not self._material or self._taking.is_on:
            return
        if self._source.is_camera and not self._live.is_on:
            self._leave_hand()
            again = bool(replaces) or self._pending.shot is not None
            self._expect(replaces)
            self._live.start(again=again)
            self._show()
            return
        # What a camera takes was said when it began to look.
        replaces = self._replaces if self._live.is_on else replaces
        if self._door.scan(self._source.now, self._selected.wanted(replaces)):
            self._begin(replaces)

    @Slot()
    def _shoot(self) -> None:
        if self._live.is_on:
            self._scan(self._replaces)

    def _begin(self, replaces: tuple[UUID, ...], *, is_cutting: bool = False) -> None:
        self._corners.leave()
        self._live.taking(is_taking=True)
        self._taking.begin(replaces, is_cutting=is_cutting)
        self._expect(replaces)
        self.goingOn.emit()
        self._show()

    def _expect(self, replaces: tuple[UUID, ...]) -> None:
        """Wait for another page than the one that waits for a person, in place of these."""
        if replaces != self._replaces:
            self._apart.drop_whole()
        self._replaces = replaces
        self._pending.clear()

    @Slot()
    def _cancel(self) -> None:
        if not self._taking.cancel():
            self._leave_hand()
            self._show()

    @Slot()
    def _change_source(self) -> None:
        if not self._taking.is_on and self._source.change():
            was_live = self._live.is_on
            self._live.stop()
            if self._source.is_camera and not was_live and not self._current and self._selected.is_scanned:
                self._live.start()
            self._show()

    def _leave_hand(self) -> None:
        """End what waits for a hand: corners, or the camera."""
        self._corners.leave()
        self._live.stop()

    @Slot()
    def _retake(self) -> None:
        self._scan(self._in_sight_or_awaited)

    @Slot()
    def _remove(self) -> None:
        page = self._page_in_sight()
        if self._current == PENDING:
            self._pending.clear()
            if not self._apart.is_waiting:
                self._replaces = ()
            self._current = self._selected.newest
            self._apart.go_on()
            self._show()
        elif page is not None:
            self._current = ""
            self._keeping.remove(self._material, page.page_id)

    @Slot(str)
    def _choose(self, page_id: str) -> None:
        self._leave_hand()
        self._pending.ask_nothing()
        self._images.try_again()
        self._current = page_id
        self._show()

    @Slot()
    def _join(self) -> None:
        if self._selected.can_join and not self._taking.is_on:
            self._bench.put_on_one_sheet(self._material)

    @Slot()
    def _part(self) -> None:
        self._begin(self._replaces, is_cutting=True)

    @Slot(object)
    def _parted(self, shots: tuple[Shot, ...]) -> None:
        if shots:
            self._replaces = self._taking.replaces
            self._apart.hold(shots)
        else:
            self._turned_away()

    @Slot(object, object)
    def _unite(self, whole: Shot, pages: tuple[UUID, ...]) -> None:
        """Judge the whole glass; its papers' pages stay until it is kept in their place."""
        self._replaces = tuple(page for page in pages if self._selected.page(page.hex))
        self._judge(whole)

    @Slot(object, object)
    def _cut(self, negative: Negative, corners: Corners) -> None:
        replaces = self._in_sight_or_awaited
        if self._door.take(cut_anew(negative, corners)):
            self._begin(replaces, is_cutting=True)

    def _negative(self) -> Negative | None:
        """What the page in sight was cut from; none while another page is under way."""
        if self._taking.is_on:
            return None
        if self._current == PENDING and self._pending.shot is not None:
            return self._pending.shot.captured.negative
        return self._taken.negative(self._current)

    @Slot(object)
    def _came(self, shot: Shot | None) -> None:
        self._live.stop()
        if shot is None:
            self._turned_away()
            return
        self._replaces = self._taking.replaces
        if shot.captured.apart:
            self._pending.hold(self._material, shot, self._replaces)
        else:
            self._judge(shot)

    def _turned_away(self) -> None:
        """Say that a page went nowhere: another material was chosen while it was scanned."""
        self._show()
        self.troubled.emit(*self._words.problem("turned_away"))

    @Slot(object)
    def _judge(self, shot: Shot) -> None:
        """Take a page that is good; one with a finding waits for a person."""
        shot = self._keeping.told_apart(shot, self._replaces)
        if shot.captured.findings:
            self._pending.hold(self._material, shot, self._replaces)
        else:
            self._take(shot, "")

    @Slot(str)
    def _held(self, material: str) -> None:
        """Show a page that waits for a person, unless it is one of another material."""
        if material == self._material:
            self._current, self._replaces = PENDING, self._pending.replaces
            self._show()

    @Slot(str)
    def _failed(self, code: str) -> None:
        self._live.taking(is_taking=False)
        if (whole := self._apart.take_back()) is not None:
            self._pending.hold(self._material, whole, self._replaces)
        self._show()
        told = self._words.problem(code, by_camera=self._source.is_camera, instead=self._other_source)
        self.troubled.emit(*told)

    @property
    def _other_source(self) -> str:
        """What pages could come from instead, in words; empty for nothing."""
        other = self._source.other
        return self._words.source(other.value) if other else ""

    @Slot(object, str)
    def _take(self, shot: Shot, reason: str) -> None:
        replaces, self._replaces = self._replaces, ()
        self._pending.clear()
        if self._source.is_camera:
            self._live.kept()
        self._keeping.keep(self._material, shot, reason, replaces)

    @Slot(object)
    def _opened(self, facts: CaseFacts) -> None:
        self._follow_case(facts)
        self._taken.settle(facts.draft.page_keys())
        if facts.draft.pages():
            self._taking.recall(facts.draft.case_id)
        self._show()

    def _follow_case(self, facts: CaseFacts) -> None:
        """Forget the pages of another case; a selection may come before or after the case is opened."""
        if facts.draft.case_id != self._case_id:
            self._leave_case()
            self._case_id = facts.draft.case_id

    def _leave_case(self) -> None:
        self._taking.leave()
        self._case_id = None
        self._images.clear()
        self._taken.clear()
        self._apart.leave()
        self._leave_hand()
        self._pending.leave()
        self._material, self._current, self._replaces = "", "", ()

    @Slot(object)
    def _changed(self, facts: CaseFacts) -> None:
        arrived = self._taken.settle(facts.draft.page_keys())
        if self._selected.page(arrived) is None:
            arrived = ""
        self._current = arrived or self._current
        if self._page_in_sight() is None and self._current != PENDING:
            self._current = self._selected.newest
        self._show()
        if arrived:
            self._apart.arrived(arrived)
            self._show()

    @Slot()
    def _closed(self) -> None:
        self._leave_case()
        self._show()

    @property
    def _selected(self) -> SelectedMaterial:
        return SelectedMaterial(self._bench.facts, self._material)

    def _page_in_sight(self) -> DraftPage | None:
        return self._selected.page(self._current)

    @property
    def _in_sight_or_awaited(self) -> tuple[UUID, ...]:
        """The page in sight, which is taken again; of one that waits for a person, the pages that it is to replace."""
        page = self._page_in_sight()
        return (page.page_id,) if page else self._replaces

    def _show(self) -> None:
        selected = self._selected
        self._images.want(selected.given.pages if selected.given else ())
        images = self._images.known
        is_at_rest = self._page_in_sight() is not None and self._taking.progress is None and not self._live.is_on
        self._keeping.show_readings(self._material if is_at_rest and self._corners.state is None else "")
        self._view.set_state(
            derive_stage(
                StageFacts(
                    material=selected.name,
                    given=selected.given,
                    images=images,
                    pending=self._pending.shot,
                    current=self._current,
                    progress=self._taking.progress,
                    stopping=self._taking.is_stopping,
                    cutting=self._taking.is_cutting,
                    overriding=self._pending.is_reason_asked,
                    available=bool(self._door.sources),
                    mendable=frozenset(key for key in images if self._taken.negative(key)),
                    corners=self._corners.state,
                    missing=selected.missing_face,
                    can_join=selected.can_join,
                    is_offered_apart=self._apart.is_offered,
                    can_unite=self._apart.can_unite(self._current),
                    by_camera=self._source.is_camera,
                    live=self._live.is_on,
                    other_source=self._other_source,
                ),
                self._words,
            )
        )
