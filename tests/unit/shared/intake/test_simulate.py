"""`python -m shared.intake simulate` seals what it says, one line a case, and nobody in it exists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.command_line import EXIT_FAILED, EXIT_USAGE
from shared.intake.__main__ import main
from shared.store import drafts, outbox
from shared.store.terminal import open_terminal
from tests.unit.shared.intake.desks import open_specimen


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    terminal, _ = open_specimen(tmp_path / "profile")
    terminal.close()
    return tmp_path / "profile"


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_cases_are_sealed_with_the_pages_that_were_asked_for(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["simulate", "--profile", str(profile), "--count", "2", "--pages", "3", "--page-bytes", "2000", "--json"]
    assert main([*asked, "--rate", "50"]) == 0
    told = lines(capsys)
    assert [line["ok"] for line in told] == [True, True]
    pages = [digest for line in told for digest in line["pages"]]  # type: ignore[attr-defined]
    assert len(set(pages)) == 6, "every page is another one"
    with open_terminal(profile) as terminal:
        rows = outbox.all_rows(terminal.store)
        assert [str(row.submission_id) for row in rows] == [line["submission_id"] for line in told]
        assert [len(outbox.manifest(terminal.store, row.submission_id).envelope.parts) for row in rows] == [4, 4]
        assert drafts.summaries(terminal.store) == (), "no trial is left behind"


def test_unsealed_they_stay_drafts(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["simulate", "--profile", str(profile), "--count", "1", "--pages", "3", "--page-bytes", "2000", "--json"]
    assert main([*asked, "--unsealed"]) == 0
    (line,) = lines(capsys)
    with open_terminal(profile) as terminal:
        assert [str(summary.case_id) for summary in drafts.summaries(terminal.store)] == [line["case_id"]]
        assert outbox.all_rows(terminal.store) == ()


def test_more_pages_than_any_item_takes_are_refused(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--profile", str(profile), "--count", "1", "--pages", "5000", "--json"]) == EXIT_FAILED
    (line,) = lines(capsys)
    assert (line["ok"], line["error"]) == (False, "no_specimen_subject")


@pytest.mark.parametrize("arguments", [[], ["simulate"], ["simulate", "--count", "0", "--pages", "1"]])
def test_wrong_usage_is_64(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == EXIT_USAGE
