"""Sentences about what is done about a sealed case: correction, refusal, withdrawal, handing over."""

from __future__ import annotations

from PySide6.QtCore import QObject

from shared.intake.errors import OccasionRefusedError as Refused
from shared.intake.occasions import Occasion


class OccasionWords(QObject):
    """What is said around each occasion."""

    def button(self, occasion: Occasion) -> tuple[str, str]:
        """Return what an act's button says and what it does."""
        return {
            Occasion.CORRECTION: (self.tr("要补正"), self.tr("把要补的一次告诉申请人，发补正告知书")),
            Occasion.REFUSAL: (self.tr("不予受理"), self.tr("写明理由和依据，发不予受理通知书")),
            Occasion.WITHDRAWAL: (self.tr("申请人撤回"), self.tr("申请人在办结前撤回，打撤回申请请他签名")),
            Occasion.HANDOVER: (self.tr("领取结果"), self.tr("核对领取人的身份证，打送达回执请他签名")),
        }[occasion]

    def title(self, occasion: Occasion) -> str:
        """Return the title of an act's panel."""
        return {
            Occasion.CORRECTION: self.tr("要补正：把要补的一次说全"),
            Occasion.REFUSAL: self.tr("不予受理"),
            Occasion.WITHDRAWAL: self.tr("申请人撤回"),
            Occasion.HANDOVER: self.tr("领取结果"),
        }[occasion]

    def hint(self, occasion: Occasion, names: str) -> str:
        """Return what the act is about."""
        hints = {
            Occasion.CORRECTION: self.tr("只能要目录上列明的材料；漏说的以后再补，会计入再次告知。事项：{names}"),
            Occasion.REFUSAL: self.tr("依据只能选目录上写明的。收下的材料随通知书退还。事项：{names}"),
            Occasion.WITHDRAWAL: self.tr("办结之前都可以撤回，材料退还，以后可以重新申请。"),
            Occasion.HANDOVER: self.tr("照领取人的身份证原件录入；打出送达回执，请他当面签名。"),
        }
        return hints[occasion].format(names=names)

    def label(self, key: str) -> str:
        """Return the label of a field."""
        return {
            "material": self.tr("材料"),
            "problem": self.tr("问题"),
            "remedy": self.tr("怎样补"),
            "days": self.tr("几天内补齐"),
            "reason": self.tr("理由"),
            "basis": self.tr("依据"),
            "authority": self.tr("可以找谁办"),
            "item": self.tr("事项"),
            "receiver": self.tr("领取人"),
            "name": self.tr("姓名"),
            "number": self.tr("身份证号码"),
        }[key]

    def problems(self) -> tuple[str, ...]:
        """Return the usual things that are wrong with a material."""
        return (
            self.tr("没有交"),
            self.tr("缺页"),
            self.tr("看不清"),
            self.tr("没有签名"),
            self.tr("没有盖章"),
            self.tr("过了有效期"),
            self.tr("和申请表填的不一致"),
            self.tr("不是这份材料"),
        )

    def remedies(self) -> tuple[str, ...]:
        """Return the usual ways to mend a material."""
        return (
            self.tr("带原件重拍"),
            self.tr("补上缺的页"),
            self.tr("签名后再交"),
            self.tr("到出具单位补盖章"),
            self.tr("换有效期内的再交"),
        )

    def refusals(self) -> tuple[str, ...]:
        """Return the usual reasons of a refusal."""
        return (
            self.tr("申请事项依法不需要办理。"),
            self.tr("申请事项依法不属于本机关职权范围。"),
            self.tr("申请人不符合规定的申请条件。"),
        )

    def withdrawals(self) -> tuple[str, ...]:
        """Return the usual reasons of a withdrawal."""
        return (self.tr("申请人改期办理。"), self.tr("申请人改办别的事项。"), self.tr("申请人不再需要办理。"))

    def days(self, days: int) -> str:
        """Return how long there is time."""
        return self.tr("{days} 个工作日").format(days=days)

    def all_items(self, count: int) -> str:
        """Return what stands for all items."""
        return self.tr("全部 {count} 个事项").format(count=count)

    def who_receives(self) -> tuple[tuple[str, str], ...]:
        """Return who may take a result."""
        return (("self", self.tr("本人")), ("other", self.tr("代领人")))

    def point(self, number: int, name: str, problem: str, remedy: str) -> str:
        """Return a point in one line."""
        rest = self.tr("，{remedy}").format(remedy=remedy) if remedy else ""
        return self.tr("{number}　{name}：{problem}{rest}").format(number=number, name=name, problem=problem, rest=rest)

    def confirm(self, occasion: Occasion, count: int, days: int) -> str:
        """Return what is about to be sealed."""
        return {
            Occasion.CORRECTION: self.tr("将发出补正告知书：{count} 条，{days} 个工作日内补齐。送出就生效，不能改。"),
            Occasion.REFUSAL: self.tr("将发出不予受理通知书：{count} 个事项。送出就生效，不能改。"),
            Occasion.WITHDRAWAL: self.tr("将撤回 {count} 个事项。送出就生效，要办得重新申请。"),
            Occasion.HANDOVER: self.tr("将记下 {count} 个事项的结果已经交到领取人手里。"),
        }[occasion].format(count=count, days=days)

    def refused(self, reason: str) -> str:
        """Return what is still missing."""
        return {
            Refused.NO_POINTS: self.tr("还没有写要补什么：选材料、写问题，再点“加上这一条”。"),
            Refused.NO_DEADLINE: self.tr("请选几天内补齐。"),
            Refused.NO_REASON: self.tr("请写理由。"),
            Refused.NO_BASIS: self.tr("请选依据。"),
            Refused.NO_ITEMS: self.tr("请选事项。"),
            Refused.NO_RECEIVER: self.tr("请写领取人姓名。"),
            Refused.NUMBER_INVALID: self.tr("身份证号码不对，请照原件再看一遍。"),
            Refused.NOT_AN_APPLICANT: self.tr("这不是本办件申请人的号码：请再核对；替别人领的，领取人选“代领人”。"),
            Refused.TOO_LONG: self.tr("写得太长，通知书放不下，请精简。"),
        }.get(reason, self.tr("没有送出，请再试一次。"))
