"""Which sheets a catalogue's workbook has: each a table of one kind of entry, with columns for what it may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.catalogue.workbook.cells import Column, Kind

OTHER: Final = "其他（不要改）"
"""The heading of the last column: what the other columns have no place for, so that nothing is lost."""

_STATES: Final = {
    "这里办": "here",
    "别处办": "elsewhere",
    "只能网上办": "online_only",
    "只能本人到场": "in_person_only",
    "暂停": "paused",
}
_KINDS: Final = {"申请": "applied", "部门核查": "checked", "只指路": "referred"}
_TYPES: Final = {
    "行政许可": "licence",
    "行政裁决": "ruling",
    "行政确认": "confirmation",
    "行政给付": "benefit",
    "行政指导": "guidance",
    "行政征收": "levy",
    "行政奖励": "reward",
    "其他行政权力": "other_power",
    "公共服务": "public_service",
}
_LEVELS: Final = {"主项": "main", "子项": "sub", "业务办理项": "handling"}
_HANDLING: Final = {"即办件": "immediate", "承诺件": "promised"}
_MODES: Final = {"窗口受委托办": "delegated", "转部门办": "forwarded", "专窗办": "specialist"}
_AUDIENCES: Final = {"个人": "personal", "法人": "legal"}
_IMPORTANCE: Final = {"主要": "main", "次要": "minor"}
_SEXES: Final = {"男": "男", "女": "女"}
_WIDGETS: Final = {
    "文字": "text",
    "数字": "digits",
    "选项": "choice",
    "日期": "date",
    "电话": "phone",
    "地址": "address",
}
_CLASSES: Final = {"公开": "public", "个人信息": "personal", "敏感个人信息": "sensitive"}
_PAPERS: Final = {"卡": "card", "A6": "a6", "A5": "a5", "A4": "a4", "A3": "a3"}
_SOURCES: Final = {
    "扫描": "scan",
    "上传": "upload",
    "电子证照": "e_licence",
    "共享数据": "shared_source",
    "以前交过": "earlier",
    "读卡": "card_read",
    "表单": "form",
    "承诺": "commitment",
}
_COLOURS: Final = {"青": "teal", "朱": "vermilion", "绿": "leaf", "紫": "plum", "赭": "ochre", "蓝": "blue"}
_SIGNED_BY: Final = {"承办部门": "department", "大厅": "hall", "申请人": "applicant"}
_WINDOW_KINDS: Final = {
    "综合": "comprehensive",
    "专业": "specialist",
    "协调": "coordination",
    "出件": "outlet",
    "导办": "guidance",
}
_OFFICE_KINDS: Final = {
    "大厅": "hall",
    "中心": "centre",
    "镇街": "town",
    "村居": "village",
    "窗口": "window",
    "其他": "other",
}


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet.

    Attributes:
        files: the folder (items) or single file (offices) that its entries stand in.
        path: where in a document: names of lists, or of mappings marked {name}; nothing for the document itself.
        keys: headings of what says whose entry it is: the document's code, then keys of the mappings on the way.
        scalar: entries are texts, not mappings.
        about: what the instructions say of the sheet.
    """

    sheet: str
    files: str
    path: tuple[str, ...]
    columns: tuple[Column, ...]
    keys: tuple[str, ...] = ()
    scalar: bool = False
    about: str = ""


def _c(
    heading: str,
    path: str,
    kind: Kind = Kind.TEXT,
    *,
    choices: Mapping[str, str] | None = None,
    refers: str = "",
    needed: bool = False,
    width: int = 16,
) -> Column:
    return Column(heading, tuple(path.split(".")), kind, choices or {}, refers, "", needed, width)


def _choice(heading: str, path: str, choices: Mapping[str, str], *, needed: bool = False) -> Column:
    return _c(heading, path, Kind.CHOICE, choices=choices, needed=needed, width=12)


def _flag(heading: str, path: str) -> Column:
    return _c(heading, path, Kind.YES_NO, width=8)


def _whole(heading: str, path: str, *, needed: bool = False) -> Column:
    return _c(heading, path, Kind.WHOLE, needed=needed, width=10)


