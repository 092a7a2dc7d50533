"""A SANE configuration of its own: the test backend alone, large enough for A4; page printers on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.devices.ipp_bed import CupsQueue, EvePrinter, announcing, cups_queue, eve_printer

SANE_TEST_CONF = """\
number_of_devices 2
mode {mode}
depth 8
resolution_min 1.0
resolution_max 1200.0
resolution_quant 1.0
resolution 50.0
test-picture "{picture}"
read-delay {slow}
read-delay-duration 100000
read-limit {slow}
read-limit-size 4000
read-status-code "{status}"
geometry_min 0.0
geometry_max 1000.0
geometry_quant 1.0
"""

SaneSetup = Callable[..., dict[str, str]]


@pytest.fixture
def sane(tmp_path: Path) -> SaneSetup:
    """Return a function that writes a configuration and gives the variables that point to it."""

    def write(*, picture: str = "Color pattern", status: str = "Default", slow: bool = False) -> dict[str, str]:
        folder = tmp_path / "sane"
        folder.mkdir(exist_ok=True)
        text = SANE_TEST_CONF.format(mode="Color", picture=picture, status=status, slow=str(slow).lower())
        (folder / "test.conf").write_text(text)
        (folder / "dll.conf").write_text("test\n")
        return {"SANE_CONFIG_DIR": str(folder)}

    return write


@pytest.fixture(scope="module")
def announced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with announcing(tmp_path_factory.mktemp("avahi")) as env:
        yield env


@pytest.fixture(scope="module")
def eve(tmp_path_factory: pytest.TempPathFactory, announced: dict[str, str]) -> Iterator[EvePrinter]:
    with eve_printer(tmp_path_factory.mktemp("eve"), announced) as printer:
        yield printer


@pytest.fixture(scope="module")
def cups(eve: EvePrinter) -> Iterator[CupsQueue]:
    with cups_queue(eve.uri) as running:
        yield running


@pytest.fixture(scope="module")
def queue(cups: CupsQueue) -> str:
    return cups.uri
