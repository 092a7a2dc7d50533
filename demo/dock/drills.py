"""Fault scripts at one bench: which can be played, which is being played, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from devices.core.faults import FaultTarget
from devices.core.roles import Role
from devices.faults.errors import FaultScriptError
from devices.faults.library import shipped_scripts
from devices.faults.player import FaultPlayer
from devices.faults.script import FaultScript, check_script


class DrillStatus(BaseModel):
    """A script that is being played, as a clerk sees it.

    Attributes:
        task, see, mend: what to do, what the screen ought to say, how it is mended.
        done, steps: steps of the script that were done, of all.
        failed: the simulator broke; the script is no use.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    task: str
    see: str
    mend: str
    done: int
    steps: int
    failed: bool


class ScriptChoice(BaseModel):
    """A script that this bench can play."""

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    device: Role


@lru_cache(maxsize=1)
def scripts_by_name() -> Mapping[str, FaultScript]:
    """Return the shipped scripts. Raises FaultScriptError when one is faulty."""
    return {script.name: script for script in shipped_scripts()}


class DrillPlayer:
    """Plays one script at a time on a bench's simulators."""

    def __init__(self, targets: Mapping[Role, FaultTarget]) -> None:
        self._targets = targets
        self._player: FaultPlayer | None = None
        self.choices = tuple(
            ScriptChoice(name=script.name, title=script.title, device=script.device)
            for script in scripts_by_name().values()
            if self._can_play(script)
        )

    @property
    def status(self) -> DrillStatus | None:
        """What is being played, None for nothing."""
        if self._player is None:
            return None
        script, progress = self._player.script, self._player.progress
        return DrillStatus(
            name=script.name,
            title=script.title,
            task=script.drill.task,
            see=script.drill.see,
            mend=script.drill.mend,
            done=progress.done,
            steps=progress.steps,
            failed=progress.failed,
        )

    def can_play(self, name: str) -> bool:
        """Whether this bench has a simulator for that script."""
        return any(choice.name == name for choice in self.choices)

    def play(self, name: str | None) -> None:
        """Stop what is played and put its simulator right; then begin another script, if one is named."""
        if self._player is not None:
            self._player.stop()
            self._player = None
        if name is not None:
            script = scripts_by_name()[name]
            self._player = FaultPlayer(script, self._targets[script.device])
            self._player.start()

    def _can_play(self, script: FaultScript) -> bool:
        target = self._targets.get(script.device)
        if target is None:
            return False
        try:
            check_script(script, target)
        except FaultScriptError:
            return False
        return True
