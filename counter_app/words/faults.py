"""What can be wrong with an answer, in a few words: in the form's cells and in the list of what is missing."""

from __future__ import annotations

from PySide6.QtCore import QObject


class FaultWords(QObject):
    """Names of faults."""

    def brief(self, code: str) -> str:
        """Return what is wrong with a value; of one that is missing each face says something of its own."""
        return {
            "choice": self.tr("不在选项里"),
            "too_short": self.tr("太短"),
            "too_long": self.tr("太长"),
            "length": self.tr("位数不对"),
            "check_digit": self.tr("校验位不对"),
            "birth_date": self.tr("出生日期不对"),
            "region": self.tr("地区码不对"),
            "no_such_date": self.tr("没有这一天"),
            "future_date": self.tr("日期在今天之后"),
            "wrong_for_role": self.tr("性别不符"),
            "sources_differ": self.tr("来源不一致"),
            "path_ended": self.tr("不能在这里办"),
        }.get(code, self.tr("格式不对"))
