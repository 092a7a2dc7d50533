"""`python -m shared.sync drafts …`: one JSON object a line, stable codes, no number of a person as an argument."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import uuid4

import pytest

from shared.command_line import EXIT_FAILED, EXIT_USAGE
from shared.sync.__main__ import main
from tests.integration.handoff.handoff_kit import Side, holder_of


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    def run(side: Side, *arguments: str, stdin: str = "", ok: bool = True) -> list[dict[str, Any]]:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = main(["drafts", *arguments, "--profile", str(side.terminal.profile.folder), "--json"])
        assert code == (0 if ok else EXIT_FAILED)
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_a_draft_goes_there_and_back_by_hand(kiosk: Side, counter: Side, command: Any) -> None:
    draft = kiosk.draft(21)
    case_id, person = str(draft.case_id), holder_of(draft).number + "\n"
    (offer,) = command(kiosk, "share", case_id)
    assert (offer["ok"], offer["input"], offer["shared"]) == (True, case_id, True)
    assert command(kiosk, "offer", case_id)[0]["code"] == offer["code"], "the same offer again"
    (found,) = command(counter, "find", "--person", "--digits", offer["digits"], stdin=person)
    assert (found["case_id"], found["pages"], found["here"]) == (case_id, 2, False)
    (taken,) = command(counter, "take", offer["code"])
    assert (taken["case_id"], taken["way"], taken["confirmed"]) == (case_id, "platform", True)
    kiosk.bring(draft)
    line = next(line for line in command(kiosk, "list") if line["case_id"] == case_id)
    assert (line["standing"], line["revision"], line["changed_since_shared"]) == ("handed_over", 1, False)
    assert line["where"] == counter.terminal.identity.name
    assert command(kiosk, "return", case_id)[0]["standing"] == "here"


def test_what_fails_is_a_line_too(kiosk: Side, counter: Side, command: Any) -> None:
    nobody, draft = str(uuid4()), kiosk.draft(22)
    lines = command(kiosk, "offer", nobody, str(draft.case_id), ok=False)
    assert [line["ok"] for line in lines] == [False, True]
    assert (lines[0]["input"], lines[0]["error"]) == (nobody, "draft_missing")
    for arguments, error in (
        (["take", "nonsense"], "draft_code_malformed"),
        (["take", lines[1]["code"][:-5]], "draft_code_malformed"),
        (["take", nobody], "holder_needed"),
        (["find", "--digits", "123456789012"], "holder_needed"),
    ):
        (line,) = command(counter, *arguments, ok=False)
        assert (line["ok"], line["error"]) == (False, error)
        assert line["message"]
    (line,) = command(counter, "find", "--person", "--digits", "1234", stdin=holder_of(draft).number + "\n", ok=False)
    assert line["error"] == "typed_code_mistyped"


@pytest.mark.parametrize("arguments", [[], ["offer"], ["take"], ["offer", "no-uuid"]])
def test_wrong_usage_is_64(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["drafts", *arguments])
    assert ended.value.code == EXIT_USAGE
