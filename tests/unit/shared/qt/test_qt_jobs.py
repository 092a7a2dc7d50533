"""What becomes of a job on a lane."""

from __future__ import annotations

import logging
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from sqlalchemy.exc import OperationalError

from shared.intake.draft import Draft
from shared.qt.jobs import Err, outcome_of


def test_a_defect_is_logged_without_what_was_being_worked_on(
    caplog: pytest.LogCaptureFixture, expected_warnings: list[str]
) -> None:
    expected_warnings.append("a job failed without a code")
    with caplog.at_level(logging.INFO):
        outcome = outcome_of(lambda: Draft.model_validate_json('{"applicants": [{"name": "陈样例"}]}'))
    assert isinstance(outcome, Err)
    assert outcome.code == "internal"
    assert "陈样例" in str(outcome.error)
    (record,) = caplog.records
    assert "陈样例" not in caplog.text
    assert "ValidationError" in record.getMessage()
    assert record.exc_info is None


def shrink_nothing() -> None:
    cv2.resize(np.zeros((0, 0, 3), np.uint8), (1, 1))


def find_the_database_locked() -> None:
    statement = "SELECT 1"
    raise OperationalError(statement, {}, Exception("database is locked"))


@pytest.mark.parametrize("job", [shrink_nothing, find_the_database_locked])
def test_what_a_library_calls_a_code_is_none(
    job: Callable[[], None], caplog: pytest.LogCaptureFixture, expected_warnings: list[str]
) -> None:
    expected_warnings.append("a job failed without a code")
    outcome = outcome_of(job)
    assert isinstance(outcome, Err)
    assert outcome.code == "internal"
    assert type(outcome.error).__name__ in caplog.text
