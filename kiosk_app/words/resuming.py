"""What to say when a draft does not come: what happened, what is kept, what to do now."""

from __future__ import annotations

from typing import Final

from kiosk_app.words.say import QT_TRANSLATE_NOOP, Remedy, say, spoken
from shared.handoff.errors import HandoffFault

_MACHINE: Final = Remedy(
    QT_TRANSLATE_NOOP("Kiosk", "这台机器没有取成"),
    QT_TRANSLATE_NOOP("Kiosk", "草稿还存着，没有丢。请再试一次；还不行，把条和身份证带到窗口：{place}。"),
)
_WINDOW: Final = QT_TRANSLATE_NOOP("Kiosk", "草稿还存着，没有丢。这里接不上，请把条和身份证带到窗口：{place}。")
_REMEDIES: Final = {
    HandoffFault.CODE_EXPIRED: Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这张条过期了"),
        QT_TRANSLATE_NOOP("Kiosk", "过了条上写的时间，存的内容已经自动清除，没有留下。请从首页重新办。"),
    ),
    HandoffFault.CODE_USED: Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这张条已经用过了"),
        QT_TRANSLATE_NOOP(
            "Kiosk", "草稿已经转到{where}。是您转的，请到那里接着办；不是您，请打 {phone}，或者告诉工作人员。"
        ),
    ),
    HandoffFault.DRAFT_BEGUN_ELSEWHERE: Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "别处正在接着办"),
        QT_TRANSLATE_NOOP("Kiosk", "这份草稿已经转到{where}，那里已经动过了。请到那里接着办。"),
    ),
    HandoffFault.DRAFT_CODE_WRONG: Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "提取码对不上"),
        QT_TRANSLATE_NOOP("Kiosk", "请对照条上的数字，再输一次。条和身份证要是同一个人的。"),
    ),
    HandoffFault.TOO_MANY_TRIES: Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "试的次数太多了"),
        QT_TRANSLATE_NOOP(
            "Kiosk", "为了您的信息安全，先停一停。草稿还存着；请把条和身份证带到窗口，工作人员帮您接着办：{place}。"
        ),
    ),
    HandoffFault.HOLDER_WRONG: Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这张条不是用这张身份证存的"),
        QT_TRANSLATE_NOOP("Kiosk", "请放存草稿时用的那张身份证。"),
    ),
    HandoffFault.HOLDER_NEEDED: Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "还差身份证"),
        QT_TRANSLATE_NOOP("Kiosk", "请把存草稿时用的那张身份证放到读卡区。"),
    ),
    HandoffFault.DRAFT_UNKNOWN: Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "没有找到这份草稿"),
        QT_TRANSLATE_NOOP("Kiosk", "它可能过期清除了，也可能在别处办完了。请从首页重新办，或者到窗口问一下：{place}。"),
    ),
    HandoffFault.DRAFT_SEALED_ELSEWHERE: Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "这件事已经提交了"),
        QT_TRANSLATE_NOOP("Kiosk", "不用再办一次。查进度请用收件凭证，或者打 {phone}。"),
    ),
    HandoffFault.ELSEWHERE_UNREACHABLE: Remedy(
        QT_TRANSLATE_NOOP("Kiosk", "现在连不上"),
        QT_TRANSLATE_NOOP(
            "Kiosk", "网络断着，存草稿的那台机器也连不上。草稿没有丢：请过一会儿再试，或者到存的那台机器上接着办。"
        ),
    ),
    HandoffFault.CATALOGUE_NOT_HERE: Remedy(QT_TRANSLATE_NOOP("Kiosk", "这台机器还没有这件事的办事目录"), _WINDOW),
    HandoffFault.CHANNEL_CLOSED: Remedy(QT_TRANSLATE_NOOP("Kiosk", "这件事不能在自助机上接着办"), _WINDOW),
    HandoffFault.TERMINAL_REFUSED: Remedy(QT_TRANSLATE_NOOP("Kiosk", "这台机器不能取草稿"), _WINDOW),
}


def resume_remedy(fault: HandoffFault | None, *, place: str = "", phone: str = "", where: str = "") -> Remedy:
    """Return what to say; None means that the machine itself failed.

    Args:
        place, phone: of the hall; where: name of the terminal that has the draft, empty where nobody tells.
    """
    somewhere = where or say(QT_TRANSLATE_NOOP("Kiosk", "别的机器或者窗口"))
    return spoken(_REMEDIES.get(fault, _MACHINE) if fault else _MACHINE, place=place, phone=phone, where=somewhere)
