"""The commands of the store on a profile without a platform: what they print, and their exit codes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from shared.command_line import EXIT_FAILED
from shared.store import clock, maintenance
from shared.store.agent_lock import AgentLock
from shared.store.profile import RetentionSection
from shared.store.sealing import seal_submission
from shared.sync.__main__ import main
from tests.unit.shared.store.specimen_terminal import NOW, SpecimenTerminal, intake, make_draft, make_terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[SpecimenTerminal]:
    made = make_terminal(tmp_path / "profile")
    yield made
    made.store.close()


def _run(capsys: pytest.CaptureFixture[str], terminal: SpecimenTerminal, act: str) -> tuple[int, dict[str, Any]]:
    code = main(["store", act, "--profile", str(terminal.profile.folder), "--json"])
    (line,) = capsys.readouterr().out.splitlines()
    return code, json.loads(line)


def test_status_tells_what_the_quiet_hours_found(
    terminal: SpecimenTerminal, capsys: pytest.CaptureFixture[str]
) -> None:
    code, line = _run(capsys, terminal, "status")
    assert (code, line["ok"], line["checked_at"], line["found"]) == (0, True, None, [])
    make_draft(terminal.store, uuid4(), 1)
    now = NOW + timedelta(days=36_500)
    with terminal.store.write() as connection:
        clock.agree_with_platform(connection, now, now)
    maintenance.maintain(terminal.store, RetentionSection(), now)
    (terminal.profile.found / str(uuid4())).mkdir(parents=True)
    code, line = _run(capsys, terminal, "status")
    assert (code, line["checked_at"], line["damage"]) == (0, now.isoformat(), [])
    assert (line["removed"], line["clock_trusted"], len(line["found"])) == ({"drafts": 1}, True, 1)
    assert line["free_bytes"] > 0
    assert main(["store", "status", "--profile", str(terminal.profile.folder)]) == 0
    printed = capsys.readouterr().out
    assert "sound" in printed
    assert "ran out: 1 drafts" in printed
    assert "found, not known" in printed


def test_check_and_recover_follow_each_other(terminal: SpecimenTerminal, capsys: pytest.CaptureFixture[str]) -> None:
    request = intake(terminal)
    seal_submission(terminal.store, terminal.keys, request)
    terminal.store.close()
    assert _run(capsys, terminal, "check")[0] == 0
    code, line = _run(capsys, terminal, "recover")
    assert (code, line["damage"], line["enrol_again"], line["set_aside"]) == (0, [], False, None)

    terminal.profile.store_file.write_bytes(os.urandom(8192))
    code, line = _run(capsys, terminal, "check")
    assert (code, line["error"]) == (EXIT_FAILED, "store_damaged")
    assert "store recover" in line["message"]
    code, line = _run(capsys, terminal, "status")
    assert (code, line["error"]) == (EXIT_FAILED, "store_damaged")
    code, line = _run(capsys, terminal, "recover")
    assert (code, line["recovered"], line["enrol_again"]) == (0, [str(request.submission_id)], True)
    assert main(["store", "recover", "--profile", str(terminal.profile.folder)]) == 0
    assert "left as it is" in capsys.readouterr().out


def test_a_terminal_without_an_agent_says_so_beside_what_waits(
    terminal: SpecimenTerminal, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = ["--profile", str(terminal.profile.folder)]
    assert main(["outbox", "list", *profile]) == 0
    assert capsys.readouterr() == ("nothing waits\n", "")
    assert main(["outbox", "retry", "--all", *profile]) == 0
    assert capsys.readouterr().out == "nothing waits\n"
    seal_submission(terminal.store, terminal.keys, intake(terminal))
    assert main(["outbox", "list", *profile]) == 0
    assert "no agent runs" in capsys.readouterr().err
    assert main(["outbox", "list", *profile, "--json"]) == 0
    assert capsys.readouterr().err == ""
    with AgentLock.acquire(terminal.profile):
        assert main(["outbox", "list", *profile]) == 0
    assert capsys.readouterr().err == ""
