"""Words that an official chooses in a cell, and what the sources write for them."""

from __future__ import annotations

from typing import Final

STATES: Final = {
    "这里办": "here",
    "别处办": "elsewhere",
    "只能网上办": "online_only",
    "只能本人到场": "in_person_only",
    "暂停": "paused",
}
KINDS: Final = {"申请": "applied", "部门核查": "checked", "只指路": "referred"}
TYPES: Final = {
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
LEVELS: Final = {"主项": "main", "子项": "sub", "业务办理项": "handling"}
HANDLING: Final = {"即办件": "immediate", "承诺件": "promised"}
MODES: Final = {"窗口受委托办": "delegated", "转部门办": "forwarded", "专窗办": "specialist"}
AUDIENCES: Final = {"个人": "personal", "法人": "legal"}
IMPORTANCE: Final = {"主要": "main", "次要": "minor"}
SEXES: Final = {"男": "男", "女": "女"}
WIDGETS: Final = {
    "文字": "text",
    "数字": "digits",
    "选项": "choice",
    "日期": "date",
    "电话": "phone",
    "地址": "address",
}
CLASSES: Final = {"公开": "public", "个人信息": "personal", "敏感个人信息": "sensitive"}
PAPERS: Final = {"卡": "card", "A6": "a6", "A5": "a5", "A4": "a4", "A3": "a3"}
SOURCES: Final = {
    "扫描": "scan",
    "上传": "upload",
    "电子证照": "e_licence",
    "共享数据": "shared_source",
    "以前交过": "earlier",
    "读卡": "card_read",
    "表单": "form",
    "承诺": "commitment",
}
COLOURS: Final = {"青": "teal", "朱": "vermilion", "绿": "leaf", "紫": "plum", "赭": "ochre", "蓝": "blue"}
SIGNED_BY: Final = {"承办部门": "department", "大厅": "hall", "申请人": "applicant"}
WINDOW_KINDS: Final = {
    "综合": "comprehensive",
    "专业": "specialist",
    "协调": "coordination",
    "出件": "outlet",
    "导办": "guidance",
}
RELATIONS: Final = {
    "等于": "equal",
    "是其中之一": "one_of",
    "不低于": "at_least",
    "不高于": "at_most",
    "早于": "before",
    "晚于": "after",
    "以此开头": "begins_with",
}
LEVEL_RIGHTS: Final = {"终审": "decide", "代受理": "accept", "代办": "collect"}
EDITION_ACTS: Final = {
    "编制": "edited",
    "核对": "checked",
    "确认": "confirmed",
    "公布": "published",
    "变更": "changed",
    "取消": "retired",
}
OFFICE_KINDS: Final = {
    "大厅": "hall",
    "中心": "centre",
    "镇街": "town",
    "村居": "village",
    "窗口": "window",
    "其他": "other",
}
NUMBERS: Final = {
    "公民身份号码": "citizen_number",
    "统一社会信用代码": "credit_code",
    "银行卡号": "card_number",
}
ZONES: Final = {
    "卡片三行": "td1",
    "卡片两行": "td2",
    "护照两行": "td3",
    "通行证一行": "eep",
}