def _long(heading: str, path: str, *, needed: bool = False) -> Column:
    return _c(heading, path, needed=needed, width=40)


def _code(heading: str, path: str, *, refers: str = "", needed: bool = False) -> Column:
    return _c(heading, path, Kind.CODE, refers=refers, needed=needed, width=14)


def _codes(heading: str, path: str) -> Column:
    return _c(heading, path, Kind.CODES, width=24)


def _channel(name: str, path: str) -> tuple[Column, ...]:
    return (
        _choice(f"{name}状态", f"{path}.state", _STATES),
        _code(f"{name}去处", f"{path}.office", refers="地点"),
        _c(f"{name}说明", f"{path}.note", width=24),
    )


_NUMBERS: Final = {
    "公民身份号码": "citizen_number",
    "统一社会信用代码": "credit_code",
    "银行卡号": "card_number",
}
_ZONES: Final = {
    "卡片三行": "td1",
    "卡片两行": "td2",
    "护照两行": "td3",
    "通行证一行": "eep",
}
_ILLUSTRATIVE: Final = _flag("演示内容", "illustrative")
_WHEN: Final = _c("什么条件下", "when", Kind.WHEN, width=28)
_SEARCH: Final = (
    _c("别名", "search.synonyms", Kind.LINES, width=24),
    _c("百姓说法", "search.phrases", Kind.LINES, width=28),
    _whole("年办件量", "search.uses_a_year"),
)
_VALID: Final = (_whole("限哪一年", "valid.year"), _c("截止日", "valid.closed_after", Kind.DATE))
_SHOWN: Final = (
    _code("编码", "code", needed=True),
    _whole("永久编号", "permanent_id", needed=True),
    _long("名称", "name", needed=True),
    _c("简称", "short_name", needed=True),
    _c("一句话", "subtitle", needed=True),
)

