"""Deadlines on a clock that the test moves."""

from __future__ import annotations

from devices.core.deadline import Deadline


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_deadline_counts_down_to_zero_and_no_further() -> None:
    clock = Clock()
    deadline = Deadline(5, clock)
    assert (deadline.remaining, deadline.expired) == (5, False)
    clock.now += 3
    assert deadline.remaining == 2
    clock.now += 3
    assert (deadline.remaining, deadline.expired) == (0, True)


def test_a_part_never_outlasts_the_whole() -> None:
    clock = Clock()
    whole = Deadline(5, clock)
    assert whole.within(2).remaining == 2
    clock.now += 4
    assert whole.within(2).remaining == 1


def test_no_time_is_expired_at_once() -> None:
    assert Deadline(0, Clock()).expired
