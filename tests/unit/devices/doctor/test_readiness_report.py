"""The readiness report: verdicts with remedies, what hangs or breaks, what a terminal does not use, and the paper."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

from devices.cli.main import main
from devices.cli.messages import message_for
from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, FunctionProvider, Transport
from devices.core.errors import DeviceTimeoutError, IoError
from devices.core.kinds import DeviceKind, Opener
from devices.core.readiness import Check, CheckOutcome, Readiness, fail, ok, run_checks, unknown, warn
from devices.core.roles import Role
from devices.core.status import DeviceState
from devices.doctor.paper import render_html, render_pdf
from devices.doctor.report import Report, make_report
from devices.doctor.system_checks import system_checks
from tests.patience import PATIENCE_S


class Told:
    """A device that says of itself what a test tells it to."""

    def __init__(self, state: DeviceState) -> None:
        self._state = state
        self.closed = False

    def status(self) -> DeviceState:
        return self._state

    def close(self) -> None:
        self.closed = True


def kind(state: DeviceState = DeviceState.READY, *checks: Check) -> DeviceKind:
    openers: Mapping[Role, Mapping[str, Opener]] = {Role.SCANNER: {"sane": lambda _uri, _opening: Told(state)}}
    found = FoundDevice(Transport.SANE, "sane:x", "样例扫描仪")

    def broken(_deadline: Deadline) -> tuple[FoundDevice, ...]:
        raise IoError

    return DeviceKind(
        "scanner",
        openers,
        providers=lambda: (FunctionProvider("sane", lambda _: (found,)), FunctionProvider("usb", broken)),
        checks=lambda: checks,
    )


def report_of(tmp_path: Path, devices: str, the_kind: DeviceKind) -> Report:
    config = tmp_path / "terminal.toml"
    config.write_text(f"[devices]\n{devices}\n")
    return make_report(config, message_for, each_s=5, probes_network=True, terminal="样例", kinds=(the_kind,))


def outcome(report: Report, name: str) -> CheckOutcome:
    (found,) = [result.outcome for result in report.results if result.name == name]
    return found


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (DeviceState.READY, Readiness.OK),
        (DeviceState.BUSY, Readiness.WARN),
        (DeviceState.ATTENTION, Readiness.WARN),
        (DeviceState.FAULT, Readiness.FAIL),
        (DeviceState.OFFLINE, Readiness.FAIL),
        (DeviceState.UNKNOWN, Readiness.FAIL),
    ],
)
def test_a_configured_device_is_asked_how_it_is(tmp_path: Path, state: DeviceState, verdict: Readiness) -> None:
    report = report_of(tmp_path, 'scanner = "sane:x"', kind(state))
    found = outcome(report, "role.scanner")
    assert found.verdict is verdict
    assert bool(found.remedy) is (verdict is not Readiness.OK)
    assert report.is_ready is (verdict is not Readiness.FAIL)
    assert [device.address for device in report.devices] == ["sane:x"]
    assert [failure.provider for failure in report.failures] == ["usb"]


@pytest.mark.parametrize(
    ("devices", "name", "verdict"),
    [
        ('scanner = "twain:x"', "role.scanner", Readiness.FAIL),
        ('barcode = "evdev:x"', "role.barcode", Readiness.FAIL),
        ("scanner = 3", "role.configuration", Readiness.FAIL),
        ("", "role.configuration", Readiness.UNKNOWN),
    ],
)
def test_a_wrong_configuration_is_named_with_its_remedy(
    tmp_path: Path, devices: str, name: str, verdict: Readiness
) -> None:
    found = outcome(report_of(tmp_path, devices, kind()), name)
    assert found.verdict is verdict
    assert "[devices]" in found.remedy


def test_what_a_terminal_does_not_use_can_not_keep_it_from_being_ready(tmp_path: Path) -> None:
    broken = Check("scanner.library", "程序库", lambda _deadline: fail("缺少", "请安装"))
    assert (
        outcome(report_of(tmp_path, "", kind(DeviceState.READY, broken)), "scanner.library").verdict is Readiness.WARN
    )
    used = report_of(tmp_path, 'scanner = "sane:x"', kind(DeviceState.READY, broken))
    assert outcome(used, "scanner.library").verdict is Readiness.FAIL
    assert not used.is_ready


def test_checks_that_hang_or_break_hold_up_no_other(expected_warnings: list[str]) -> None:
    expected_warnings.append("the check a.broken broke")
    let_go = threading.Event()

    def hang(_deadline: Deadline) -> CheckOutcome:
        let_go.wait(PATIENCE_S)
        return ok()

    def refuse(_deadline: Deadline) -> CheckOutcome:
        raise DeviceTimeoutError

    checks = (
        Check("a.hangs", "", hang),
        Check("a.broken", "", lambda _deadline: ok(str(1 // 0))),
        Check("a.refuses", "", refuse),
        Check("a.fine", "", lambda _deadline: ok("x")),
    )
    results = run_checks(checks, 0.3, message_for)
    let_go.set()
    verdicts = [result.outcome.verdict for result in results]
    assert verdicts == [Readiness.UNKNOWN, Readiness.UNKNOWN, Readiness.FAIL, Readiness.OK]
    assert results[2].outcome.remedy == message_for("device_timeout")


def test_the_machine_is_asked_for_what_devices_need(tmp_path: Path) -> None:
    (tmp_path / "ttyUSB0").touch()
    results = {result.name: result.outcome for result in run_checks(system_checks(tmp_path), 10)}
    assert results["system.library_cv2"].verdict is Readiness.OK
    assert results["system.fonts"].verdict is Readiness.OK
    assert results["system.nodes_serial"].detail == "ttyUSB0"
    assert results["system.clock"].verdict in {Readiness.OK, Readiness.WARN}


def report() -> Report:
    checks = (
        Check("role.scanner", "扫描仪（sane:x）", lambda _deadline: ok("就绪")),
        Check("scanner.library", "<b>程序库</b>", lambda _deadline: warn("旧", "请更新")),
        Check("system.fonts", "有中文字体", lambda _deadline: fail("没有", "请安装 fonts-noto-cjk")),
        Check("system.clock", "系统时钟可信", lambda _deadline: unknown("不知道" * 80)),
    )
    found = FoundDevice(Transport.CAMERA, "camera:/dev/v4l/by-id/" + "x" * 120, "样例高拍仪")
    moment = datetime(2026, 8, 1, 9, 30, tzinfo=UTC)
    return Report("样例镇 01", "host", moment, run_checks(checks, 5), (found,), ())


def test_the_paper_says_all_and_has_room_to_sign() -> None:
    pdf = pypdf.PdfReader(io.BytesIO(render_pdf(report())))
    box = pdf.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    text = "".join(page.extract_text() for page in pdf.pages)
    for words in (
        "尚未就绪",
        "样例镇 01",
        "2026-08-01 09:30",
        "请安装 fonts-noto-cjk",
        "安装人员",
        "验收人员",
        "样例高拍仪",
    ):
        assert words in text
    assert "第 1 页 / 共 1 页" in text


def test_nothing_in_a_report_is_markup() -> None:
    assert "<b>程序库</b>" not in render_html(report())


def test_doctor_is_one_line_and_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, paper = tmp_path / "terminal.toml", tmp_path / "report.pdf"
    config.write_text(f'[devices]\nscanner = "folder:{tmp_path / "tray"}"\n')
    words = ["doctor", "--config", str(config), "--pdf", str(paper), "--quick", "--json"]
    assert main(words) == 2
    line = json.loads(capsys.readouterr().out)
    assert (line["ok"], line["error"], line["file"]) == (False, "not_ready", str(paper))
    (role,) = [check for check in line["checks"] if check["name"] == "role.scanner"]
    assert set(role) == {"name", "title", "verdict", "detail", "remedy"}
    assert role["verdict"] == "fail"
    assert paper.read_bytes().startswith(b"%PDF")
    (tmp_path / "tray").mkdir()
    main([*words[:3], "--quick", "--json"])
    line = json.loads(capsys.readouterr().out)
    (role,) = [check for check in line["checks"] if check["name"] == "role.scanner"]
    assert role["verdict"] == "ok"


def test_doctor_speaks_to_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "terminal.toml"
    config.write_text('[devices]\nscanner = "twain:x"\n')
    assert main(["doctor", "--config", str(config), "--quick"]) == 2
    captured = capsys.readouterr()
    assert "未通过" in captured.out
    assert "→" in captured.out
    assert "not_ready" in captured.err


def test_a_paper_that_can_not_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--pdf", str(tmp_path / "no" / "x.pdf"), "--quick", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"] == "output_failed"
