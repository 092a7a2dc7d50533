"""`python -m shared.security verify-receipt`: the verdict on a receipt of this terminal's, by its trust folder."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from shared.domain.numbers import CaseNumber
from shared.security import __main__ as cli
from shared.security.receipts import compose_claims, sign_receipt
from shared.security.signing import SoftwareSigningKey
from tests.unit.shared.store.specimen_terminal import NOW, SpecimenTerminal


def _receipt(terminal: SpecimenTerminal, key: SoftwareSigningKey | None = None) -> str:
    claims = compose_claims(
        case_number=_number(),
        items=(7, 9),
        catalogue_version="2026.1",
        sealed_at=NOW,
        time_proven=True,
        enrolment_code=7,
        page_counts=(2, 1),
        root=bytes(32),
    )
    return sign_receipt(claims, key or terminal.signing_key)


def _number() -> str:
    return str(CaseNumber("441900", 2026, 7, 1))


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    code = cli.main(["verify-receipt", *arguments, "--json"])
    (line,) = capsys.readouterr().out.splitlines()
    return code, json.loads(line)


def test_a_genuine_receipt(terminal: SpecimenTerminal, capsys: pytest.CaptureFixture[str]) -> None:
    code, line = _run(capsys, _receipt(terminal), "--trust", str(terminal.profile.trust))
    assert (code, line["ok"], line["verdict"]) == (0, True, "genuine")
    assert (line["case_number"], line["items"], line["page_counts"]) == (_number(), [7, 9], [2, 1])
    assert "error" not in line


def test_from_standard_input_with_the_profiles_trust(
    terminal: SpecimenTerminal, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIMEN_PROFILE", str(terminal.profile.folder))
    monkeypatch.setattr("sys.stdin", io.StringIO(_receipt(terminal) + "\n"))
    code, line = _run(capsys, "-")
    assert (code, line["verdict"]) == (0, "genuine")


def test_what_is_not_genuine_names_its_verdict(terminal: SpecimenTerminal, capsys: pytest.CaptureFixture[str]) -> None:
    trust = ["--trust", str(terminal.profile.trust)]
    genuine = _receipt(terminal)
    unknown = _receipt(terminal, SoftwareSigningKey.generate())
    assert _run(capsys, unknown, *trust)[1]["error"] == "unknown_terminal"
    code, line = _run(capsys, "no code at all", *trust)
    assert (code, line["ok"], line["error"], line["verdict"]) == (2, False, "malformed", "malformed")
    verdicts = {_run(capsys, genuine[:at] + ("0" if genuine[at] != "0" else "1") + genuine[at + 1 :], *trust)[1]["ok"]
                for at in range(4, len(genuine), 7)}  # fmt: skip
    assert verdicts == {False}


def test_without_trust_it_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, line = _run(capsys, "YM1:X", "--trust", str(tmp_path))
    assert (code, line["error"]) == (2, "key_format")
    monkeypatch.delenv("YIMEN_PROFILE", raising=False)
    with pytest.raises(SystemExit) as caught:
        cli.main(["verify-receipt", "YM1:X"])
    assert caught.value.code == 64
