"""The gallery's kiosk before the form: attract, home, search, guide and card. Invented people, marked 样例."""

from __future__ import annotations

from dataclasses import replace

from demo.gallery_kiosk_frame import ILL, Scene, on
from kiosk_app.viewmodels.home import HomeProps, MatterRow
from kiosk_app.viewmodels.identify import IdentifyProps, RoleRow
from kiosk_app.viewmodels.item import BringRow, FactRow, ItemProps, PartRow

SERVICES = (MatterRow("8", "结婚落户", "登记、户口一次办", "喜", "vermilion", "到窗口办"),)
ITEMS = (
    MatterRow("7.1", "就业创业证", "找工作、创业都用得上", "业", "teal"),
    MatterRow("7.2", "养老保险登记", "灵活就业也能参保", "保", "leaf"),
    MatterRow("7.3", "创业补贴", "一次性一万元，不用还", "补", "ochre"),
    MatterRow("8.2", "户口婚姻状况", "结婚、离婚后改户口簿", "户", "blue"),
    MatterRow("8.3", "夫妻投靠落户", "把户口迁到一起", "迁", "blue"),
    MatterRow("8.1", "结婚登记", "两个人一起到窗口", "喜", "vermilion", "到窗口办"),
    MatterRow("11.1", "汽车报废更新补贴", "2025年度的购车补贴", "车", "ochre", "已截止"),
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
    reach=(
        FactRow("where", "在哪申请", "这台自助机；综合受理窗口"),
        FactRow("audience", "谁能申请", "在东莞市常住、年满十六周岁且未达到法定退休年龄、有劳动能力的人员。"),
    ),
    bring_title="要带的三样",
    bring=(
        BringRow("id", "居民身份证", "放到读卡区就行，不用交。", "刷一下就行", True),
        BringRow(
            "hr", "户口簿本人页", "翻到印着您名字的那一页放平，四个角都要看得见。首页也要拍一张。", "带原件，当场还您"
        ),
        BringRow("edu", "学历证书", "最高学历的那一本，翻到有照片和印章的一页。", "带原件，当场还您"),
    ),
    start_label="开始办理",
)
LONG = replace(
    GUIDE,
    name="机动车驾驶证核发、审验（因身体条件变化申请换领准驾车型，或者有效期满、达到规定年龄、信息变化、损毁、遗失补换领机动车驾驶证）",
    purpose="换证、补证、年龄到了、信息变了，都在这里办。",
    emblem="驾",
    colour="blue",
    bring_title="要带的 6 样",
    bring=GUIDE.bring
    + tuple(
        replace(row, key=f"{row.key}-2", name=f"{row.name}（{row.name}复印件不用带，由我们自己印）")
        for row in GUIDE.bring
    ),
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
OVER = replace(
    ELSEWHERE,
    name="汽车以旧换新补贴申请(2025年度)",
    purpose="2025年度的购车补贴",
    emblem="车",
    colour="ochre",
    parts=(),
    elsewhere_title="这件事已经截止",
    elsewhere_note="2025 年 12 月 31 日已经截止，不再受理。有疑问，可以问这里。",
    bring=(),
    reach=(),
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
FINDING = (
    Scene("attract", "home", HOME, on("attract")),
    Scene("home", "home", HOME, on("home")),
    Scene(
        "home-card-known",
        "home",
        replace(
            HOME,
            greeting="陈样例，今天办什么？",
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
            searched="jiuye",
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
        replace(
            HOME,
            searched="飞船",
            searching=True,
            results_title="没找到“飞船”。换个说法试试，或者点“请人帮忙”。",
            results=(),
        ),
        on("home"),
        "text:飞船",
    ),
    Scene("item", "item", GUIDE, replace(on("item"), can_go_back=True, can_leave=False)),
    Scene("item-elsewhere", "item", ELSEWHERE, replace(on("item"), can_go_back=True)),
    Scene("item-over", "item", OVER, replace(on("item"), can_go_back=True)),
    Scene("item-long", "item", LONG, replace(on("item"), can_go_back=True)),
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
            error_text="请用旁边的机器，或者到窗口办：东莞市政务服务中心，周一至周五。也可以打 12345。",
            error_code="device_not_found",
        ),
        replace(on("identify", 0, 0.2), devices=ILL, all_well=False),
    ),
)
