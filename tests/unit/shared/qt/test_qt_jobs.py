"""What becomes of a job on a lane."""

from __future__ import annotations

import logging

import pytest

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
