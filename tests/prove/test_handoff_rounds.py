"""Rounds of the proof of hand-off: one terminal owns the draft, whole, whatever was killed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prove.handing import hand_over, make_hall
from tests.prove.proxy import ChaosProxy

SEEDS = (7, 9, 14)
"""Without a platform: with one, the source may hear of it some seconds later. Target's agent and taker die."""


@pytest.fixture(scope="module")
def proxy() -> Iterator[ChaosProxy]:
    with ChaosProxy().running() as running:
        yield running


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, proxy: ChaosProxy) -> Path:
    return make_hall(tmp_path_factory.mktemp("hall"), proxy)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_draft_has_one_owner_and_is_whole(seed: int, hall: Path, proxy: ChaosProxy) -> None:
    handed = hand_over(seed, hall, proxy)
    assert handed.wrong == (), f"repeat with: ./run prove handoff --rounds 1 --seed {seed}"
    assert handed.way in {"platform", "lan"}
