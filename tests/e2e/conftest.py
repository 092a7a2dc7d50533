"""A whole stage for the stories of a file: platform, dock, two enrolled terminals and their agents, in one folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from demo.platform_side import PlatformSide
from demo.report import Report
from demo.stage import Stage
from demo.work_folder import work_folder
from tests.fixtures.commands import platform_command


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch, work_folder() as folder, Stage(folder) as stage:
        patch.setenv("QT_QPA_PLATFORM", "offscreen")
        patch.setenv("QT_QUICK_BACKEND", "software")
        patch.setattr(PlatformSide, "_ask", _ask_within_this_process)
        stage.set_up(Report().step)
        yield stage


def _ask_within_this_process(
    side: PlatformSide, command: str, *arguments: str, stdin: str = ""
) -> list[dict[str, Any]]:
    return platform_command(command, "--data", str(side._data), *arguments, stdin=stdin)[1]