TABLES: Final[tuple[Table, ...]] = (
    Table(
        "事项",
        "items",
        (),
        (
            *_SHOWN,
            _code("部门", "department", refers="部门", needed=True),
            _choice("办法", "kind", _KINDS, needed=True),
            _choice("事项类型", "type", _TYPES),
            _choice("级别", "level", _LEVELS),
            _choice("件型", "handling", _HANDLING),
            _choice("办理方式", "mode", _MODES),
            _choice("对象", "audience", _AUDIENCES),
            _code("基本编码", "codes.basic"),
            _code("实施编码", "codes.implementation"),
            _code("业务办理项编码", "codes.handling"),
            _flag("编码为演示", "codes.illustrative"),
            _whole("法定工作日", "limits.statutory_days"),
            _whole("承诺工作日", "limits.promised_days"),
            _whole("可延长天数", "limits.extension.days"),
            _c("延长依据", "limits.extension.legal_basis"),
            _whole("黄牌百分比", "limits.yellow_percent"),
            _code("主题", "theme", refers="主题", needed=True),
            _c("徽记", "emblem", needed=True),
            *_channel("自助机", "channels.kiosk"),
            *_channel("窗口", "channels.counter"),
            *_SEARCH,
            *_VALID,
            _flag("牵头", "lead"),
            _flag("单独列出", "listed"),
            _flag("只指导", "guidance"),
            _flag("查询类", "query"),
            _code("主项编码", "parent"),
            _long("适用范围", "guide.scope"),
            _c("办理条件", "guide.conditions", Kind.LINES, width=40),
            _flag("收费", "guide.fee.charged"),
            _c("收费说明", "guide.fee.text"),
            _code("收费单位", "guide.fee.collector", refers="部门"),
            _c("结果名称", "guide.result.name"),
            _c("结果形式", "guide.result.form"),
            _c("结果有效期", "guide.result.validity"),
            _c("结果样本", "guide.result.sample", Kind.JSON),
            _codes("办理地点", "guide.offices"),
            _codes("办理窗口", "guide.windows"),
            _code("咨询电话", "guide.consult_phone"),
            _code("投诉电话", "guide.complaint_phone"),
            _c("网办地址", "guide.online"),
            _long("救济途径", "guide.remedies"),
            _c("实施清单其他要素", "guide.listing", Kind.JSON),
            _flag("指南为演示", "guide.illustrative"),
            _codes("要问的问题", "questions"),
            _c("核查数据源", "check.source"),
            _c("核查什么", "check.proves"),
            _long("核查不了时人工怎么办", "check.manual"),
            _codes("核查用的字段", "check.fields"),
            _c("核查依据", "check.legal_basis"),
            _flag("核查为演示", "check.illustrative"),
            _flag("全国牵头", "national_lead"),
            _choice("当场给出", "output.kind", {"打印": "print", "查询": "query"}),
            _c("给出的名称", "output.title"),
            _c("给出的来源", "output.source"),
            _c("给出的内容", "output.lines", Kind.LINES),
            _codes("给出要用的字段", "output.fields"),
            _c("给出的有效期", "output.validity"),
            _long("政策给什么", "policy.gives"),
            _c("政策截止", "policy.until", Kind.DATE),
            _codes("政策谁能看", "policy.seen_by"),
            _code("确认部门", "confirmed.by", refers="部门"),
            _c("确认日期", "confirmed.on", Kind.DATE),
            _flag("手册为演示", "manual.illustrative"),
        ),
        about="一行一个事项。新增事项：在最后加一行，再到法律依据、办理步骤、申请材料、角色、表单里各加几行，用同一个编码。",
    ),
    Table(
        "法律依据",
        "items",
        ("guide", "legal_basis"),
        (_long("法律", "law", needed=True), _c("条款", "article"), _long("内容", "says", needed=True)),
        ("事项编码",),
    ),
    Table(
        "办理步骤",
        "items",
        ("guide", "steps"),
        (_c("步骤", "title", needed=True), _c("谁来做", "who", needed=True), _long("做什么", "text", needed=True)),
        ("事项编码",),
    ),
    Table(
        "收费项目",
        "items",
        ("guide", "fee", "lines"),
        (_c("项目", "name"), _c("标准", "standard"), _whole("金额（分）", "cents"), _long("依据", "legal_basis")),
        ("事项编码",),
    ),
    Table(
        "特别程序",
        "items",
        ("limits", "special_procedures"),
        (
            _code("代码", "id"),
            _c("名称", "name"),
            _whole("工作日", "days"),
            _long("依据", "legal_basis"),
            _c("说明", "note"),
        ),
        ("事项编码",),
    ),
    Table(
        "申请材料",
        "items",
        ("materials",),
        (
            _code("材料", "material", refers="材料字典", needed=True),
            _choice("主要或次要", "importance", _IMPORTANCE, needed=True),
            _long("法律依据", "legal_basis", needed=True),
            _whole("原件份数", "originals", needed=True),
            _whole("复印件份数", "copies"),
            _codes("谁的", "roles"),
            _codes("哪些情形要", "situations"),
            _WHEN,
            _long("白话说明", "note"),
            _whole("可后补工作日", "deferred_days"),
            _long("承诺内容", "commitment.text"),
            _whole("承诺核查工作日", "commitment.check_days"),
            _c("承诺依据", "commitment.legal_basis"),
            _c("谁盖章", "stamp.by"),
            _c("盖章依据", "stamp.legal_basis"),
            _ILLUSTRATIVE,
        ),
        ("事项编码",),
        about="一行一份材料。没有法律依据的材料不能要；“其他材料”一类的说法不收。",
    ),
    Table(
        "情形",
        "items",
        ("situations",),
        (_code("情形代码", "code"), _c("情形名称", "name"), _c("说明", "note"), _WHEN),
        ("事项编码",),
        about="条件写成“问题=回答|回答; 问题=回答”，几种情况各写一行。",
    ),
    Table(
        "角色",
        "items",
        ("form", "roles"),
        (_code("角色", "code"), _c("称呼", "label"), _choice("性别", "sex", _SEXES), _flag("本人来办", "in_person")),
        ("事项编码",),
    ),
    Table(
        "表单",
        "items",
        ("form", "sections"),
        (
            _c("小节标题", "title", needed=True),
            _code("谁的", "role"),
            _c("字段", "fields", Kind.CODES, width=40, needed=True),
            _codes("可不填", "optional"),
            _WHEN,
            _c("各字段的条件", "fields_when", Kind.JSON),
            _c("校验规则", "rules", Kind.JSON),
            _whole("最少几次", "repeat.min"),
            _whole("最多几次", "repeat.max"),
            _c("每次叫什么", "repeat.label"),
        ),
        ("事项编码",),
        about="一行一节，字段写字段字典里的代码，用顿号隔开。",
    ),
    Table(
        "跨项规则",
        "items",
        ("form", "checks"),
        (
            _code("规则", "rule"),
            _codes("字段", "fields"),
            _c("比较值", "value", Kind.JSON),
            _WHEN,
            _long("不对时说什么", "message"),
            _c("怎么改", "mend"),
            _c("依据", "legal_basis"),
        ),
        ("事项编码",),
    ),
    Table(
        "受理标准",
        "items",
        ("manual", "standards"),
        (_c("看什么", "point"), _long("标准", "standard"), _code("材料", "material"), _c("依据", "legal_basis")),
        ("事项编码",),
    ),
    Table(
        "裁量基准",
        "items",
        ("manual", "discretion"),
        (_c("因素", "factor"), _long("怎么裁量", "rule"), _c("依据", "legal_basis")),
        ("事项编码",),
    ),
    Table(
        "流程图",
        "items",
        ("manual", "flow"),
        (
            _code("步骤代码", "id"),
            _c("步骤", "title"),
            _c("谁来做", "who"),
            _whole("工作日", "days"),
            _c("下一步", "next", Kind.JSON, width=30),
        ),
        ("事项编码",),
    ),
    Table(
        "政策条件",
        "items",
        ("policy", "match"),
        (_code("事实", "fact"), _code("关系", "is"), _c("值", "value", Kind.JSON), _long("怎么说", "say")),
        ("事项编码",),
    ),
    Table(
        "各点状态",
        "items",
        ("{sites}",),
        (*_channel("自助机", "kiosk"), *_channel("窗口", "counter")),
        ("事项编码", "地点"),
    ),
    Table(
        "一件事",
        "services",
        (),
        (
            *_SHOWN,
            _code("牵头事项", "lead", needed=True),
            _choice("对象", "audience", _AUDIENCES),
            _flag("只指路", "guide_only"),
            *_VALID,
            _long("说明", "note"),
            _code("主题", "theme", refers="主题"),
            _c("徽记", "emblem"),
            *_channel("自助机", "channels.kiosk"),
            *_channel("窗口", "channels.counter"),
            *_SEARCH,
            _codes("要问的问题", "questions"),
            _ILLUSTRATIVE,
        ),
    ),
    Table(
        "一件事的事项",
        "services",
        ("items",),
        (
            _code("事项编码", "item", needed=True),
            _c("谁担任什么", "casts", Kind.CASTS, width=30),
            _code("由哪个字段决定", "chosen_by"),
            _WHEN,
            _flag("可不办", "optional"),
            _codes("先办哪些", "after"),
        ),
        ("一件事编码",),
        about="谁担任什么：写成“事项里的角色=一件事里的角色”，几份申请各写一行。",
    ),
    Table(
        "一件事的角色",
        "services",
        ("roles",),
        (_code("角色", "code"), _c("称呼", "label"), _choice("性别", "sex", _SEXES), _flag("本人来办", "in_person")),
        ("一件事编码",),
    ),
    Table(
        "一件事的表单",
        "services",
        ("sections",),
        (_c("小节标题", "title"), _code("谁的", "role"), _c("字段", "fields", Kind.CODES, width=40)),
        ("一件事编码",),
    ),
    Table(
        "前项结果",
        "services",
        ("supplied",),
        (
            _code("由哪个事项", "by"),
            _codes("不再要的材料", "materials"),
            _codes("不再问的字段", "fields"),
            _long("说明", "note"),
        ),
        ("一件事编码",),
    ),
    Table(
        "一件事的情形",
        "services",
        ("situations",),
        (_code("情形代码", "code"), _c("情形名称", "name"), _c("说明", "note"), _WHEN),
        ("一件事编码",),
    ),
    Table(
        "材料字典",
        "materials",
        ("{materials}",),
        (
            _c("名称", "name", needed=True),
            _long("官方说法", "official", needed=True),
            _long("请申请人做什么", "prompt", needed=True),
            _long("白话说明", "note", needed=True),
            _long("没带怎么办", "missing", needed=True),
            _whole("最少页", "pages.min", needed=True),
            _whole("最多页", "pages.max", needed=True),
            _choice("纸张", "paper", _PAPERS, needed=True),
            _c("来源", "sources", Kind.CODES, choices=_SOURCES, needed=True),
            _c("出具单位", "issuer", needed=True),
            _c("样例", "sample", Kind.JSON),
            _c("电子证照", "e_licence"),
            _c("共享数据", "shared_source"),
            _c("空表", "blank_form"),
            _code("认法同哪种材料", "recognise.as", refers="材料字典"),
            _flag("各面都写全了", "recognise.complete"),
            _ILLUSTRATIVE,
        ),
        ("材料代码",),
    ),
    Table(
        "材料各面",
        "materials",
        ("{materials}", "recognise", "sides"),
        (
            _c("叫什么", "name", needed=True, width=24),
            _choice("正面背面", "face", {"正面": "front", "背面": "back"}),
            _c("单独成行的字", "headings", Kind.LINES, width=28),
            _c("栏目名称", "labels", Kind.LINES, width=28),
            _c("有校验码的号码", "numbers", Kind.CODES, choices=_NUMBERS),
            _c("条码", "codes", Kind.JSON),
            _choice("机读码", "zone", _ZONES),
            _choice("外形", "shape", {"卡片": "card", "纸张": "sheet"}),
            _flag("不要这一面", "unwanted"),
        ),
        ("材料代码",),
        about="一行一面，用来提醒拍错了面、拿错了材料。只写这一面一定印着的字；拿不准就少写。",
    ),
    Table(
        "字段字典",
        "dictionary",
        ("{fields}",),
        (
            _c("标题", "title", needed=True),
            _long("白话说明", "note", needed=True),
            _c("依据", "legal_basis"),
            _choice("怎么填", "widget", _WIDGETS, needed=True),
            _c("格式", "schema", Kind.JSON, width=30),
            _code("代码表", "code_table"),
            _choice("数据级别", "data_class", _CLASSES, needed=True),
            _code("卡上的哪一项", "card"),
            _c("样表里填", "example", width=30),
        ),
        ("字段代码",),
    ),
    Table(
        "字段建议",
        "dictionary",
        ("{fields}", "suggestions"),
        (_c("按钮", "label"), _c("值", "value"), _code("取哪个字段", "field"), _flag("当天", "today")),
        ("字段代码",),
    ),
    Table(
        "问题",
        "questions",
        ("{questions}",),
        (
            _long("问什么", "ask", needed=True),
            _long("为什么问", "why", needed=True),
            _c("说明", "note"),
            _WHEN,
            _code("同时填哪个字段", "field"),
            _c("不问就知道", "implied", Kind.JSON),
            _ILLUSTRATIVE,
        ),
        ("问题代码",),
    ),
    Table(
        "回答",
        "questions",
        ("{questions}", "{answers}"),
        (
            _c("回答", "label", needed=True),
            _c("说明", "note", width=30),
            _WHEN,
            _c("不能办时说什么", "stop.note"),
            _code("不能办时去哪", "stop.office", refers="地点"),
            _code("改办哪个事项", "stop.subject"),
        ),
        ("问题代码", "回答代码"),
    ),
    Table(
        "问答",
        "knowledge",
        ("answers",),
        (
            _code("问答代码", "id", needed=True),
            _codes("事项", "items"),
            _long("问", "question", needed=True),
            _c("也这样问", "also_asked", Kind.LINES, width=30),
            _long("答", "answer", needed=True),
            _c("依据", "legal_basis"),
            _code("部门", "department", refers="部门"),
            _c("更新日期", "updated", Kind.DATE, needed=True),
            _ILLUSTRATIVE,
        ),
        ("文件",),
    ),
    Table(
        "地点",
        "offices",
        ("offices",),
        (
            _code("地点代码", "id"),
            _c("名称", "name"),
            _long("地址", "address"),
            _c("时间", "hours", width=30),
            _code("电话", "phone"),
            _c("网址", "online"),
            _choice("种类", "kind", _OFFICE_KINDS),
            _c("区域", "district"),
            _code("经纬度", "position"),
            _c("交通", "transport"),
            _ILLUSTRATIVE,
        ),
    ),
    Table(
        "部门",
        "departments",
        ("departments",),
        (
            _code("部门代码", "code"),
            _c("名称", "name"),
            _c("全称", "full_name"),
            _c("国家部门", "national"),
            _code("电话", "phone"),
            _code("统一社会信用代码", "credit_code.code"),
            _flag("代码为演示", "credit_code.illustrative"),
        ),
    ),
    Table(
        "主题",
        "themes",
        ("themes",),
        (_code("主题代码", "id"), _c("名称", "name"), _c("徽记", "emblem"), _choice("颜色", "colour", _COLOURS)),
    ),
    Table(
        "办事窗口",
        "windows",
        ("windows",),
        (
            _code("窗口代码", "id"),
            _code("地点", "office", refers="地点"),
            _c("名称", "name"),
            _choice("种类", "kind", _WINDOW_KINDS),
            _c("号段", "numbers"),
            _code("电话", "phone"),
            _c("时间", "hours"),
            _codes("部门", "departments"),
            _ILLUSTRATIVE,
        ),
    ),
    Table(
        "委托",
        "delegations",
        ("delegations",),
        (
            _code("委托代码", "id"),
            _code("委托部门", "grantor", refers="部门"),
            _codes("窗口", "windows"),
            _codes("事项", "items"),
            _c("从", "from", Kind.DATE),
            _c("到", "until", Kind.DATE),
            _long("限制", "limits"),
            _c("委托书", "document"),
            _whole("抽查百分比", "sampled_percent"),
            _ILLUSTRATIVE,
        ),
    ),
    Table(
        "通知书",
        "notices",
        ("notices",),
        (
            _code("种类", "kind"),
            _c("名称", "title", width=24),
            _c("别的名称", "other_titles", Kind.LINES),
            _c("按事项类型的名称", "by_type", Kind.PAIRS, width=30),
            _choice("落款", "signed_by", _SIGNED_BY),
            _c("正文", "body", Kind.LINES, width=60),
            _codes("结尾句子", "closing"),
        ),
    ),
    Table("通知句子", "notices", ("{sentences}",), (_long("句子", ""),), ("句子代码",), scalar=True),
    Table("通知用词", "notices", ("{labels}",), (_c("用词", "", width=30),), ("用词代码",), scalar=True),
    Table(
        "代码表",
        "code_tables",
        (),
        (_code("代码表", "id"), _c("名称", "title"), _c("标准", "standard", width=30), _c("许可", "licence")),
    ),
    Table("代码", "code_tables", ("{codes}",), (_c("名称", ""),), ("代码表", "代码"), scalar=True),
    Table(
        "日历",
        "calendar",
        ("years",),
        (
            _whole("年", "year"),
            _long("文件", "paper"),
            _c("放假", "rest", Kind.SPANS, width=50),
            _c("调休上班", "work", Kind.SPANS, width=40),
        ),
    ),
    Table("日历来源", "calendar", (), (_c("来源", "source", width=30), _c("许可", "licence"))),
    Table(
        "查找词",
        "synonyms",
        ("concepts",),
        (_c("大家怎么说", "says", Kind.LINES, width=40), _c("正式说法", "means", Kind.LINES, width=40)),
    ),
    Table("不看的话", "synonyms", (), (_c("不看的话", "noise", Kind.LINES, width=40),)),
    Table("译文", "translations", ("{texts}",), (_c("译文", "", width=60),), ("文件", "原文"), scalar=True),
    Table("译文语言", "translations", (), (_code("语言", "language"),), ("文件",)),
    Table(
        "目录包",
        "package",
        (),
        (
            _whole("格式", "schema"),
            _code("版本", "version"),
            _c("发布日期", "published", Kind.DATE),
            _code("行政区划", "division"),
            _code("大厅", "hall", refers="地点"),
            _codes("语言", "languages"),
            _ILLUSTRATIVE,
        ),
        about="改动任何内容都要换一个新版本号。",
    ),
)
