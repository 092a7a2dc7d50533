"""Signing in: checks id and password on a lane, slows down guessing, never says which part was wrong."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

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
        leftUndone: (what could not be done for the clerk before, what to do now), for who has just signed in.
    """

    signedIn = Signal(object)
    leftUndone = Signal(str, str)

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
        self._state = SignInState(hall)
        self._undone: tuple[str, str] | None = None
        self._ticks = QTimer(self)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self._show_wait)
        view.submitted.connect(self._submitted)
        self.reset()

    def reset(self) -> None:
        """Begin anew, as after a clerk left."""
        self._undone = None
        self._view.clear_all()
        if self._throttle.wait_s() > 0:
            self._begin_wait()
        else:
            self._show("", Tone.NEUTRAL)

    def tell(self, text: str, detail: str) -> None:
        """Say what could not be done for the clerk who has just left, until somebody comes; whoever does hears it."""
        self._undone = text, detail
        self._set(self._state)

    @Slot(str, str)
    def _submitted(self, clerk_id: str, password: str) -> None:
        if self._state.busy:
            return
        if self._throttle.wait_s() > 0:
            self._begin_wait()
            return
        self._set(SignInState(self._hall, busy=True))
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
            self._enter(result.value)
        elif result.value is False:
            self._show(self._words.no_directory(), Tone.WARN)
        else:
            self._refuse()

    def _enter(self, clerk: Clerk) -> None:
        undone, self._undone = self._undone, None
        self._throttle.succeeded()
        self._show("", Tone.NEUTRAL)
        self._view.clear_all()
        self.signedIn.emit(clerk)
        if undone is not None:
            text, detail = undone
            self.leftUndone.emit(self._words.left_undone_by_other(text), detail)

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
            self._show(self._words.wait(seconds), Tone.WARN, can_submit=False)
            return
        self._ticks.stop()
        self._show("", Tone.NEUTRAL)
        self._view.clear_password()

    def _show(self, message: str, tone: Tone, *, can_submit: bool = True) -> None:
        self._set(SignInState(self._hall, message, tone, can_submit))

    def _set(self, state: SignInState) -> None:
        """Show a state, and in it what was left undone."""
        self._state = state
        if self._undone is not None:
            lines = self._words.left_undone(*self._undone), state.message
            state = replace(state, message="\n".join(filter(None, lines)), tone=Tone.BAD)
        self._view.set_state(state)
