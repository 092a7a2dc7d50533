"""`python -m shared.catalogue` in the shapes of ARCHITECTURE §7."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared.catalogue.__main__ import main
from shared.catalogue.package import build_package, open_package
from shared.catalogue.sources import default_source, parse_sources, read_folder
from shared.security.signing import SoftwareSigningKey
from tests.patience import PATIENCE_S
from tests.unit.shared.catalogue.conftest import SMALL


def lines_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_check_says_a_line_for_each_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(default_source()), str(tmp_path), "--json"]) == 2
    good, bad = lines_of(capsys)
    assert good == {"ok": True, "input": str(default_source()), "faults": []}
    assert (bad["ok"], bad["input"], bad["error"]) == (False, str(tmp_path), "file_missing")
    assert {"file", "place", "code", "message", "mend"} == set(bad["faults"][0])


def test_check_speaks_to_people_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(default_source())]) == 0
    assert "没有发现问题" in capsys.readouterr().out
    assert main(["check", str(tmp_path)]) == 2
    assert "缺少这个文件" in capsys.readouterr().out


def test_build_signs_with_the_key_and_leaves_nothing_beside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = SoftwareSigningKey.generate()
    key.save(tmp_path / "key.pem")
    out = tmp_path / "catalogue.zip"
    arguments = ["build", str(default_source()), "--key", str(tmp_path / "key.pem"), "--out", str(out), "--json"]
    assert main(arguments) == 0
    (told,) = lines_of(capsys)

    def verify(key_id: str, message: bytes, signature: bytes) -> bool:
        key.verifying_key.verify(message, signature)
        return key_id == key.verifying_key.key_id

    assert open_package(out.read_bytes(), verify).version == told["version"]
    assert told["bytes"] == out.stat().st_size
    assert sorted(path.name for path in tmp_path.iterdir()) == ["catalogue.zip", "key.pem"]


@pytest.mark.parametrize(
    ("folder", "key", "error"),
    [("empty", "key.pem", "file_missing"), (".", "none.pem", "file_unreadable"), (".", "bad.pem", "key_format")],
)
def test_build_names_what_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str, key: str, error: str
) -> None:
    (tmp_path / "empty").mkdir()
    SoftwareSigningKey.generate().save(tmp_path / "key.pem")
    (tmp_path / "bad.pem").write_text("no key")
    out = tmp_path / "out.zip"
    arguments = ["build", str(tmp_path / folder), "--key", str(tmp_path / key), "--out", str(out), "--json"]
    assert main(arguments) == 2
    (told,) = lines_of(capsys)
    assert (told["ok"], told["error"]) == (False, error)
    assert not out.exists()


def test_search_says_a_line_for_each_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "结婚", "宇宙飞船", "--json"]) == 0
    found, nothing = lines_of(capsys)
    assert (found["ok"], found["input"], found["results"][0]["code"]) == (True, "结婚", "8")
    assert {"code", "name", "department", "score"} <= set(found["results"][0])
    assert (nothing["ok"], nothing["results"]) == (True, [])
    assert found["milliseconds"] >= 0


@pytest.mark.parametrize("arguments", [[], ["search"], ["paint"], ["build", "."], ["search", "x", "--channel", "moon"]])
def test_wrong_usage_is_64(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 64


def test_it_runs_as_a_program() -> None:
    command = [sys.executable, "-m", "shared.catalogue", "search", "jhlh", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    assert json.loads(done.stdout)["results"][0]["name"] == "结婚落户"
    assert done.stderr == ""


def test_check_opens_a_package_and_holds_its_signature_against_the_publishers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, public, out = SoftwareSigningKey.generate(), tmp_path / "public.pem", tmp_path / "catalogue.zip"
    public.write_bytes(key.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    out.write_bytes(build_package(SMALL, key.sign, key.verifying_key.key_id))
    assert main(["check", str(out), "--json"]) == 0
    assert main(["check", str(out), "--publisher", str(public), "--json"]) == 0
    assert [line["signature"] for line in lines_of(capsys)] == ["unchecked", "valid"]
    out.write_bytes(build_package(SMALL, SoftwareSigningKey.generate().sign, key.verifying_key.key_id))
    assert main(["check", str(out), "--publisher", str(public), "--json"]) == 2
    assert main(["check", str(out), "--publisher", str(out), "--json"]) == 2
    assert [line["error"] for line in lines_of(capsys)] == ["package_signature_invalid", "key_format"]


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", ""])
def test_a_limit_is_a_number_from_one(limit: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["search", "结婚", "--limit", limit])
    assert caught.value.code == 64


def test_a_limit_and_odd_texts_are_answered(capsys: pytest.CaptureFixture[str]) -> None:
    odd = ["", " ", "结婚" * 5000, "a" * 10_000, "'\"%_\\*() OR 1=1", "\x00\x01", "\ud800"]
    status = main(["search", *odd, "结婚", "--limit", "1", "--json"])
    lines = lines_of(capsys)
    assert status == 0
    assert [len(line["results"]) for line in (lines[0], lines[1], lines[-1])] == [0, 0, 1]
    assert all(line["milliseconds"] >= 0 for line in lines)


def test_a_file_that_fails_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-xlsx", str(tmp_path / "none.xlsx"), "--into", str(SMALL)]) == 2
    assert "没有这个文件" in capsys.readouterr().err
    assert main(["export-xlsx", str(SMALL), "--out", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_figures_count_what_the_sources_say(capsys: pytest.CaptureFixture[str]) -> None:
    """The forms as written, once for each application, against the one form: counted here without the engine."""
    assert main(["figures", "--source", str(SMALL), "--json"]) == 0
    told = {line["code"]: line for line in lines_of(capsys)}
    sources = parse_sources(read_folder(SMALL))
    items = {one.data["code"]: one.data for one in sources.items}
    assert set(told) == {"8", "10"}
    for service in (one.data for one in sources.services if one.data["code"] in told):
        line, fields, papers = told[service["code"]], 0, 0
        for entry in service["items"]:
            item = items[entry["item"]]
            if item["kind"] != "applied":
                continue
            times = 1 if "chosen_by" in entry else max(len(entry.get("casts", ())), 1)
            fields += times * sum(
                len(section["fields"]) + ("repeat" in section) for section in item["form"]["sections"]
            )
            papers += times * sum(max(1, len(one.get("roles", ()))) for one in item["materials"])
        assert (line["single_fields"], line["single_papers"]) == (fields, papers)
    assert told["8"]["fields"] < told["8"]["single_fields"]
    assert told["8"]["papers"] < told["8"]["single_papers"]
    assert main(["figures", "--source", str(SMALL)]) == 0
    assert "少" in capsys.readouterr().out
