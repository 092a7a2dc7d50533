"""The command line's own part: shapes, exit codes, sentences for every code."""

from __future__ import annotations

import io
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import segno
from PIL import Image

from devices.cli.main import main
from devices.cli.messages import message_for
from devices.cli.output import Exit, Output, table
from devices.cli.places import sentence_at
from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, FunctionProvider, Transport, find_devices
from devices.core.errors import CardDataInvalidError, DeviceError, DeviceTimeoutError
from devices.core.printing import PrintCause
from devices.id_card.errors import CardReadFailedError, UnknownCardTypeError

# Never reach the command line: the base, and a mistake of our own programs.
_SILENT = {"device_error", "simulation_forbidden"}


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[dict[str, Any]]]:
    code = main([*words, "--json"])
    written = capsys.readouterr()
    assert written.err == ""
    return code, [json.loads(line) for line in written.out.splitlines()]


def _codes_below(error: type[DeviceError]) -> set[str]:
    codes = {error.code} if error.__module__.startswith("devices.") else set()
    return codes.union(*(_codes_below(child) for child in error.__subclasses__()))


def test_every_code_has_its_sentence() -> None:
    for module in (
        "id_card.errors",
        "scanner.errors",
        "imaging.errors",
        "receipt_printer",
        "cli.errors",
        "pcsc.errors",
        "ca_card.errors",
    ):
        import_module(f"devices.{module}")
    codes = _codes_below(DeviceError) - _SILENT
    codes |= {cause.value for cause in PrintCause}
    assert len(codes) > 30
    unnamed = message_for("")
    assert [code for code in sorted(codes) if message_for(code) == unnamed.replace("（）", f"（{code}）")] == []


def test_a_file_of_each_kind_gets_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code_file, empty, broken = tmp_path / "code.png", tmp_path / "empty.png", tmp_path / "broken.png"
    segno.make_qr("YM1:样例").save(str(code_file), scale=4)
    Image.fromarray(np.full((300, 300), 255, np.uint8)).save(empty)
    broken.write_bytes(b"no picture")
    missing = tmp_path / "missing.png"
    code, lines = run(capsys, "barcodes", str(code_file), str(empty), str(broken), str(missing))
    assert code == 2
    assert [line["input"] for line in lines] == [str(code_file), str(empty), str(broken), str(missing)]
    assert [line["ok"] for line in lines] == [True, True, False, False]
    assert [(found["format"], found["text"]) for found in lines[0]["codes"]] == [("qr", "YM1:样例")]
    assert len(lines[0]["codes"][0]["corners"]) == 4
    assert lines[1]["codes"] == []
    assert [line["error"] for line in lines[2:]] == ["image_unreadable", "file_unreadable"]
    assert all(line["message"] for line in lines[2:])


def test_files_without_codes_are_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.png"
    Image.fromarray(np.full((300, 300), 255, np.uint8)).save(path)
    assert run(capsys, "barcodes", str(path)) == (0, [{"ok": True, "input": str(path), "codes": []}])


