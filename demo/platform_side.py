"""The acceptance platform of a demonstration: its process, and its operator's commands as processes of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from demo.errors import DemoError
from demo.processes import ROOT, Launcher, Running
from shared.contract.terminals import ClerkRight, TerminalKind

_READY_S: Final = 90.0
_ASK_S: Final = 60.0
_DIVISION: Final = "441900"


@dataclass(frozen=True, slots=True)
class DemoClerk:
    """Who signs in at the counter. The password is for this demonstration alone and is shown on the screen."""

    clerk_id: str
    name: str
    window: str
    password: str


class PlatformSide:
    """Starts, stops and asks the platform over one data directory."""

    def __init__(self, launcher: Launcher, data: Path) -> None:
        self._launcher = launcher
        self._data = data
        self._running: Running | None = None
        self._port = 0

    @property
    def port(self) -> int:
        """The port that it listens on, the same after a restart."""
        return self._port

    def start(self) -> None:
        """Serve. Raises DemoError."""
        arguments = ["-m", "acceptance_platform", "serve", "--data", str(self._data), "--port", str(self._port)]
        self._running = self._launcher.start("platform", arguments)
        line = self._running.ready(_READY_S)
        if not line.get("ok"):
            code = "platform_not_ready"
            raise DemoError(code, str(line.get("error")))
        self._port = int(urlsplit(line["url"]).port or 0)

    def stop(self) -> None:
        """Stop serving; the data stay. May be called twice."""
        if self._running is not None:
            self._running.stop()
            self._running = None

    def publish_catalogue(self) -> str:
        """Build, sign and publish the catalogue of this repository, and return its version."""
        (line,) = self._command("build-catalogue", str(ROOT / "resources" / "catalogue"))
        return str(line["version"])

    def create_clerk(self, clerk: DemoClerk) -> None:
        """Add a clerk with every right."""
        names = ["--id", clerk.clerk_id, "--name", clerk.name, "--post", "受理岗", "--window", clerk.window]
        self._command("create-clerk", *names, "--rights", ",".join(ClerkRight), stdin=f"{clerk.password}\n")

    def make_token(self, kind: TerminalKind, name: str) -> str:
        """Return a one-time token for a new terminal."""
        (line,) = self._command("enrol-token", "--kind", kind.value, "--name", name, "--division", _DIVISION)
        return str(line["token"])

    def list_cases(self) -> list[dict[str, Any]]:
        """Ask afresh which cases it holds."""
        return self._command("list")

    def verify(self, case_numbers: Sequence[str] = ()) -> list[dict[str, Any]]:
        """Ask afresh for every digest and signature; lines that are not ok are answers too."""
        return self._ask("verify", *case_numbers)

    def _command(self, command: str, *arguments: str, stdin: str = "") -> list[dict[str, Any]]:
        lines = self._ask(command, *arguments, stdin=stdin)
        for line in lines:
            if not line.get("ok"):
                code = "platform_refused"
                raise DemoError(code, f"{command}: {line.get('error')} {line.get('message')}")
        return lines

    def _ask(self, command: str, *arguments: str, stdin: str = "") -> list[dict[str, Any]]:
        whole = ["-m", "acceptance_platform", command, "--data", str(self._data), "--json", *arguments]
        return self._launcher.ask(f"platform-{command}", whole, _ASK_S, stdin=stdin)
