"""Rounds of the crash proof: what was sealed is at the platform, once, readable, whatever was killed meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.prove.crash import EVENTS, RoundPlan, play
from tests.prove.proxy import FAULTS, ChaosProxy, FaultPlan
from tests.prove.world import Template

ROUNDS = 18
PLANTED = 3873
"""A log that is lost late, when the agent has brought something, and few faults on the way."""


@pytest.fixture(scope="module")
def proxy() -> Iterator[ChaosProxy]:
    with ChaosProxy().running() as running:
        yield running


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, proxy: ChaosProxy) -> Template:
    return Template.make(tmp_path_factory.mktemp("template"), proxy)


@pytest.fixture(scope="module")
def met() -> Iterator[Counter[str]]:
    """What befell requests in all rounds; on a slow machine a single one may pass without."""
    happened: Counter[str] = Counter()
    yield happened
    assert happened.total() > 0


@pytest.mark.parametrize("seed", range(1000, 1000 + ROUNDS))
def test_nothing_is_lost_doubled_or_unreadable(
    seed: int, template: Template, proxy: ChaosProxy, met: Counter[str]
) -> None:
    outcome = play(seed, template, proxy)
    assert outcome.wrong == (), f"repeat with: ./run prove crash --rounds 1 --seed {seed}"
    met.update(outcome.faults)


def test_a_planted_fault_is_found(template: Template, proxy: ChaosProxy) -> None:
    wrong = play(PLANTED, template, proxy, planted=True).wrong
    found = {line.partition(":")[0] for line in wrong}
    assert {"lost", "doubled"} <= found, wrong


def test_the_rounds_meet_every_fault_and_every_event() -> None:
    seeds = range(1000, 1000 + ROUNDS)
    first = {FaultPlan(seed, share=1.0).draw()[0] for seed in seeds}
    assert first == set(FAULTS)
    assert {event.what for seed in seeds for event in RoundPlan.draw(seed).events} == set(EVENTS)
