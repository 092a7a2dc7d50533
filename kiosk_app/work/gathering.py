"""Materials by scan: one at a time; a page that the gate refuses is shown with its remedy and never kept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Protocol
from uuid import UUID

from kiosk_app.work.desk_jobs import DeskJobs, reason_of
from kiosk_app.work.scan_room import JudgedPage, ScanRoom
from kiosk_app.work.state import ScanPhase, Screen, SessionState, StateBox
from shared.domain.materials import Material
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft, DraftMaterial, DraftPage, GivenBy
from shared.qt.jobs import Err, Lane, Ok, Result

REJECTED = "rejected"
Post = Callable[[Callable[[], None]], None]


class PictureShelf(Protocol):
    """Where previews are put for the face; put may be called from any thread."""

    def put_jpeg(self, key: str, data: bytes) -> None: ...
    def drop(self, key: str) -> None: ...


def given_pages(state: SessionState, code: str | None) -> tuple[DraftPage, ...]:
    """Return the pages of a material that were kept."""
    given = state.draft.materials.get(code) if state.draft and code else None
    return given.pages if given else ()


def is_given(draft: Draft, material: Material) -> bool:
    """Whether a material is complete."""
    given = draft.materials.get(material.code)
    return given is not None and (given.given_by is not GivenBy.SCAN or bool(given.pages))


def by_card(given: DraftMaterial | None) -> bool:
    """Whether a material was given by reading a card."""
    return given is not None and given.given_by is GivenBy.CARD_READ


class Gathering:
    """The materials' acts. GUI thread only.

    Args:
        post: runs a callable on the GUI thread, from any thread.
        go_on: where the way leads when nothing is missing.
    """

    def __init__(
        self,
        *,
        box: StateBox,
        jobs: DeskJobs,
        desk: IntakeDesk,
        room: ScanRoom,
        lane: Lane,
        pictures: PictureShelf,
        post: Post,
        go_on: Callable[[], None],
    ) -> None:
        self._box = box
        self._jobs = jobs
        self._desk = desk
        self._room = room
        self._lane = lane
        self._pictures = pictures
        self._post = post
        self._go_on = go_on
        self._instead_of: str | None = None

    def open(self) -> None:
        """Show the first material that is missing, else the first that is scanned; without any, go on."""
        state = self._box.now
        scanned = self._scanned(state)
        missing = [material for material in scanned if state.draft and not is_given(state.draft, material)]
        first = next(iter(missing or scanned), None)
        if first is None:
            self._go_on()
        else:
            self.open_material(first.code)

    def open_material(self, code: str) -> None:
        """Put a material on the stage."""
        state = self._box.now
        if state.scan_phase is ScanPhase.SCANNING or code not in {each.code for each in self._scanned(state)}:
            return
        pages = given_pages(state, code)
        self._box.change(
            screen=Screen.MATERIALS,
            material=code,
            missing_open=False,
            rejected=(),
            scan_code="",
            shown_page=pages[-1].page_id.hex if pages else "",
            scan_phase=ScanPhase.PAGE if pages else ScanPhase.EMPTY,
        )

    def scan(self) -> None:
        """Scan a page of the material on the stage; after one that was not taken, the same page once more."""
        again = self._box.now.scan_phase in {ScanPhase.REJECTED, ScanPhase.FAILED}
        self._scan(self._instead_of if again else None)

    def stop_scan(self) -> None:
        """Stop the running scan."""
        self._room.stop()

    def show_page(self, page_id: str) -> None:
        """Put a kept page on the stage."""
        if self._box.now.scan_phase is not ScanPhase.SCANNING:
            self._box.change(scan_phase=ScanPhase.PAGE, shown_page=page_id, rejected=(), scan_code="")

    def retake_page(self, page_id: str) -> None:
        """Scan a page again; the new one takes the old one's place when it is good."""
        self._scan(page_id)

    def remove_page(self, page_id: str) -> None:
        """Take a page out; one that the gate refused is only put aside."""
        state = self._box.now
        if state.scan_phase is ScanPhase.REJECTED:
            self._show_kept()
            return
        draft, code = state.draft, state.material
        if draft and code and page_id:
            self._jobs.run(lambda: self._desk.remove_page(draft, code, UUID(page_id)), partial(self._removed, page_id))

    def next_material(self) -> None:
        """Go to the next material that is missing, or on."""
        state = self._box.now
        if state.returning or state.draft is None:
            self._go_on()
            return
        draft = state.draft
        if all(is_given(draft, material) for material in self._scanned(state)):
            self._go_on()
        else:
            self.open()

    def open_missing(self) -> None:
        """Show what to do without this paper."""
        self._box.change(missing_open=True)

    def close_missing(self) -> None:
        """Go back to the stage."""
        self._box.change(missing_open=False)

    def _scan(self, instead_of: str | None) -> None:
        state = self._box.now
        if state.busy or state.material is None or state.scan_phase is ScanPhase.SCANNING:
            return
        self._instead_of = instead_of
        self._box.change(scan_phase=ScanPhase.SCANNING, scan_progress=0.0, scan_code="", rejected=())
        gate = threading.Event()

        def tell(share: float) -> None:
            if not gate.is_set():
                self._post(lambda: self._progress(share))

        def job() -> JudgedPage:
            try:
                judged = self._room.scan(tell)
            finally:
                gate.set()
            if judged.findings:
                self._pictures.put_jpeg(REJECTED, judged.page.jpeg)
            return judged

        self._lane.run(job, partial(self._scanned_page, state.material, instead_of))

    def _progress(self, share: float) -> None:
        if self._box.now.scan_phase is ScanPhase.SCANNING:
            self._box.change(scan_progress=share)

    def _scanned_page(self, code: str, instead_of: str | None, result: Result) -> None:
        state = self._box.now
        if state.screen is not Screen.MATERIALS or state.material != code or state.draft is None:
            return
        if not isinstance(result, Ok):
            self._failed(result)
            return
        judged: JudgedPage = result.value
        if judged.findings:
            self._box.change(scan_phase=ScanPhase.REJECTED, rejected=judged.findings)
            return
        draft = state.draft
        self._jobs.run(lambda: self._keep(draft, code, judged, instead_of), self._kept, self._failed)

    def _keep(self, draft: Draft, code: str, judged: JudgedPage, instead_of: str | None) -> Draft:
        if instead_of:
            draft = self._desk.remove_page(draft, code, UUID(instead_of))
            self._pictures.drop(instead_of)
        draft = self._desk.attach_page(draft, code, judged.page)
        self._pictures.put_jpeg(draft.materials[code].pages[-1].page_id.hex, judged.page.jpeg)
        return draft

    def _kept(self, draft: Draft) -> None:
        code = self._box.now.material
        page = draft.materials[code].pages[-1] if code else None
        self._box.change(draft=draft, scan_phase=ScanPhase.PAGE, shown_page=page.page_id.hex if page else "")

    def _removed(self, page_id: str, draft: Draft) -> None:
        self._pictures.drop(page_id)
        self._box.change(draft=draft)
        self._show_kept()

    def _show_kept(self) -> None:
        if code := self._box.now.material:
            self.open_material(code)

    def _failed(self, error: Err) -> None:
        if error.code == "cancelled":
            self._box.change(scan_phase=ScanPhase.EMPTY)
            self._show_kept()
        else:
            self._box.change(scan_phase=ScanPhase.FAILED, scan_code=reason_of(error))

    def _scanned(self, state: SessionState) -> tuple[Material, ...]:
        if state.subject is None or state.draft is None:
            return ()
        given = state.draft.materials
        return tuple(material for material in state.subject.materials if not by_card(given.get(material.code)))
