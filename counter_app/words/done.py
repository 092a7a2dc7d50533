"""Sentences of the page of a sealed case and of its notice."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject


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

    def notice_title(self) -> str:
        """Return the title of the preview."""
        return self.tr("受理通知书")

    def notice_making(self) -> str:
        """Return what is said while the notice is set."""
        return self.tr("正在排版通知书…")

    def notice_after_acceptance(self) -> str:
        """Return what stands where a case was only collected."""
        return self.tr("受理后，这里是受理通知书")

    def saved(self, path: str) -> str:
        """Say where the notice was saved."""
        return self.tr("已存到 {path}").format(path=path)

    def handed_over(self, printer: str) -> str:
        """Say that the printer took the notice; paper is proven by nobody."""
        return self.tr("已交给 {printer}，请看一眼纸").format(printer=printer)

    def file_name(self, number: str) -> str:
        """Return the name of the notice's file."""
        return self.tr("受理通知书-{number}.pdf").format(number=number)
