"""What the machine must have before any device can work: libraries, fonts, groups, nodes, a clock."""

from __future__ import annotations

import grp
import importlib.util
import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devices.core.deadline import Deadline
from devices.core.readiness import Check, CheckOutcome, fail, ok, unknown, warn
from devices.core.simulation import INSTALLED_MARKER

# A clock before this has lost its battery: no terminal was installed earlier.
_NOT_BEFORE: Final = 1_767_225_600  # 2026-01-01 UTC


@dataclass(frozen=True, slots=True)
class _Library:
    module: str
    title: str
    remedy: str


_LIBRARIES: Final = (
    _Library("serial", "串口", "请重新执行 ./run setup。"),
    _Library("usb", "USB 设备", "请重新执行 ./run setup，并安装 libusb-1.0-0。"),
    _Library("sane", "扫描仪（SANE）", "请安装 libsane-dev 后重新执行 ./run setup。"),
    _Library("cv2", "高拍仪", "请重新执行 ./run setup。"),
    _Library("smartcard", "智能卡", "请安装 libpcsclite-dev、swig 后重新执行 ./run setup。"),
    _Library("evdev", "扫码枪", "请安装 linux-headers 后重新执行 ./run setup。"),
    _Library("escpos", "凭条打印", "请重新执行 ./run setup。"),
    _Library("pyipp", "网络打印机", "请重新执行 ./run setup。"),
)


@dataclass(frozen=True, slots=True)
class _Nodes:
    """Device nodes that a group of the system opens to its members."""

    name: str
    title: str
    patterns: tuple[str, ...]
    group: str


_NODES: Final = (
    _Nodes("serial", "串口", ("ttyUSB*", "ttyACM*", "ttyS[0-9]"), "dialout"),
    _Nodes("printer", " USB 打印机", ("usb/lp*",), "lp"),
    _Nodes("camera", "摄像头", ("video*",), "video"),
    _Nodes("input", "扫码枪", ("input/event*",), "input"),
)


def system_checks(dev: Path = Path("/dev")) -> Sequence[Check]:
    """Return the checks of the machine."""
    return (
        *(_library_check(library) for library in _LIBRARIES),
        *(Check(f"system.nodes_{nodes.name}", f"可以使用{nodes.title}", _asking(nodes, dev)) for nodes in _NODES),
        Check("system.fonts", "有中文字体", _ask_fonts),
        Check("system.clock", "系统时钟可信", _ask_clock),
        Check("system.simulators", "不会误用模拟设备", _ask_marker),
    )


def _library_check(library: _Library) -> Check:
    def ask(_deadline: Deadline) -> CheckOutcome:
        found = importlib.util.find_spec(library.module) is not None
        return ok(library.module) if found else fail(f"缺少 {library.module}", library.remedy)

    return Check(f"system.library_{library.module}", f"{library.title}的程序库已安装", ask)


def _asking(nodes: _Nodes, dev: Path) -> Callable[[Deadline], CheckOutcome]:
    def ask(_deadline: Deadline) -> CheckOutcome:
        found = [node for pattern in nodes.patterns for node in sorted(dev.glob(pattern))]
        closed = [node.name for node in found if not os.access(node, os.R_OK | os.W_OK)]
        if closed:
            return fail(
                f"没有权限：{'、'.join(closed[:6])}",
                f"请把当前用户加入 {nodes.group} 组（usermod -aG {nodes.group} 用户名），然后重新登录。",
            )
        if found:
            return ok("、".join(node.name for node in found[:6]))
        if os.geteuid() == 0 or nodes.group in _own_groups():
            return ok("没有这类设备节点；权限已具备")
        return warn(f"当前用户不在 {nodes.group} 组", f"将来要接这类设备时，请把当前用户加入 {nodes.group} 组。")

    return ask


def _own_groups() -> frozenset[str]:
    names = set()
    for number in os.getgroups():
        try:
            names.add(grp.getgrgid(number).gr_name)
        except KeyError:
            continue
    return frozenset(names)


def _ask_fonts(_deadline: Deadline) -> CheckOutcome:
    from devices.receipt_printer.glyphs import FontMissingError, find_fonts

    try:
        fonts = find_fonts()
    except FontMissingError:
        return fail("没有找到中文字体", "请安装 fonts-noto-cjk。")
    return ok(_names(font.name for font in fonts))


def _ask_clock(_deadline: Deadline) -> CheckOutcome:
    now = time.time()
    if now < _NOT_BEFORE:
        remedy = "请设置正确的时间，并检查主板电池。"
        return fail(time.strftime("%Y-%m-%d %H:%M", time.localtime(now)), remedy)
    keepers = [name for name in ("chronyd", "systemd-timesyncd", "ntpd") if _is_running(name)]
    shown = time.strftime("%Y-%m-%d %H:%M %Z", time.localtime(now))
    if not keepers:
        return warn(f"{shown}，没有校时服务", "请启用 systemd-timesyncd 或 chrony。")
    return ok(f"{shown}，{keepers[0]}")


def _is_running(name: str) -> bool:
    """Tell whether a process of that name runs; names in /proc are cut to 15 characters."""
    for entry in Path("/proc").glob("[0-9]*/comm"):
        try:
            if entry.read_text(encoding="utf-8", errors="replace").strip() == name[:15]:
                return True
        except OSError:
            continue
    return False


def _ask_marker(_deadline: Deadline) -> CheckOutcome:
    if INSTALLED_MARKER.exists():
        return ok("已安装的终端，模拟设备被禁止")
    if shutil.which("systemctl") is None:
        return unknown("没有安装标记；这是开发环境")
    return warn("没有安装标记", f"正式安装后应有 {INSTALLED_MARKER}，它禁止模拟设备。开发环境可忽略。")


def _names(names: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(names))
