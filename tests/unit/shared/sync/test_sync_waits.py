"""Waits: full jitter under its cap, Retry-After honoured, probes often enough, wake-ups through long paths."""

from __future__ import annotations

import random
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.store.profile import Profile
from shared.sync.backoff import CAP_S, MAX_RETRY_AFTER_S, PROBE_S, ask_again_s, backoff_s, probe_s
from shared.sync.transport import retry_after_s
from shared.sync.wake import WakeSocket, wake_agent
from tests.patience import LATE_S, PATIENCE_S


def seeded(seed: int) -> random.Random:
    return random.Random(seed)


NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@given(attempts=st.integers(1, 10_000), seed=st.integers())
def test_backing_off_stays_under_its_ceiling(attempts: int, seed: int) -> None:
    wait = backoff_s(attempts, seeded(seed))
    assert 0 <= wait <= min(CAP_S, 2.0 * 2 ** min(attempts - 1, 30))


def test_jitter_is_full() -> None:
    rng = seeded(1)
    waits = [backoff_s(20, rng) for _ in range(500)]
    assert min(waits) < CAP_S * 0.05
    assert max(waits) > CAP_S * 0.95


@given(asked=st.floats(0, 1e9), seed=st.integers())
def test_retry_after_is_honoured_up_to_an_hour(asked: float, seed: int) -> None:
    assert backoff_s(1, seeded(seed), asked) >= min(asked, MAX_RETRY_AFTER_S)
    assert backoff_s(1, seeded(seed), asked) <= max(2.0, MAX_RETRY_AFTER_S)


@given(seed=st.integers())
def test_probes_and_questions_keep_their_pace(seed: int) -> None:
    rng = seeded(seed)
    assert 0.5 * PROBE_S <= probe_s(rng) <= PROBE_S <= 5
    assert 60 <= ask_again_s(rng) <= 600


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 02 Mar 2026 09:31:00 GMT", 60.0),
        ("Mon, 02 Mar 2026 09:29:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("١٢", None),
        ("", None),
        ("9" * 400, 999_999_999.0),
        ("Mon, 02 Mar 2026 09:31:00 +99999999999999", None),
        (f"1 Jan {'9' * 20} 00:00:00", None),
    ],
)
def test_reads_retry_after(text: str | None, seconds: float | None) -> None:
    assert retry_after_s(text, NOW) == seconds


@given(st.text())
def test_no_retry_after_is_too_strange(text: str) -> None:
    value = retry_after_s(text, NOW)
    assert value is None or value >= 0


def test_wakes_through_a_path_that_no_socket_address_holds(tmp_path: Path) -> None:
    profile = Profile(tmp_path / ("d" * 120) / ("e" * 120))
    profile.prepare()
    assert not wake_agent(profile)
    waker = WakeSocket(profile)
    try:
        assert not waker.wait(0)
        for _ in range(2000):
            assert wake_agent(profile)
        assert waker.wait(PATIENCE_S)
        assert not waker.wait(0), "many wake-ups count as one"
        threading.Timer(0.1, wake_agent, [profile]).start()
        began = time.monotonic()
        assert waker.wait(PATIENCE_S)
        assert time.monotonic() - began < 5 + LATE_S
    finally:
        waker.close()
    assert not wake_agent(profile)


def test_a_dead_agents_socket_is_replaced(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    first = WakeSocket(profile)
    first._socket.close()
    assert not wake_agent(profile)
    second = WakeSocket(profile)
    assert wake_agent(profile)
    assert second.wait(PATIENCE_S)
    second.close()
