"""report.json: steps with their times, the first failure, and what players wrote down."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from demo.errors import DemoError
from demo.report import PlayedStep, Report, ScoreSheet, Step


def test_a_good_report(tmp_path: Path) -> None:
    report = Report()
    with report.step("platform"):
        pass
    report.add(Step("kiosk: attract", 120, ok=True))
    assert not report.ok
    report.complete()
    report.facts["numbers"] = ["44190026000010000012"]
    written = json.loads(report.write(tmp_path).read_text())
    assert written["ok"] is True
    assert [step["name"] for step in written["steps"]] == ["platform", "kiosk: attract"]
    assert written["steps"][1] == {"name": "kiosk: attract", "ms": 120, "ok": True}
    assert written["numbers"] == ["44190026000010000012"]
    assert written["seconds"] >= 0


def test_a_failed_step_is_named_with_its_reason(tmp_path: Path) -> None:
    report = Report()
    with report.step("platform"):
        pass
    with pytest.raises(DemoError), report.step("dock"):
        raise DemoError("ended_early", "dock: no port")  # noqa: EM101
    report.complete()
    written = json.loads(report.write(tmp_path).read_text())
    assert written["ok"] is False
    assert written["steps"][1]["ok"] is False
    assert "no port" in written["steps"][1]["detail"]
    assert report.fail("later") == "dock"


def test_what_ended_early_outside_a_step_is_a_failed_step() -> None:
    report = Report()
    with report.step("platform"):
        pass
    assert not report.ok
    assert report.fail("no case number") == "play"
    report.complete()
    assert not report.ok
    assert report.to_json()["steps"][-1] == {"name": "play", "ms": 0, "ok": False, "detail": "no case number"}


def test_a_score_sheet_is_read_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.score"
    sheet = ScoreSheet(path)
    assert sheet.read().steps == ()
    sheet.add_step(PlayedStep("attract", 80, ok=True))
    sheet.add_fact("case_number", "4419 00")
    with path.open("a") as file:
        file.write('{"step": "half')
    score = sheet.read()
    assert score.steps == (PlayedStep("attract", 80, ok=True),)
    assert score.facts == {"case_number": "4419 00"}
