"""The way of one citizen through the kiosk: which act leads where. No widgets, no QML; acts block nothing."""

from __future__ import annotations

from collections.abc import Callable

from devices.core.cards import IdCard
from kiosk_app.work.desk_jobs import DeskJobs
from kiosk_app.work.filling import Filling
from kiosk_app.work.finding import Finding
from kiosk_app.work.gathering import Gathering
from kiosk_app.work.handing_in import HandingIn
from kiosk_app.work.identifying import Identifying, missing_roles
from kiosk_app.work.keeping import Keeping
from kiosk_app.work.papers import Papers
from kiosk_app.work.resuming import Resuming
from kiosk_app.work.state import CardPhase, Overlay, Pause, Screen, SessionState, StateBox
from shared.intake.draft import Draft
from shared.intake.gaps import GapKind

_AS_FOUND = SessionState()
_PATIENCE_S = 60


class SessionFlow:
    """Joins the parts of the way and moves between them.

    Args:
        erase: erases a draft on its owner's word, also one that was kept before; blocks.
        end: called once, when this citizen's session is over.
    """

    def __init__(self, box: StateBox, jobs: DeskJobs, erase: Callable[[Draft], None], end: Callable[[], None]) -> None:
        self._box = box
        self._jobs = jobs
        self._erase = erase
        self._end = end
        self._waited_s = 0
        self.finding: Finding
        self.identifying: Identifying
        self.filling: Filling
        self.gathering: Gathering
        self.handing_in: HandingIn
        self.papers: Papers
        self.keeping: Keeping
        self.resuming: Resuming

    def open_start(self) -> None:
        """After the guide: whose card?"""
        self.identifying.begin()

    def open_form(self) -> None:
        """After the cards: the form, or back to the review that asked."""
        self._review_or(self.filling.open)

    def open_materials(self) -> None:
        """After the form: the materials, or back to the review that asked."""
        self._review_or(self.gathering.open)

    def open_review(self) -> None:
        """After the materials: everything at once."""
        self.handing_in.open_review()

    def leave_materials(self) -> None:
        """From the materials to the review; back from the review, where none is to be looked at again, to the form."""
        if self._box.now.screen is Screen.REVIEW and self.filling.pages():
            self.filling.open_last()
        else:
            self.open_review()

    def go_on_with_draft(self) -> None:
        """From a draft that came back: to the first thing that it lacks, or to the review."""
        state = self._box.now
        lacks = {gap.kind for gap in state.gaps}
        first = next((gap.where for gap in state.gaps if gap.kind is GapKind.FIELD), None)
        if missing_roles(state):
            self.identifying.begin()
        elif first is not None:
            self.filling.open_field(first)
        elif GapKind.MATERIAL in lacks:
            self.gathering.open()
        else:
            self.open_review()

    def keep_draft(self) -> None:
        """Keep the draft for later: first what happens then."""
        self.keeping.open()

    def resume_draft(self) -> None:
        """Go on with a draft that was kept."""
        self.resuming.open()

    def edit(self, target: str) -> None:
        """Go from the review to where something is changed: field:ID, material:CODE or role:CODE."""
        if self._box.now.busy:
            return
        kind, _, code = target.partition(":")
        self._box.change(returning=True)
        if kind == "field":
            self.filling.open_field(code)
        elif kind == "material":
            self.gathering.open_material(code)
        else:
            self._box.change(screen=Screen.IDENTIFY, role=code, asked_role=None, card_phase=CardPhase.WAITING)

    def go_confirm(self) -> None:
        """From the review to the declaration."""
        self.handing_in.go_confirm()

    def back(self) -> None:
        """One step back; nothing that was filled in is lost."""
        state = self._box.now
        if state.busy or state.is_taking:
            return
        if state.returning and state.screen is Screen.FORM:
            self.filling.leave(self.open_review)
            return
        if state.returning and state.screen is not Screen.KEEP:
            self.open_review()
            return
        self._back_from(state)

    def open_overlay(self, name: str) -> None:
        """Lay help, display or leave over the screen."""
        self._box.change(overlay=Overlay(name))

    def close_overlay(self) -> None:
        """Take away what lies over the screen."""
        if self._box.now.papers is not None:
            self.papers.close()
        self._box.change(overlay=Overlay.NONE, idle_seconds=0)

    def ask_to_leave(self) -> None:
        """Ask first when something would be lost."""
        if self._box.now.draft is None:
            self.leave()
        else:
            self.open_overlay(Overlay.LEAVE.value)

    def leave(self) -> None:
        """Erase what is not handed in and say goodbye."""
        draft, erase = self._box.now.draft, self._erase
        if draft is not None:
            self._jobs.last(lambda: erase(draft))
        self._go()

    def wipe_now(self) -> None:
        """Wipe at once what would be wiped if nobody came back: a draft that was kept before stays."""
        self.idle(0)

    def _go(self) -> None:
        self.gathering.stop_scan()
        self.handing_in.goodbye()

    def set_text_size(self, size: str) -> None:
        """Choose one of the four text sizes."""
        self._box.change(text_size=size)

    def set_palette(self, name: str) -> None:
        """Choose plain or strong contrast."""
        self._box.change(palette=name)

    def set_language(self, language: str) -> None:
        """Choose what everything is said in from now on."""
        self._box.change(language=language)

    def card_read(self, card: IdCard) -> None:
        """A card was read."""
        self.identifying.card_read(card)
        if self._box.now.screen is Screen.RESUME:
            self.resuming.card_read()

    def card_was_left(self) -> None:
        """The first look found a card that an earlier person left on the reader, or this one was quicker than it."""
        self._box.change(card_in_the_way=True, card_lies=True)

    def card_removed(self) -> None:
        """The reader is empty."""
        self.identifying.card_removed()
        self._box.change(card_in_the_way=False)

    def pause_act(self) -> None:
        """Try again what failed."""
        trouble = self._box.now.trouble
        if trouble is not None and trouble.again is not None:
            trouble.again()

    def pause_other(self) -> None:
        """Go back to where it failed."""
        trouble = self._box.now.trouble
        if trouble is not None:
            self._box.change(screen=trouble.back_to, trouble=None)

    def idle(self, seconds_left: int) -> None:
        """Nobody touched anything for long: warn, and wipe when the time is up."""
        if seconds_left > 0:
            self._box.change(overlay=Overlay.IDLE, idle_seconds=seconds_left)
        elif (
            self._box.now.screen in {Screen.ATTRACT, Screen.HOME}
            and self._box.now.card is None
            and not self.papers.is_printing
        ):
            self._end()
        elif self._box.now.came_from_elsewhere:
            # It was kept once and is offered anew: who comes back finds it.
            self._go()
        else:
            self.leave()

    def came_back(self) -> None:
        """Somebody is there after all: the warning goes."""
        if self._box.now.overlay is Overlay.IDLE:
            self.close_overlay()

    def idle_counts(self) -> bool:
        """Whether somebody's absence matters at present; under a card that was left, as on the screen below it."""
        state = self._box.now
        waiting = state.screen is Screen.PAUSE and state.pause is not Pause.TROUBLE
        printing = state.printing or (state.keep is not None and state.keep.printing)
        return not (_waits_for_nobody(state) or waiting or printing)

    def tick(self) -> None:
        """Once a second: goodbye counts down, but not while a card still lies there or paper is still to come.

        Before anybody came, a session that is behind the times makes room for one that is not.
        """
        state = self._box.now
        if state.screen is Screen.ATTRACT and state.around.behind and not (self.idle_counts() or state.card_lies):
            self._end()
        if state.screen is not Screen.GOODBYE:
            return
        self._waited_s += 1
        if (state.card_lies or self.papers.is_printing) and self._waited_s < _PATIENCE_S:
            return
        left = state.goodbye_seconds - 1
        self._box.change(goodbye_seconds=max(0, left))
        if left <= 0:
            self._end()

    def _review_or(self, go: Callable[[], None]) -> None:
        if self._box.now.returning:
            self.open_review()
        else:
            go()

    def _back_from(self, state: SessionState) -> None:
        if state.screen is Screen.KEEP:
            self.keeping.back()
        elif state.screen is Screen.RESUME:
            self.resuming.back()
        elif state.screen is Screen.FORM and state.form_page > 0:
            self.filling.open(state.form_page - 1)
        elif state.screen is Screen.FORM:
            self._box.change(screen=Screen.ITEM)
        elif state.screen is Screen.MATERIALS:
            self.filling.open_last()
        elif state.screen is Screen.REVIEW:
            self.gathering.open()
        elif state.screen is Screen.CONFIRM:
            self.open_review()
        elif state.screen is Screen.IDENTIFY and state.subject is not None:
            self._box.change(screen=Screen.ITEM)
        elif state.screen in {Screen.IDENTIFY, Screen.ITEM}:
            self._box.change(screen=Screen.HOME, subject=None)


def _waits_for_nobody(state: SessionState) -> bool:
    """Whether nobody is expected: after goodbye, and before anybody came; who changed how it looks there did come."""
    looks = (state.language, state.text_size, state.palette, state.overlay)
    as_found = (_AS_FOUND.language, _AS_FOUND.text_size, _AS_FOUND.palette, _AS_FOUND.overlay)
    return state.screen is Screen.GOODBYE or (state.screen is Screen.ATTRACT and looks == as_found)
