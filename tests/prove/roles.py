"""App, agent and platform as processes that are quick to start and can be killed at any moment.

A fork server has loaded their code; each process is a fork of it that runs the ordinary command line and shares nothing
with the others but the disk.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import runpy
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from shared.security.forgetting import FORGETTING

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    [
        "shared.sync.service",
        "shared.intake.simulate",
        "acceptance_platform.cli.commands",
        "acceptance_platform.cli.arguments",
        "acceptance_platform.cli.serving",
        "anyio._backends._asyncio",
        "uvicorn.protocols.http.h11_impl",
        "alembic.command",
    ]
)
_END_DEADLINE_S = 60.0
_POLL_S = 0.01


def _run(module: str, arguments: Sequence[str], output: str) -> None:
    """Run a command line with its standard output and error in files."""
    for number, suffix in ((1, "out"), (2, "err")):
        target = os.open(f"{output}.{suffix}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(target, number)
        os.close(target)
    sys.argv = [module, *arguments]
    os.environ.update(FORGETTING)  # a fork can't begin again with another allocator
    runpy.run_module(module, run_name="__main__", alter_sys=False)


@dataclass
class Role:
    """One process; `lines` is what it has printed in whole lines."""

    process: ForkServerProcess
    output: Path

    @classmethod
    def start(cls, module: str, arguments: Sequence[str], output: Path) -> Role:
        """Start `python -m module arguments`."""
        process = _CONTEXT.Process(target=_run, args=(module, arguments, str(output)))
        process.start()
        return cls(process, output)

    @property
    def alive(self) -> bool:
        return self.process.is_alive()

    def lines(self) -> list[str]:
        with contextlib.suppress(FileNotFoundError):
            text = self.output.with_name(self.output.name + ".out").read_text(encoding="utf-8")
            return text[: text.rfind("\n") + 1].splitlines()
        return []

    def kill(self) -> None:
        """SIGKILL: it has no time for anything."""
        self.process.kill()
        self.process.join(_END_DEADLINE_S)

    def stop(self) -> None:
        """SIGTERM, and SIGKILL for one that does not end."""
        self.process.terminate()
        self.process.join(_END_DEADLINE_S)
        if self.process.is_alive():
            self.kill()

    def wait(self, deadline_s: float) -> bool:
        """Return whether it ended in time."""
        self.process.join(deadline_s)
        return not self.process.is_alive()

    def first_line(self, deadline_s: float) -> str:
        """Return the first line that it prints; empty when it ends or takes too long."""
        give_up_at = time.monotonic() + deadline_s
        while time.monotonic() < give_up_at:
            if lines := self.lines():
                return lines[0]
            if not self.alive:
                return ""
            time.sleep(_POLL_S)
        return ""
