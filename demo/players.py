"""The players of a demonstration as processes: each an app that is played, and the sheet that it writes down."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from demo.errors import DemoError
from demo.playing.options import Ending
from demo.processes import Running
from demo.report import PlayedStep, ScoreSheet
from demo.stage import Stage

_QT: Final = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
_LOOK_S: Final = 0.05
_NUMBER_DIGITS: Final = 20


@dataclass(frozen=True, slots=True)
class Player:
    """An app that is being played.

    Attributes:
        name: kiosk or counter.
    """

    name: str
    running: Running
    sheet: ScoreSheet

    def steps(self) -> tuple[PlayedStep, ...]:
        """Return the steps that it wrote down so far."""
        return self.sheet.read().steps

    def has_ended(self) -> bool:
        """Tell whether it is done. Raises DemoError when a step failed, or its process ended without a word."""
        alive = self.running.is_alive
        score = self.sheet.read()
        for step in score.steps:
            if not step.ok:
                code = "player_failed"
                raise DemoError(code, f"{self.name}: {step.name}: {step.detail}")
        if "ended" in score.facts:
            return True
        if not alive:
            self.running.succeed(0)
            code = "ended_early"
            raise DemoError(code, self.name)
        return False

    def wait_until_ended(self, deadline_s: float) -> None:
        """Wait until it is done. Raises DemoError."""
        end = time.monotonic() + deadline_s
        while not self.has_ended():
            if time.monotonic() > end:
                code = "too_slow"
                raise DemoError(code, f"still playing: {self.name}")
            time.sleep(_LOOK_S)

    def case_number(self) -> str:
        """Return the number that it saw on the screen, without its gaps. Raises DemoError."""
        shown = str(self.sheet.read().facts.get("case_number", ""))
        digits = "".join(character for character in shown if character.isdigit())
        if len(digits) != _NUMBER_DIGITS:
            code = "no_case_number"
            raise DemoError(code, f"{self.name} showed '{shown}'")
        return digits


def start_player(
    stage: Stage,
    name: str,
    out: Path,
    ending: Ending = Ending.DELIVERED,
    *,
    pictures: bool = False,
) -> Player:
    """Start the kiosk (through its supervisor) or the counter, and play it. Raises DemoError."""
    score = stage.folder / f"{name}.score"
    told = ["--profile", str(stage.terminals[name].profile.folder), "--dock", str(stage.dock.folder)]
    told += ["--out", str(out), "--score", str(score), "--ending", ending.value]
    told += [] if pictures else ["--no-pictures"]
    if name == "kiosk":
        arguments, stdin = ["-m", "demo.kiosk_player", "--supervise", *told], ""
    else:
        arguments = ["-m", "demo.counter_player", *told, "--clerk", stage.clerk.clerk_id]
        stdin = f"{stage.clerk.password}\n"
    running = stage.launcher.start(name, arguments, stdin=stdin, environment=_QT)
    return Player(name, running, ScoreSheet(score))
