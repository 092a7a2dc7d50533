"""The gallery's kiosk while the form is filled in. Invented people, marked 样例."""

from __future__ import annotations

from demo.gallery_kiosk_frame import Scene, on
from kiosk_app.viewmodels.form import FieldRow, FormProps, KnownRow, OptionRow

KNOWN = (
    KnownRow("n", "姓名", "陈样例", "身份证"),
    KnownRow("i", "身份证号码", "441***********0017", "身份证"),
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
    fields=(
        FieldRow(
            "applicant.phone",
            "手机号码",
            "",
            "phone",
            "13800138",
            "138 0013 8",
            "点数字，填 11 位手机号",
            most_digits=11,
        ),
    ),
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
            most_digits=8,
            suggestions=(OptionRow("0", "今天", "2026-11-23"),),
        ),
    ),
    next_label="下一步",
    can_continue=True,
)
FILLING = (
    Scene("form-known", "form", FORM_KNOWN, on("form", 1, 0.2)),
    Scene("form-phone", "form", FORM_PHONE, on("form", 1, 0.4)),
    Scene("form-choice", "form", FORM_CHOICE, on("form", 1, 0.6)),
    Scene("form-two", "form", FORM_TWO, on("form", 1, 0.8)),
    Scene("form-text", "form", FORM_TEXT, on("form", 1, 0.8)),
    Scene("form-text-typing", "form", FORM_TEXT, on("form", 1, 0.8), "focus:text-move.householder_name"),
    Scene("form-date", "form", FORM_DATE, on("form", 1, 0.6)),
)
