"""Materials by scan: one at a time; a page that the gate refuses is shown with its remedy and never kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol
from uuid import UUID

from kiosk_app.work.desk_jobs import DeskJobs, reason_of
from kiosk_app.work.given import by_commitment, given_pages, is_given, was_shown
from kiosk_app.work.mending import NEGATIVE, Mending
from kiosk_app.work.reading_pages import ReadingPages
from kiosk_app.work.scan_room import ScanRoom
from kiosk_app.work.shooting import REJECTED, Post, Shooting
from kiosk_app.work.standing_in import StandingIn
from kiosk_app.work.state import ScanPhase, Screen, SessionState, StateBox
from shared.capture.pages import CapturedPage, Negative, Taken, Wanted
from shared.capture.taken_pages import TakenPages
from shared.domain.materials import Material
from shared.intake.card_sheet import sides_of
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft
from shared.intake.expected_documents import sides_taken, wanted_page
from shared.qt.jobs import Err, Lane, Ok, Result

_NOT_NOW: Final = "io_error"
"""Why a page did not come that came while something else was being stored: it is to be taken once more."""


class PictureShelf(Protocol):
    """Where previews are put for the face; put may be called from any thread."""

    def put_jpeg(self, key: str, data: bytes) -> None: ...
    def drop(self, key: str) -> None: ...


class Gathering:
    """The materials' acts. GUI thread only.

    Args:
        post: runs a callable on the GUI thread, from any thread.
        go_on: where the way leads when nothing is missing.
        reading: what kept pages say of the form.

    Attributes:
        mending: the corners of the page on the stage; standing_in: what to do without the paper.
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
        reading: ReadingPages,
    ) -> None:
        self.reading = reading
        self._box = box
        self._jobs = jobs
        self._desk = desk
        self._pictures = pictures
        self._go_on = go_on
        self._refused: CapturedPage | None = None
        self._taken = TakenPages()
        self._shooting = Shooting(
            box=box,
            lane=lane,
            room=room,
            put=pictures.put_jpeg,
            post=post,
            wanted=self._wanted,
            taken=self._others,
            came=self._captured,
        )
        self.mending = Mending(
            box=box,
            lane=lane,
            put=pictures.put_jpeg,
            cut=self._shooting.cut,
            taken=lambda: self._others(self._shooting.instead_of or ""),
            leave=self._show_kept_or_refused,
        )
        self.standing_in = StandingIn(box=box, jobs=jobs, desk=desk, show=self._show_kept)

    def recall(self, draft: Draft, prints: Taken) -> None:
        """Know the pages of a draft that came back by their fingerprints."""
        self._taken.settle(draft.page_keys())
        self._taken.recall(prints)

    def open(self) -> None:
        """Show the first material that is missing, else the first that was given here; without any, go on."""
        state = self._box.now
        given = state.draft.materials if state.draft else {}
        scanned = self._scanned(state)
        missing = [material for material in scanned if state.draft and not is_given(state.draft, material)]
        here = [each for each in scanned if given_pages(state, each.code) or by_commitment(given.get(each.code))]
        first = next(iter(missing or here), None)
        if first is None:
            self._go_on()
        else:
            self.open_material(first.code)

    def open_material(self, code: str) -> None:
        """Put a material on the stage."""
        state = self._box.now
        if state.is_taking or code not in {each.code for each in self._scanned(state)}:
            return
        pages = given_pages(state, code)
        self._forget_refused()
        self.reading.follow(state.draft)
        self._taken.settle(state.draft.page_keys() if state.draft else frozenset())
        self._box.change(
            screen=Screen.MATERIALS,
            material=code,
            missing_open=False,
            rejected=(),
            refusals=0,
            scan_code="",
            corners=None,
            shown_page=pages[-1].page_id.hex if pages else "",
            mendable=self._can_mend(pages[-1].page_id.hex) if pages else False,
            scan_phase=self._phase_of(state, code),
        )

    def scan(self) -> None:
        """Take a page of the material on the stage; after one that was not taken, the same page once more.

        Under a camera the first call looks, and the next one takes what is seen.
        """
        state = self._box.now
        again = state.scan_phase in {ScanPhase.REJECTED, ScanPhase.FAILED, ScanPhase.LIVE}
        instead_of = self._shooting.instead_of if again else None
        if state.scan_phase is ScanPhase.LIVE:
            self._shooting.take(instead_of)
        else:
            self._shooting.begin(instead_of)

    def stop_scan(self) -> None:
        """Stop the running scan."""
        self._shooting.stop()

    def show_page(self, page_id: str) -> None:
        """Put a kept page on the stage."""
        if not self._box.now.is_taking:
            self._forget_refused()
            self._box.change(
                scan_phase=ScanPhase.PAGE,
                shown_page=page_id,
                mendable=self._can_mend(page_id),
                rejected=(),
                scan_code="",
                corners=None,
            )

    def retake_page(self, page_id: str) -> None:
        """Scan a page again; the new one takes the old one's place when it is good."""
        self._shooting.begin(page_id)

    def remove_page(self, page_id: str) -> None:
        """Take a page out; one that the gate refused is only put aside."""
        state = self._box.now
        if state.scan_phase is ScanPhase.REJECTED:
            self._show_kept()
            return
        draft, code = state.draft, state.material
        if draft and code and page_id:
            removed = partial(self._removed, code, page_id)
            self._jobs.run(lambda: self._desk.remove_page(draft, code, UUID(page_id)), removed)

    def mend_page(self) -> None:
        """Set the corners of the page on the stage by hand."""
        state = self._box.now
        negative = self._negative()
        if negative is None or state.busy or state.scan_phase not in {ScanPhase.PAGE, ScanPhase.REJECTED}:
            return
        if state.scan_phase is ScanPhase.PAGE:
            self._shooting.instead_of = state.shown_page
        self.mending.open(negative)

    def join_sides(self) -> None:
        """Put both sides of the card on the stage on one sheet, marked with its purpose."""
        state = self._box.now
        draft, code = state.draft, state.material
        if draft and code and sides_of(draft, code) and state.scan_phase is ScanPhase.PAGE:
            self._jobs.run(lambda: self._joined(draft, code), partial(self._show_joined, code))

    def _joined(self, draft: Draft, code: str) -> Draft:
        changed = self._desk.put_on_one_sheet(draft, code)
        sheet = changed.materials[code].pages[0].page_id
        self._pictures.put_jpeg(sheet.hex, self._desk.page_image(changed, sheet))
        return changed

    def _show_joined(self, code: str, draft: Draft) -> None:
        self._taken.settle(draft.page_keys())
        self._box.change(draft=draft)
        self.open_material(code)

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

    def _captured(self, code: str, instead_of: str | None, result: Result) -> None:
        # The citizen may be asked something on another screen meanwhile; the page is theirs all the same.
        state = self._box.now
        if state.material != code or state.draft is None:
            return
        if not isinstance(result, Ok):
            self._failed(result)
            return
        captured: CapturedPage = result.value
        if captured.findings:
            self._refused = captured
            self._show_refused(captured, state.refusals + 1)
            return
        keep = partial(self._keep, state.draft, code, captured, instead_of)
        if self._jobs.run(keep, partial(self._kept, captured), self._not_kept):
            self._taken.expect(captured)
        else:
            self._box.change(scan_phase=ScanPhase.FAILED, scan_code=_NOT_NOW)

    def _show_refused(self, captured: CapturedPage, refusals: int) -> None:
        self._box.change(
            scan_phase=ScanPhase.REJECTED, rejected=captured.findings, refusals=refusals, mendable=True, corners=None
        )

    def _keep(self, draft: Draft, code: str, captured: CapturedPage, instead_of: str | None) -> Draft:
        before = {page.page_id for page in draft.materials[code].pages} if code in draft.materials else set()
        replaces = (UUID(instead_of),) if instead_of else ()
        draft = self._desk.attach_page(
            draft, code, captured.page, replaces=replaces, side=captured.side, is_doubtful=captured.is_doubtful
        )
        new = next(page for page in draft.materials[code].pages if page.page_id not in before)
        self._pictures.put_jpeg(new.page_id.hex, captured.page.jpeg)
        return draft

    def _kept(self, captured: CapturedPage, draft: Draft) -> None:
        arrived = self._taken.settle(draft.page_keys())
        code = self._box.now.material
        if self._shooting.instead_of:
            self._pictures.drop(self._shooting.instead_of)
            if code:
                self.reading.forget(code)
        self._forget_refused()
        mendable = self._can_mend(arrived)
        self._box.change(
            draft=draft,
            scan_phase=ScanPhase.PAGE,
            shown_page=arrived,
            refusals=0,
            mendable=mendable,
        )
        if code:
            self.reading.read(code, captured.pixels, captured.side)

    def _not_kept(self, error: Err) -> None:
        self._taken.give_up()
        self._failed(error)

    def _forget_refused(self) -> None:
        self._refused, self._shooting.instead_of = None, None
        self._pictures.drop(REJECTED)
        self._pictures.drop(NEGATIVE)

    def _can_mend(self, page_id: str) -> bool:
        return self._taken.negative(page_id) is not None

    def _negative(self) -> Negative | None:
        state = self._box.now
        if state.scan_phase is ScanPhase.REJECTED and self._refused is not None:
            return self._refused.negative
        return self._taken.negative(state.shown_page)

    def _others(self, besides: str) -> Taken:
        """Return the fingerprints of what is handed in: nobody sees the pages that an answer made needless."""
        state = self._box.now
        materials = state.subject.materials if state.subject else ()
        asked = {page.page_id.hex for material in materials for page in given_pages(state, material.code)}
        return {key: one for key, one in self._taken.others(besides).items() if key in asked}

    def _wanted(self, instead_of: str) -> Wanted:
        state = self._box.now
        if state.draft is None or state.material is None:
            return Wanted()
        sides = sides_taken(state.draft, state.material, besides=[instead_of])
        return wanted_page(self._desk.catalogue_of(state.draft), state.material, sides)

    def _removed(self, code: str, page_id: str, draft: Draft) -> None:
        self._pictures.drop(page_id)
        self._taken.settle(draft.page_keys())
        self.reading.forget(code)
        self._box.change(draft=draft)
        self._show_kept()

    def _show_kept(self) -> None:
        if code := self._box.now.material:
            self.open_material(code)

    def _show_kept_or_refused(self) -> None:
        if self._refused is not None:
            self._show_refused(self._refused, self._box.now.refusals)
        else:
            self._box.change(scan_phase=ScanPhase.PAGE)

    def _failed(self, error: Err) -> None:
        if error.code == "cancelled":
            self._box.change(scan_phase=self._shooting.waiting)
            if self._box.now.screen is Screen.MATERIALS:
                self._show_kept()
        else:
            self._box.change(scan_phase=ScanPhase.FAILED, scan_code=reason_of(error))

    def _phase_of(self, state: SessionState, code: str) -> ScanPhase:
        """Return how the stage opens: no page is waited for where something stands in for the paper."""
        given = state.draft.materials.get(code) if state.draft else None
        if given is None:
            return self._shooting.waiting
        return ScanPhase.PAGE if given.pages else ScanPhase.EMPTY

    def _scanned(self, state: SessionState) -> tuple[Material, ...]:
        if state.subject is None or state.draft is None:
            return ()
        given = state.draft.materials
        return tuple(material for material in state.subject.materials if not was_shown(given.get(material.code)))
