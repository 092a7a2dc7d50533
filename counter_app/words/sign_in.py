"""Sentences of signing in."""

from __future__ import annotations

from PySide6.QtCore import QObject


class SignInWords(QObject):
    """What is said at the door."""

    def refused(self) -> str:
        """Return the words for a wrong id or password; they don't say which."""
        return self.tr("工号或密码不对，请再试一次。")

    def wait(self, seconds: int) -> str:
        """Return the words while no try is taken."""
        return self.tr("试错次数多了，请等 {seconds} 秒再试。").format(seconds=seconds)

    def no_directory(self) -> str:
        """Say that no clerks are known here yet."""
        return self.tr("本机还没有窗口人员名单。连上网后会自动下载，再试一次。")

    def store_failed(self, code: str) -> str:
        """Say that the terminal's store can't be read."""
        return self.tr("本机资料读不出来，请找大厅管理员（代码 {code}）。").format(code=code)

    def left_undone(self, text: str, detail: str) -> str:
        """Say what could not be done for the clerk who has just left."""
        return self.tr("刚退出的窗口人员：{text}。{detail}").format(text=text, detail=detail)

    def left_undone_by_other(self, text: str) -> str:
        """Say the same to the clerk who works here now, as the head of a message."""
        return self.tr("刚退出的窗口人员：{text}").format(text=text)
