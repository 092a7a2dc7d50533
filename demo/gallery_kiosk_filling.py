"""The gallery's kiosk from the form to the materials. Invented people, marked 样例."""

from __future__ import annotations

from dataclasses import replace

from demo.gallery_kiosk_frame import Scene, on
from kiosk_app.pictures import address
from kiosk_app.viewmodels.form import FieldRow, FormProps, KnownRow, OptionRow
from kiosk_app.viewmodels.materials import CheckRow, CornerRow, FindingRow, MaterialsProps, PageRow, ReadingRow

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
    missing_place="到窗口：东莞市政务服务中心，东莞市南城街道鸿福西路68号\n先打 12345 问清楚也行。",
)
DECLARABLE = replace(
    MATERIAL,
    title="请把证明亲属关系的那一本放到灯下",
    note="第 2 份，共 3 份。同一本户口簿、结婚证、孩子的出生证，有一样就行。",
    missing_title="亲属关系证明没带？",
    missing_text="同一本户口簿、结婚证、孩子的出生证，有一样就行。",
    commitment="本人承诺与逝者的亲属关系真实，愿意承担不实承诺的责任。",
    commitment_terms=(
        "办好以后 20 个工作日内会核查。不属实的，撤销办理结果，并记入信用。"
        "依据：《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42号）"
    ),
)
MANY = replace(
    MATERIAL,
    checks=CHECKS
    + tuple(
        CheckRow(f"more-{place}", str(place), f"迁入地合法稳定住所的不动产权证书（第 {place} 份）", "还没拍", "todo")
        for place in range(4, 9)
    ),
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
    chip="",
    chip_tone="warn",
    refused=True,
    pages=(replace(PAGES[0]), replace(PAGES[1], shown=False)),
    shown_page="",
    findings=(
        FindingRow(
            "blank-0",
            "这一页是空白的",
            "可能放反了。请把有字的一面对着扫描台，再拍一次。这一页没有留下，前面拍好的都还在。",
        ),
    ),
    can_mend=True,
    can_continue=False,
    scan_label="重拍这一页",
)
FOUND_SEVERAL = replace(
    FOUND_BLANK,
    image=address("household_register"),
    pages=(),
    findings=(
        FindingRow("glare-0", "这一页有反光", "请换个角度，或者取下塑料套，再拍一次。", "1", 0.45, 0.3, 0.3, 0.25),
        FindingRow(
            "cut_corner-1",
            "有一个角没拍全",
            "请把折角展平，四个角都放进来，再拍一次。这一页没有留下，前面拍好的都还在。",
            "2",
            0.85,
            0.0,
            0.15,
            0.2,
        ),
    ),
)
READ = replace(
    SCANNED,
    readings_title="这一页上读到 2 项，和表里的不一样",
    take_all_label="看得准的 1 项都填进表里",
    readings=(
        ReadingRow("a", "字号或企业名称", "东莞市样例工作室", "", address("crop-name")),
        ReadingRow(
            "b",
            "经营场所（住所）",
            "广东省东莞市莞城街道样例路1号样例花园2栋301房",
            "没看准，请对照上面的图。表里现在填的是：东莞市样例路1号",
            address("crop-address"),
        ),
    ),
)
CARD = replace(
    SCANNED,
    title="请把身份证放到灯下",
    image=address("id_card_back"),
    chip="看得清，收下了",
    pages=(
        PageRow("c1", "1", address("id_card_front"), True, False),
        PageRow("c2", "2", address("id_card_back"), True, True),
    ),
    shown_page="c2",
    can_mend=True,
    can_join=True,
    scan_label="",
)
ONE_SIDE = replace(
    CARD,
    image=address("id_card_front"),
    chip="收下了，请再拍反面",
    pages=(PageRow("c1", "1", address("id_card_front"), True, True),),
    shown_page="c1",
    can_join=False,
    scan_label="再拍一页",
)
JOINED = replace(
    CARD,
    image=address("card-sheet"),
    pages=(PageRow("s1", "1", address("card-sheet"), True, True),),
    shown_page="s1",
    can_mend=False,
    can_join=False,
    scan_label="再拍一页",
)
LIVE = replace(MATERIAL, phase="live", chip="很好，请别动", chip_tone="good", scan_label="手动拍一张")
CAMERA_GONE = replace(
    LIVE,
    phase="failed",
    chip="",
    can_scan=False,
    trouble_title="镜头没有画面，不是您的问题",
    trouble_text="前面的都还在。接好以后会自己继续；等不及请点“请人帮忙”，或者到窗口办：东莞市政务服务中心，周一至周五。",
    trouble_code="device_not_found",
)
CORNERS = replace(
    MATERIAL,
    phase="corners",
    chip="按住圆点，拖到纸的四个角",
    negative=address("desk"),
    corners=(
        CornerRow("0", 0.26, 0.25),
        CornerRow("1", 0.75, 0.28),
        CornerRow("2", 0.74, 0.75),
        CornerRow("3", 0.24, 0.72),
    ),
    can_undo_corner=True,
    can_reset_corners=True,
)
FILLING = (
    Scene("form-known", "form", FORM_KNOWN, on("form", 1, 0.2)),
    Scene("form-phone", "form", FORM_PHONE, on("form", 1, 0.4)),
    Scene("form-choice", "form", FORM_CHOICE, on("form", 1, 0.6)),
    Scene("form-two", "form", FORM_TWO, on("form", 1, 0.8)),
    Scene("form-text", "form", FORM_TEXT, on("form", 1, 0.8)),
    Scene("form-text-typing", "form", FORM_TEXT, on("form", 1, 0.8), "focus:text-move.householder_name"),
    Scene("form-date", "form", FORM_DATE, on("form", 1, 0.6)),
    Scene("materials", "materials", MATERIAL, on("materials", 2, 0.3)),
    Scene("materials-many", "materials", MANY, on("materials", 2, 0.3)),
    Scene(
        "materials-scanning",
        "materials",
        replace(MATERIAL, phase="scanning", progress=0.6, chip="正在扫，请别动", can_scan=False),
        on("materials", 2, 0.3),
    ),
    Scene("materials-page", "materials", SCANNED, on("materials", 2, 0.6)),
    Scene("materials-blank", "materials", FOUND_BLANK, on("materials", 2, 0.6)),
    Scene("materials-findings", "materials", FOUND_SEVERAL, on("materials", 2, 0.6)),
    Scene("materials-readings", "materials", READ, on("materials", 2, 0.6)),
    Scene("materials-one-side", "materials", ONE_SIDE, on("materials", 2, 0.6)),
    Scene("materials-card", "materials", CARD, on("materials", 2, 0.6)),
    Scene("materials-card-sheet", "materials", JOINED, on("materials", 2, 0.6)),
    Scene("materials-live", "materials", LIVE, on("materials", 2, 0.3)),
    Scene("materials-camera-gone", "materials", CAMERA_GONE, on("materials", 2, 0.3)),
    Scene("materials-corners", "materials", CORNERS, on("materials", 2, 0.6)),
    Scene("materials-corners-held", "materials", CORNERS, on("materials", 2, 0.6), "hold:corner-1"),
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
    Scene("materials-commitment", "materials", replace(DECLARABLE, missing_open=True), on("materials", 2, 0.3)),
    Scene(
        "materials-committed",
        "materials",
        replace(
            DECLARABLE,
            is_committed=True,
            chip="已经承诺，这份不用交",
            chip_tone="good",
            can_continue=True,
            scan_label="",
            next_label="下一份",
        ),
        on("materials", 2, 0.3),
    ),
)
