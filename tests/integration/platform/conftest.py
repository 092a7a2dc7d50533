"""One served platform for each test module, with the project's catalogue and one clerk of every right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.catalogue.model import Catalogue
from shared.contract.terminals import TerminalKind
from tests.integration.platform.platform_kit import ServedPlatform, SteppedClock, TerminalSide, served
from tests.integration.platform.sealing_kit import Sealed


@pytest.fixture(scope="module")
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory, clock: SteppedClock) -> Iterator[ServedPlatform]:
    with served(tmp_path_factory.mktemp("platform"), clock) as running:
        running.add_clerk()
        yield running


@pytest.fixture(scope="module")
def catalogue(platform: ServedPlatform) -> Catalogue:
    return platform.publish_catalogue()


@pytest.fixture(scope="module")
def counter(platform: ServedPlatform) -> Iterator[TerminalSide]:
    side = platform.terminal()
    yield side
    side.close()


@pytest.fixture(scope="module")
def kiosk(platform: ServedPlatform) -> Iterator[TerminalSide]:
    side = platform.terminal(TerminalKind.KIOSK)
    yield side
    side.close()


@pytest.fixture
def sealed(counter: TerminalSide, catalogue: Catalogue) -> Sealed:
    announced = counter.seal_intake(catalogue)
    assert counter.put_manifest(announced).status_code == 201
    return announced


@pytest.fixture
def page(sealed: Sealed) -> bytes:
    return sealed.ciphertexts[1]


@pytest.fixture
def location(counter: TerminalSide, sealed: Sealed) -> str:
    response = counter.create_upload(sealed, 1)
    assert response.status_code == 201
    assert response.headers["Upload-Offset"] == "0"
    return response.headers["Location"]
