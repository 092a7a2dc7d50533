"""A whole stage for each story: platform, dock, two enrolled terminals and their agents, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from demo.report import Report
from demo.stage import Stage
from demo.work_folder import work_folder


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("QT_QUICK_BACKEND", "software")
    with work_folder() as folder, Stage(folder) as stage:
        stage.set_up(Report().step)
        yield stage
