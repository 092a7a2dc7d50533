"""The command line of syncing: wrong usage."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.command_line import EXIT_USAGE
from shared.sync.__main__ import main


@pytest.mark.parametrize(
    "arguments",
    [
        ["outbox", "retry"],
        ["outbox", "show"],
        ["outbox", "show", "no-uuid"],
        ["outbox"],
        ["outbox", "export", "--all"],
        ["outbox", "export", "--to", "disk"],
        ["outbox", "import"],
        ["outbox", "close", "00000000-0000-4000-8000-000000000000"],
        ["enrol", "--token", "YM-"],
        [],
    ],
)
def test_wrong_usage_does_nothing_and_says_so_beside_standard_output(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YIMEN_PROFILE", str(tmp_path / "none"))
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == EXIT_USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert "usage:" in said.err
    assert not (tmp_path / "none").exists()
