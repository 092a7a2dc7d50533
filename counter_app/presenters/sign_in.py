"""Signing in: checks id and password on a lane, slows down guessing, never says which part was wrong."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from counter_app.ports.sign_in import SignInState, SignInViewPort
from counter_app.ports.tone import Tone
from counter_app.words.sign_in import SignInWords
from counter_app.work.passwords import clerk_of
from counter_app.work.throttle import SignInThrottle
from shared.contract.terminals import Clerk, ClerkDirectory
from shared.qt.jobs import Err, Lane, Result

_TICK_MS = 500


class SignInPresenter(QObject):
    """Lets a clerk in.

    Signals:
        signedIn: the Clerk.
    """

    signedIn = Signal(object)

    def __init__(
        self,
        view: SignInViewPort,
        lane: Lane,
        *,
        directory: Callable[[], ClerkDirectory | None],
        throttle: SignInThrottle,
        words: SignInWords,
        hall: str,
    ) -> None:
        super().__init__()
        self._view = view
        self._lane = lane
        self._directory = directory
        self._throttle = throttle
        self._words = words
        self._hall = hall
        self._ticks = QTimer(self)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self._show_wait)
        view.submitted.connect(self._submitted)
        self.reset()

    def reset(self) -> None:
        """Begin anew, as after a clerk left."""
        self._view.clear_all()
        if self._throttle.wait_s() > 0:
            self._begin_wait()
        else:
            self._show("", Tone.NEUTRAL)

    def tell(self, text: str, detail: str) -> None:
        """Say what could not be done for the clerk who has just left."""
        if self._throttle.wait_s() <= 0:
            self._show(self._words.left_undone(text, detail), Tone.BAD)

    @Slot(str, str)
    def _submitted(self, clerk_id: str, password: str) -> None:
        if self._throttle.wait_s() > 0:
            self._begin_wait()
            return
        self._view.set_state(SignInState(self._hall, busy=True))
        self._lane.run(lambda: self._check(clerk_id, password), self._checked)

    def _check(self, clerk_id: str, password: str) -> Clerk | bool:
        directory = self._directory()
        if directory is None or not directory.clerks:
            return False
        return clerk_of(directory, clerk_id, password) or True

    def _checked(self, result: Result) -> None:
        if isinstance(result, Err):
            self._show(self._words.store_failed(result.code), Tone.BAD)
        elif isinstance(result.value, Clerk):
            self._throttle.succeeded()
            self._show("", Tone.NEUTRAL)
            self._view.clear_all()
            self.signedIn.emit(result.value)
        elif result.value is False:
            self._show(self._words.no_directory(), Tone.WARN)
        else:
            self._refuse()

    def _refuse(self) -> None:
        self._throttle.failed()
        if self._throttle.wait_s() > 0:
            self._begin_wait()
        else:
            self._show(self._words.refused(), Tone.BAD)
        self._view.clear_password()

    def _begin_wait(self) -> None:
        self._ticks.start()
        self._show_wait()

    @Slot()
    def _show_wait(self) -> None:
        seconds = math.ceil(self._throttle.wait_s())
        if seconds > 0:
            state = SignInState(self._hall, self._words.wait(seconds), Tone.WARN, can_submit=False)
            self._view.set_state(state)
            return
        self._ticks.stop()
        self._show("", Tone.NEUTRAL)
        self._view.clear_password()

    def _show(self, message: str, tone: Tone) -> None:
        self._view.set_state(SignInState(self._hall, message, tone))
