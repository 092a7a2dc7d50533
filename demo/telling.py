"""What a demonstration says on the terminal while it goes on: plain lines, Chinese first."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from demo.platform_side import DemoClerk
from demo.report import Report, Step

_NAMES: Final = {
    "platform": "受理平台启动 platform started",
    "catalogue_clerk_tokens": "事项目录发布，窗口人员建档 catalogue published, clerk created",
    "dock": "设备坞接好模拟设备 simulated devices connected",
    "enrolment": "两台终端注册 two terminals enrolled",
    "agents": "上传代理运行 agents running",
    "delivery": "全部送达平台 everything delivered",
    "receipts": "凭条二维码验真 receipts verified",
    "notice": "A4 文书核对 A4 notice checked",
    "platform_asked": "向平台重新查证 platform asked afresh",
}

_PLAYERS: Final = {"kiosk": "自助机 kiosk:", "counter": "综合窗口 counter:"}


class Teller:
    """Writes lines to one stream."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout

    @contextmanager
    def told(self, report: Report, name: str) -> Iterator[Step]:
        """Time a step of the report and say how it went."""
        with report.step(name) as step:
            try:
                yield step
            except BaseException:
                self._line(f"  ✗ {_named(name)}")
                raise
        self.step(step)

    def step(self, step: Step) -> None:
        """Say what was done."""
        mark = "✓" if step.ok else "✗"
        self._line(f"  {mark} {_named(step.name)}  {step.ms / 1000:.1f} s")

    def failed(self, name: str, detail: str) -> None:
        """Say what went wrong."""
        self._line(f"没有做成 failed: {name}\n  {detail}")

    def finished(self, report: Report, out: Path) -> None:
        """Say what came of it and where it lies."""
        if report.ok:
            numbers = "、".join(report.facts["numbers"])
            self._line(f"做成了：平台上正好有这些办件，摘要全部相符 all proven: {numbers}")
        else:
            self._line(f"日志在 logs: {out / 'logs'}")
        self._line(f"结果在 results: {out}")
        if report.ok:
            self._line("想自己动手试：./run demo（要有屏幕） to try it yourself, with a display: ./run demo")

    def invite(self, clerk: DemoClerk, folder: Path) -> None:
        """Say what a person can do now."""
        self._line(_INVITATION.format(clerk=clerk, folder=folder))

    def say(self, text: str) -> None:
        """Say something else."""
        self._line(text)

    def _line(self, text: str) -> None:
        print(text, file=self._stream, flush=True)


def _named(name: str) -> str:
    player, _, act = name.partition(": ")
    return f"{_PLAYERS[player]} {act}" if player in _PLAYERS else _NAMES.get(name, name)


_INVITATION: Final = """
一门演示已就绪：自助机、综合窗口、设备坞三个窗口。人、卡和材料都是样例。
The demonstration is ready: kiosk, counter and device dock, a window each. All people and papers are specimens.

自助机 Kiosk
  1  点一下屏幕，选“就业创业证”，点开始           Touch the screen, choose 就业创业证, start
  2  在设备坞的“自助机”一栏放上“陈样例”的卡       In the dock, column 自助机, lay the card 陈样例
  3  填表；要材料时，在设备坞点“户口簿陈样例”，再点自助机上的“拍这一页”；下一份是“证件照陈样例”
                                                  Fill in; for each paper press it in the dock, then scan at the kiosk
  4  核对、提交、取凭条（凭条出现在设备坞右侧）   Check, submit, see the receipt in the dock

综合窗口 Counter
  工号 clerk {clerk.clerk_id}    口令 password {clerk.password}
  1  搜“结婚落户”，在设备坞的“综合窗口”一栏先后放“陈样例”“欧阳样例”的卡
                                                  Search 结婚落户, lay the cards 陈样例 and 欧阳样例
  2  填表，逐份扫描：结婚声明书、两人的户口簿、不动产权证书、夫妻投靠申请书
                                                  Fill in and scan: declaration, both registers, housing, application
  3  受理，打印收件凭证和受理回执，看 A4 通知书   Accept, print both slips, see the A4 notice

还可以 Also try：拔掉网线再办一件；纸用完、盖子打开；放空白页  no network, paper out, cover open, a blank page
平台里有什么 What the platform holds：./run platform list --data {folder}/platform
按 Ctrl-C 结束，样例数据随之删除。 Ctrl-C ends it and removes everything.
"""
