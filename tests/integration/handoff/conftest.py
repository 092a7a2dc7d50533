"""A platform, a kiosk and a counter for each test module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.contract.terminals import TerminalKind
from shared.intake.specimens import SpecimenPlan
from tests.integration.handoff.handoff_kit import Side, enrolled_side, plan_of
from tests.integration.platform.platform_kit import ServedPlatform, SteppedClock, served


@pytest.fixture(scope="module")
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory, clock: SteppedClock) -> Iterator[ServedPlatform]:
    with served(tmp_path_factory.mktemp("platform"), clock) as running:
        running.add_clerk("clerk-1")
        running.publish_catalogue()
        yield running


@pytest.fixture(scope="module")
def kiosk(platform: ServedPlatform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Side]:
    token = platform.terminal_token(TerminalKind.KIOSK)
    with enrolled_side(tmp_path_factory.mktemp("kiosk"), platform.url, token) as side:
        yield side


@pytest.fixture(scope="module")
def counter(platform: ServedPlatform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Side]:
    token = platform.terminal_token(TerminalKind.COUNTER)
    with enrolled_side(tmp_path_factory.mktemp("counter"), platform.url, token) as side:
        yield side


@pytest.fixture(scope="module")
def plan(kiosk: Side) -> SpecimenPlan:
    return plan_of(kiosk)


@pytest.fixture(autouse=True)
def _lines_whole(kiosk: Side, counter: Side) -> Iterator[None]:
    yield
    for side in (kiosk, counter):
        side.line.down = False
        side.line.lose.clear()
