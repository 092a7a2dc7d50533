"""Clerks and the lines that commands print."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest

from acceptance_platform.cli.output import EXIT_OK, WORDS, Printer
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.platform import opened
from acceptance_platform.terminals.clerks import NewClerk, create_clerk, make_verifier, read_directory, rights_of
from shared.command_line import EXIT_FAILED
from shared.contract.base import decode_bytes
from shared.contract.terminals import ClerkRight

PASSWORD = "样例口令-not-real"
CLERK = NewClerk("c-01", "李样例", "综合窗口", "A01", frozenset({ClerkRight.ACCEPT}))


def test_a_verifier_verifies_one_password() -> None:
    verifier = make_verifier(PASSWORD)

    def digest(password: str) -> bytes:
        return hashlib.scrypt(
            password.encode(),
            salt=decode_bytes(verifier.salt),
            n=verifier.n,
            r=verifier.r,
            p=verifier.p,
            maxmem=2**27,
            dklen=len(decode_bytes(verifier.hash)),
        )

    assert digest(PASSWORD) == decode_bytes(verifier.hash)
    assert digest(PASSWORD + " ") != decode_bytes(verifier.hash)
    assert make_verifier(PASSWORD).salt != verifier.salt


def test_a_clerk_is_replaced_only_on_request(tmp_path: Path) -> None:
    with opened(tmp_path) as platform:
        create_clerk(platform, CLERK, PASSWORD)
        with pytest.raises(PlatformError) as refused:
            create_clerk(platform, CLERK, PASSWORD)
        assert refused.value.code == "clerk_exists"
        with platform.database.read() as connection:
            before = read_directory(connection)
        changed = NewClerk("c-01", "李样例", "综合窗口", "A02", frozenset(ClerkRight))
        create_clerk(platform, changed, PASSWORD, replace=True)
        with platform.database.read() as connection:
            after = read_directory(connection)
            assert rights_of(connection, "c-01") == frozenset(ClerkRight)
            assert rights_of(connection, "c-02") is None
    assert before.version != after.version
    assert [clerk.window for clerk in after.clerks] == ["A02"]


def test_a_short_password_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as platform, pytest.raises(PlatformError) as refused:
        create_clerk(platform, CLERK, "1234567")
    assert refused.value.code == "password_too_short"


def test_json_lines_tell_success_and_failure() -> None:
    out = io.StringIO()
    printer = Printer(as_json=True, stream=out)
    printer.line({"number": 1})
    assert printer.exit_code == EXIT_OK
    printer.failure(FaultCode.NOT_FOUND, given="44190026000010000012")
    assert printer.exit_code == EXIT_FAILED
    good, bad = (json.loads(line) for line in out.getvalue().splitlines())
    assert good == {"ok": True, "number": 1}
    assert (bad["ok"], bad["input"], bad["error"], bad["message"]) == (
        False,
        "44190026000010000012",
        "not_found",
        "平台没有这个办件",
    )


def test_every_fault_has_its_words() -> None:
    assert set(FaultCode) <= set(WORDS)


def test_people_get_the_same_without_json() -> None:
    out = io.StringIO()
    Printer(as_json=False, stream=out).line({"number": 1, "empty": ""})
    assert out.getvalue() == "ok: True  number: 1\n"
