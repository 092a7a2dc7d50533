"""`python -m shared.intake slips`: a slip that a citizen left without an answer is found, looked at and settled."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.command_line import EXIT_FAILED
from shared.intake.__main__ import main
from shared.store import journal
from shared.store.journal import PrintStep
from shared.store.terminal import open_terminal
from tests.unit.shared.intake.desks import open_specimen

CASE = "112026112700000017"


@pytest.fixture
def profile(tmp_path: Path) -> str:
    """A terminal that left one slip open, and has one that came out."""
    folder = tmp_path / "profile"
    terminal, _ = open_specimen(folder)
    with terminal:
        for document, step in (("receipt", PrintStep.UNKNOWN), ("acceptance", PrintStep.PRINTED)):
            entry = journal.intent(terminal.store, document, CASE)
            journal.sent(terminal.store, entry.id)
            journal.outcome(terminal.store, entry.id, step)
    return str(folder)


def listed(profile: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert main(["slips", "list", "--profile", profile, "--json"]) == 0
    slips: list[dict[str, object]] = json.loads(capsys.readouterr().out)["slips"]
    return slips


@pytest.mark.parametrize(("seen", "step"), [("--came-out", PrintStep.PRINTED), ("--not-whole", PrintStep.FAILED)])
def test_what_was_seen_is_noted_once(
    profile: str, capsys: pytest.CaptureFixture[str], seen: str, step: PrintStep
) -> None:
    (slip,) = listed(profile, capsys)
    assert (slip["document"], slip["case_number"], slip["state"]) == ("receipt", CASE, "unknown")
    settle = ["slips", "settle", str(slip["id"]), seen, "--profile", profile]
    assert main(settle) == 0
    with open_terminal(profile) as terminal:
        (entry,) = journal.copies(terminal.store, CASE, "receipt")
    assert (entry.step, entry.evidence) == (step, journal.Evidence.PERSON)
    assert main(settle) == EXIT_FAILED
    assert "no slip of that number" in capsys.readouterr().out
    assert listed(profile, capsys) == []
    assert main(["slips", "list", "--profile", profile]) == 0
    assert capsys.readouterr().out == "no slip asks for anybody\n"


def test_a_slip_that_came_out_asks_nobody(profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    with open_terminal(profile) as terminal:
        (entry,) = journal.copies(terminal.store, CASE, "acceptance")
    assert main(["slips", "settle", str(entry.id), "--not-whole", "--profile", profile, "--json"]) == EXIT_FAILED
    assert json.loads(capsys.readouterr().out)["ok"] is False
    with open_terminal(profile) as terminal:
        assert journal.copies(terminal.store, CASE, "acceptance") == (entry,)
