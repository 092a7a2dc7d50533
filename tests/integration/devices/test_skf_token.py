"""A GM/T 0016 library that misbehaves, in its child process; and `ca --skf` as a process."""

from __future__ import annotations

import base64
import ctypes
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devices.ca_card.errors import PinAttemptsUnknownError, PinIncorrectError, PinInvalidError, PinLockedError
from devices.ca_card.opening import open_skf
from devices.ca_card.schemes import verify_signature
from devices.ca_card.skf_types import device_info_type
from devices.core.errors import DeviceError, DeviceTimeoutError
from devices.core.roles import DeviceConfigError
from devices.core.signing import Mechanism, Pin, PinStatus
from tests.fixtures.skf import QUERY_OF_WIDE, SkfUKey, build_library
from tests.fixtures.sm2 import OpenSslSm2
from tests.patience import LATE_S, PATIENCE_S

ROOT = Path(__file__).parents[3]
PIN = Pin("123456")
DATA = "样例".encode() * 3000


@pytest.fixture(scope="module")
def sm2(tmp_path_factory: pytest.TempPathFactory) -> OpenSslSm2:
    return OpenSslSm2(tmp_path_factory.mktemp("sm2"))


@pytest.fixture(scope="module")
def library(sm2: OpenSslSm2) -> str:
    return str(build_library(sm2.folder, wide=False))


@pytest.fixture
def ukey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sm2: OpenSslSm2) -> SkfUKey:
    return SkfUKey(tmp_path, monkeypatch, sm2, pin=PIN.value)


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ("remove_ECCSignData", "device_disconnected"),
        ("remove_VerifyPIN", "device_disconnected"),
        ("removed", "device_not_found"),
        ("crash_ECCSignData", "io_error"),
        ("crash_EnumDev", "io_error"),
    ],
)
def test_what_a_hand_or_a_bug_does_is_a_typed_error(library: str, ukey: SkfUKey, mark: str, code: str) -> None:
    token = open_skf(library)
    ukey.mark(mark)
    with pytest.raises(DeviceError) as failed:
        token.sign(DATA, PIN, 30)
    assert failed.value.code == code
    ukey.unmark(mark)
    signature = token.sign(DATA, PIN, 30)
    assert signature.mechanism is Mechanism.SM2_SM3
    verify_signature(signature, DATA)


def test_a_library_that_hangs_ends_at_the_deadline(library: str, ukey: SkfUKey) -> None:
    ukey.mark("hang_GetPINInfo")
    started = time.monotonic()
    with pytest.raises(DeviceTimeoutError):
        open_skf(library).pin_status(1.5)
    assert time.monotonic() - started < 4 + LATE_S


def test_a_key_that_does_not_count_aloud_is_not_tried_without_a_word(library: str, ukey: SkfUKey) -> None:
    ukey.mark("no_counter")
    token = open_skf(library)
    assert token.pin_status(30) == PinStatus(None, None)
    with pytest.raises(PinAttemptsUnknownError):
        token.sign(DATA, PIN, 30)
    verify_signature(token.sign(DATA, PIN, 10, use_last_attempt=True), DATA)
    for _ in range(2):
        with pytest.raises(DeviceError):
            token.verify_pin(Pin("000000"), 10, use_last_attempt=True)
    with pytest.raises(PinLockedError):
        token.verify_pin(Pin("000000"), 10, use_last_attempt=True)


def test_a_verified_pin_is_ended_and_all_closed_in_reverse(library: str, ukey: SkfUKey) -> None:
    open_skf(library).sign(DATA, PIN, 30)
    assert ukey.closed() == ["ClearSecureState", "CloseContainer", "CloseApplication", "DisConnectDev"]


def test_a_key_that_refused_the_pin_is_let_go_too(library: str, ukey: SkfUKey) -> None:
    with pytest.raises(PinIncorrectError):
        open_skf(library).verify_pin(Pin("000000"), 30)
    assert ukey.closed() == ["ClearSecureState", "CloseApplication", "DisConnectDev"]


def test_a_library_that_crashes_at_the_end_takes_no_signature_along(library: str, ukey: SkfUKey) -> None:
    ukey.mark("crash_ClearSecureState")
    verify_signature(open_skf(library).sign(DATA, PIN, 30), DATA)


def test_a_short_pin_is_not_counted(library: str, ukey: SkfUKey) -> None:
    token = open_skf(library)
    with pytest.raises(PinInvalidError):
        token.verify_pin(Pin("123"), 10)
    assert token.pin_status(30).attempts == 3


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("?device=LABEL-1", True),
        ("?device=0001&application=APP", True),
        ("?device=none", False),
        ("?application=none", False),
    ],
)
def test_a_device_is_chosen_by_name_label_or_number(library: str, ukey: SkfUKey, query: str, *, found: bool) -> None:
    token = open_skf(library + query)
    if found:
        assert [one.slot for one in token.certificates(30)] == ["sm2"]
    else:
        with pytest.raises(DeviceError) as failed:
            token.certificates(30)
        assert failed.value.code == "device_not_found"


@pytest.mark.parametrize("query", ["?ulong=3", "?pack=x", "?speed=1", "?ulong"])
def test_a_configuration_that_makes_no_sense_is_refused(query: str) -> None:
    with pytest.raises(DeviceConfigError):
        open_skf(f"/lib.so{query}")


def test_a_library_of_wide_numbers_and_packed_structures_signs_when_it_is_told_so(
    ukey: SkfUKey, sm2: OpenSslSm2
) -> None:
    library = f"{build_library(sm2.folder, wide=True)}{QUERY_OF_WIDE}"
    token = open_skf(f"{library}&device=LABEL-1")
    assert token.pin_status(30).attempts == 3
    with pytest.raises(PinIncorrectError) as refused:
        token.verify_pin(Pin("000000"), 10)
    assert refused.value.pin.attempts == 2
    verify_signature(token.sign(DATA, PIN, 30), DATA)


@pytest.mark.parametrize(("ulong", "pack", "size"), [(4, 0, 296), (4, 1, 294), (8, 0, 328), (8, 1, 326)])
def test_a_device_says_of_itself_as_much_as_its_vendor_compiled(ulong: int, pack: int, size: int) -> None:
    assert ctypes.sizeof(device_info_type(ulong, pack)) == size


def test_a_file_that_is_no_library_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.so", Path(__file__)):
        with pytest.raises(DeviceError) as failed:
            open_skf(str(path)).certificates(30)
        assert failed.value.code == "device_not_found"


def test_the_command_signs_and_openssl_verifies(library: str, ukey: SkfUKey, sm2: OpenSslSm2, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.write_bytes(DATA)

    def ca(*words: str, typed: str = "") -> tuple[int, dict[str, object]]:
        done = subprocess.run(
            [sys.executable, "-m", "devices", "ca", *words, "--skf", library, "--json"],
            cwd=ROOT,
            input=typed,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE_S,
            check=False,
        )
        return done.returncode, json.loads(done.stdout)

    code, line = ca("info")
    assert (code, line["attempts_remaining"]) == (0, 3)
    code, line = ca("sign", "--data", str(data), typed="123456\n")
    assert (code, line["mechanism"]) == (0, "SM2_SM3")
    (tmp_path / "signature").write_bytes(base64.b64decode(str(line["signature"])))
    sm2.verify(data, tmp_path / "signature")
    code, line = ca("sign", "--data", str(data), typed="000000\n")
    assert (code, line["error"], line["attempts_remaining"]) == (2, "pin_incorrect", 2)
