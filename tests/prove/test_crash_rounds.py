"""Rounds of the crash proof: what was sealed is at the platform, once, readable, whatever was killed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.prove.crash import play
from tests.prove.proxy import ChaosProxy
from tests.prove.world import Template

ROUNDS = 18


@pytest.fixture(scope="module")
def proxy() -> Iterator[ChaosProxy]:
    with ChaosProxy().running() as running:
        yield running


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, proxy: ChaosProxy) -> Template:
    return Template.make(tmp_path_factory.mktemp("template"), proxy)


@pytest.mark.parametrize("seed", range(1000, 1000 + ROUNDS))
def test_nothing_is_lost_doubled_or_unreadable(seed: int, template: Template, proxy: ChaosProxy) -> None:
    outcome = play(seed, template, proxy)
    assert outcome.wrong == (), f"repeat with: ./run prove crash --rounds 1 --seed {seed}"
    assert outcome.faults.total() > 0
