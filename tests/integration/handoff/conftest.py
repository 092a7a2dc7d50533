"""One platform, kiosk and counter for all tests of hand-off: each test has drafts of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shared.contract.terminals import TerminalKind
from tests.integration.handoff.handoff_kit import Side, enrolled_side
from tests.integration.platform.platform_kit import ServedPlatform, SteppedClock, served

SMALL_CATALOGUE = Path("tests/fixtures/catalogue_small")


@pytest.fixture(scope="session")
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory, clock: SteppedClock) -> Iterator[ServedPlatform]:
    with served(tmp_path_factory.mktemp("platform"), clock) as running:
        running.add_clerk("clerk-1")
        shelf = running.platform.catalogues
        shelf.publish(shelf.build(SMALL_CATALOGUE), running.platform.clock())
        yield running


@pytest.fixture(scope="session")
def kiosk(platform: ServedPlatform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Side]:
    token = platform.terminal_token(TerminalKind.KIOSK)
    with enrolled_side(tmp_path_factory.mktemp("kiosk"), platform.url, token) as side:
        yield side


@pytest.fixture(scope="session")
def counter(platform: ServedPlatform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Side]:
    token = platform.terminal_token(TerminalKind.COUNTER)
    with enrolled_side(tmp_path_factory.mktemp("counter"), platform.url, token) as side:
        yield side


@pytest.fixture(autouse=True)
def _lines_whole(kiosk: Side, counter: Side, clock: SteppedClock) -> Iterator[None]:
    yield
    clock.ahead = timedelta()
    for side in (kiosk, counter):
        side.line.down = False
        side.line.lose.clear()
