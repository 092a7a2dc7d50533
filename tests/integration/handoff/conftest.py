"""One platform, kiosk and counter for all tests of hand-off: each test has drafts of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shared.contract.terminals import TerminalKind
from tests.integration.handoff.handoff_kit import Side, enrolled_side, refresh_directory, settle
from tests.integration.platform.platform_kit import ServedPlatform, SteppedClock, served

SMALL_CATALOGUE = Path("tests/fixtures/catalogue_small")
_MEMORY = Path("/dev/shm")  # noqa: S108 - a private folder is made in it


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A place in memory where there is one: what a disk keeps is shown elsewhere."""
    if not os.access(_MEMORY, os.W_OK):
        yield tmp_path_factory.mktemp("handoff")
        return
    with tempfile.TemporaryDirectory(dir=_MEMORY, prefix="yimen-handoff-") as made:
        yield Path(made)


@pytest.fixture(scope="session")
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture(scope="session")
def platform(folder: Path, clock: SteppedClock) -> Iterator[ServedPlatform]:
    with served(folder / "platform", clock) as running:
        running.add_clerk("clerk-1")
        shelf = running.platform.catalogues
        shelf.publish(shelf.build(SMALL_CATALOGUE), running.platform.clock())
        yield running


@pytest.fixture(scope="session")
def kiosk(platform: ServedPlatform, folder: Path) -> Iterator[Side]:
    token = platform.terminal_token(TerminalKind.KIOSK)
    with enrolled_side(folder / "kiosk", platform.url, token) as side:
        yield side


@pytest.fixture(scope="session")
def counter(platform: ServedPlatform, folder: Path) -> Iterator[Side]:
    token = platform.terminal_token(TerminalKind.COUNTER)
    with enrolled_side(folder / "counter", platform.url, token) as side:
        yield side


@pytest.fixture(scope="session")
def _second_counter(platform: ServedPlatform, folder: Path) -> Iterator[Side]:
    token = platform.terminal_token(TerminalKind.COUNTER)
    with enrolled_side(folder / "window", platform.url, token) as side:
        yield side


@pytest.fixture
def window(_second_counter: Side, kiosk: Side, counter: Side) -> Iterator[Side]:
    """A second counter; all three know each other."""
    for side in (kiosk, counter, _second_counter):
        refresh_directory(side.terminal)
    yield _second_counter
    settle(_second_counter)


@pytest.fixture(autouse=True)
def _lines_whole(kiosk: Side, counter: Side, clock: SteppedClock) -> Iterator[None]:
    yield
    clock.ahead = timedelta()
    settle(kiosk, counter)


@pytest.fixture
def no_platform(kiosk: Side, counter: Side) -> None:
    """Neither terminal reaches the platform."""
    kiosk.line.down = counter.line.down = True
