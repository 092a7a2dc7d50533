"""Sentences of header, welcome page, footer and banners."""

from __future__ import annotations

from PySide6.QtCore import QObject

from counter_app.ports.shell import BannerAct
from counter_app.ports.tone import Tone
from counter_app.work.slip_desk import SlipAnswer
from devices.core.status import DeviceState

_DEVICE_TONES = {
    DeviceState.READY: Tone.GOOD,
    DeviceState.BUSY: Tone.ACTIVE,
    DeviceState.ATTENTION: Tone.WARN,
    DeviceState.FAULT: Tone.BAD,
    DeviceState.OFFLINE: Tone.BAD,
    DeviceState.UNKNOWN: Tone.WAITING,
}


class ShellWords(QObject):
    """What is said around the work."""

    def greeting(self, hour: int, name: str) -> str:
        """Return a greeting for an hour of the day."""
        part = self.tr("早上好") if hour < 11 else self.tr("中午好") if hour < 14 else self.tr("下午好")
        part = self.tr("晚上好") if hour >= 18 else part
        return self.tr("{part}，{name}").format(part=part, name=name)

    def begin_line(self) -> str:
        """Return how a case is begun."""
        return self.tr("刷申请人的身份证，或者按 Ctrl K 查要办的事。先刷卡、先选事项都行。")

    def every_subject(self, count: int) -> str:
        """Return what the button says that leads to all that is taken here."""
        return self.tr("全部 {count} 件").format(count=count)

    def nothing_found(self, query: str) -> str:
        """Return the words for a search without hits."""
        return self.tr("没有找到“{query}”。换个说法，或者只打首字母。").format(query=query)

    def search_failed(self) -> str:
        """Say that the catalogue can't be read."""
        return self.tr("事项目录暂时读不出来，请找大厅管理员。")

    def elsewhere(self, place: str) -> tuple[str, str]:
        """Say why something can't be taken here, and where it is."""
        return self.tr("这一件在这里办不了"), self.tr("请告诉申请人：{place}").format(place=place)

    def clerk(self, name: str, post: str) -> str:
        """Return who works here."""
        return f"{name} · {post}" if post else name

    def device_name(self, key: str) -> str:
        """Return a device's name."""
        return {
            "card": self.tr("读卡"),
            "scanner": self.tr("扫描"),
            "printer": self.tr("打印"),
            "platform": self.tr("平台"),
        }[key]

    def device_state(self, state: DeviceState) -> tuple[str, Tone]:
        """Return how a device is."""
        words = {
            DeviceState.READY: self.tr("正常"),
            DeviceState.BUSY: self.tr("正忙"),
            DeviceState.ATTENTION: self.tr("要看一下"),
            DeviceState.FAULT: self.tr("有故障"),
            DeviceState.OFFLINE: self.tr("没接上"),
            DeviceState.UNKNOWN: self.tr("状态不明"),
        }
        return words[state], _DEVICE_TONES[state]

    def printer_cause(self, cause: str) -> str:
        """Return what keeps the printer from printing; empty for what has no short word."""
        return {
            "paper_end": self.tr("缺纸"),
            "cover_open": self.tr("盖开着"),
            "cutter_error": self.tr("切纸刀卡住"),
            "overheat": self.tr("太热"),
            "unreachable": self.tr("没接上"),
            "offline": self.tr("没就绪"),
        }.get(cause, "")

    def paper_low(self) -> str:
        """Say that the roll is near its end."""
        return self.tr("纸快用完")

    def no_device(self) -> str:
        """Say that the terminal has no such device."""
        return self.tr("没有设置")

    def platform(self, *, online: bool | None, reason: str = "") -> tuple[str, Tone]:
        """Return how the platform is reached; reason is the code why it is not."""
        if online is None:
            return self.tr("正在连接"), Tone.WAITING
        if online:
            return self.tr("已连接"), Tone.GOOD
        away = {
            "timed_out": self.tr("没有回应"),
            "tls_untrusted": self.tr("证书不可信"),
            "sign_in_refused": self.tr("不让本机登录"),
            "not_our_platform": self.tr("网络要先登录"),
            "gateway_error": self.tr("网络代理出错"),
            "platform_fault": self.tr("出了故障"),
        }
        return away.get(reason, self.tr("没有网络")), Tone.WARN

    def unknown_receipt(self) -> tuple[str, str]:
        """Say that a receipt is not this terminal's."""
        return self.tr("这张凭证不是本终端收的"), self.tr("请申请人到收件的窗口或自助终端，或凭编号查询进度。")

    def page_printer(self) -> str:
        """Return what the page printer is called."""
        return self.tr("A4 打印机")

    def open_slip(self, title: str, number: str, *, was_sent: bool, left: int) -> tuple[str, str]:
        """Ask about a slip whose end nobody but a person can know."""
        others = self.tr("（另有 {count} 张）").format(count=left) if left else ""
        detail = self.tr("看看出纸口，完整打出来了吗？") if was_sent else self.tr("上次没来得及打，纸上什么都没有。")
        return self.tr("{number} 的{title}").format(number=number, title=title) + others, detail

    def slip_answer(self, answer: SlipAnswer, *, was_sent: bool) -> BannerAct:
        """Return what a button about such a slip says."""
        acts = {
            SlipAnswer.CAME_OUT: (self.tr("出来了"), self.tr("看过了，这一张完整")),
            SlipAnswer.NOT_WHOLE: (self.tr("没出全"), self.tr("看过了，没出来或者不完整")),
            SlipAnswer.PRINT: (self.tr("补打"), self.tr("再打一张，标明补打")),
            SlipAnswer.GIVE_UP: (self.tr("不打了"), self.tr("申请人不要这一张")),
        }
        words, hint = acts[answer]
        if answer is SlipAnswer.PRINT and not was_sent:
            words, hint = self.tr("打印"), self.tr("打这一张")
        return BannerAct(answer.value, words, hint)

    def agent_missing(self) -> tuple[str, str]:
        """Say that the program that uploads could not be started."""
        return self.tr("上传程序没有启动"), self.tr("收件照常，材料封在本机；请找大厅管理员。")
