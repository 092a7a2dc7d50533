"""Lanes: in order, on one thread, results on the GUI thread, failures as values."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from devices.core.errors import DeviceBusyError
from shared.qt.jobs import Err, JobLane, ManualLane, Ok, Result
from tests.patience import PATIENCE_S


def test_jobs_run_in_order_on_one_thread_and_answer_on_ours(qtbot: QtBot) -> None:
    lane = JobLane("test")
    workers: list[int] = []
    answers: list[tuple[int, int]] = []
    for number in range(20):

        def job(number: int = number) -> int:
            workers.append(threading.get_ident())
            return number

        def take(result: Result) -> None:
            assert isinstance(result, Ok)
            answers.append((result.value, threading.get_ident()))

        lane.run(job, take)
    qtbot.waitUntil(lambda: len(answers) == 20)
    assert [value for value, _ in answers] == list(range(20))
    assert len(set(workers)) == 1
    assert {ident for _, ident in answers} == {threading.get_ident()}
    assert threading.get_ident() not in workers
    assert lane.close(PATIENCE_S)


def test_a_typed_failure_is_a_value_and_the_lane_goes_on(qtbot: QtBot) -> None:
    lane = JobLane("test")
    results: list[Result] = []

    def busy() -> None:
        raise DeviceBusyError

    lane.run(busy, results.append)
    lane.run(lambda: "next", results.append)
    qtbot.waitUntil(lambda: len(results) == 2)
    first, second = results
    assert isinstance(first, Err)
    assert first.code == "device_busy"
    assert second == Ok("next")
    assert lane.close(PATIENCE_S)


def test_an_untyped_failure_is_logged_as_a_defect(expected_warnings: list[str]) -> None:
    expected_warnings.append("a job failed without a code")
    lane = ManualLane()
    results: list[Result] = []
    lane.run(lambda: 1 // 0, results.append)
    lane.drain()
    assert isinstance(results[0], Err)
    assert results[0].code == "internal"


def test_closing_finishes_what_is_queued_or_says_that_it_could_not(qtbot: QtBot) -> None:
    lane, gate = JobLane("test"), threading.Event()
    lane.run(lambda: gate.wait(PATIENCE_S), lambda _: None)
    assert not lane.close(0.05)
    gate.set()
    assert lane.close(PATIENCE_S)


def test_a_manual_lane_runs_what_its_answers_queue() -> None:
    lane, seen = ManualLane(), []
    lane.run(lambda: 1, lambda result: lane.run(lambda: 2, seen.append))
    lane.drain()
    assert seen == [Ok(2)]
    with pytest.raises(AttributeError):
        lane.nothing  # type: ignore[attr-defined] # noqa: B018
