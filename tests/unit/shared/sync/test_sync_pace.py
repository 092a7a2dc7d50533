"""How fast and in what pieces: limits by the hour, chunks by measured goodput."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.sync.chunks import FIRST_BYTES, LEAST_BYTES, MOST_BYTES, TARGET_S, ChunkSize
from shared.sync.pace import HourlyLimit, Pace, PacedBody


class Slept:
    """A clock that only sleeping moves."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.passed = 0.0

    def sleep(self, seconds: float) -> None:
        self.passed += seconds

    def pace(self, *limits: str) -> Pace:
        return Pace(tuple(HourlyLimit.parse(text) for text in limits), lambda: self.at, lambda: self.passed, self.sleep)


NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)  # 12 o'clock in Beijing


@pytest.mark.parametrize("text", ["", "8-18 256", "08-18", "24-08 5", "08-25 5", "08-18 0", "08-18 -5", "08-18 256k"])
def test_a_limit_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not of the form"):
        HourlyLimit.parse(text)


def test_the_hours_are_beijings_and_may_pass_midnight() -> None:
    day, night = HourlyLimit.parse("08-18 256"), HourlyLimit.parse("22-06 1024")
    assert [hour for hour in range(24) if day.holds_at(hour)] == list(range(8, 18))
    assert [hour for hour in range(24) if night.holds_at(hour)] == [*range(6), 22, 23]
    assert Slept(NOON).pace("12-13 100").bytes_per_s() == 100 * 1024
    assert Slept(NOON).pace("13-14 100").bytes_per_s() is None
    assert Slept(NOON).pace("00-24 900", "11-13 100").bytes_per_s() == 100 * 1024


def test_a_body_leaves_no_faster_than_its_limit() -> None:
    slept = Slept(NOON)
    body = PacedBody(bytes(1024 * 1024), slept.pace("00-24 256"))
    while body.read(16 * 1024):
        pass
    assert 3.5 < slept.passed < 4.5
    free = Slept(NOON)
    assert len(PacedBody(bytes(1024), free.pace()).read()) == 1024
    assert free.passed == 0


def test_chunks_grow_with_the_line_and_shrink_where_one_fails() -> None:
    chunks = ChunkSize()
    assert chunks.bytes == FIRST_BYTES
    for _ in range(20):
        chunks.arrived(chunks.bytes, 0.01)
    assert chunks.bytes == MOST_BYTES
    for _ in range(40):
        chunks.arrived(chunks.bytes, chunks.bytes / 40_000)
    assert abs(chunks.bytes - 40_000 * TARGET_S) < 2_000
    for _ in range(20):
        chunks.failed()
    assert chunks.bytes == LEAST_BYTES


@given(st.lists(st.one_of(st.none(), st.tuples(st.integers(0, MOST_BYTES), st.floats(0, 1e6)))))
def test_a_chunk_stays_within_its_bounds(fates: list[tuple[int, float] | None]) -> None:
    chunks = ChunkSize()
    for fate in fates:
        before = chunks.bytes
        if fate is None:
            chunks.failed()
        else:
            chunks.arrived(*fate)
        assert LEAST_BYTES <= chunks.bytes <= min(MOST_BYTES, 2 * before)
