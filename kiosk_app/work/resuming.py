"""Going on with a draft that was kept here or elsewhere: the card, the slip's code, then to where it was left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final
from uuid import UUID

from devices.core.cards import IdCard
from devices.imaging.duplicates import Fingerprint
from kiosk_app.work.desk_jobs import DeskJobs
from kiosk_app.work.draft_state import ResumePhase, ResumeState
from kiosk_app.work.identifying import asking_anybody
from kiosk_app.work.state import CardPhase, Overlay, Screen, StateBox
from kiosk_app.work.taking_up import Moved, Opened, TakingUp
from shared.catalogue.changes import ChangeKind, DraftChange
from shared.domain.items import ItemState
from shared.handoff.code import TYPED_DIGITS, DraftCode, decode, is_draft_code, parse_typed
from shared.handoff.errors import (
    DraftCodeMalformedError,
    FormNotOpenedError,
    HandoffError,
    HandoffFault,
    TypedCodeMistypedError,
)
from shared.handoff.naming import names_of
from shared.handoff.port import DraftHandoff, FoundDraft, Holder, SlipDigits
from shared.handoff.tries import with_last_try_gone
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft
from shared.qt.jobs import Err

_WAITS_FOR_CODE: Final = frozenset({ResumePhase.CARD, ResumePhase.CODE, ResumePhase.NOTHING, ResumePhase.FAILED})
_CODE_AGAIN: Final = frozenset({HandoffFault.DRAFT_CODE_WRONG, HandoffFault.HANDOFF_DAMAGED})

_NAMES_A_TERMINAL: Final = frozenset({HandoffFault.CODE_USED, HandoffFault.DRAFT_BEGUN_ELSEWHERE})


_HERE: Final = frozenset({ResumePhase.FOUND, ResumePhase.VERSION, ResumePhase.NOT_NEWEST})
"""The draft is here; nothing has to be fetched any more."""


class Resuming:
    """The acts of going on with a draft. GUI thread only.

    Args:
        go_on: leads to what the draft still lacks.
        recall: takes what tells the pages that came with it from others.
        put: keeps a picture for the face; any thread.
    """

    def __init__(
        self,
        *,
        box: StateBox,
        jobs: DeskJobs,
        desk: IntakeDesk,
        handoff: DraftHandoff,
        go_on: Callable[[], None],
        recall: Callable[[Draft, Mapping[str, Fingerprint]], None],
        put: Callable[[str, bytes], None],
    ) -> None:
        self._box = box
        self._jobs = jobs
        self._desk = desk
        self._handoff = handoff
        self._go_on = go_on
        self._recall = recall
        self._taking_up = TakingUp(desk, handoff, put)

    def open(self) -> None:
        """Ask for the card, or for the code where the card was read."""
        state = self._box.now
        if state.busy or state.screen is not Screen.HOME:
            return
        known = state.card is not None
        self._box.change(
            screen=Screen.RESUME,
            overlay=Overlay.NONE,
            **asking_anybody(state),
            resume=ResumeState(phase=ResumePhase.CODE if known else ResumePhase.CARD),
        )

    def back(self) -> None:
        """One step back: from a message to the code, from the code to home."""
        resume = self._box.now.resume
        if resume is None or resume.phase is ResumePhase.FOUND:
            return
        if resume.phase in _HERE:
            self._show(replace(resume, phase=ResumePhase.FOUND))
            return
        if resume.phase in {ResumePhase.CARD, ResumePhase.CODE}:
            self._box.change(screen=Screen.HOME, resume=None)
        else:
            self.ask_code()

    def leave(self) -> None:
        """Back to home; the card stays known."""
        if not self._box.now.busy:
            self._box.change(screen=Screen.HOME, resume=None)

    def card_read(self) -> None:
        """A card was read while it was waited for; a code that was scanned before it counts now."""
        resume = self._box.now.resume
        if resume is None or self._box.now.card is None:
            return
        if resume.phase is ResumePhase.CARD and resume.code is not None:
            self._take_scanned(resume.code)
        elif resume.phase is ResumePhase.CARD:
            self._show(replace(resume, phase=ResumePhase.CODE))

    def other_card(self) -> None:
        """The code is for another card: ask for that one."""
        resume = self._box.now.resume
        if resume is not None and not self._box.now.busy:
            self._box.change(card=None, card_phase=CardPhase.WAITING, card_code="")
            self._show(ResumeState(phase=ResumePhase.CARD, code=resume.code))

    def ask_code(self) -> None:
        """Ask for the slip's code again."""
        known = self._box.now.card is not None
        self._show(ResumeState(phase=ResumePhase.CODE if known else ResumePhase.CARD))

    def type_digits(self, text: str) -> None:
        """Keep what is typed of the slip's code."""
        resume = self._box.now.resume
        if resume is not None and resume.phase is ResumePhase.CODE:
            digits = "".join(character for character in text if character in "0123456789")[:TYPED_DIGITS]
            self._show(replace(resume, digits=digits, mistyped=False, unreadable=False, tries_left=None, fault=None))

    def look(self) -> None:
        """Look for the draft of the digits; one mistyped digit is told before a try is lost."""
        state = self._box.now
        resume, card = state.resume, state.card
        if resume is None or card is None or resume.phase is not ResumePhase.CODE or state.busy:
            return
        try:
            digits = parse_typed(resume.digits)
        except TypedCodeMistypedError:
            self._show(replace(resume, mistyped=True))
            return
        holder, factor = Holder(card.number), SlipDigits(digits)
        self._run(partial(self._handoff.drafts_of, holder, factor), partial(self._listed, digits))

    def code_scanned(self, text: str) -> bool:
        """Take a code that was read; False for one that is no draft's, or when none is waited for."""
        state = self._box.now
        resume = state.resume
        if state.seen.screen is not Screen.RESUME or resume is None or state.busy:
            return False
        if resume.phase not in _WAITS_FOR_CODE or not is_draft_code(text):
            return False
        try:
            code = decode(text)
        except DraftCodeMalformedError:
            self._show(replace(resume, phase=self._asking(), unreadable=True, mistyped=False, fault=None))
            return True
        if state.card is None:
            self._show(ResumeState(phase=ResumePhase.CARD, code=code))
        else:
            self._take_scanned(code)
        return True

    def choose(self, case_id: str) -> None:
        """Go on with one of several drafts."""
        resume = self._box.now.resume
        if resume is not None and resume.phase is ResumePhase.CHOOSE:
            self._take_found(UUID(case_id), resume.digits)

    def take_form(self) -> None:
        """Go on with the form alone; its pages are taken again."""
        state = self._box.now
        resume, card = state.resume, state.card
        if resume is None or resume.code is None or card is None or resume.phase is not ResumePhase.ASK_FORM:
            return
        code, holder = resume.code, Holder(card.number)
        self._run(lambda: self._taking_up.opened(self._handoff.take_form(code, holder)), self._came)

    def go_on(self) -> None:
        """Go to what the draft still lacks; where what is asked for has changed since, first ask by which rules."""
        resume = self._box.now.resume
        if resume is None or resume.phase not in _HERE or self._box.now.busy:
            return
        if resume.phase is ResumePhase.FOUND and _is_a_choice(resume.changes):
            self._show(replace(resume, phase=ResumePhase.VERSION))
        else:
            self._go()

    def use_newest(self) -> None:
        """Go on by the newest catalogue; nothing that was filled in or photographed is lost."""
        state = self._box.now
        resume, draft = state.resume, state.draft
        if resume is None or draft is None or resume.phase is not ResumePhase.VERSION:
            return
        self._jobs.run(partial(self._taking_up.by_newest, draft), self._by_the_newest, self._kept_its_own)

    def _by_the_newest(self, moved: Moved) -> None:
        resume = replace(self._box.now.resume or ResumeState(), phase=ResumePhase.FOUND, changes=())
        self._box.change(
            draft=moved.draft, subject=moved.subject, form=moved.form, gaps=moved.gaps, changed=(), resume=resume
        )
        self._go()

    def _go(self) -> None:
        # On the way to the review this screen stands until that does: where the store fails it is gone back to.
        self._go_on()
        if self._box.now.screen is not Screen.RESUME:
            self._box.change(resume=None)

    def _kept_its_own(self, error: Err) -> None:
        resume = self._box.now.resume or ResumeState()
        self._show(replace(resume, phase=ResumePhase.NOT_NEWEST, trouble=error.code))

    def _take_scanned(self, code: DraftCode) -> None:
        card = self._box.now.card
        if card is None:
            return
        holder = _holder(card)
        self._show(ResumeState(phase=ResumePhase.CODE, code=code))
        self._run(lambda: self._taking_up.opened(self._handoff.take(code, holder)), self._came)

    def _take_found(self, case_id: UUID, digits: str) -> None:
        card = self._box.now.card
        if card is None:
            return
        holder, factor = _holder(card), SlipDigits(digits)
        self._run(lambda: self._taking_up.opened(self._handoff.take_found(case_id, holder, factor)), self._came)

    def _run(self, job: Callable[[], object], done: Callable[..., None]) -> None:
        """Look or take: until that has its end nothing else is taken, so that no draft comes to nobody."""
        resume = self._box.now.resume or ResumeState()
        looking = replace(resume, phase=ResumePhase.LOOKING, fault=None, trouble="", mistyped=False, unreadable=False)
        if self._jobs.run(job, done, self._failed):
            self._show(looking)

    def _listed(self, digits: str, found: tuple[FoundDraft, ...]) -> None:
        resume = self._box.now.resume or ResumeState()
        if not found:
            self._show(replace(resume, phase=ResumePhase.NOTHING))
        elif len(found) == 1:
            self._take_found(found[0].case_id, digits)
        else:
            self._show(replace(resume, phase=ResumePhase.CHOOSE, found=found, digits=digits))

    def _came(self, opened: Opened) -> None:
        taken, resume = opened.taken, self._box.now.resume or ResumeState()
        again, differing = (
            names_of(keys, opened.subject, opened.form) for keys in (taken.pages_left_behind, taken.differing)
        )
        begun_here = None if self._box.now.came_from_elsewhere else self._box.now.draft
        self._box.change(
            draft=taken.draft,
            subject=opened.subject,
            form=opened.form,
            gaps=opened.gaps,
            changed=tuple(dict.fromkeys(change.name for change in opened.changes)),
            typed={},
            faults={},
            form_page=0,
            material=None,
            returning=False,
            came_from_elsewhere=True,
            resume=ResumeState(
                phase=ResumePhase.FOUND,
                way=taken.way,
                again=again,
                kept=bool(taken.kept),
                differing=differing,
                code=resume.code,
                changes=opened.changes,
            ),
        )
        self._recall(taken.draft, opened.prints)
        if begun_here is not None and begun_here.case_id != taken.draft.case_id:
            self._jobs.look(partial(self._desk.discard, begun_here), lambda _: None)

    def _failed(self, error: Err) -> None:
        resume = self._box.now.resume or ResumeState()
        if isinstance(error.error, FormNotOpenedError):
            self._show(replace(resume, phase=ResumePhase.FAILED, fault=HandoffFault.HOLDER_WRONG))
        elif not isinstance(error.error, HandoffError):
            self._show(replace(resume, phase=ResumePhase.FAILED, trouble=error.code))
        else:
            self._refused(resume, error.error)

    def _refused(self, resume: ResumeState, error: HandoffError) -> None:
        told = _told(resume, error)
        if error.fault is HandoffFault.ELSEWHERE_UNREACHABLE and resume.code is not None and resume.code.form:
            self._show(replace(told, phase=ResumePhase.ASK_FORM))
        elif told.fault in _CODE_AGAIN and resume.code is None:
            self._show(replace(told, phase=ResumePhase.CODE, digits=""))
        else:
            failed = replace(told, phase=ResumePhase.FAILED)
            self._show(failed)
            self._ask_what_stayed(failed)

    def _ask_what_stayed(self, failed: ResumeState) -> None:
        """Find out what was entered here after the draft went on: who comes back for it should know."""
        card = self._box.now.card
        if failed.fault in _NAMES_A_TERMINAL and card is not None:
            stayed = partial(self._taking_up.stayed, failed, card.number)
            self._jobs.look(stayed, partial(self._tell_what_stayed, failed))

    def _tell_what_stayed(self, failed: ResumeState, names: tuple[str, ...]) -> None:
        # Another try, or another person's card, may be in sight by now.
        if self._box.now.resume == failed:
            self._show(replace(failed, stayed=names))

    def _asking(self) -> ResumePhase:
        return ResumePhase.CARD if self._box.now.card is None else ResumePhase.CODE

    def _show(self, resume: ResumeState) -> None:
        # A card that was left on the reader may be in the way of the screen; what was found is there below it.
        if self._box.now.resume is not None:
            self._box.change(resume=resume)


def _told(resume: ResumeState, refusal: HandoffError) -> ResumeState:
    """Return what the refusal tells beside its name."""
    error = with_last_try_gone(refusal)
    fault = error.fault
    if fault in _NAMES_A_TERMINAL:
        return replace(resume, fault=fault, tries_left=None, wait_min=None, where=error.detail)
    count = int(error.detail) if error.detail.isdigit() else None
    if fault is HandoffFault.TOO_MANY_TRIES:
        return replace(resume, fault=fault, tries_left=None, wait_min=count, where="")
    return replace(resume, fault=fault, tries_left=count, wait_min=None, where="")


def _is_a_choice(changes: tuple[DraftChange, ...]) -> bool:
    """Tell whether a draft could go on by the newest catalogue: not by one that has no such matter, or takes it not."""
    barred = (
        one.kind is ChangeKind.GONE or (one.kind is ChangeKind.STATE and one.new != ItemState.HERE) for one in changes
    )
    return bool(changes) and not any(barred)


def _holder(card: IdCard) -> Holder:
    return Holder(card.number)
