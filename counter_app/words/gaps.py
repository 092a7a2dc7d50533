"""Sentences about what is missing and about ending an intake."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from counter_app.words.faults import FaultWords
from shared.intake.gaps import Gap, GapKind
from shared.notices.dates import official_date


class GapWords(QObject):
    """What is said of gaps."""

    def title(self, count: int) -> str:
        """Return the heading of the list."""
        return self.tr("还差 {count} 处，一次告知").format(count=count) if count else self.tr("都齐了，可以受理")

    def gap(self, kind: str, code: str, params: Mapping[str, str]) -> str:
        """Return what is wrong with one thing, in a few words."""
        if kind == "applicant":
            return self.tr("没有刷身份证")
        if kind == "material":
            return self.tr("过了承诺的日子") if code == "promise_past" else self.tr("没有扫描")
        if kind == "page":
            return self.tr("第 {page} 页不清楚").format(page=params.get("page", ""))
        if params.get("message"):
            return params["message"].rstrip("。")
        return self.tr("没有填") if code == "missing" else FaultWords().brief(code)

    def remedy(self, gap: Gap) -> str:
        """Return what the applicant is to do about it, whole sentences for paper."""
        usual = {
            GapKind.APPLICANT: self.tr("带本人身份证来，刷一下。"),
            GapKind.FIELD: self.tr("当面告诉窗口，或者照样表填。"),
            GapKind.MATERIAL: self.tr("带来给窗口扫描。"),
            GapKind.PAGE: self.tr("带原件来重新扫描这一页。"),
        }
        said = [gap.params.get("mend", "") or gap.remedy or usual[gap.kind]]
        if gap.later_until is not None:
            said.append(self.tr("可以容缺，{day}前补交。").format(day=official_date(gap.later_until.date)))
        if gap.commitment:
            said.append(self.tr("可以承诺代替。"))
        return "".join(said)

    def form(self) -> str:
        """Return what the form is called on a list of what is missing."""
        return self.tr("申请表")

    def not_filled(self, labels: str) -> str:
        """Return which fields are still empty."""
        return self.tr("没有填：{labels}").format(labels=labels)

    def click_leads(self) -> str:
        """Return what a click on the list does."""
        return self.tr("请一次跟申请人说全。点一行就到那一处，按 F3 到下一处。")

    def clocks(self, immediate: int, promised: int, days: int) -> str:
        """Return what acceptance sets going."""
        if not promised:
            return self.tr("{count} 个事项当场办结。").format(count=immediate)
        later = self.tr("{count} 个事项自受理起 {days} 个工作日内办结。").format(count=promised, days=days)
        if not immediate:
            return later
        return self.tr("{count} 个事项当场办结，").format(count=immediate) + later

    def then(self) -> str:
        """Return what follows acceptance."""
        return self.tr("受理后打印收件凭证和受理回执，并排出受理通知书。请先让申请人核对一遍。")

    def no_right(self) -> str:
        """Say that the clerk may only collect."""
        return self.tr("您的工号没有受理权限，可以先收件。")

    def accept(self, *, complete: bool, may_accept: bool, busy: bool) -> str:
        """Return what the first act says."""
        if busy:
            return self.tr("正在收件…")
        if not may_accept:
            return self.tr("受理（没有权限）")
        return self.tr("受理") if complete else self.tr("受理（补齐后可用）")

    def elapsed(self, minutes: int, seconds: int) -> str:
        """Return the time that the case took so far."""
        return self.tr("本件已用 {minutes} 分 {seconds:02d} 秒").format(minutes=minutes, seconds=seconds)
