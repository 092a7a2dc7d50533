"""What a platform does whose disk fills up while a terminal delivers: `python -m … DISK BESIDE`.

Runs in a mount namespace of its own, where DISK is a tmpfs with the platform's data; the terminal lies beside it.
Prints one JSON object.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import requests

from acceptance_platform.submissions.inspecting import list_cases
from acceptance_platform.submissions.verifying import verify_cases
from shared.store import outbox
from shared.store.outbox import OutboxState
from shared.store.profile import TerminalMode
from shared.store.terminal import open_terminal
from shared.sync.enrol import enrol
from shared.sync.wake import wake_agent
from tests.fixtures.disks import filled
from tests.integration.platform.platform_kit import ServedPlatform, served
from tests.integration.sync.sync_kit import EnrolledTerminal, agent_thread, wait_until
from tests.patience import PATIENCE_S

FREE = (0, 65_536)
"""Bytes: nothing at all; some parts arrive, or their rows do, and the rest does not."""
PAGES = tuple(bytes((number,)) * 40_000 for number in range(1, 4))


def play(disk: Path, beside: Path) -> dict[str, Any]:
    """Deliver with ever so little room, look at the platform meanwhile, and again with room."""
    told: dict[str, Any] = {"said": [], "readable": []}
    with served(disk) as platform:
        platform.publish_catalogue()
        platform.add_clerk("clerk-1")
        enrol(beside / "profile", platform.url, platform.terminal_token(), mode=TerminalMode.DEMO)
        terminal = EnrolledTerminal(beside / "profile", open_terminal(beside / "profile"))
        with contextlib.closing(terminal), agent_thread(terminal.terminal):
            first = _deliver(terminal)
            for free in FREE:
                with filled(disk, free):
                    request, _ = terminal.seal_intake(PAGES)
                    wake_agent(terminal.terminal.profile)
                    told["said"].append(_said_of(terminal, request.submission_id))
                    told["readable"].append(_is_readable(platform, first))
                outbox.ask_retry(terminal.terminal.store, request.submission_id)
                _wait_for(terminal, request.submission_id)
            told["sealed"] = len(outbox.all_rows(terminal.terminal.store))
        told["wrong"] = [str(line) for line in verify_cases(platform.platform, ()) if line.error is not None]
        told["held"] = sum(len(line["submissions"]) for line in list_cases(platform.platform))
    return told


def _deliver(terminal: EnrolledTerminal) -> UUID:
    request, _ = terminal.seal_intake(PAGES)
    _wait_for(terminal, request.submission_id)
    return request.submission_id


def _wait_for(terminal: EnrolledTerminal, submission_id: UUID) -> None:
    wake_agent(terminal.terminal.profile)
    wait_until(lambda: terminal.is_delivered(submission_id), terminal.delivery())


def _said_of(terminal: EnrolledTerminal, submission_id: UUID) -> str:
    """Wait until the platform has answered, and return what the row says of it."""
    store = terminal.terminal.store

    def is_answered() -> bool:
        row = outbox.get(store, submission_id)
        return row.state is OutboxState.WAITING and row.attempts > 0

    wait_until(is_answered, "an answer")
    row = outbox.get(store, submission_id)
    return f"{row.reason_code} {row.reason_detail}"


def _is_readable(platform: ServedPlatform, held: UUID) -> bool:
    listed = {one["submission_id"] for line in list_cases(platform.platform) for one in line["submissions"]}
    return requests.get(platform.url + "/health", timeout=PATIENCE_S).ok and str(held) in listed


if __name__ == "__main__":
    json.dump(play(Path(sys.argv[1]), Path(sys.argv[2])), sys.stdout)
