"""The policy of sealing: a suite that no binding gives is refused with a reason, and the reason is still true."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from tongsuopy.crypto.asymciphers import ec as tongsuo

from acceptance_platform.__main__ import main
from shared.security.errors import SuiteUnavailableError, UnknownSuiteError
from shared.security.sealing import SUITE
from shared.security.suites import SM_SUITE, SUITES, check_suite


def test_our_suite_is_had_and_the_national_one_refused_with_a_reason() -> None:
    check_suite(SUITE)
    with pytest.raises(SuiteUnavailableError, match="no maintained binding encrypts with SM2"):
        check_suite(SM_SUITE)
    with pytest.raises(UnknownSuiteError):
        check_suite("rot13")
    assert SUITES == (SUITE, SM_SUITE)


def test_the_reason_is_still_true() -> None:
    """When this fails a binding has learnt SM2 encryption: build the suite."""
    assert not hasattr(ec, "SM2")
    assert not [name for name in dir(tongsuo.EllipticCurvePublicKey) if "encrypt" in name or "encapsulate" in name]


def test_the_operator_is_told_and_no_key_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(tmp_path / "platform"), "--json"]
    assert main(["migrate", *data]) == 0
    capsys.readouterr()
    assert main(["rotate-sealing-key", *data, "--suite", SM_SUITE]) == 2
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert (told["ok"], told["error"]) == (False, "suite_unavailable")
    assert "SM2" in line
    keys = list((tmp_path / "platform" / "keys").glob("sealing-*.key"))
    assert main(["rotate-sealing-key", *data]) == 0
    assert json.loads(capsys.readouterr().out)["suite"] == SUITE
    assert len(list((tmp_path / "platform" / "keys").glob("sealing-*.key"))) == len(keys) + 1
