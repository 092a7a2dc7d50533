"""What a demonstration did, step by step, and what the platform said in the end: report.json."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

REPORT_FILE: Final = "report.json"


@dataclass(slots=True)
class Step:
    """One thing that was done.

    Attributes:
        ms: how long it took.
        ok: None while it is under way.
        detail: why it failed, or what is worth knowing.
    """

    name: str
    ms: int = 0
    ok: bool | None = None
    detail: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as report.json has it."""
        return {"name": self.name, "ms": self.ms, "ok": self.ok is True} | (
            {"detail": self.detail} if self.detail else {}
        )


class Report:
    """Collects steps and facts; any thread may add."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._lock = threading.Lock()
        self._steps: list[Step] = []
        self._is_complete = False
        self.facts: dict[str, Any] = {"numbers": [], "terminals": {}, "platform": {}, "receipts": [], "notices": []}

    @property
    def ok(self) -> bool:
        """Whether it came to its end and every step went well."""
        with self._lock:
            return self._is_complete and all(step.ok for step in self._steps)

    def complete(self) -> None:
        """Note that everything that was to be done is done."""
        self._is_complete = True

    def fail(self, reason: str) -> str:
        """Note why it ended early, unless a step says so already; return the name of the step that failed."""
        with self._lock:
            failed = next((step for step in self._steps if not step.ok), None)
            if failed is None:
                failed = Step("play", ok=False, detail=reason)
                self._steps.append(failed)
            return failed.name

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Time a step; an exception makes it a failed one and goes on its way."""
        step = self.add(Step(name))
        started = time.monotonic()
        try:
            yield step
        except BaseException as error:
            step.ok = False
            step.detail = step.detail or f"{type(error).__name__}: {error}"
            raise
        else:
            step.ok = True
        finally:
            step.ms = round((time.monotonic() - started) * 1000)

    def add(self, step: Step) -> Step:
        """Add a step that was timed elsewhere."""
        with self._lock:
            self._steps.append(step)
        return step

    def to_json(self) -> dict[str, Any]:
        """Return everything as report.json has it."""
        with self._lock:
            steps = [step.to_json() for step in self._steps]
        seconds = round(time.monotonic() - self._started, 1)
        return {"ok": self.ok, "steps": steps, **self.facts, "seconds": seconds}

    def write(self, folder: Path) -> Path:
        """Write report.json into a folder and return its path."""
        path = folder / REPORT_FILE
        path.write_text(json.dumps(self.to_json(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return path


@dataclass(frozen=True, slots=True)
class PlayedStep:
    """A step that a player wrote down."""

    name: str
    ms: int
    ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """What a player wrote down: its steps, and the facts it saw on the screen."""

    steps: tuple[PlayedStep, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


class ScoreSheet:
    """The file that a player writes and the demonstration reads: one JSON object a line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add_step(self, step: PlayedStep) -> None:
        """Write a step down."""
        self._write({"step": step.name, "ms": step.ms, "ok": step.ok, "detail": step.detail})

    def add_fact(self, name: str, value: str) -> None:
        """Write down what was seen on the screen."""
        self._write({"fact": name, "value": value})

    def read(self) -> Score:
        """Return what is written so far; a line that is not whole yet waits."""
        if not self._path.exists():
            return Score()
        whole, _, _ = self._path.read_text(encoding="utf-8").rpartition("\n")
        lines = [json.loads(line) for line in whole.splitlines()]
        steps = tuple(
            PlayedStep(line["step"], line["ms"], line["ok"], line["detail"]) for line in lines if "step" in line
        )
        return Score(steps, {line["fact"]: line["value"] for line in lines if "fact" in line})

    def _write(self, line: dict[str, Any]) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
