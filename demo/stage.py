"""The stage of a demonstration: platform, dock, two enrolled terminals and their agents, all in one folder."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from demo.dock_side import DockSide
from demo.platform_side import DemoClerk, PlatformSide
from demo.processes import Launcher, Running
from demo.terminals import KINDS, NAMES, DemoTerminal, enrol_terminal
from shared.contract.terminals import TerminalKind

Step = Callable[[str], AbstractContextManager[object]]


class Stage:
    """Sets everything up and takes everything down; a context manager. Use it from the main thread.

    Attributes:
        terminals: by name, kiosk and counter.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.logs = folder / "logs"
        self.launcher = Launcher(folder, self.logs)
        self.platform = PlatformSide(self.launcher, folder / "platform")
        self.dock = DockSide(self.launcher, folder / "dock")
        self.clerk = DemoClerk("L007", "李样例", "07", f"yangli-{secrets.randbelow(9000) + 1000}")
        self.terminals: dict[str, DemoTerminal] = {}
        self.agents: dict[str, Running] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def set_up(self, step: Step, *, with_dock_window: bool = False) -> None:
        """Bring everything up, each part as a named step. Raises DemoError."""
        with step("platform"):
            self.platform.start()
        with step("catalogue_clerk_tokens"):
            tokens = self._prepare_platform()
        with step("dock"):
            self.dock.start(self.platform.port, with_window=with_dock_window)
        with step("enrolment"):
            self._enrol(tokens)
        with step("agents"):
            self.agents = {name: terminal.start_agent(self.launcher) for name, terminal in self.terminals.items()}

    def restart_agent(self, name: str) -> None:
        """Start a terminal's agent again after it ended. Raises DemoError."""
        self.agents[name] = self.terminals[name].start_agent(self.launcher)

    def close(self) -> None:
        """End every process, also those that others started in its name. May be called twice."""
        for agent in self.agents.values():
            agent.stop()
        self.dock.stop()
        self.platform.stop()
        self.launcher.end_leftovers()

    def _prepare_platform(self) -> dict[TerminalKind, str]:
        """Publish the catalogue, add the clerk and make both tokens, side by side."""
        with ThreadPoolExecutor(4) as pool:
            others: list[Future[object]] = [
                pool.submit(self.platform.publish_catalogue),
                pool.submit(self.platform.create_clerk, self.clerk),
            ]
            tokens = {kind: pool.submit(self.platform.make_token, kind, NAMES[kind]) for kind in KINDS}
            for other in others:
                other.result()
            return {kind: token.result() for kind, token in tokens.items()}

    def _enrol(self, tokens: dict[TerminalKind, str]) -> None:
        status = self.dock.status()
        url = f"http://127.0.0.1:{status.relay_port}"
        for kind, token in tokens.items():
            devices = status.benches[kind.value].devices
            terminal = enrol_terminal(self.folder / kind.value, url, token, devices)
            self.terminals[terminal.name] = terminal
