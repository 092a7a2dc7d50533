"""Sentences about the way to the platform and about printed slips."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject

from devices.core.printing import PrintCause, PrintState

_FOR_THE_ADMINISTRATOR: Final = frozenset({"tls_untrusted", "sign_in_refused", "not_our_platform"})
"""Reasons why the platform can't be reached that do not pass by themselves."""


class DeliveryWords(QObject):
    """Where a submission is on its way. A sealed case is 已收件（待上传）, never 封存."""

    def waiting(self, *, online: bool | None, reason: str = "") -> str:
        """Return what is said of one that waits; reason is the code why the platform can't be reached."""
        if online is not False:
            return self.tr("待上传")
        return self.tr("待上传（{why}）").format(why=self._why(reason) or self.tr("没有网络"))

    def _why(self, reason: str) -> str:
        """Return why the platform can't be reached, or did not take an upload yet; empty where there are no words."""
        return {
            "timed_out": self.tr("平台没有回应"),
            "tls_untrusted": self.tr("平台证书不可信"),
            "sign_in_refused": self.tr("平台不让本机登录"),
            "not_our_platform": self.tr("网络要先登录"),
            "gateway_error": self.tr("网络代理出错"),
            "platform_busy": self.tr("平台正忙"),
            "no_room": self.tr("平台磁盘满了"),
            "version_missing": self.tr("平台还没发布这一版目录"),
            "enrolment_missing": self.tr("平台要先恢复本机的登记"),
            "platform_fault": self.tr("平台出了故障"),
            "malformed_answer": self.tr("平台的回答看不懂"),
            "transfer_damaged": self.tr("路上传坏了"),
            "agent_fault": self.tr("上传程序出错"),
        }.get(reason, "")

    def sending(self, percent: int | None) -> str:
        """Return what is said of one under way."""
        return self.tr("上传中") if percent is None else self.tr("上传中 {percent}%").format(percent=percent)

    def delivered(self, at: str) -> str:
        """Return what is said of one that arrived."""
        return self.tr("已送达 {at}").format(at=at)

    def returned(self, reason: str) -> str:
        """Return what is said of one that the platform gave back."""
        return self.tr("被退回：{reason}").format(reason=self.reason(reason))

    def closed(self) -> str:
        """Return what is said of one that a person closed."""
        return self.tr("已另行处理")

    def after_earlier(self) -> str:
        """Return what is said of one that an earlier one holds up."""
        return self.tr("等前一份先送达")

    def retry_at(self, at: str, reason: str) -> str:
        """Say why one is held back, when it is tried again, and that nobody has to do anything."""
        return self.tr("{why}，{at} 自动再试，不用守着。").format(
            why=self._why(reason) or self.tr("这一次没有传成"), at=at
        )

    def kept_offline(self, reason: str) -> str:
        """Say that nothing is lost while the platform can't be reached, and who has to act where that is somebody."""
        if reason in _FOR_THE_ADMINISTRATOR:
            return self.tr("材料都封在本机，不会丢。请找大厅管理员；弄好就自动上传。")
        return self.tr("材料都封在本机，网络一通就自动上传，不用守着。")

    def reason(self, code: str) -> str:
        """Return why the platform gave one back, in words."""
        reasons = {
            "signature_invalid": self.tr("终端签名没有通过"),
            "body_unreadable": self.tr("平台打不开内容"),
            "body_invalid": self.tr("内容不完整"),
            "plaintext_mismatch": self.tr("内容和清单对不上"),
            "number_invalid": self.tr("办件编号不对"),
            "number_taken": self.tr("办件编号重复"),
            "stale_based_on": self.tr("别处先改过这一件"),
            "draft_sealed_elsewhere": self.tr("另一台终端已先收了这一件"),
            "unknown_item": self.tr("平台没有这个事项"),
            "clerk_not_allowed": self.tr("登录的工号没有受理权限"),
            "transition_refused": self.tr("这一件的状态不能受理"),
            "earlier_missing": self.tr("它接着的前一份没有被平台收下"),
            "part_missing_here": self.tr("本机缺了封好的一部分"),
            "part_damaged_here": self.tr("本机封好的一部分读不出来"),
        }
        return reasons.get(code, self.tr("平台没有收下"))

    def who_acts(self, who: str) -> str:
        """Return who must do something."""
        people = {
            "platform_staff": self.tr("已转平台人员处理，材料都在，不用重收。"),
            "terminal_staff": self.tr("请联系大厅管理员：本机这一份不完整，可能要请申请人重交。"),
        }
        return people.get(who, "")


class PrintWords(QObject):
    """What became of a slip, and what a hand can do."""

    def title(self, document: str) -> str:
        """Return the name of a slip, of whichever acceptance it is."""
        return self.tr("受理回执") if document.startswith("acceptance") else self.tr("收件凭证")

    def state(self, state: PrintState, copy_no: int) -> str:
        """Return an outcome."""
        again = self.tr("（补打，第 {copy} 份）").format(copy=copy_no) if copy_no > 1 else ""
        words = {
            PrintState.PRINTED: self.tr("已打印"),
            PrintState.SENT: self.tr("已发到打印机"),
            PrintState.UNKNOWN: self.tr("不知道打出来没有"),
            PrintState.FAILED: self.tr("没打出来"),
        }
        return words[state] + again

    def printing(self) -> str:
        """Return what is said while printing."""
        return self.tr("正在打印…")

    def not_printed(self) -> str:
        """Return what is said of a slip that was never sent."""
        return self.tr("还没打印")

    def remedy(self, state: PrintState, cause: PrintCause | None, *, paper_low: bool) -> str:
        """Return what to do now; empty when nothing."""
        if state is PrintState.PRINTED:
            return self.tr("纸快用完了，有空时换一卷。") if paper_low else ""
        if state is PrintState.SENT:
            return self.tr("打印机不回报出纸情况，请看一眼纸出全了没有。")
        if state is PrintState.UNKNOWN:
            return self.tr("打印机没有回音。请看一眼纸：出来了就不用管，没出来再补打。办件已经收好。")
        causes = {
            PrintCause.PAPER_END: self.tr("纸用完了。换上 80 毫米热敏纸，再打一次。办件已经收好。"),
            PrintCause.COVER_OPEN: self.tr("打印机盖开着。合上盖子，再打一次。办件已经收好。"),
            PrintCause.CUTTER: self.tr("切纸刀卡住了。关机，开盖取出碎纸，再打一次。办件已经收好。"),
            PrintCause.OVERHEAT: self.tr("打印头太热。等一分钟，再打一次。办件已经收好。"),
            PrintCause.UNREACHABLE: self.tr("连不上打印机。看看电源和网线，再打一次。办件已经收好。"),
            PrintCause.OFFLINE: self.tr("打印机没有就绪。看看电源和面板上的灯，再打一次。办件已经收好。"),
        }
        other = self.tr("打印机出了故障。关机重开，还不行就请人修。办件已经收好。")
        return causes.get(cause, other) if cause is not None else other

    def button(self, *, printed_before: bool = False) -> str:
        """Return what the button says."""
        return self.tr("补打") if printed_before else self.tr("打印")
