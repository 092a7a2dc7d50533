"""Sentences about what stands in for a paper (容缺受理, 告知承诺)."""

from __future__ import annotations

from PySide6.QtCore import QObject

from shared.domain.deadlines import DueDate
from shared.intake.draft import Promise
from shared.notices.dates import official_date


class StandInWords(QObject):
    """What is said of promises and declarations."""

    def offered(self, name: str, *, later: DueDate | None, declared: bool) -> str:
        """Return what may stand in for a paper that is not there."""
        said = []
        if later is not None:
            day = official_date(later.date) + (self.tr("（暂定）") if later.provisional else "")
            said.append(self.tr("可以容缺，{day}前补交").format(day=day))
        if declared:
            said.append(self.tr("可以由下面的承诺代替"))
        return self.tr("{name}：{said}。").format(name=name, said=self.tr("；也").join(said))

    def promised(self, name: str, promise: Promise) -> str:
        """Say that a paper follows."""
        return self.tr("{name}：容缺受理，承诺 {day}前补交。").format(name=name, day=self._day(promise))

    def past(self, name: str, promise: Promise) -> str:
        """Say that the day by which a paper was promised is over."""
        return self.tr("{name}：{day}已经过了，没有补交。撤回后收原件，或者重新承诺。").format(
            name=name, day=self._day(promise)
        )

    def breach(self) -> str:
        """Return what follows when a promise is not kept."""
        return self.tr("补齐前不发结果；到期不补，终止办理。请申请人签容缺受理承诺书。")

    def declared(self, name: str, check_days: int) -> str:
        """Say that a declaration stands in for a paper."""
        return self.tr("{name}：已由承诺代替，{days} 日内核查。").format(name=name, days=check_days)

    def promise(self, due: DueDate) -> str:
        """Name the act that lets a paper follow, and until when."""
        return self.tr("容缺至 {month}月{day}日").format(month=due.date.month, day=due.date.day)

    def commit(self) -> str:
        """Name the act that puts a declaration in a paper's place."""
        return self.tr("承诺代替")

    def take_back(self) -> str:
        """Name the act that undoes either."""
        return self.tr("撤回承诺")

    def _day(self, promise: Promise) -> str:
        return official_date(promise.until) + (self.tr("（暂定）") if promise.provisional else "")
