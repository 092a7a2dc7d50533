"""What a citizen can do without the paper on the stage: a declaration in its place (告知承诺), and taking that back."""

from __future__ import annotations

from collections.abc import Callable

from kiosk_app.work.desk_jobs import DeskJobs
from kiosk_app.work.given import given_pages
from kiosk_app.work.state import StateBox
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft


class StandingIn:
    """The missing paper's acts. GUI thread only.

    Args:
        show: shows the material on the stage as it stands now.
    """

    def __init__(self, *, box: StateBox, jobs: DeskJobs, desk: IntakeDesk, show: Callable[[], None]) -> None:
        self._box = box
        self._jobs = jobs
        self._desk = desk
        self._show = show

    def open(self) -> None:
        """Show what to do without this paper."""
        self._box.change(missing_open=True)

    def close(self) -> None:
        """Go back to the stage."""
        self._box.change(missing_open=False)

    def commit(self) -> None:
        """Take the declaration that the item allows in place of the paper."""
        state = self._box.now
        draft, code = state.draft, state.material
        if draft and code and not given_pages(state, code):
            self._jobs.run(lambda: self._desk.commit(draft, code), self._stood_in)

    def take_back(self) -> None:
        """Take a declaration back: the paper is asked for again."""
        state = self._box.now
        draft, code = state.draft, state.material
        if draft and code:
            self._jobs.run(lambda: self._desk.take_back(draft, code), self._stood_in)

    def _stood_in(self, draft: Draft) -> None:
        self._box.change(draft=draft)
        self._show()
