"""From the review to goodbye: everything at once, confirm, seal, print, watch it go, wipe."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from kiosk_app.work.desk_jobs import DeskJobs
from kiosk_app.work.papers import LARGE_PRINT
from kiosk_app.work.state import Overlay, Pause, ScanPhase, Screen, StateBox, Trouble
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft
from shared.intake.errors import IncompleteError
from shared.intake.gaps import Gap
from shared.intake.print_desk import PrintDesk, PrintReport
from shared.intake.sealing import SealedCase
from shared.notices.notice import NoticeStyle
from shared.qt.jobs import Err, Lane, Ok, Result
from shared.store.overview import CaseDelivery

GOODBYE_S = 8


class QrShelf(Protocol):
    """Where the receipt's QR code is put for the face."""

    def put_qr(self, key: str, text: str) -> None: ...
    def clear(self) -> None: ...


class HandingIn:
    """The last acts. GUI thread only.

    Args:
        wake_agent: tells the agent that something waits.
        delivery_of: looks up where a case is on its way; blocks.
    """

    def __init__(
        self,
        *,
        box: StateBox,
        jobs: DeskJobs,
        desk: IntakeDesk,
        print_desk: PrintDesk,
        print_lane: Lane,
        pictures: QrShelf,
        wake_agent: Callable[[], object],
        delivery_of: Callable[[SealedCase], CaseDelivery | None],
    ) -> None:
        self._box = box
        self._jobs = jobs
        self._desk = desk
        self._print_desk = print_desk
        self._print_lane = print_lane
        self._pictures = pictures
        self._wake_agent = wake_agent
        self._delivery_of = delivery_of

    def open_review(self) -> None:
        """Show everything at once, with all that is missing."""
        draft = self._box.now.draft
        if draft is not None:
            self._jobs.run(lambda: self._desk.gaps(draft), self._reviewed)

    def go_confirm(self) -> None:
        """Show the declaration."""
        if not self._box.now.gaps:
            self._box.change(screen=Screen.CONFIRM, agreed=False)

    def toggle_agreed(self) -> None:
        """Agree, or take it back."""
        self._box.change(agreed=not self._box.now.agreed)

    def submit(self) -> None:
        """Seal the case; nothing can be pressed while it is done."""
        state = self._box.now
        draft = state.draft
        if not state.agreed or draft is None or state.busy:
            return
        self._box.change(screen=Screen.PAUSE, pause=Pause.SEALING, trouble=None, overlay=Overlay.NONE)
        self._jobs.run(lambda: self._seal(draft, state.language), self._sealed, self._not_sealed)

    def print_again(self) -> None:
        """Print the receipt once more; the shared desk marks it 补打 where paper may have come out."""
        state = self._box.now
        if state.sealed is not None and not state.printing:
            self._print(partial(self._print_desk.reprint_receipt, state.sealed.case, self._style()))

    def slip_came_out(self) -> None:
        """Note that the person has the slip of which the printer tells nothing."""
        state = self._box.now
        if state.report is not None and not state.printing:
            entry = state.report.entry_id
            self._print_lane.run(lambda: self._print_desk.settle(entry, came_out=True), self._settled)

    def slip_not_whole(self) -> None:
        """Note that no slip came out, or none that can be read, and print another one, marked 补打."""
        state = self._box.now
        if state.sealed is not None and state.report is not None and not state.printing:
            self._print(partial(self._replace_slip, state.report.entry_id, state.sealed, self._style()))

    def look_at_delivery(self) -> None:
        """Look where the case is on its way."""
        state = self._box.now
        if state.screen is Screen.RECEIPT and state.sealed is not None:
            self._jobs.look(partial(self._delivery_of, state.sealed), lambda found: self._box.change(delivery=found))

    def finish(self) -> None:
        """Say goodbye; what was on screen is gone."""
        if not self._box.now.printing:
            self.goodbye()

    def goodbye(self) -> None:
        """Wipe what is known of the person and show the last screen; what is still under way tells nobody anything."""
        self._jobs.close()
        self._pictures.clear()
        self._box.change(
            screen=Screen.GOODBYE,
            overlay=Overlay.NONE,
            goodbye_seconds=GOODBYE_S,
            draft=None,
            form=None,
            subject=None,
            card=None,
            gaps=(),
            typed={},
            faults={},
            readings={},
            sealed=None,
            report=None,
            slip_seen=False,
            delivery=None,
            shown_page="",
            papers=None,
            keep=None,
            resume=None,
            came_from_elsewhere=False,
            scan_phase=ScanPhase.EMPTY,
            search_text="",
            hits=(),
        )

    def _reviewed(self, gaps: tuple[Gap, ...]) -> None:
        self._box.change(screen=Screen.REVIEW, gaps=gaps, returning=False, resume=None)

    def _seal(self, draft: Draft, language: str) -> SealedCase:
        sealed = self._desk.seal(self._desk.confirm(self._desk.in_language(draft, language)))
        self._pictures.clear()
        self._pictures.put_qr(sealed.case.number, sealed.case.receipt_text)
        return sealed

    def _sealed(self, sealed: SealedCase) -> None:
        self._wake_agent()
        self._box.change(
            screen=Screen.RECEIPT,
            sealed=sealed,
            draft=None,
            form=None,
            card=None,
            typed={},
            faults={},
            readings={},
            gaps=(),
        )
        self._print(partial(self._print_desk.print_receipt, sealed, self._style()))

    def _not_sealed(self, error: Err) -> None:
        if isinstance(error.error, IncompleteError):
            self._box.change(screen=Screen.REVIEW, gaps=error.error.gaps)
            return
        trouble = Trouble(error.code, Screen.REVIEW, self.submit)
        self._box.change(pause=Pause.TROUBLE, trouble=trouble)

    def _style(self) -> NoticeStyle:
        """Return the receipt's style: beside Chinese in the language of the face, large for who reads large letters."""
        state = self._box.now
        return NoticeStyle(state.language, large=state.text_size in LARGE_PRINT)

    def _print(self, job: Callable[[], PrintReport]) -> None:
        self._box.change(printing=True, slip_seen=False)
        self._print_lane.run(job, self._printed)

    def _replace_slip(self, entry_id: int, sealed: SealedCase, style: NoticeStyle) -> PrintReport:
        self._print_desk.settle(entry_id, came_out=False)
        return self._print_desk.reprint_receipt(sealed.case, style)

    def _settled(self, result: Result) -> None:
        # Where the answer could not be noted the question stands.
        if isinstance(result, Ok) and self._box.now.sealed is not None:
            self._box.change(slip_seen=True)

    def _printed(self, result: Result) -> None:
        report = result.value if isinstance(result, Ok) else None
        # A card that was left may lie over the receipt by now; after goodbye nothing is noted any more.
        is_open = self._box.now.sealed is not None
        self._box.change(printing=False, report=report if is_open else None)
