"""Sheets of notices, code tables, the calendar, search words, translations and the package itself."""

from __future__ import annotations

from typing import Final

from shared.catalogue.workbook.cells import Kind
from shared.catalogue.workbook.choices import (
    SIGNED_BY,
)
from shared.catalogue.workbook.table import (
    ILLUSTRATIVE,
    Table,
    choice,
    code,
    codes,
    long_text,
    text,
    whole,
)

WORDS: Final[tuple[Table, ...]] = (
    Table(
        "通知书",
        "notices",
        ("notices",),
        (
            code("种类", "kind"),
            text("名称", "title", width=24),
            text("别的名称", "other_titles", Kind.LINES),
            text("按事项类型的名称", "by_type", Kind.PAIRS, width=30),
            choice("落款", "signed_by", SIGNED_BY),
            text("正文", "body", Kind.LINES, width=60),
            codes("结尾句子", "closing"),
        ),
    ),
    Table("通知句子", "notices", ("{sentences}",), (long_text("句子", ""),), ("句子代码",), scalar=True),
    Table("通知用词", "notices", ("{labels}",), (text("用词", "", width=30),), ("用词代码",), scalar=True),
    Table(
        "代码表",
        "code_tables",
        (),
        (code("代码表", "id"), text("名称", "title"), text("标准", "standard", width=30), text("许可", "licence")),
    ),
    Table("代码", "code_tables", ("{codes}",), (text("名称", ""),), ("代码表", "代码"), scalar=True),
    Table(
        "日历",
        "calendar",
        ("years",),
        (
            whole("年", "year"),
            long_text("文件", "paper"),
            text("放假", "rest", Kind.SPANS, width=50),
            text("调休上班", "work", Kind.SPANS, width=40),
        ),
    ),
    Table("日历来源", "calendar", (), (text("来源", "source", width=30), text("许可", "licence"))),
    Table(
        "查找词",
        "synonyms",
        ("concepts",),
        (text("大家怎么说", "says", Kind.LINES, width=40), text("正式说法", "means", Kind.LINES, width=40)),
    ),
    Table("不看的话", "synonyms", (), (text("不看的话", "noise", Kind.LINES, width=40),)),
    Table(
        "译文",
        "translations",
        ("{texts}",),
        (text("译文", "", width=60),),
        ("文件", "原文"),
        scalar=True,
        about="一行一句，原文和别的表里写的一字不差。别处的话改了，这里的原文和译文跟着改；别处不说的话，这里不译。",
    ),
    Table("译文语言", "translations", (), (code("语言", "language"),), ("文件",)),
    Table(
        "目录包",
        "package",
        (),
        (
            whole("格式", "schema"),
            code("版本", "version"),
            text("发布日期", "published", Kind.DATE),
            code("行政区划", "division"),
            code("大厅", "hall", refers="地点"),
            codes("语言", "languages"),
            ILLUSTRATIVE,
        ),
        about="改动任何内容都要换一个新版本号。",
    ),
)
