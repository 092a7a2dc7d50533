"""Sentences of the page of a sealed case and of its notice."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject

from counter_app.ports.tone import Tone
from counter_app.work.page_room import PageReport
from devices.core.page_printing import PageCause, PageOutcome, PageProgress, PageStep
from devices.core.printing import PrintState

_TONES = {
    PrintState.PRINTED: Tone.GOOD,
    PrintState.SENT: Tone.ACTIVE,
    PrintState.UNKNOWN: Tone.WARN,
    PrintState.FAILED: Tone.BAD,
}


class DoneWords(QObject):
    """What is said of a sealed case."""

    def line(self, subject: str, names: str, at: str) -> str:
        """Return what and whose it is, and when it was sealed."""
        return self.tr("{subject} · {names} · {at}").format(subject=subject, names=names, at=at)

    def due(self, due: date | None, *, provisional: bool, immediate: bool, begun: bool) -> str:
        """Return until when an item is decided."""
        if not begun:
            return self.tr("受理后起算")
        if immediate:
            return self.tr("当场办结")
        if due is None:
            return self.tr("以平台告知为准")
        text = self.tr("{month} 月 {day} 日前").format(month=due.month, day=due.day)
        return text + self.tr("（暂定）") if provisional else text

    def notice_failed(self) -> str:
        """Return what stands where the notice could not be set."""
        return self.tr("这份文书没有排出来，可以先打小票")

    def notice_making(self) -> str:
        """Return what is said while the notice is set."""
        return self.tr("正在排版…")

    def languages(self) -> tuple[tuple[str, str], ...]:
        """Return what a notice may be printed in, each its code and what the choice says."""
        return (("", self.tr("只用中文")), ("en", self.tr("中英对照")), ("zh-Hant", self.tr("简繁对照")))

    def saved(self, path: str) -> str:
        """Say where the notice was saved."""
        return self.tr("已存到 {path}").format(path=path)

    def page_report(self, report: PageReport) -> tuple[str, Tone]:
        """Return how printing a notice goes or went."""
        if report.outcome is not None:
            return self._page_outcome(report.outcome, report.printer), _TONES[report.outcome.state]
        progress = report.progress or PageProgress(PageStep.SENDING)
        steps = {
            PageStep.WAITING: self.tr("打印机正忙，轮到就打"),
            PageStep.SENDING: self.tr("正在送往打印机…"),
            PageStep.PRINTING: self.tr("正在打印…"),
            PageStep.CANCELLING: self.tr("正在取消…"),
        }
        if progress.step is PageStep.PRINTING and progress.cause is not None:
            return self.tr("{remedy}，会接着打").format(remedy=self._remedy(progress.cause)), Tone.WARN
        sheets = self.tr("已出 {count} 张").format(count=progress.sheets) if progress.sheets else ""
        return steps[progress.step] + sheets, Tone.ACTIVE

    def _page_outcome(self, outcome: PageOutcome, printer: str) -> str:
        if outcome.state is PrintState.PRINTED:
            return self.tr("已打印")
        if outcome.state is PrintState.SENT:
            return self.tr("已交给 {printer}，请看一眼纸").format(printer=printer)
        if outcome.state is PrintState.UNKNOWN:
            return self.tr("打印机没有回音，请看一眼纸：没出来再打")
        if outcome.cause is PageCause.CANCELLED:
            return self.tr("已取消，出了纸的请收走")
        remedy = self._remedy(outcome.cause) if outcome.cause else ""
        return self.tr("没打出来。{remedy}，再打一次").format(remedy=remedy or self.tr("看看打印机"))

    def _remedy(self, cause: PageCause) -> str:
        return {
            PageCause.MEDIA_EMPTY: self.tr("缺纸了，请放入 A4 纸"),
            PageCause.PAPER_JAM: self.tr("卡纸了，请开盖取出纸"),
            PageCause.COVER_OPEN: self.tr("打印机盖开着，请合上"),
            PageCause.TRAY_MISSING: self.tr("纸盒没推好，请装上"),
            PageCause.TONER_EMPTY: self.tr("碳粉用完了，请更换"),
            PageCause.OUTPUT_FULL: self.tr("出纸口满了，请取走纸"),
            PageCause.OVERHEAT: self.tr("打印机太热，请等一会儿"),
            PageCause.PAUSED: self.tr("打印机被暂停，请在面板上恢复"),
            PageCause.HELD: self.tr("任务被扣住，请在打印机上放行"),
            PageCause.BUSY: self.tr("打印机一直忙着"),
            PageCause.OFFLINE: self.tr("打印机没就绪，请看看电源和面板"),
            PageCause.UNREACHABLE: self.tr("连不上打印机，请看看电源和网线"),
            PageCause.ABORTED: self.tr("打印机中止了任务，请看看面板"),
        }.get(cause, self.tr("打印机出了故障，请关机重开"))

    def file_name(self, title: str, number: str) -> str:
        """Return the name of the notice's file."""
        return f"{title}-{number}.pdf"

    def pages(self, pages: int) -> str:
        """Return how a material of a sealed case was given."""
        return self.tr("{pages} 页").format(pages=pages) if pages else self.tr("免交")

    def materials(self, count: int, pages: int) -> str:
        """Return the sum of the materials."""
        return self.tr("{count} 份，扫描 {pages} 页").format(count=count, pages=pages)
