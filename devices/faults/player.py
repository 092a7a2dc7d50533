"""Plays a fault script on a simulator."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from devices.core.faults import FaultTarget
from devices.faults.script import FaultScript, FaultStep, check_script

_LOG = logging.getLogger(__name__)
_JOIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a script is.

    Attributes:
        done, steps: steps that were done, of all.
        failed: an action broke, by a defect of the simulator; nothing further is done.
    """

    done: int
    steps: int
    failed: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing further will be done."""
        return self.failed or self.done == self.steps


class FaultPlayer:
    """Plays one script once. Methods may be called from any thread.

    Steps bound to a moment are done on the simulator's thread, the others on the player's own.
    """

    def __init__(
        self, script: FaultScript, target: FaultTarget, on_progress: Callable[[Progress], None] | None = None
    ) -> None:
        """Check the script against the simulator; nothing is done before `start`.

        Raises:
            FaultScriptError: the simulator can't play it.
        """
        check_script(script, target)
        self.script = script
        self._target = target
        self._on_progress = on_progress
        self._changed = threading.Condition()
        self._done = 0
        self._failed = False
        self._acting = False
        self._stopped = False
        self._count = 0
        self._unsubscribe: Callable[[], None] | None = None
        self._thread: threading.Thread | None = None

    @property
    def progress(self) -> Progress:
        """How far it is."""
        with self._changed:
            return Progress(self._done, len(self.script.steps), self._failed)

    def start(self) -> None:
        """Begin; a second call does nothing."""
        if self._thread is None:
            self._unsubscribe = self._target.moments.subscribe(self._on_moment)
            self._thread = threading.Thread(target=self._run, name=f"fault-{self.script.name}", daemon=True)
            self._thread.start()

    def wait(self, deadline_s: float) -> Progress:
        """Return once nothing further will be done, or at the deadline."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_over or self._stopped, deadline_s)
        return self.progress

    def wait_for_steps(self, count: int, deadline_s: float) -> bool:
        """Return once so many steps are done; False at the deadline."""
        with self._changed:
            return self._changed.wait_for(lambda: self._done >= count, deadline_s)

    def stop(self) -> None:
        """Do nothing further, and put the simulator right again. May be called twice."""
        with self._changed:
            first = not self._stopped
            self._stopped = True
            self._changed.notify_all()
        if self._unsubscribe is not None:
            self._unsubscribe()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(_JOIN_S)
        if first:
            self._target.fault_actions["restore"].act()

    @property
    def _is_over(self) -> bool:
        return self._failed or self._done == len(self.script.steps)

    def _step(self) -> FaultStep | None:
        """The step that is waited for, None while one is being done and after the last."""
        return None if self._is_over or self._stopped or self._acting else self.script.steps[self._done]

    def _on_moment(self, name: str) -> None:
        with self._changed:
            step = self._step()
            if step is None or step.at != name:
                return
            self._count += 1
            if self._count < step.nth:
                return
            self._acting = True
        self._do(step)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_over or self._stopped or self._is_timed())
                step = self._step()
                if step is None or step.after is None:
                    return
                if self._changed.wait_for(lambda: self._stopped, step.after):
                    return
                self._acting = True
            self._do(step)

    def _is_timed(self) -> bool:
        step = self._step()
        return step is not None and step.after is not None

    def _do(self, step: FaultStep) -> None:
        failed = False
        try:
            self._target.fault_actions[step.do].act(**step.with_)
        except Exception:  # a simulator's defect must not end its thread, nor pass for the fault that was meant
            _LOG.exception("%s: %s broke", self.script.name, step.do)
            failed = True
        with self._changed:
            self._acting = False
            self._count = 0
            self._failed = failed
            self._done += not failed
            self._changed.notify_all()
        if self._on_progress is not None:
            self._on_progress(self.progress)
