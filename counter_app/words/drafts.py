"""Sentences about drafts that come from elsewhere or go there."""

from __future__ import annotations

from PySide6.QtCore import QObject

from counter_app.ports.shell import BannerAct
from counter_app.ports.tone import Tone
from devices.core.printing import PrintState
from shared.handoff.errors import HandoffFault
from shared.handoff.port import DraftStanding, Way

_TONES = {
    DraftStanding.HERE: Tone.NEUTRAL,
    DraftStanding.OFFERED: Tone.ACTIVE,
    DraftStanding.LEAVING: Tone.ACTIVE,
    DraftStanding.HANDED_OVER: Tone.WAITING,
    DraftStanding.UNCONFIRMED: Tone.WARN,
    DraftStanding.CONTESTED: Tone.BAD,
}


class DraftWords(QObject):
    """What is said on the page of drafts."""

    def person(self, name: str, number: str) -> str:
        """Return whose card was read."""
        return self.tr("已刷身份证：{name} {number}").format(name=name, number=number)

    def nobody(self) -> str:
        """Return what stands where no card was read."""
        return self.tr("还没刷身份证。有条的，直接扫条上的码；没带条的，先刷身份证。")

    def looking(self) -> str:
        """Return what is under way while it is looked for."""
        return self.tr("正在找，最多等二十秒…")

    def taking(self) -> str:
        """Return what is under way while it comes."""
        return self.tr("正在转过来：填的、拍的一起，转好才算数。可以先办别的，转好了会列在“没办完的”里。")

    def offering(self) -> str:
        """Return what is under way while it is offered."""
        return self.tr("正在存好、出码…")

    def returning(self) -> str:
        """Return what is under way while it is taken back."""
        return self.tr("正在取回…")

    def mistyped(self) -> tuple[str, str]:
        """Say that the check digit does not fit."""
        return self.tr("有数字输错了"), self.tr("提取码是 12 位，对照条上再看一遍。这次不算次数。")

    def unreadable(self) -> tuple[str, str]:
        """Say that a code was damaged."""
        return self.tr("码没有扫清楚"), self.tr("把条放平再扫一次，或者刷身份证、输入提取码。")

    def none_found(self) -> tuple[str, str]:
        """Say that nothing lies elsewhere for this person."""
        return self.tr("没有找到草稿"), self.tr("可能过期清除了、已经在别处接着办了，或者条是用另一张身份证存的。")

    def arrived(self, way: Way, papers: tuple[str, ...]) -> tuple[str, str]:
        """Say that a draft came, and what has to be scanned again."""
        if way is Way.FORM:
            again = self.tr("要重新扫的：{papers}。").format(papers="、".join(papers)) if papers else ""
            return self.tr("只转来了填的内容"), again + self.tr(
                "请刷申请人的身份证；原来的机器上还有一份，谁先提交算谁的。"
            )
        return self.tr("草稿转来了，接着办"), self.tr("填的、拍的都在。请和申请人核对一遍再收件。")

    def later_entries(self, kept: tuple[str, ...], differing: tuple[str, ...]) -> str:
        """Say what was changed at this terminal after the draft was handed over; empty for nothing."""
        counts = self.tr("交出以后在本终端改过的也在：{names}。").format(names="、".join(kept)) if kept else ""
        both = self.tr("两边都改过，请跟申请人核对：{names}。").format(names="、".join(differing)) if differing else ""
        return counts + both

    def stayed(self, count: int) -> str:
        """Say that something did not go with a draft that went."""
        return self.tr("；交出后这里又改的 {count} 处没转过去").format(count=count)

    def stayed_here(self) -> str:
        """Return the label of what did not go with a draft that went."""
        return self.tr("没转过去的")

    def arrived_later(self) -> tuple[str, str]:
        """Say that a draft came after nobody waited for it any more."""
        return self.tr("刚才那份草稿转来了"), self.tr("列在左边“没办完的”里。")

    def taken_back(self, standing: DraftStanding) -> tuple[str, str]:
        """Say what became of taking back."""
        if standing is DraftStanding.HANDED_OVER:
            return self.tr("没有取回"), self.tr("它已经交还给原来的机器。")
        return self.tr("取回来了"), self.tr("条上的码不能再用；可以接着办。")

    def asking(self) -> tuple[str, str]:
        """Say that the platform is asked whether a draft was taken."""
        return self.tr("正在问平台：这一件有没有在别处接走…"), self.tr("最多等 4 秒；没有网络也打得开。")

    def open_now(self) -> tuple[str, str]:
        """Return the offer to wait no longer."""
        return self.tr("不等了，打开"), self.tr("要是别处已经接走，先提交的算")

    def gone(self, where: str) -> tuple[str, str]:
        """Say that another terminal took a draft."""
        return (
            self.tr("这一件已经在{where}接着办了").format(where=where or self.tr("别处")),
            self.tr("这里没有动它。要接回来办，到“接续草稿”里取回。"),
        )

    def failed(self, fault: HandoffFault, detail: str) -> tuple[str, str]:
        """Return what happened, and what is kept or to be done."""
        kept = self.tr("草稿没有丢。")
        tries = self.tr("还能试 {count} 次。").format(count=detail) if detail.isdigit() else ""
        wait = self.tr("{count} 分钟后也可以再试。").format(count=detail) if detail.isdigit() else ""
        where = detail or self.tr("别处")
        sentences = {
            HandoffFault.CODE_EXPIRED: (self.tr("条过期了"), self.tr("过了条上的时间，内容已经清除，请重新办。")),
            HandoffFault.CODE_USED: (
                self.tr("这张条用过了"),
                self.tr("草稿已经转到{where}。").format(where=where) + kept,
            ),
            HandoffFault.DRAFT_CODE_WRONG: (self.tr("提取码对不上"), self.tr("请对照条上再输一次。") + tries),
            HandoffFault.TOO_MANY_TRIES: (
                self.tr("试的次数太多了"),
                self.tr("先停一停。核对人和证以后，可以点“人证已核对”直接接。") + wait + kept,
            ),
            HandoffFault.HOLDER_WRONG: (
                self.tr("条不是这张身份证存的"),
                self.tr("请刷存草稿时用的那张身份证。") + tries,
            ),
            HandoffFault.HOLDER_NEEDED: (self.tr("还差身份证"), self.tr("请刷申请人的身份证，再扫一次。")),
            HandoffFault.DRAFT_UNKNOWN: (
                self.tr("没有这份草稿"),
                self.tr("可能过期清除了，或者在别处办完了。请查一下办件，或者重新办。"),
            ),
            HandoffFault.DRAFT_SEALED_ELSEWHERE: (self.tr("这一件已经提交了"), self.tr("不用再办。进度可以凭编号查。")),
            HandoffFault.DRAFT_BEGUN_ELSEWHERE: (
                self.tr("那边已经动过了"),
                self.tr("取不回来，请到{where}接着办。").format(where=detail or self.tr("那里")) + kept,
            ),
            HandoffFault.ELSEWHERE_UNREACHABLE: (
                self.tr("平台和那台机器都连不上"),
                self.tr("稍后再试；或者请申请人到存的那台机器上接着办。") + kept,
            ),
            HandoffFault.OWNER_UNREACHABLE: (
                self.tr("{where}现在问不到").format(where=detail or self.tr("接走草稿的那台机器")),
                self.tr("稍后再取；或者请那边出码交出，在这里扫码接回来。") + kept,
            ),
            HandoffFault.CATALOGUE_NOT_HERE: (self.tr("本终端没有那一版目录"), self.tr("联一次网就会下载，再试一次。")),
            HandoffFault.CHANNEL_CLOSED: (self.tr("这一件不在窗口办"), self.tr("请告诉申请人去处。") + kept),
            HandoffFault.TERMINAL_REFUSED: (self.tr("平台不让本终端取草稿"), self.tr("请找大厅管理员。") + kept),
            HandoffFault.HANDOFF_DAMAGED: (self.tr("转来的内容不完整"), self.tr("没有收下，请再试一次。") + kept),
            HandoffFault.DRAFT_TOO_LARGE: (self.tr("这份草稿太大，转不过去"), self.tr("请在本终端办完。") + kept),
        }
        return sentences.get(fault, (self.tr("没有办成"), self.tr("请再试一次。") + kept))

    def not_his_card(self) -> tuple[str, str]:
        """Say that a form opens with another card."""
        return self.tr("条不是这张身份证存的"), self.tr("请刷存草稿时用的那张身份证。")

    def form_only(self) -> BannerAct:
        """Return the offer to take the form alone."""
        return BannerAct("form", self.tr("只接填的内容"), self.tr("拍过的要重新扫"))

    def found(self, time: str, holder: str, pages: int) -> str:
        """Return where a draft lies."""
        count = self.tr(" · {count} 页").format(count=pages) if pages else ""
        return self.tr("{time} 存在{holder}").format(time=time, holder=holder) + count

    def standing(self, standing: DraftStanding, where: str = "") -> tuple[str, Tone]:
        """Return where a draft of this terminal stands."""
        gone = self.tr("已转到{where}，这里只能看").format(where=where or self.tr("别处"))
        leaving = self.tr("正在转到{where}，先不能改").format(where=where) if where else self.tr("正在转走，先不能改")
        words = {
            DraftStanding.HERE: self.tr("在本终端"),
            DraftStanding.OFFERED: self.tr("已出码，等人接"),
            DraftStanding.LEAVING: leaving,
            DraftStanding.HANDED_OVER: gone,
            DraftStanding.UNCONFIRMED: self.tr("已转来，原机器还没确认"),
            DraftStanding.CONTESTED: self.tr("两处都动过：扫那边的新码能合到一起，否则先提交的算"),
        }
        return words[standing], _TONES[standing]

    def act(self, key: str) -> BannerAct:
        """Return what can be done with a draft of this terminal."""
        acts = {
            "open": BannerAct("open", self.tr("打开")),
            "offer": BannerAct("offer", self.tr("出码交出"), self.tr("交给另一窗口或自助机")),
            "back": BannerAct("back", self.tr("取回"), self.tr("条上的码作废，在这里接着办")),
            "look": BannerAct("look", self.tr("查看"), self.tr("只能看，不能改")),
        }
        return acts[key]

    def paper(self, end: PrintState) -> str:
        """Return what became of the slip."""
        words = {
            PrintState.PRINTED: self.tr("草稿条打好了"),
            PrintState.SENT: self.tr("已送去打印，看看出纸口"),
            PrintState.UNKNOWN: self.tr("打印机没有回话，看看出纸口"),
            PrintState.FAILED: self.tr("没有打出来，请抄提取码或者拍码"),
        }
        return words[end]

    def printing(self) -> str:
        """Say that the slip is on its way to paper."""
        return self.tr("正在打印草稿条…")

    def summary(self) -> tuple[str, str, str, str]:
        """Return the labels of a draft that is only looked at: subject, people, answers, papers."""
        return self.tr("事项"), self.tr("申请人"), self.tr("已填"), self.tr("材料")

    def count_of_answers(self, count: int) -> str:
        """Return how many questions are answered."""
        return self.tr("{count} 项").format(count=count)

    def nobody_yet(self) -> str:
        """Return what stands for the person of a draft without one."""
        return self.tr("还没刷身份证")

    def nothing_given(self) -> str:
        """Return what stands where no paper was given."""
        return self.tr("还没有")
