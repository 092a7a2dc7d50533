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


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no checkpoint wait for the reader that a test puts in its way."""
    monkeypatch.setattr("shared.store.store._CHECKPOINT_TIMEOUT_S", 0.01)
