"""A draft that is kept for later: what happens is said first, then it is offered, its slip printed, the rest wiped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Protocol

from devices.core.printing import PrintOutcome, PrintState
from kiosk_app.work.desk_jobs import DeskJobs
from kiosk_app.work.draft_state import KeepPhase, KeepState
from kiosk_app.work.filling import store_typed
from kiosk_app.work.papers import LARGE_PRINT
from kiosk_app.work.state import Overlay, Pause, Screen, SessionState, StateBox, Trouble
from shared.catalogue.model import Subject
from shared.handoff.code import encode, grouped
from shared.handoff.port import DraftHandoff, Offer
from shared.handoff.slip_text import SlipText, slip_text
from shared.intake.desk import IntakeDesk
from shared.intake.documents import Documents
from shared.intake.draft import Draft
from shared.intake.print_desk import PrintDesk
from shared.notices.draft_slip import DraftSlip
from shared.notices.notice import NoticeStyle
from shared.qt.jobs import Err, Lane, Ok, Result

QR_KEY: Final = "draft-code"
KEEPS_FROM: Final = frozenset({Screen.FORM, Screen.MATERIALS, Screen.REVIEW, Screen.CONFIRM})
"""The screens from which a draft can be kept: there is something in it, and a card that opens it again."""
_READS_FROM_SCREEN: Final = 500
"""Characters up to which a code on the screen is read by any phone."""


class QrShelf(Protocol):
    """Where the QR code is put for the face."""

    def put_qr(self, key: str, text: str) -> None: ...
    def clear(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _Kept:
    offer: Offer
    slip: DraftSlip


def can_keep(state: SessionState) -> bool:
    """Tell whether there is a draft that can be kept for later."""
    return state.screen in KEEPS_FROM and state.draft is not None and bool(state.draft.applicants)


class Keeping:
    """The acts of keeping a draft. GUI thread only.

    Args:
        goodbye: wipes what is known of the person and shows the last screen.
        wake_agent: tells the agent that something is to be shared.
    """

    def __init__(
        self,
        *,
        box: StateBox,
        jobs: DeskJobs,
        desk: IntakeDesk,
        handoff: DraftHandoff,
        documents: Documents,
        print_desk: PrintDesk,
        print_lane: Lane,
        pictures: QrShelf,
        goodbye: Callable[[], None],
        wake_agent: Callable[[], object],
    ) -> None:
        self._box = box
        self._jobs = jobs
        self._desk = desk
        self._handoff = handoff
        self._documents = documents
        self._print_desk = print_desk
        self._print_lane = print_lane
        self._pictures = pictures
        self._goodbye = goodbye
        self._wake_agent = wake_agent
        self._slip: DraftSlip | None = None
        self._came_from = Screen.REVIEW

    def open(self) -> None:
        """Say what will happen."""
        state = self._box.now
        if state.busy or state.draft is None or not can_keep(state):
            return
        self._came_from = state.screen
        self._box.change(screen=Screen.KEEP, overlay=Overlay.NONE, idle_seconds=0, missing_open=False, keep=KeepState())

    def back(self) -> None:
        """Go on with the matter instead."""
        keep = self._box.now.keep
        if keep is not None and keep.phase is KeepPhase.ASK:
            self._box.change(screen=self._came_from, keep=None)

    def keep(self) -> None:
        """Keep it, answers that were typed and not stored yet too; a page that is under way comes first."""
        state = self._box.now
        keep, draft, subject = state.keep, state.draft, state.subject
        if keep is None or keep.phase is not KeepPhase.ASK or draft is None or subject is None:
            return
        if state.busy or state.is_taking:
            return
        self._box.change(keep=replace(keep, phase=KeepPhase.SAVING))
        self._jobs.run(partial(self._offer, draft, subject, dict(state.typed)), self._kept, self._not_kept)

    def print_again(self) -> None:
        """Print the slip once more."""
        keep = self._box.now.keep
        if keep is not None and keep.phase is KeepPhase.KEPT and not keep.printing:
            self._print()

    def finish(self) -> None:
        """Say goodbye; the draft stays."""
        keep = self._box.now.keep
        if keep is not None and keep.phase is KeepPhase.KEPT and not keep.printing:
            self._goodbye()

    def _offer(self, draft: Draft, subject: Subject, typed: dict[str, str]) -> _Kept:
        draft = store_typed(self._desk, draft, self._desk.form(draft), typed)
        offer = self._handoff.offer(draft)
        text = slip_text(offer.code, draft)
        has_pages = any(given.pages for given in draft.materials.values())
        slip = self._documents.draft_slip(subject, offer.code, text.text, has_pages=has_pages)
        self._pictures.clear()
        self._pictures.put_qr(QR_KEY, _for_screen(text, offer))
        return _Kept(offer, slip)

    def _kept(self, kept: _Kept) -> None:
        keep = self._box.now.keep
        self._slip = kept.slip
        self._wake_agent()
        self._box.change(
            draft=None,
            form=None,
            card=None,
            gaps=(),
            typed={},
            faults={},
            shown_page="",
            keep=replace(
                keep or KeepState(),
                phase=KeepPhase.KEPT,
                typed=grouped(kept.offer.code.typed),
                until=kept.offer.code.expires_at,
            ),
        )
        self._print()

    def _not_kept(self, error: Err) -> None:
        trouble = Trouble(error.code, self._came_from, self._again)
        self._box.change(screen=Screen.PAUSE, pause=Pause.TROUBLE, trouble=trouble, keep=None)

    def _again(self) -> None:
        self._box.change(screen=self._came_from, trouble=None)
        self.open()
        self.keep()

    def _print(self) -> None:
        keep, slip = self._box.now.keep, self._slip
        if keep is None or slip is None:
            return
        state = self._box.now
        style = NoticeStyle(state.language, large=state.text_size in LARGE_PRINT)
        self._box.change(keep=replace(keep, printing=True))
        self._print_lane.run(lambda: self._print_desk.print_draft_slip(slip, style), self._printed)

    def _printed(self, result: Result) -> None:
        keep = self._box.now.keep
        if keep is None:
            return
        outcome: PrintOutcome = result.value if isinstance(result, Ok) else PrintOutcome(PrintState.FAILED)
        cause = outcome.cause.value if outcome.cause else ""
        self._box.change(keep=replace(keep, printing=False, end=outcome.state, cause=cause))


def _for_screen(text: SlipText, offer: Offer) -> str:
    """Return what the screen shows: a code that carries a large form can be read from paper alone."""
    return text.text if len(text.text) <= _READS_FROM_SCREEN else encode(offer.code)
