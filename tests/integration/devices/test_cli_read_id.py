"""`devices read-id`, as a process and as a call, against a SAM-V speaker that shares no code with the driver."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from devices.cli.main import main
from tests.integration.devices.samv_speaker import (
    BLOCKS,
    EXPECTED,
    FIND,
    NEWEST_ADDRESS,
    READ,
    READ_WITH_FINGERPRINT,
    SELECT,
    STATUS,
    Speaker,
    answers_for,
    base_reply_with_fingerprint,
    byte_by_byte,
    in_pieces,
    status,
    utf16,
)
from tests.patience import LATE_S, PATIENCE_S

ROOT = Path(__file__).parents[3]
SPEEDS = (115200, 57600, 38400, 19200, 9600)


def run_devices(*words: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "devices", *words],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
    )


def read_id(port: str, *words: str) -> tuple[int, dict[str, Any]]:
    """Run the command in this process; its output must hold one JSON object and nothing else."""
    results, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(results), contextlib.redirect_stderr(errors):
        code = main(["read-id", "--port", port, "--json", *words])
    assert errors.getvalue() == ""
    (line,) = results.getvalue().splitlines()
    return code, json.loads(line)


def read_id_as_process(port: str, *words: str) -> tuple[int, dict[str, Any]]:
    """Do the same with a process of its own."""
    done = run_devices("read-id", "--port", port, "--json", *words)
    assert done.stderr == ""
    (line,) = done.stdout.splitlines()
    return done.returncode, json.loads(line)


def read_failed(speaker: Speaker, *words: str, within_s: float = 12.0) -> dict[str, Any]:
    """Run the command, which must fail in time, in the failed shape."""
    with speaker.running():
        started = time.monotonic()
        code, answer = read_id(speaker.port, *words)
        assert time.monotonic() - started < within_s + LATE_S
    assert code == 2
    assert answer["ok"] is False
    assert answer["input"] == speaker.port
    assert answer["message"]
    assert "card" not in answer
    return answer


@pytest.mark.parametrize("layout", list(BLOCKS))
def test_each_layout_is_read(layout: str) -> None:
    with Speaker(answers_for(BLOCKS[layout])).running() as speaker:
        code, answer = read_id_as_process(speaker.port)
    assert (code, answer) == (0, {"ok": True, "card": EXPECTED[layout]})


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("noise", [b"", bytes.fromhex("f800fc1e96aa69aa3355cc0f80")], ids=["silent", "noisy"])
def test_each_speed_is_found(speed: int, noise: bytes) -> None:
    with Speaker(answers_for(BLOCKS["resident"]), speed=speed, at_wrong_speed=noise).running() as speaker:
        code, answer = read_id(speaker.port)
    assert (code, answer["card"]) == (0, EXPECTED["resident"])


def test_speeds_are_tried_from_the_default_down() -> None:
    with Speaker(answers_for(BLOCKS["permit"]), speed=9600).running() as speaker:
        code, _ = read_id(speaker.port)
        tried = speaker.speeds_seen
    assert code == 0
    assert len(tried) == 4
    assert tried == sorted(tried, reverse=True)
    assert speaker.asked[0] == STATUS


@pytest.mark.parametrize(
    "chunking",
    [byte_by_byte(0.0), byte_by_byte(0.001), in_pieces([1, 2, 3, 5, 64, 7], 0.01), in_pieces([6, 500], 0.3)],
    ids=["bytes", "slow-bytes", "odd-pieces", "long-pauses"],
)
def test_any_chunking_is_read(chunking: Any) -> None:
    with Speaker(answers_for(BLOCKS["resident"]), chunking=chunking).running() as speaker:
        code, answer = read_id(speaker.port)
    assert (code, answer["card"]) == (0, EXPECTED["resident"])


@pytest.mark.parametrize("speed", [None, 57600], ids=["any-speed", "one-speed"])
def test_a_slow_thinker_is_read(speed: int | None) -> None:
    # Its answer to a try at one speed comes while the next speed is being tried.
    with Speaker(answers_for(BLOCKS["resident"]), speed=speed, thinks_s=0.5).running() as speaker:
        code, answer = read_id(speaker.port)
    assert (code, answer.get("card")) == (0, EXPECTED["resident"])


@pytest.mark.parametrize(
    "wire",
    [
        lambda data: data[1:],
        lambda data: b"\x00\xff\x13garbage" + data,
        lambda data: b"\xaa\xaa" + data,
        lambda data: b"\xaa\xaa\xaa\x96" + data,
        lambda data: data[:9] + data,
        lambda data: b"\x55" * 200 + data[1:],
    ],
    ids=["first-byte-lost", "garbage", "preamble-beginnings", "preamble-cut", "half-frame-before", "both"],
)
def test_what_stands_before_the_frame_does_not_matter(wire: Any) -> None:
    with Speaker(answers_for(BLOCKS["resident"]), wire=wire).running() as speaker:
        code, answer = read_id(speaker.port)
    assert (code, answer.get("card")) == (0, EXPECTED["resident"])


@pytest.mark.parametrize("size", [1024, 512, 0])
@pytest.mark.parametrize("command", [READ, READ_WITH_FINGERPRINT])
def test_fingerprints_of_any_length_are_left_behind(size: int, command: str) -> None:
    answers = {**answers_for(BLOCKS["resident"]), READ: status(0x21)}
    answers[command] = base_reply_with_fingerprint(BLOCKS["resident"], bytes(size))
    with Speaker(answers).running() as speaker:
        code, answer = read_id(speaker.port)
    assert (code, answer.get("card")) == (0, EXPECTED["resident"])


@pytest.mark.parametrize("photo_size", [0, 1024, 2048])
def test_lengths_come_from_the_frame(photo_size: int) -> None:
    block = BLOCKS["permit"]
    lengths = len(block).to_bytes(2, "big") + photo_size.to_bytes(2, "big")
    answers = {**answers_for(block), READ: status(0x90, lengths + block + bytes(photo_size))}
    with Speaker(answers).running() as speaker:
        code, answer = read_id(speaker.port)
    assert (code, answer.get("card")) == (0, EXPECTED["permit"])


def test_the_newest_address_counts() -> None:
    answers = {**answers_for(BLOCKS["resident"]), NEWEST_ADDRESS: status(0x90, utf16("广东省东莞市样例新居1号", 70))}
    with Speaker(answers).running() as speaker:
        code, answer = read_id(speaker.port)
    assert code == 0
    assert answer["card"]["address"] == "广东省东莞市样例新居1号"


@pytest.mark.parametrize("reply", [None, 0x21, 0x24, 0x91, 0x41], ids=str)
def test_a_reader_without_newest_addresses_is_read(reply: int | None) -> None:
    answers = answers_for(BLOCKS["resident"])
    del answers[NEWEST_ADDRESS]
    if reply is not None:
        answers[NEWEST_ADDRESS] = status(reply)
    with Speaker(answers).running() as speaker:
        code, answer = read_id(speaker.port)
    assert (code, answer.get("card")) == (0, EXPECTED["resident"])


def test_a_reader_that_does_not_know_its_status_is_found() -> None:
    answers = answers_for(BLOCKS["resident"])
    del answers[STATUS]
    with Speaker(answers, speed=38400).running() as speaker:
        code, _ = read_id(speaker.port)
    assert code == 0


def test_no_card_is_told_at_once_when_nobody_wants_to_wait() -> None:
    answers = {**answers_for(BLOCKS["resident"]), FIND: status(0x80)}
    assert read_failed(Speaker(answers), "--wait", "0", within_s=2.0)["error"] == "no_card"


def test_a_card_that_comes_while_waiting_is_read() -> None:
    class Late(dict[str, bytes]):
        finds = 0

        def get(self, key: str, default: Any = None) -> Any:
            if key == FIND:
                self.finds += 1
                if self.finds < 4:
                    return status(0x80)
            return super().get(key, default)

    with Speaker(Late(answers_for(BLOCKS["resident"]))).running() as speaker:
        code, _ = read_id(speaker.port, "--wait", "60")
    assert code == 0


def test_silence_is_a_timeout() -> None:
    assert read_failed(Speaker({}))["error"] == "device_timeout"


def test_silence_ends_with_the_timeout_that_was_asked_for() -> None:
    assert read_failed(Speaker({}), "--timeout", "1", within_s=3.0)["error"] == "device_timeout"


def test_silence_after_the_first_word_is_a_timeout() -> None:
    assert read_failed(Speaker({STATUS: status(0x90)}), "--timeout", "1", within_s=3.0)["error"] == "device_timeout"


@pytest.mark.parametrize("only", [None, READ], ids=["always", "read"])
def test_wrong_checksum_has_its_code(only: str | None) -> None:
    answers = answers_for(BLOCKS["resident"])
    for command in [only] if only else list(answers):
        answers[command] = answers[command][:-1] + bytes([answers[command][-1] ^ 1])
    assert read_failed(Speaker(answers))["error"] == "checksum_error"


def test_a_flipped_bit_in_the_text_is_noticed() -> None:
    answers = answers_for(BLOCKS["resident"])
    spoilt = bytearray(answers[READ])
    spoilt[100] ^= 0x04
    answers[READ] = bytes(spoilt)
    assert read_failed(Speaker(answers))["error"] == "checksum_error"


@pytest.mark.parametrize("kept", [7, 200, 1294])
def test_truncated_frame_has_its_code(kept: int) -> None:
    answers = answers_for(BLOCKS["resident"])
    answers[READ] = answers[READ][:kept]
    assert read_failed(Speaker(answers))["error"] == "truncated_frame"


def test_lengths_beyond_the_frame_are_a_truncated_frame() -> None:
    answers = answers_for(BLOCKS["resident"])
    answers[READ] = status(0x90, b"\x01\x00\x04\x00" + BLOCKS["resident"])
    assert read_failed(Speaker(answers))["error"] == "truncated_frame"


@pytest.mark.parametrize("sw3", [0x31, 0x32])
@pytest.mark.parametrize("command", [SELECT, READ])
def test_failed_authentication_has_its_code(sw3: int, command: str) -> None:
    answers = {**answers_for(BLOCKS["resident"]), command: status(sw3)}
    answer = read_failed(Speaker(answers))
    assert answer["error"] == "card_auth_failed"
    assert answer["status"] == f"{sw3:02X}"


def test_unknown_card_type_shows_its_flag() -> None:
    block = BLOCKS["resident"][:248] + "K".encode("utf-16-le") + BLOCKS["resident"][250:]
    answer = read_failed(Speaker(answers_for(block)))
    assert answer["error"] == "unknown_card_type"
    assert answer["flag"] == "K"
    assert "K" in answer["message"]


@pytest.mark.parametrize(
    ("command", "sw3", "code"),
    [
        (READ, 0x41, "card_read_failed"),
        (SELECT, 0x81, "card_read_failed"),
        (READ, 0x40, "unknown_card_type"),
        (STATUS, 0x60, "reader_fault"),
        (FIND, 0x66, "reader_fault"),
        (SELECT, 0x24, "unsupported"),
    ],
)
def test_other_refusals_have_their_codes(command: str, sw3: int, code: str) -> None:
    answers = {**answers_for(BLOCKS["resident"]), command: status(sw3)}
    assert read_failed(Speaker(answers))["error"] == code


def test_something_else_on_the_port_is_a_protocol_error() -> None:
    answers = dict.fromkeys((STATUS, FIND), b"\r\nlogin: ")
    assert read_failed(Speaker(answers), "--timeout", "2", within_s=4.0)["error"] == "protocol_error"


def test_a_port_that_is_not_there(tmp_path: Path) -> None:
    code, answer = read_id_as_process(str(tmp_path / "none"))
    assert (code, answer["error"]) == (2, "device_not_found")


def test_a_port_in_use() -> None:
    with Speaker({}).running() as speaker:
        first = subprocess.Popen(
            [sys.executable, "-m", "devices", "read-id", "--port", speaker.port, "--json"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        try:
            # Who tries before the other holds the port takes it from them.
            speaker.wait_until_asked()
            _, answer = read_id(speaker.port, "--timeout", "0")
        finally:
            first.kill()
            first.wait()
    assert answer["error"] == "device_busy"


def test_people_get_a_table() -> None:
    with Speaker(answers_for(BLOCKS["permit"])).running() as speaker:
        done = run_devices("read-id", "--port", speaker.port, environment={"LC_ALL": "C"})
    assert done.returncode == 0
    assert "姓名        吴样例" in done.stdout
    assert "通行证号码  H00000001" in done.stdout


def test_people_get_failures_on_standard_error(tmp_path: Path) -> None:
    done = run_devices("read-id", "--port", str(tmp_path / "none"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "device_not_found" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["read-id"],
        ["read-id", "--port"],
        ["read-id", "--port", "x", "--wait", "soon"],
        ["read-id", "--port", "x", "--timeout", "-1"],
        ["read-id", "--port", "x", "more"],
        ["no-such-verb"],
        ["scan", "--device", "tray:x", "--out", "y"],
        ["barcodes"],
        ["print-receipt", "--printer", "file:x"],
        ["print-receipt", "--sample", "--printer", "letterbox"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_64(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--json"] if words else [])
    written = capsys.readouterr()
    assert (ended.value.code, written.out) == (64, "")
    assert "usage:" in written.err


def test_wrong_usage_as_a_process_is_64_too() -> None:
    done = run_devices("read-id")
    assert (done.returncode, done.stdout) == (64, "")
