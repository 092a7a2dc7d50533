"""`devices ca` as a process, on a real PC/SC service; what it signs is verified by OpenSSL."""

from __future__ import annotations

import base64
import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from devices.ca_card.specimens import SpecimenAuthority, new_key
from devices.ca_card.virtual_piv import VirtualKey, VirtualPiv
from tests.fixtures.pcscd import CardMaker, put_in
from tests.fixtures.softhsm import SOFTHSM, SoftToken
from tests.patience import PATIENCE_S

ROOT = Path(__file__).parents[3]
NOW = datetime.datetime.now(datetime.UTC)
PIN = "123456"


def devices(*words: str, typed: str = "") -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "devices", "ca", *words],
        cwd=ROOT,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
    )
    return done.returncode, done.stdout


def ca(*words: str, typed: str = "") -> tuple[int, dict[str, Any]]:
    code, written = devices(*words, "--json", typed=typed)
    (line,) = written.splitlines()
    return code, json.loads(line)


def verify_by_openssl(answer: dict[str, Any], data: Path, folder: Path) -> None:
    (folder / "certificate.pem").write_text(answer["certificate"])
    (folder / "signature").write_bytes(base64.b64decode(answer["signature"]))
    key = subprocess.run(
        ["openssl", "x509", "-in", "certificate.pem", "-noout", "-pubkey"], cwd=folder, check=True, capture_output=True
    )
    (folder / "key.pem").write_bytes(key.stdout)
    subprocess.run(
        ["openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", str(data)],
        cwd=folder,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def chip(virtual_card: CardMaker) -> VirtualPiv:
    authority = SpecimenAuthority.make("样例根证书", NOW)
    keys = {"9A": new_key("p256"), "9C": new_key("rsa2048")}
    chip = VirtualPiv(
        {slot: VirtualKey(key, authority.vouch("样例", key.public_key(), NOW)) for slot, key in keys.items()}, t1=False
    )
    put_in(virtual_card(chip))
    return chip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data"
    path.write_bytes("样例\n".encode())
    return path


def test_info_lists_certificates_and_attempts(chip: VirtualPiv) -> None:
    code, line = ca("info", "--reader", "yimen")
    assert code == 0
    assert set(line) == {"ok", "certificates", "attempts_remaining"}
    assert line["attempts_remaining"] == 3
    assert [one["slot"] for one in line["certificates"]] == ["9A", "9C"]
    for one in line["certificates"]:
        assert set(one) == {"slot", "subject", "not_after", "pem"}
        assert "CN=样例" in one["subject"]
        assert datetime.datetime.fromisoformat(one["not_after"]) > NOW
        assert one["pem"].startswith("-----BEGIN CERTIFICATE-----")
    assert chip.tries_left == 3


@pytest.mark.parametrize(
    ("slot", "mechanism"), [("9A", "ECDSA_SHA256"), ("9c", "RSA_PKCS1_SHA256"), (None, "RSA_PKCS1_SHA256")]
)
def test_a_signature_holds_before_openssl(
    chip: VirtualPiv, data: Path, tmp_path: Path, slot: str | None, mechanism: str
) -> None:
    words = ["--slot", slot] if slot else []
    code, line = ca("sign", "--reader", "yimen", "--data", str(data), *words, typed=f"{PIN}\nnot the PIN\n")
    assert code == 0
    assert set(line) == {"ok", "signature", "mechanism", "certificate"}
    assert line["mechanism"] == mechanism
    verify_by_openssl(line, data, tmp_path)


def test_a_wrong_pin_counts_down_and_stops_before_the_last(chip: VirtualPiv, data: Path) -> None:
    sign = ("sign", "--reader", "yimen", "--data", str(data))
    for left in (2, 1):
        code, line = ca(*sign, typed="000000\n")
        assert code == 2
        assert (line["ok"], line["error"], line["attempts_remaining"]) == (False, "pin_incorrect", left)
        assert line["message"]
    for pin in ("000000", PIN):
        code, line = ca(*sign, typed=pin)
        assert (code, line["error"], line["attempts_remaining"]) == (2, "pin_last_attempt", 1)
    assert chip.tries_left == 1
    code, line = ca(*sign, "--use-last-attempt", typed="000000")
    assert (code, line["error"], line["attempts_remaining"]) == (2, "pin_locked", 0)
    code, line = ca("info", "--reader", "yimen")
    assert (code, line["attempts_remaining"]) == (0, 0)


def test_no_pin_is_said_and_costs_nothing(chip: VirtualPiv, data: Path) -> None:
    code, line = ca("sign", "--reader", "yimen", "--data", str(data))
    assert (code, line["error"]) == (2, "pin_missing")
    code, line = ca("sign", "--reader", "yimen", "--data", str(data), typed="密码密码\n")
    assert (code, line["error"]) == (2, "pin_invalid")
    assert chip.tries_left == 3


@pytest.mark.usefixtures("card_service")
def test_what_is_missing_is_named(data: Path, tmp_path: Path) -> None:
    code, line = ca("info", "--reader", "yimen")
    assert (code, line["error"], line["input"]) == (2, "no_card", "yimen")
    code, line = ca("info", "--reader", "another make")
    assert (code, line["error"]) == (2, "device_not_found")
    code, line = ca("sign", "--reader", "yimen", "--data", str(tmp_path / "none"))
    assert (code, line["error"]) == (2, "file_unreadable")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("info",),
        ("sign", "--reader", "x"),
        ("info", "--reader", "x", "--skf", "y"),
        ("info", "--pkcs11", "x"),
        ("info", "--reader", "x", "--token", "y"),
        ("info", "--reader", "x", "--slot", "9A"),
        ("sign", "--reader", "x", "--data", "y", "--pin", "123456"),
    ],
)
def test_wrong_usage_writes_nothing(words: tuple[str, ...]) -> None:
    assert devices(*words, "--json") == (64, "")


def test_a_pkcs11_token_is_listed_and_signs(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = SoftToken(tmp_path, monkeypatch, label="sample", pin=PIN)
    authority = SpecimenAuthority.make("样例根证书", NOW)
    key = new_key("p256")
    token.store(0xA1, key, authority.vouch("样例", key.public_key(), NOW))
    where = ("--pkcs11", SOFTHSM, "--token", "sample")
    code, line = ca("info", *where)
    assert code == 0
    assert [one["slot"] for one in line["certificates"]] == ["A1"]
    assert (line["attempts_remaining"], line["attempts"]) == (None, "ok")
    code, line = ca("sign", *where, "--data", str(data), "--slot", "a1", typed=PIN)
    assert (code, line["mechanism"]) == (0, "ECDSA_SHA256")
    verify_by_openssl(line, data, tmp_path)
    code, line = ca("sign", *where, "--data", str(data), typed="000000")
    assert (code, line["error"]) == (2, "pin_incorrect")
    assert (line["attempts_remaining"], line["attempts"]) == (None, "low")
    code, line = ca("info", "--pkcs11", SOFTHSM, "--token", "none")
    assert (code, line["error"]) == (2, "device_not_found")
    code, line = ca("info", "--pkcs11", str(tmp_path / "none.so"), "--token", "sample")
    assert (code, line["error"]) == (2, "device_not_found")


def test_people_get_sentences(chip: VirtualPiv, data: Path) -> None:
    code, written = devices("info", "--reader", "yimen")
    assert code == 0
    assert "9C" in written
    assert "还可以试 3 次" in written
