"""A library in a child process: what it may do there, and what is left of it here."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pkcs11
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pkcs11.constants import TokenFlag

from devices.ca_card import hosted
from devices.ca_card.errors import LastPinAttemptError, PinAttemptsUnknownError, PinIncorrectError, TokenError
from devices.ca_card.hosted import HostedToken, Library
from devices.ca_card.pin import require_attempts
from devices.ca_card.pkcs11_backend import Pkcs11Backend, pin_status_of
from devices.core.deadline import Deadline
from devices.core.errors import DeviceError, DeviceTimeoutError, IoError, ProtocolError
from devices.core.signing import Pin, PinLevel, PinStatus
from devices.core.status import DeviceState
from devices.core.vendor_process import ask_child
from tests.patience import LATE_S


def child(tmp_path: Path, code: str) -> HostedToken:
    """Return a token whose child is a few lines of Python instead of ours."""
    script = tmp_path / "child.py"
    script.write_text("import os, sys, time\nquestion = sys.stdin.readline()\n" + code)
    runner = tmp_path / "python"
    runner.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}"\n')
    runner.chmod(0o755)
    return HostedToken(Library("pkcs11", {}, (str(runner),)))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("os.abort()", "io_error"),
        ("sys.exit(3)", "io_error"),
        ("print('noise')", "protocol_error"),
        ("print('[1]')", "protocol_error"),
        ("print('{}')", "protocol_error"),
        ('print(\'{"certificates": [{"slot": "1", "der": "!"}]}\')', "protocol_error"),
        ('print(\'{"error": "a new one"}\')', "token_error"),
    ],
)
def test_a_child_that_breaks_is_a_typed_error(tmp_path: Path, code: str, expected: str) -> None:
    with pytest.raises(DeviceError) as failed:
        child(tmp_path, code).certificates(30)
    assert failed.value.code == expected


def test_a_library_that_hangs_is_killed_at_the_deadline(tmp_path: Path) -> None:
    token = child(tmp_path, "time.sleep(60)")
    started = time.monotonic()
    with pytest.raises(DeviceTimeoutError):
        token.certificates(0.5)
    assert time.monotonic() - started < 2 + LATE_S


def test_what_a_library_prints_does_not_disturb(tmp_path: Path) -> None:
    code = """
sys.path.insert(0, os.getcwd())
from devices.core import vendor_child
import io, json
sys.stdin = io.TextIOWrapper(io.BytesIO(question.encode()))
def act(question):
    os.write(1, b"a library's chatter")
    return {"attempts": 2, "level": "ok", "asked": question["operation"]}
vendor_child.answer_question(act)
"""
    assert child(tmp_path, code).pin_status(60) == PinStatus(2, PinLevel.OK)


def test_an_interpreter_that_is_not_there_is_named() -> None:
    with pytest.raises(IoError):
        ask_child("none", {}, Deadline(5), ("/nonexistent/python",))


def test_the_status_tells_a_broken_library(tmp_path: Path) -> None:
    assert child(tmp_path, "os.abort()").status() is DeviceState.FAULT
    assert child(tmp_path, 'print(\'{"attempts": 0, "level": "locked"}\')').status() is DeviceState.ATTENTION


@given(
    st.dictionaries(
        st.sampled_from(["error", "attempts", "level", "certificates", "signature", "slot", "der", "mechanism"]),
        st.none() | st.integers() | st.text() | st.lists(st.dictionaries(st.text(), st.text())),
    )
)
def test_whatever_a_child_answers_is_an_answer_or_a_typed_error(answer: Mapping[str, Any]) -> None:
    token = HostedToken(Library("pkcs11", {}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hosted, "ask_child", lambda *_arguments: answer)
        for act in (
            lambda: token.certificates(1),
            lambda: token.pin_status(1),
            lambda: token.sign(b"", Pin("1"), 1),
        ):
            try:
                act()
            except (ProtocolError, TokenError, DeviceError):
                continue


@pytest.mark.parametrize(
    ("flags", "level"),
    [
        (TokenFlag(0), PinLevel.OK),
        (TokenFlag.USER_PIN_COUNT_LOW, PinLevel.LOW),
        (TokenFlag.USER_PIN_COUNT_LOW | TokenFlag.USER_PIN_FINAL_TRY, PinLevel.FINAL),
        (TokenFlag.USER_PIN_FINAL_TRY | TokenFlag.USER_PIN_LOCKED, PinLevel.LOCKED),
    ],
)
def test_the_flags_of_a_token_tell_its_pin(flags: TokenFlag, level: PinLevel) -> None:
    assert pin_status_of(flags) == PinStatus(None, level)


def test_the_last_attempt_needs_a_word() -> None:
    for status in (PinStatus(2, PinLevel.OK), PinStatus(None, PinLevel.LOW)):
        require_attempts(status, use_last_attempt=False)
    for status, error in (
        (PinStatus(1, PinLevel.FINAL), LastPinAttemptError),
        (PinStatus(None, PinLevel.FINAL), LastPinAttemptError),
        (PinStatus(None, None), PinAttemptsUnknownError),
    ):
        with pytest.raises(error):
            require_attempts(status, use_last_attempt=False)
        require_attempts(status, use_last_attempt=True)


def test_a_pin_error_keeps_what_is_left(tmp_path: Path) -> None:
    code = 'print(\'{"error": "pin_incorrect", "attempts": 1, "level": "final"}\')'
    with pytest.raises(PinIncorrectError) as refused:
        child(tmp_path, code).verify_pin(Pin("123456"), 10)
    assert refused.value.pin == PinStatus(1, PinLevel.FINAL)


def test_a_session_is_closed_that_the_pin_was_verified_in(monkeypatch: pytest.MonkeyPatch) -> None:
    open_ones: list[str] = []

    def open_session(user_pin: str = "") -> SimpleNamespace:
        open_ones.append(user_pin)
        return SimpleNamespace(close=lambda: open_ones.remove(user_pin))

    token = SimpleNamespace(label="样例", open=open_session)
    slots = [SimpleNamespace(get_token=lambda: token)]
    monkeypatch.setattr(pkcs11, "lib", lambda _path: SimpleNamespace(get_slots=lambda **_only: slots))
    backend = Pkcs11Backend("module.so", "样例")
    backend.log_in("123456")
    assert open_ones == ["123456"]
    backend.close()
    assert not open_ones
