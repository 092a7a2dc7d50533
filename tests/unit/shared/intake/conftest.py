"""Fixtures of the intake's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.store.terminal import Terminal
from tests.unit.shared.intake.desks import open_specimen


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened, _ = open_specimen(tmp_path / "profile")
    with opened:
        yield opened
