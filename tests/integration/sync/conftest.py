"""One platform process for each test module, a fresh terminal for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.sync.sync_kit import EnrolledTerminal, PlatformProcess, enrolled


@pytest.fixture(scope="module")
def _served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformProcess]:
    process = PlatformProcess(tmp_path_factory.mktemp("platform") / "data")
    process.prepare()
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
