"""Sheets of offices, departments, themes, windows, delegations, rights by level and stages of projects."""

from __future__ import annotations

from typing import Final

from shared.catalogue.workbook.cells import Kind
from shared.catalogue.workbook.choices import (
    COLOURS,
    LEVEL_RIGHTS,
    OFFICE_KINDS,
    WINDOW_KINDS,
)
from shared.catalogue.workbook.table import (
    ILLUSTRATIVE,
    Table,
    choice,
    code,
    codes,
    flag,
    long_text,
    text,
    whole,
)

PLACES: Final[tuple[Table, ...]] = (
    Table(
        "地点",
        "offices",
        ("offices",),
        (
            code("地点代码", "id"),
            text("名称", "name"),
            long_text("地址", "address"),
            text("时间", "hours", width=30),
            code("电话", "phone"),
            text("网址", "online"),
            choice("种类", "kind", OFFICE_KINDS),
            text("区域", "district"),
            code("经纬度", "position"),
            text("交通", "transport"),
            ILLUSTRATIVE,
        ),
    ),
    Table(
        "部门",
        "departments",
        ("departments",),
        (
            code("部门代码", "code"),
            text("名称", "name"),
            text("全称", "full_name"),
            text("国家部门", "national"),
            code("电话", "phone"),
            code("统一社会信用代码", "credit_code.code"),
            flag("代码为演示", "credit_code.illustrative"),
        ),
    ),
    Table(
        "主题",
        "themes",
        ("themes",),
        (code("主题代码", "id"), text("名称", "name"), text("徽记", "emblem"), choice("颜色", "colour", COLOURS)),
    ),
    Table(
        "办事窗口",
        "windows",
        ("windows",),
        (
            code("窗口代码", "id"),
            code("地点", "office", refers="地点"),
            text("名称", "name"),
            choice("种类", "kind", WINDOW_KINDS),
            text("号段", "numbers"),
            code("电话", "phone"),
            text("时间", "hours"),
            codes("部门", "departments", refers="部门"),
            ILLUSTRATIVE,
        ),
    ),
    Table(
        "委托",
        "delegations",
        ("delegations",),
        (
            code("委托代码", "id"),
            code("委托部门", "grantor", refers="部门"),
            codes("窗口", "windows", refers="办事窗口"),
            codes("事项", "items", refers="事项"),
            text("从", "from", Kind.DATE),
            text("到", "until", Kind.DATE),
            long_text("限制", "limits"),
            text("委托书", "document"),
            whole("抽查百分比", "sampled_percent"),
            ILLUSTRATIVE,
        ),
    ),
    Table(
        "各级权限",
        "office_rights",
        ("office_rights",),
        (
            code("地点", "office", refers="地点"),
            choice("权限", "right", LEVEL_RIGHTS),
            codes("事项", "items", refers="事项"),
            code("转到", "routes_to", refers="地点"),
            text("从", "from", Kind.DATE),
            text("到", "until", Kind.DATE),
            text("文号", "document"),
            ILLUSTRATIVE,
        ),
        about="镇街、村居的窗口替别处办什么：终审就地办结，代受理受理后转去，代办只收件转去。",
    ),
    Table(
        "项目阶段",
        "projects",
        ("projects",),
        (
            text("项目种类", "project", width=24),
            code("阶段代码", "id"),
            text("阶段", "name"),
            codes("事项", "items", refers="事项"),
            codes("先做哪些阶段", "after"),
            ILLUSTRATIVE,
        ),
        about="一行一个阶段，按先后排；同一个项目的办件按它画出步骤图。",
    ),
)