def test_a_payload_stays_on_its_line_and_orders_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "code.png"
    segno.make("样例\n  qr  forged\x1b[2J", encoding="utf-8").save(str(path), scale=4)
    assert main(["barcodes", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [str(path), "  qr  样例\\n  qr  forged\\x1b[2J"]


def test_a_page_is_scanned_from_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tray, out = tmp_path / "tray", tmp_path / "out"
    tray.mkdir()
    Image.fromarray(np.full((1754, 1240), 255, np.uint8)).save(tray / "next.png", dpi=(150, 150))
    code, (line,) = run(capsys, "scan", "--device", f"folder:{tray}", "--out", str(out))
    assert code == 0
    assert (line["width"], line["height"], line["dpi"]) == (1240, 1754, 150)
    assert [finding["code"] for finding in line["findings"]] == ["blank"]
    assert Path(line["file"]).parent == out
    assert list(tray.iterdir()) == []
    code, (line,) = run(capsys, "scan", "--device", f"folder:{tray}", "--out", str(out))
    assert (code, line["error"]) == (2, "no_paper")


def test_a_place_that_can_not_be_written_to_costs_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tray, out = tmp_path / "tray", tmp_path / "file"
    tray.mkdir()
    out.touch()
    Image.fromarray(np.full((100, 100), 255, np.uint8)).save(tray / "next.png")
    code, (line,) = run(capsys, "scan", "--device", f"folder:{tray}", "--out", str(out))
    assert (code, line["error"]) == (2, "output_failed")
    assert (tray / "next.png").exists()


@pytest.mark.parametrize("device", ["escl:http://127.0.0.1:1/eSCL", "camera:/dev/video99", "folder:/no/such/folder"])
def test_a_source_that_is_not_there_is_named(device: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, (line,) = run(capsys, "scan", "--device", device, "--out", str(tmp_path))
    assert (code, line["error"]) == (2, "device_not_found")


@pytest.mark.usefixtures("card_service")
def test_list_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    code, (line,) = run(capsys, "list")
    assert (code, line["ok"]) == (0, True)
    assert "pcsc:Yimen virtual reader 00 00" in [device["address"] for device in line["devices"]]


def test_one_provider_that_fails_does_not_hide_the_others(expected_warnings: list[str]) -> None:
    expected_warnings.append("devices of broken can't be listed")
    port = FoundDevice(Transport.SERIAL, "/dev/ttyUSB0", "CP2102", "10c4", "ea60")

    def broken(_deadline: Deadline) -> tuple[FoundDevice, ...]:
        raise DeviceTimeoutError

    providers = (FunctionProvider("broken", broken), FunctionProvider("serial", lambda _: (port,)))
    found, failures = find_devices(providers, 1.0)
    assert found == (port,)
    assert [(failure.provider, failure.error.code) for failure in failures] == [("broken", "device_timeout")]
    assert port.to_json() == {
        "transport": "serial",
        "address": "/dev/ttyUSB0",
        "description": "CP2102",
        "vendor_id": "10c4",
        "product_id": "ea60",
    }


def _failure(error: Any, *, as_json: bool = True) -> tuple[str, str, Exit]:
    results, errors = io.StringIO(), io.StringIO()
    output = Output(results, errors, as_json=as_json)
    assert output.exit_code is Exit.OK
    output.failure("PORT", error)
    return results.getvalue(), errors.getvalue(), output.exit_code


def test_failures_carry_what_the_error_carries() -> None:
    assert json.loads(_failure(CardReadFailedError(0x41))[0])["status"] == "41"
    assert json.loads(_failure(CardDataInvalidError("birth"))[0])["field"] == "birth"
    unknown = json.loads(_failure(UnknownCardTypeError("Q"))[0])
    assert unknown["flag"] == "Q"
    assert "'Q'" in unknown["message"]
    assert "flag" not in json.loads(_failure(UnknownCardTypeError(None))[0])


def test_people_read_a_sentence_and_the_code() -> None:
    results, errors, code = _failure(DeviceTimeoutError(), as_json=False)
    assert (results, code) == ("", Exit.FAILED)
    assert errors == "PORT: 设备没有应答。请检查电源和线缆。 [device_timeout]\n"


def test_tables_know_that_hanzi_are_wide() -> None:
    assert table([("姓名", "陈样例"), ("sex", "男")]) == "姓名  陈样例\nsex   男"
    assert table([]) == ""


def test_every_verb_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("list", "read-id", "scan", "barcodes", "print-receipt", "printer-status"):
        with pytest.raises(SystemExit) as ended:
            main([verb, "--help"])
        assert ended.value.code == 0
        assert verb in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "code", "word"),
    [
        ("escl:http://192.0.2.1/eSCL", "device_not_found", "网线"),
        ("folder:/none", "device_not_found", "文件夹"),
        ("sane:none", "device_not_found", "list --probe"),
        ("usb:0416:5011", "unreachable", "USB"),
        ("file:/none/x", "unreachable", "文件夹"),
        ("pkcs11:/usr/lib/none.so", "device_not_found", "库"),
        ("skf:/usr/lib/none.so", "device_not_found", "库"),
    ],
)
def test_what_to_check_depends_on_where_a_device_was_looked_for(given: str, code: str, word: str) -> None:
    assert word in (sentence_at(given, code) or "")


def test_what_is_no_library_is_not_sought_at_a_port(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = tmp_path / "no-library.txt"
    library.write_text("no library")
    assert main(["ca", "info", "--pkcs11", str(library), "--token", "样例", "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert (told["input"], told["error"]) == (str(library), "device_not_found")
    assert "库" in told["message"]


def test_elsewhere_a_code_means_the_same() -> None:
    assert sentence_at("/dev/ttyS9", "device_not_found") is None
    assert sentence_at("escl:http://192.0.2.1/eSCL", "no_paper") is None
