"""What the dock tells of itself: a status file beside the state file, and the line it prints when it is ready."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from demo.dock.drills import DrillStatus, ScriptChoice
from demo.dock.state import DockState

STATUS_FILE = "dock-status.json"


class DockProblem(BaseModel):
    """Why the state file was not applied; what was applied before still holds."""

    model_config = ConfigDict(frozen=True)

    code: str
    place: str
    message: str


class BenchStatus(BaseModel):
    """What a terminal's configuration must say, and what came out of its printer.

    Attributes:
        devices: the URIs for `[devices]` of terminal.toml.
        slips: pictures of the slips, the oldest first; the bytes lie beside each as .bin.
        pages: PDF of what the printer of A4 pages printed, the oldest first.
        commands: how devices without a terminal are tried from a shell, by role.
        scripts: the fault scripts that can be played here.
        drill: the one that is being played.
    """

    model_config = ConfigDict(frozen=True)

    devices: dict[str, str]
    slips: tuple[Path, ...] = ()
    pages: tuple[Path, ...] = ()
    commands: dict[str, str] = {}
    scripts: tuple[ScriptChoice, ...] = ()
    drill: DrillStatus | None = None


class DockStatus(BaseModel):
    """Everything about a running dock.

    Attributes:
        state: what is applied now.
        relay_port: where terminals reach the platform, None without a platform.
    """

    model_config = ConfigDict(frozen=True)

    pid: int
    state_file: Path
    relay_port: int | None
    benches: dict[str, BenchStatus]
    state: DockState
    problem: DockProblem | None = None


def read_status(folder: Path) -> DockStatus:
    """Read the status file in a dock's folder. Raises OSError or ValidationError when none can be read."""
    return DockStatus.model_validate_json((folder / STATUS_FILE).read_bytes())
