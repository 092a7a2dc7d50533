"""Fixtures of the store's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.shared.store.specimen_terminal import SpecimenTerminal, make_terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[SpecimenTerminal]:
    made = make_terminal(tmp_path / "profile")
    yield made
    made.store.close()
