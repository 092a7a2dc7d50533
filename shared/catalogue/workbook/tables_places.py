"""Sheets of offices, departments, themes, windows and delegations."""

from __future__ import annotations

from typing import Final

from shared.catalogue.workbook.cells import Kind
from shared.catalogue.workbook.choices import (
    COLOURS,
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
            codes("部门", "departments"),
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
            codes("窗口", "windows"),
            codes("事项", "items"),
            text("从", "from", Kind.DATE),
            text("到", "until", Kind.DATE),
            long_text("限制", "limits"),
            text("委托书", "document"),
            whole("抽查百分比", "sampled_percent"),
            ILLUSTRATIVE,
        ),
    ),
)
