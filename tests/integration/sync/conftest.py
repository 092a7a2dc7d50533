"""One platform process for each test module, a fresh terminal for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.sync import backoff
from tests.integration.sync.sync_kit import EnrolledTerminal, PlatformProcess, enrolled


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> PlatformProcess:
    """Return a platform that has its catalogue and its clerk and never ran."""
    process = PlatformProcess(tmp_path_factory.mktemp("prepared") / "data")
    process.prepare()
    return process


@pytest.fixture(autouse=True)
def _agents_of_this_process_try_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long they wait is told in tests/unit/shared/sync; an agent that is a process waits as it does in a hall."""
    monkeypatch.setattr(backoff, "PROBE_S", 0.2)
    monkeypatch.setattr(backoff, "BASE_S", 0.2)


@pytest.fixture(scope="module")
def _served(prepared: PlatformProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformProcess]:
    process = PlatformProcess(tmp_path_factory.mktemp("platform") / "data")
    shutil.copytree(prepared.data, process.data)
    yield process
    process.stop()


@pytest.fixture
def platform(_served: PlatformProcess) -> PlatformProcess:
    """Return the platform, running whatever the test before did to it."""
    _served.start()
    return _served


@pytest.fixture
def terminal(platform: PlatformProcess, tmp_path: Path) -> Iterator[EnrolledTerminal]:
    with enrolled(platform, tmp_path / "profile") as made:
        yield made
