"""One act at a time on the intake's lane; what fails without a screen of its own becomes a calm pause."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from kiosk_app.work.state import Pause, Screen, StateBox, Trouble
from shared.qt.jobs import Err, Lane, Ok, Result

Done = Callable[[Any], None]
Failed = Callable[[Err], None]


def reason_of(error: Err) -> str:
    """Return the finest code there is: some refusals carry a reason below their code."""
    return str(getattr(error.error, "reason", "") or error.code)


class DeskJobs:
    """Runs blocking calls of the intake desk. While one is under way, further acts are not taken: busy says so."""

    def __init__(self, box: StateBox, lane: Lane) -> None:
        self._box = box
        self._lane = lane
        self._closed = False

    def run(self, job: Callable[[], Any], done: Done, failed: Failed | None = None) -> bool:
        """Run a job, then done or failed on the GUI thread. False when another is under way."""
        if self._closed or self._box.now.busy:
            return False
        self._box.change(busy=True)
        again = partial(self.run, job, done, failed)
        self._lane.run(job, partial(self._deliver, done, failed or partial(self._trouble, again)))
        return True

    def look(self, job: Callable[[], Any], done: Done) -> None:
        """Run a job that changes nothing; its failure changes nothing either."""
        if not self._closed:
            self._lane.run(job, partial(self._looked, done))

    def last(self, job: Callable[[], Any]) -> None:
        """Run a job whatever else is under way, and take no more."""
        self.close()
        self._lane.run(job, lambda _: None)

    def close(self) -> None:
        """Take no more; what is under way ends, and nobody is told of it."""
        self._closed = True

    def _deliver(self, done: Done, failed: Failed, result: Result) -> None:
        self._box.change(busy=False)
        if self._closed:
            return
        if isinstance(result, Ok):
            done(result.value)
        else:
            failed(result)

    def _looked(self, done: Done, result: Result) -> None:
        if isinstance(result, Ok) and not self._closed:
            done(result.value)

    def _trouble(self, again: Callable[[], bool], error: Err) -> None:
        back_to = self._box.now.screen
        trouble = Trouble(error.code, back_to, lambda: _retry(self._box, back_to, again))
        self._box.change(screen=Screen.PAUSE, pause=Pause.TROUBLE, trouble=trouble)


def _retry(box: StateBox, back_to: Screen, again: Callable[[], bool]) -> None:
    box.change(screen=back_to, trouble=None)
    again()
