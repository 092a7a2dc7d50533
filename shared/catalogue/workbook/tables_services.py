"""Sheets of one-matter services (一件事)."""

from __future__ import annotations

from typing import Final

from shared.catalogue.workbook.cells import Kind
from shared.catalogue.workbook.choices import (
    AUDIENCES,
    SEXES,
)
from shared.catalogue.workbook.table import (
    ILLUSTRATIVE,
    SEARCH,
    SHOWN,
    VALID,
    WHEN,
    Table,
    channel,
    choice,
    code,
    codes,
    flag,
    long_text,
    text,
)

SERVICES: Final[tuple[Table, ...]] = (
    Table(
        "一件事",
        "services",
        (),
        (
            *SHOWN,
            code("牵头事项", "lead", needed=True),
            choice("对象", "audience", AUDIENCES),
            flag("只指路", "guide_only"),
            *VALID,
            long_text("说明", "note"),
            code("主题", "theme", refers="主题"),
            text("徽记", "emblem"),
            *channel("自助机", "channels.kiosk"),
            *channel("窗口", "channels.counter"),
            *SEARCH,
            codes("要问的问题", "questions"),
            ILLUSTRATIVE,
        ),
    ),
    Table(
        "一件事的事项",
        "services",
        ("items",),
        (
            code("事项编码", "item", needed=True),
            text("谁担任什么", "casts", Kind.CASTS, width=30),
            code("由哪个字段决定", "chosen_by"),
            WHEN,
            flag("可不办", "optional"),
            codes("先办哪些", "after"),
        ),
        ("一件事编码",),
        about="谁担任什么：写成“事项里的角色=一件事里的角色”，几份申请各写一行。",
    ),
    Table(
        "一件事的角色",
        "services",
        ("roles",),
        (code("角色", "code"), text("称呼", "label"), choice("性别", "sex", SEXES), flag("本人来办", "in_person")),
        ("一件事编码",),
    ),
    Table(
        "一件事的表单",
        "services",
        ("sections",),
        (text("小节标题", "title"), code("谁的", "role"), text("字段", "fields", Kind.CODES, width=40)),
        ("一件事编码",),
    ),
    Table(
        "前项结果",
        "services",
        ("supplied",),
        (
            code("由哪个事项", "by"),
            codes("不再要的材料", "materials"),
            codes("不再问的字段", "fields"),
            long_text("说明", "note"),
        ),
        ("一件事编码",),
    ),
    Table(
        "一件事的情形",
        "services",
        ("situations",),
        (code("情形代码", "code"), text("情形名称", "name"), text("说明", "note"), WHEN),
        ("一件事编码",),
    ),
)
