"""Fixtures of the kiosk's tests: a real terminal with the shipped catalogue, and a flow on manual lanes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.catalogue.model import Catalogue
from shared.catalogue.package import read_source
from shared.store.terminal import Terminal
from tests.unit.kiosk_app.citizen import Citizen
from tests.unit.shared.intake.desks import SOURCES, open_specimen


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_source(SOURCES)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened, _ = open_specimen(tmp_path / "profile")
    with opened:
        yield opened


@pytest.fixture
def citizen(terminal: Terminal) -> Citizen:
    return Citizen(terminal)
