"""The terminals of a demonstration: enrolled through the network that can be pulled, each with its agent."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from demo.errors import DemoError
from demo.processes import Launcher, Running
from shared.contract.terminals import TerminalKind
from shared.security.forgetting import FORGETTING
from shared.store import outbox
from shared.store.agent_lock import agent_runs
from shared.store.errors import StoreError
from shared.store.keys import key_source
from shared.store.outbox import OutboxRow, OutboxState
from shared.store.profile import DevicesSection, Profile, TerminalMode, load_config, save_config
from shared.store.store import open_store
from shared.sync.enrol import Enrolled, enrol
from shared.sync.errors import SyncError

_AGENT_S: Final = 60.0
_LOOK_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class DemoTerminal:
    """An enrolled terminal with simulated devices."""

    profile: Profile
    enrolled: Enrolled

    @property
    def name(self) -> str:
        """The word by which dock, logs and pictures know it: kiosk or counter."""
        return self.enrolled.kind.value

    def start_agent(self, launcher: Launcher) -> Running:
        """Start its agent and wait until it serves the profile. Raises DemoError."""
        running = launcher.start(
            f"{self.name}-agent",
            ["-m", "shared.sync", "agent", "--profile", str(self.profile.folder)],
            environment=FORGETTING,
        )
        end = time.monotonic() + _AGENT_S
        while not agent_runs(self.profile):
            if not running.is_alive or time.monotonic() > end:
                code = "agent_not_ready"
                raise DemoError(code, self.name)
            time.sleep(_LOOK_S)
        return running

    def outbox(self) -> tuple[OutboxRow, ...]:
        """Return every submission that was sealed here and where it is on its way."""
        source = key_source(self.profile, load_config(self.profile))
        with open_store(self.profile, source.store_key()) as store:
            return tuple(outbox.all_rows(store))

    def wait_until_delivered(self, count: int, deadline_s: float) -> None:
        """Wait until `count` submissions are with the platform and none is on its way. Raises DemoError."""
        end = time.monotonic() + deadline_s
        while True:
            rows = self.outbox()
            if len(rows) >= count and all(row.state is OutboxState.DELIVERED for row in rows):
                return
            if time.monotonic() > end:
                code = "not_delivered"
                raise DemoError(code, f"{self.name}: {', '.join(_row_words(row) for row in rows) or 'nothing sealed'}")
            time.sleep(_LOOK_S)


def enrol_terminal(folder: Path, url: str, token: str, devices: Mapping[str, str]) -> DemoTerminal:
    """Make a folder into a terminal of the platform and name its devices. Raises DemoError."""
    try:
        enrolled = enrol(folder, url, token, mode=TerminalMode.DEMO)
    except (SyncError, StoreError) as error:
        code = "not_enrolled"
        raise DemoError(code, f"{error.code}: {error}") from error
    profile = Profile(folder)
    config = load_config(profile)
    save_config(profile, config.model_copy(update={"devices": DevicesSection(**devices)}))
    return DemoTerminal(profile, enrolled)


KINDS: Final = (TerminalKind.KIOSK, TerminalKind.COUNTER)
NAMES: Final = {TerminalKind.KIOSK: "自助机03（样例）", TerminalKind.COUNTER: "综合窗口07（样例）"}


def _row_words(row: OutboxRow) -> str:
    return f"{row.case_number} {row.kind.value} {row.state.value} {row.reason_code or ''}".strip()
