"""A whole stage for each story: platform, dock, two enrolled terminals and their agents, in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from demo.platform_side import PlatformSide
from demo.report import Report
from demo.stage import Stage
from demo.work_folder import work_folder
from tests.fixtures.platform_command import platform_command

Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("QT_QUICK_BACKEND", "software")
    monkeypatch.setattr(PlatformSide, "_ask", _ask_within_this_process(PlatformSide._ask))
    with work_folder() as folder, Stage(folder) as stage:
        stage.set_up(Report().step)
        yield stage


def _ask_within_this_process(as_process: Ask) -> Ask:
    """Return what asks the platform without a process of its own, but where it reads from standard input."""

    def ask(side: PlatformSide, command: str, *arguments: str, stdin: str = "") -> list[dict[str, Any]]:
        if stdin:
            return as_process(side, command, *arguments, stdin=stdin)
        return platform_command(command, "--data", str(side._data), *arguments)[1]

    return ask
