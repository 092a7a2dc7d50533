"""Online or offline: since when, why, and how long until the next look."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shared.contract.problems import ProblemCode
from shared.store.agent_state import agent_state
from shared.store.store import Store
from shared.sync.errors import BusyError, OfflineError, OfflineReason, SignInRefusedError, SyncError
from shared.sync.reach import Reach
from tests.unit.shared.store.specimen_terminal import NOW, make_terminal

CUT = OfflineError(OfflineReason.NO_CONNECTION)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = make_terminal(tmp_path / "profile").store
    yield made
    made.close()


def _reach(store: Store) -> Reach:
    return Reach(store, random.Random(1))


def test_an_outage_keeps_its_beginning(store: Store) -> None:
    reach = _reach(store)
    assert reach.missed(CUT, NOW, 0)
    assert not reach.missed(CUT, NOW + timedelta(minutes=1), 60), "nothing new is not told again"
    assert reach.missed(OfflineError(OfflineReason.TIMED_OUT), NOW + timedelta(minutes=2), 120)
    state = agent_state(store)
    assert state is not None
    assert (state.online, state.since, state.reason, state.last_contact) == (False, NOW, "timed_out", None)

    again = _reach(store)
    assert not again.online
    assert not again.missed(OfflineError(OfflineReason.TIMED_OUT), NOW + timedelta(minutes=3), 0)
    state = agent_state(store)
    assert state is not None
    assert state.since == NOW, "a new agent goes on with the same outage"


def test_coming_back_is_told_once_and_remembered(store: Store) -> None:
    reach = _reach(store)
    reach.missed(CUT, NOW, 0)
    assert reach.reached(NOW + timedelta(hours=1))
    assert not reach.reached(NOW + timedelta(hours=2))
    assert reach.missed(CUT, NOW + timedelta(hours=3), 0)
    state = agent_state(store)
    assert state is not None
    assert (state.since, state.last_contact) == (NOW + timedelta(hours=3), NOW + timedelta(hours=3))


@pytest.mark.parametrize(
    ("error", "least", "most"),
    [
        (CUT, 2.5, 5.0),
        (BusyError(None), 2.5, 5.0),
        (BusyError(40), 40, 40),
        (BusyError(9e9), 300, 300),
    ],
    ids=["silence", "busy", "asked for patience", "asked for too much"],
)
def test_the_next_look(store: Store, error: SyncError, least: float, most: float) -> None:
    reach = _reach(store)
    for _ in range(20):
        reach.missed(error, NOW, 1000.0)
        assert 1000 + least <= reach.next_probe_at <= 1000 + most


def test_a_refused_terminal_asks_ever_less_often(store: Store) -> None:
    reach = _reach(store)
    refused = SignInRefusedError(ProblemCode.TERMINAL_UNKNOWN)
    waits = []
    for _ in range(60):
        reach.missed(refused, NOW, 0)
        waits.append(reach.next_probe_at)
    assert max(waits[:3]) <= 8
    assert 60 < max(waits) <= 300
