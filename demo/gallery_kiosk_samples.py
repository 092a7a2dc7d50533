"""What the gallery's kiosk shows: every screen and state with sample data. Invented people, marked 样例."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kiosk_app.pictures import address
from kiosk_app.viewmodels.confirm import ConfirmProps, PromiseRow
from kiosk_app.viewmodels.form import FieldRow, FormProps, KnownRow, OptionRow
from kiosk_app.viewmodels.home import HomeProps, MatterRow
from kiosk_app.viewmodels.identify import IdentifyProps, RoleRow
from kiosk_app.viewmodels.item import BringRow, FactRow, ItemProps, PartRow
from kiosk_app.viewmodels.materials import CheckRow, MaterialsProps, PageRow
from kiosk_app.viewmodels.pause import PauseProps
from kiosk_app.viewmodels.receipt import GoodbyeProps, NextRow, ReceiptProps
from kiosk_app.viewmodels.review import EntryRow, GapRow, GroupRow, ReviewProps
from kiosk_app.viewmodels.shell import DeviceRow, ShellProps, StepRow


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its name, the frame, and the props of the screen's view model."""

    name: str
    model: str
    props: Any
    shell: ShellProps
    typing: str = ""


WELL = (
    DeviceRow("card", "读卡 正常", "good"),
    DeviceRow("scanner", "扫描 正常", "good"),
    DeviceRow("printer", "打印 正常", "good"),
    DeviceRow("network", "网络 已连接", "good"),
)
ILL = (
    DeviceRow("card", "读卡 不能用", "bad"),
    DeviceRow("scanner", "扫描 正常", "good"),
    DeviceRow("printer", "打印 纸快用完", "warn"),
    DeviceRow("network", "网络 断开", "warn"),
)
LABELS = ("身份", "填表", "材料", "核对", "完成")


def steps(now: int, part: float = 0.5) -> tuple[StepRow, ...]:
    return tuple(
        StepRow(label, label, 1.0 if place < now else part if place == now else 0.0, place == now)
        for place, label in enumerate(LABELS)
    )


QUIET = ShellProps(
    hall="东莞市政务服务中心",
    help_place="东莞市南城街道鸿福西路68号 一楼咨询台",
    help_hours="周一至周五 9:00—12:00，13:00—17:00（法定节假日除外）",
    demo=True,
    devices=WELL,
)


def on(screen: str, now: int | None = None, part: float = 0.5, **changes: Any) -> ShellProps:
    return replace(
        QUIET,
        screen=screen,
        steps=() if now is None else steps(now, part),
        can_go_back=now is not None,
        can_leave=now is not None,
        **changes,
    )


