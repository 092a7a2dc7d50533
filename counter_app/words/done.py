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

    def notice_failed(self) -> str:
        """Return what stands where the notice could not be set."""
        return self.tr("通知书没有排出来，可以先打受理回执")

    def notice_making(self) -> str:
        """Return what is said while the notice is set."""
        return self.tr("正在排版通知书…")

    def notice_after_acceptance(self) -> str:
        """Return what stands where a case was only collected."""
        return self.tr("受理后，通知书排在这里")

    def saved(self, path: str) -> str:
        """Say where the notice was saved."""
        return self.tr("已存到 {path}").format(path=path)

    def handed_over(self, printer: str) -> str:
        """Say that the printer took the notice; paper is proven by nobody."""
        return self.tr("已交给 {printer}，请看一眼纸").format(printer=printer)

    def file_name(self, title: str, number: str) -> str:
        """Return the name of the notice's file."""
        return f"{title}-{number}.pdf"

    def pages(self, pages: int) -> str:
        """Return how a material of a sealed case was given."""
        return self.tr("{pages} 页").format(pages=pages) if pages else self.tr("免交")

    def materials(self, count: int, pages: int) -> str:
        """Return the sum of the materials."""
        return self.tr("{count} 份，扫描 {pages} 页").format(count=count, pages=pages)
