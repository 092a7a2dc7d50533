"""The gallery's kiosk from the review to goodbye, and what may lie over any screen. Invented people, marked 样例."""

from __future__ import annotations

from dataclasses import replace

from demo.gallery_kiosk_filling import FORM_CHOICE, FORM_PHONE
from demo.gallery_kiosk_finding import GUIDE
from demo.gallery_kiosk_frame import ILL, Scene, on
from kiosk_app.pictures import address
from kiosk_app.viewmodels.confirm import ConfirmProps, PromiseRow
from kiosk_app.viewmodels.item import FactRow
from kiosk_app.viewmodels.pause import PauseProps
from kiosk_app.viewmodels.receipt import GoodbyeProps, NextRow, ReceiptProps
from kiosk_app.viewmodels.review import EntryRow, GapRow, GroupRow, ReviewProps

REVIEW = ReviewProps(
    title="请再看一遍",
    note="都在这里了。要改的，点旁边的“改”。",
    groups=(
        GroupRow(
            "person",
            "申请人",
            "改",
            (
                EntryRow("n", "姓名", "陈样例", "身份证"),
                EntryRow("i", "身份证号码", "441***********0017", "身份证"),
                EntryRow("a", "身份证住址", "广东省东莞市南城街道样例路1号样例花园3栋2单元401房", "身份证"),
            ),
        ),
        GroupRow(
            "s1",
            "怎么联系您",
            "改",
            (
                EntryRow("p", "手机号码", "138 0013 8000", edit="field:applicant.phone"),
                EntryRow(
                    "r", "现在住在哪里", "东莞市莞城街道样例大道100号样例公寓2栋1502房", edit="field:applicant.home"
                ),
            ),
        ),
        GroupRow(
            "s2",
            "您的情况",
            "改",
            (
                EntryRow("e", "学历", "大学本科教育", edit="field:applicant.education"),
                EntryRow("s", "就业情形", "自己创业", edit="field:employment.situation"),
            ),
        ),
        GroupRow(
            "m",
            "材料",
            "改",
            (
                EntryRow("1", "居民身份证", "已从身份证读取"),
                EntryRow("2", "户口簿本人页", "2 页", edit="material:household_register"),
                EntryRow("3", "学历证书", "1 页", edit="material:education_certificate"),
            ),
        ),
    ),
    next_label="都对，去确认",
    can_continue=True,
)
GAPS = replace(
    REVIEW,
    title="还差两处",
    note="补上就能交。填好的都还在。",
    gaps_title="还差 2 处，一次告诉您",
    gaps=(
        GapRow("field:applicant.phone", "手机号码", "少了几位，应当是 11 位。", "去改"),
        GapRow("material:education_certificate", "学历证书", "还没扫。", "去拍"),
    ),
    can_continue=False,
)
CONFIRM = ConfirmProps(
    title="最后一步：确认",
    summary="就业创业证申领，1 个事项，3 份材料，共 3 页",
    who="申请人：陈样例",
    promises=(
        PromiseRow("1", "填的内容、交的材料都是真的，和原件一样。"),
        PromiseRow("2", "不真实的，我愿意承担法律责任，办出来的结果可以被撤销。"),
    ),
    privacy=(
        PromiseRow("1", "只用来办这件事，只送给办这件事的部门：市人力资源社会保障局。"),
        PromiseRow("2", "提交后加密送出，这台机器自己也打不开；屏幕上的内容随即清除。"),
        PromiseRow("3", "想查、想改、想撤回，凭收件凭证到窗口或打 12345。"),
    ),
    agree_label="我看清楚了，都是真的，同意提交",
)
RECEIPT = ReceiptProps(
    title="收到了，已收件",
    subject="就业创业证申领",
    number="44190026 00012 000007 3",
    time="2026年11月23日 09:41",
    qr=address("qr"),
    qr_note="拍下这个码也行：扫码能验真，不联网也能核对；到窗口、打电话都凭它或上面的编号。",
    delivery="已收件（待上传），网络恢复后自动送出",
    delivery_tone="warn",
    print_title="正在打印收件凭证…",
    print_text="请等凭证切下来再拿。",
    print_tone="brand",
    printing=True,
    rule="收件不等于受理。是否受理，由受理部门审查后另行告知。",
    next_steps=(
        NextRow("1", "受理", "市人力资源社会保障局 5 个工作日内告诉您是否受理。"),
        NextRow("2", "办结", "受理后 3 个工作日内办好。"),
        NextRow("3", "领证", "到统一出件窗口自取，或者免费邮寄。"),
    ),
)
PRINTED = replace(
    RECEIPT,
    print_title="凭证已打印",
    print_text="请从出纸口取走。",
    print_tone="good",
    printing=False,
    delivery="已送达受理平台",
    delivery_tone="good",
)
NO_PAPER = replace(
    RECEIPT,
    print_title="没有打出来：打印机没纸了",
    print_tone="warn",
    printing=False,
    print_code="paper_end",
    print_text="办件已经收下，不受影响。请拍下编号和二维码；工作人员换好纸后，点“再打一次”。",
    can_print_again=True,
    print_again_label="再打一次",
)
UNSURE = replace(
    RECEIPT,
    print_title="凭证出来了吗？",
    print_tone="warn",
    printing=False,
    print_text="打印机没有回话，请看一下出纸口。没打好就补打一份，标明“补打”，一样有用。",
    asks_for_slip=True,
)
GOODBYE = GoodbyeProps("请拿好身份证、材料和凭证", "屏幕上的内容已经清除。10 秒后回到首页，慢走。", False, 10)
LEFT = GoodbyeProps("身份证还在读卡区！", "请先拿走身份证，再离开。", True, 0)
FAULT = PauseProps(
    "fault",
    "这台机器暂时不能收件",
    "我们已经记下来了，正在等工作人员处理。您可以用旁边的机器，或者到窗口办。",
    places=(
        FactRow("p", "窗口", "东莞市政务服务中心，南城街道鸿福西路68号"),
        FactRow("h", "时间", "周一至周五 9:00—12:00，13:00—17:00"),
        FactRow("t", "电话", "12345"),
    ),
    code="store_locked",
)
NOT_SEALED = PauseProps(
    "fault",
    "没有提交成功",
    "机器刚才没存好。请再试一次；还不行，请找工作人员。",
    kept="填的、扫的都还在，没有丢。",
    code="disk_full",
    act_label="再试一次",
    other_label="回去看看",
)
LEFT_BEHIND = PauseProps(
    "left_behind",
    "读卡区有一张身份证",
    "是您落下的，请拿好。不是您的，请交给工作人员，或者打 12345。\n拿走以后，就可以办事了。",
)
SEALING = PauseProps("sealing", "正在收件…", "把您的材料加密封好，给您编号，一会儿就好。")
HANDING = (
    Scene("review", "review", REVIEW, on("review", 3, 0.4)),
    Scene("review-gaps", "review", GAPS, on("review", 3, 0.2)),
    Scene("confirm", "confirm", CONFIRM, on("confirm", 3, 0.8)),
    Scene("confirm-agreed", "confirm", replace(CONFIRM, agreed=True), on("confirm", 3, 0.9)),
    Scene("sealing", "pause", SEALING, replace(on("pause", 4, 0.2), can_go_back=False, can_leave=False)),
    Scene("not-sealed", "pause", NOT_SEALED, replace(on("pause", 4, 0.2), can_go_back=False, can_leave=False)),
    Scene("receipt-printing", "receipt", RECEIPT, replace(on("receipt", 4, 0.6), can_go_back=False, can_leave=False)),
    Scene("receipt-printed", "receipt", PRINTED, replace(on("receipt", 4, 1.0), can_go_back=False, can_leave=False)),
    Scene("receipt-no-paper", "receipt", NO_PAPER, replace(on("receipt", 4, 0.6), can_go_back=False, can_leave=False)),
    Scene("receipt-unsure", "receipt", UNSURE, replace(on("receipt", 4, 0.6), can_go_back=False, can_leave=False)),
    Scene("goodbye", "goodbye", GOODBYE, on("goodbye")),
    Scene("goodbye-card-left", "goodbye", LEFT, on("goodbye")),
    Scene("left-behind", "pause", LEFT_BEHIND, on("pause")),
    Scene("fault", "pause", FAULT, replace(on("pause"), devices=ILL, all_well=False)),
    Scene("overlay-help", "item", GUIDE, replace(on("item"), can_go_back=True, overlay="help")),
    Scene("overlay-display", "form", FORM_CHOICE, on("form", 1, 0.6, overlay="display")),
    Scene("overlay-leave", "form", FORM_CHOICE, on("form", 1, 0.6, overlay="leave")),
    Scene("overlay-idle", "form", FORM_PHONE, on("form", 1, 0.4, overlay="idle", idle_seconds=14)),
)