SERVICES = (
    MatterRow("7", "个人创业", "证照、社保一次办", "创", "teal"),
    MatterRow("8", "结婚落户", "登记、户口一次办", "喜", "vermilion", "到窗口办"),
)
ITEMS = (
    MatterRow("7.1", "就业创业证", "找工作、创业都用得上", "业", "teal"),
    MatterRow("7.2", "养老保险登记", "灵活就业也能参保", "保", "leaf"),
    MatterRow("7.3", "创业补贴", "一次性一万元，不用还", "补", "ochre"),
    MatterRow("8.2", "户口婚姻状况", "结婚、离婚后改户口簿", "户", "blue"),
    MatterRow("8.3", "夫妻投靠落户", "把户口迁到一起", "迁", "blue"),
    MatterRow("8.1", "结婚登记", "两个人一起到窗口", "喜", "vermilion", "到窗口办"),
)
HOME = HomeProps(
    greeting="您好，今天办什么？",
    card_title="刷身份证，直接开始",
    card_note="已知的信息不用再填",
    services=SERVICES,
    items=ITEMS,
)
GUIDE = ItemProps(
    name="就业创业证申领",
    purpose="找工作、创业都用得上；办补贴、贷款也要它。",
    emblem="业",
    colour="teal",
    facts=(
        FactRow("days", "多久办好", "3 个工作日（法定 10 个工作日）"),
        FactRow("fee", "收不收钱", "不收费"),
        FactRow("result", "拿到什么", "就业创业证，长期有效"),
        FactRow("department", "谁来办", "市人力资源社会保障局"),
    ),
    bring_title="要带的三样",
    bring=(
        BringRow("id", "居民身份证", "放到读卡区就行，不用交。", "刷一下就行", True),
        BringRow(
            "hr", "户口簿本人页", "翻到印着您名字的那一页放平，四个角都要看得见。首页也要拍一张。", "带原件，当场还您"
        ),
        BringRow("edu", "学历证书", "最高学历的那一本，翻到有照片和印章的一页。", "带原件，当场还您"),
    ),
    who="谁能办：在东莞市常住、年满十六周岁且未达到法定退休年龄、有劳动能力的人员。",
    start_label="开始办理",
)
ELSEWHERE = replace(
    GUIDE,
    name="结婚落户",
    purpose="登记、户口一次办",
    emblem="喜",
    colour="vermilion",
    takes=False,
    parts=(
        PartRow("1", "内地居民婚姻登记", "市民政局"),
        PartRow("2", "户口登记项目变更（婚姻状况）", "市公安局"),
        PartRow("3", "户口迁移（夫妻投靠落户）", "市公安局"),
    ),
    elsewhere_title="这件事要到窗口办",
    elsewhere_note="结婚登记要两个人一起到窗口，当面签名，户口当场一并办。",
    elsewhere=(
        FactRow("place", "地点", "东莞市政务服务中心 婚姻登记窗口"),
        FactRow("address", "地址", "东莞市南城街道鸿福西路68号 一楼东区"),
        FactRow("hours", "时间", "周一至周五 9:00—12:00，13:00—17:00（可预约周末）"),
        FactRow("phone", "电话", "12345"),
        FactRow("online", "网上", "www.gdzwfw.gov.cn"),
    ),
    bring_title="去之前备好",
)
ASK = IdentifyProps(
    title="请把身份证放到读卡区",
    note="放平就行，读好之前别拿开。",
    phase="waiting",
    chip="等您放身份证",
    next_label="是我，下一步",
)
READ = replace(
    ASK,
    title="读好了",
    note="看一眼是不是您本人。身份证可以收好了。",
    phase="read",
    chip="已读到",
    chip_tone="good",
    person="陈样例",
    number="441***********0017",
    can_continue=True,
    can_retry=True,
)
KNOWN = (
    KnownRow("n", "姓名", "陈样例", "身份证"),
    KnownRow("i", "身份证号码", "441900199003070017", "身份证"),
    KnownRow("s", "性别", "男", "身份证"),
    KnownRow("b", "出生日期", "1990年3月7日", "身份证"),
    KnownRow("e", "民族", "汉族", "身份证"),
    KnownRow("a", "身份证住址", "广东省东莞市南城街道样例路1号样例花园3栋2单元401房", "身份证"),
)
EDUCATION = tuple(
    OptionRow(code, label, code)
    for code, label in (
        ("10", "研究生教育"),
        ("20", "大学本科教育"),
        ("30", "大学专科教育"),
        ("40", "中等职业教育"),
        ("60", "普通高级中学教育"),
        ("70", "初级中学教育"),
        ("80", "小学教育"),
        ("90", "其他"),
    )
)
SITUATION = tuple(
    OptionRow(str(place), label, str(place))
    for place, label in enumerate(
        ("正在找工作（失业登记）", "自己创业", "灵活就业", "在单位上班", "毕业年度高校毕业生"), start=1
    )
)
COLLECT = (OptionRow("1", "到统一出件窗口自取", "1"), OptionRow("2", "邮寄到身份证住址（免费）", "2"))
FORM_KNOWN = FormProps(
    page_key="known",
    title="这些已经替您填好了",
    note="看一眼对不对。不对的，请到窗口核对身份证。",
    progress="第 1 页，共 5 页",
    known=KNOWN,
    known_title="身份证上读到 6 项，不用填",
    next_label="都对，下一步",
    can_continue=True,
)
FORM_PHONE = FormProps(
    page_key="phone",
    title="手机号码",
    note="办好了、要补材料，都发短信到这个号码。",
    progress="第 2 页，共 5 页",
    fields=(FieldRow("applicant.phone", "手机号码", "", "phone", "13800138", "138 0013 8", "点数字，填 11 位手机号"),),
    next_label="下一步",
    can_continue=True,
)
FORM_CHOICE = FormProps(
    page_key="education",
    title="学历",
    note="选已经毕业的最高一个。",
    progress="第 3 页，共 5 页",
    fields=(FieldRow("applicant.education", "学历", "", "choice", "20", options=EDUCATION),),
    next_label="下一步",
    can_continue=True,
)
FORM_TWO = FormProps(
    page_key="two",
    title="您的情况",
    note="选最接近的一个。",
    progress="第 4 页，共 5 页",
    fields=(
        FieldRow(
            "employment.situation", "就业情形", "现在主要做什么，选最接近的一个。", "choice", "2", options=SITUATION
        ),
        FieldRow(
            "result.collection", "领取方式", "证件怎么到您手里。", "choice", "", options=COLLECT, fault="请选一个。"
        ),
    ),
    next_label="下一步",
    can_continue=True,
)
FORM_TEXT = FormProps(
    page_key="text",
    title="迁入的那一户",
    note="",
    progress="第 5 页，共 6 页",
    fields=(
        FieldRow(
            "move.householder_name",
            "户主姓名",
            "户口簿首页上写的户主。",
            "text",
            "",
            placeholder="点这里，用拼音填",
            suggestions=(OptionRow("0", "户主是男方本人", "陈样例"),),
        ),
        FieldRow(
            "move.to_address",
            "迁入地址",
            "户口要落的地方，写到门牌号和房号。",
            "address",
            "广东省东莞市南城街道样例路1号样例花园3栋2单元401房",
            suggestions=(OptionRow("0", "同男方身份证住址", "x"), OptionRow("1", "同女方身份证住址", "y")),
        ),
    ),
    next_label="下一步",
    can_continue=True,
)
FORM_DATE = FormProps(
    page_key="date",
    title="婚姻登记日期",
    note="结婚证上的登记日期；今天登记的就填今天。",
    progress="第 4 页，共 6 页",
    fields=(
        FieldRow(
            "marriage.registered_on",
            "婚姻登记日期",
            "",
            "date",
            "20261302",
            "2026 年 13 月 02 日",
            "点数字，如 20260105",
            "没有 13 月这一天，请再看一下日期。",
            suggestions=(OptionRow("0", "今天", "2026-11-23"),),
        ),
    ),
    next_label="下一步",
    can_continue=True,
)
CHECKS = (
    CheckRow("id_card", "1", "居民身份证", "已从身份证读取，不用交", "done", False),
    CheckRow("household_register", "2", "户口簿本人页", "请放到扫描台上", "now"),
    CheckRow("education_certificate", "3", "学历证书", "还没扫", "todo"),
)
MATERIAL = MaterialsProps(
    title="请把户口簿本人页放到灯下",
    note="第 2 份，共 3 份。翻到印着您名字的那一页放平，四个角都要看得见。首页也要拍一张。",
    checks=CHECKS,
    phase="empty",
    chip="放平、放正，再点“拍这一页”",
    chip_tone="brand",
    scan_label="拍这一页",
    missing_title="户口簿没带？",
    missing_text="户口簿不在手边，可以取来再办；着急的话请窗口工作人员帮忙。",
    missing_place="东莞市政务服务中心，东莞市南城街道鸿福西路68号\n周一至周五 9:00—12:00，13:00—17:00\n先打 12345 问清楚也行。",
)
PAGES = (
    PageRow("p1", "1", address("household_register"), True, False),
    PageRow("p2", "2", address("education_certificate"), True, True),
)
SCANNED = replace(
    MATERIAL,
    phase="page",
    image=address("household_register"),
    chip="看得清，收下了",
    chip_tone="good",
    pages=PAGES,
    shown_page="p2",
    scan_label="再拍一页",
    next_label="下一份",
    can_continue=True,
    checks=(CHECKS[0], replace(CHECKS[1], note="已收 2 页"), CHECKS[2]),
)
FOUND_BLANK = replace(
    SCANNED,
    image=address("blank"),
    chip="这一页是空白的",
    chip_tone="warn",
    pages=(replace(PAGES[0]), PageRow("p2", "2", address("blank"), False, True)),
    trouble_title="这一页是空白的",
    trouble_text="请把有字的一面朝下重新放好，点“重拍这页”；放错了就点“删掉”。前面拍好的都还在。",
    can_continue=False,
    scan_label="再拍一页",
)
REVIEW = ReviewProps(
    title="请再看一遍",
    note="都在这里了。要改的，点旁边的“改”。",
    groups=(
        GroupRow(
            "person",
            "申请人",
            "",
            "",
            (
                EntryRow("n", "姓名", "陈样例", "身份证"),
                EntryRow("i", "身份证号码", "441***********0017", "身份证"),
                EntryRow("a", "身份证住址", "广东省东莞市南城街道样例路1号样例花园3栋2单元401房", "身份证"),
            ),
        ),
        GroupRow("s1", "怎么联系您", "field:applicant.phone", "改", (EntryRow("p", "手机号码", "138 0013 8000"),)),
        GroupRow(
            "s2",
            "您的情况",
            "field:applicant.education",
            "改",
            (EntryRow("e", "学历", "大学本科教育"), EntryRow("s", "就业情形", "自己创业")),
        ),
        GroupRow(
            "m",
            "材料",
            "material:household_register",
            "改",
            (
                EntryRow("1", "居民身份证", "已从身份证读取"),
                EntryRow("2", "户口簿本人页", "2 页"),
                EntryRow("3", "学历证书", "1 页"),
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
    print_title="不确定有没有打出来",
    print_tone="warn",
    printing=False,
    print_code="broken_off",
    print_text="打印机没有回话。出纸口有凭证就拿走；没有就点“补打一份”，补打的会标明“补打”。",
    can_print_again=True,
    print_again_label="补打一份",
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
SCENES = (
    Scene("attract", "home", HOME, on("attract")),
    Scene("home", "home", HOME, on("home")),
    Scene(
        "home-card-known",
        "home",
        replace(
            HOME,
            greeting="陈样例，您好。今天办什么？",
            card_state="known",
            card_title="身份证读好了",
            card_note="选一件事，直接开始；已知的不用再填",
        ),
        replace(on("home"), can_leave=True),
    ),
    Scene(
        "home-reader-out",
        "home",
        replace(
            HOME,
            card_state="out",
            card_title="读卡器暂时不能用",
            card_note="可以看办事指南；要办理，请用旁边的机器或到窗口。",
            notice="网络断开了，收件照常，恢复后自动送出。",
        ),
        replace(on("home"), devices=ILL, all_well=False),
    ),
    Scene(
        "home-search",
        "home",
        replace(
            HOME,
            searching=True,
            results_title="找到 2 件",
            results=(
                MatterRow("7.1", "就业创业证申领", "市人力资源社会保障局", "业", "teal"),
                MatterRow("7", "个人创业", "一件事 · 5 个事项", "创", "teal"),
            ),
        ),
        on("home"),
        "text:jyz",
    ),
    Scene(
        "home-search-none",
        "home",
        replace(HOME, searching=True, results_title="没找到“飞船”。换个说法试试，或者点“请人帮忙”。", results=()),
        on("home"),
        "text:飞船",
    ),
    Scene("item", "item", GUIDE, replace(on("item"), can_go_back=True, can_leave=False)),
    Scene("item-elsewhere", "item", ELSEWHERE, replace(on("item"), can_go_back=True)),
    Scene("identify", "identify", ASK, on("identify", 0, 0.2)),
    Scene(
        "identify-reading", "identify", replace(ASK, phase="reading", chip="正在读，请别拿开"), on("identify", 0, 0.5)
    ),
    Scene("identify-read", "identify", READ, on("identify", 0, 0.8)),
    Scene(
        "identify-two",
        "identify",
        replace(
            ASK,
            title="请女方把身份证放到读卡区",
            roles=(
                RoleRow("husband", "1", "男方", "陈样例 441***********0017", "done"),
                RoleRow("wife", "2", "女方", "等您刷身份证", "now"),
            ),
        ),
        on("identify", 0, 0.6),
    ),
    Scene(
        "identify-failed",
        "identify",
        replace(
            ASK,
            phase="failed",
            chip="请重新放一次",
            chip_tone="warn",
            error_title="没读出来",
            error_text="可能放得早了或者拿得快了。请拿起来，擦一擦，再平放一次。",
            error_code="card_read_failed",
        ),
        on("identify", 0, 0.2),
    ),
    Scene(
        "identify-expired",
        "identify",
        replace(
            ASK,
            phase="failed",
            chip="请换一张有效的身份证",
            chip_tone="warn",
            error_title="这张身份证过期了",
            error_text="过期的证件不能在这里办。请到派出所换领；着急的，可以到窗口出示临时身份证。",
            error_code="card_expired",
        ),
        on("identify", 0, 0.2),
    ),
    Scene(
        "identify-out",
        "identify",
        replace(
            ASK,
            phase="out",
            chip="读卡器没有反应",
            chip_tone="bad",
            error_title="读卡器坏了，不是您的问题",
            error_text="请用旁边的机器，或者到窗口办：东莞市政务服务中心，周一至周五 9:00—12:00，13:00—17:00。电话 12345。",
            error_code="device_not_found",
        ),
        replace(on("identify", 0, 0.2), devices=ILL, all_well=False),
    ),
    Scene("form-known", "form", FORM_KNOWN, on("form", 1, 0.2)),
    Scene("form-phone", "form", FORM_PHONE, on("form", 1, 0.4)),
    Scene("form-choice", "form", FORM_CHOICE, on("form", 1, 0.6)),
    Scene("form-two", "form", FORM_TWO, on("form", 1, 0.8)),
    Scene("form-text", "form", FORM_TEXT, on("form", 1, 0.8)),
    Scene("form-text-typing", "form", FORM_TEXT, on("form", 1, 0.8), "focus:text-move.householder_name"),
    Scene("form-date", "form", FORM_DATE, on("form", 1, 0.6)),
    Scene("materials", "materials", MATERIAL, on("materials", 2, 0.3)),
    Scene(
        "materials-scanning",
        "materials",
        replace(MATERIAL, phase="scanning", progress=0.6, chip="正在扫，请别动", can_scan=False),
        on("materials", 2, 0.3),
    ),
    Scene("materials-page", "materials", SCANNED, on("materials", 2, 0.6)),
    Scene("materials-blank", "materials", FOUND_BLANK, on("materials", 2, 0.6)),
    Scene(
        "materials-trouble",
        "materials",
        replace(
            MATERIAL,
            phase="failed",
            chip="没有扫成",
            chip_tone="warn",
            trouble_title="扫描台上没有纸",
            trouble_text="请把户口簿本人页放好，再点“拍这一页”。",
            trouble_code="no_paper",
        ),
        on("materials", 2, 0.3),
    ),
    Scene("materials-missing", "materials", replace(MATERIAL, missing_open=True), on("materials", 2, 0.3)),
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
