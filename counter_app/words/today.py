"""Sentences of the left column."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject

_ACCEPTED = frozenset({"accepted", "deemed_accepted", "accepted_with_deferred"})


class TodayWords(QObject):
    """What is said of sealed and of unfinished cases."""

    def state(self, items: Iterable[str]) -> str:
        """Return how a case stands by its items' states."""
        states = set(items)
        if states <= {"collected"}:
            return self.tr("已收件")
        if states <= _ACCEPTED:
            return self.tr("已受理")
        if states <= {"granted", "issued", "archived"}:
            return self.tr("已办结")
        for alone, words in (
            ({"withdrawn"}, self.tr("已撤回")),
            ({"acceptance_refused"}, self.tr("不予受理")),
            ({"terminated"}, self.tr("已终止")),
        ):
            if states <= alone:
                return words
        if "correction_asked" in states:
            return self.tr("要补正")
        return self.tr("办理中")

    def item_state(self, state: str) -> str:
        """Return how one item application stands."""
        words = {
            "collected": self.tr("已收件"),
            "accepted": self.tr("已受理"),
            "deemed_accepted": self.tr("视为受理"),
            "accepted_with_deferred": self.tr("容缺受理"),
            "correction_asked": self.tr("要补正"),
            "supplemented": self.tr("已补正"),
            "acceptance_refused": self.tr("不予受理"),
            "in_review": self.tr("审查中"),
            "special_procedure": self.tr("特别程序"),
            "suspended": self.tr("中止"),
            "terminated": self.tr("终止"),
            "granted": self.tr("已批准"),
            "not_granted": self.tr("不予批准"),
            "issued": self.tr("已出件"),
            "archived": self.tr("已归档"),
            "withdrawn": self.tr("已撤回"),
            "voided": self.tr("已作废"),
        }
        return words.get(state, state)

    def nobody(self) -> str:
        """Return what stands for the person of a draft without one."""
        return self.tr("还没刷身份证")

    def none_yet(self) -> str:
        """Return what stands where there are no cases."""
        return self.tr("今天还没有办件。办好的件会列在这里，送到平台的每一步都看得见。")

    def unreadable(self, code: str) -> str:
        """Say that the list can't be read."""
        return self.tr("列表暂时读不出来（{code}），稍后自动再读。").format(code=code)
