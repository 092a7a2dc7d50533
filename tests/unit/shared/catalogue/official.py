"""What an official who knows no code types into the exported workbook."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook

from shared.catalogue.workbook.export import headings_of
from shared.catalogue.workbook.tables import TABLES

HEADINGS = {table.sheet: headings_of(table) for table in TABLES}


def add(book: Workbook, sheet: str, **values: Any) -> int:
    """Add a row as an official would: under the last one, by heading; return its number."""
    target = book[sheet]
    number = next(row for row in range(2, 9999) if target.cell(row, 1).value is None)
    for heading, value in values.items():
        target.cell(number, HEADINGS[sheet].index(heading) + 1).value = value
    return number


def new_item(book: Workbook) -> None:
    """What somebody who knows no code types for 失业登记证补领."""
    add(
        book,
        "事项",
        编码="7.6",
        永久编号=706,
        名称="就业创业证补领",
        简称="就业证补领",
        一句话="证丢了补一本",
        部门="hrss",
        办法="申请",
        事项类型="公共服务",
        级别="业务办理项",
        件型="承诺件",
        办理方式="转部门办",
        对象="个人",
        基本编码="002014005009",
        实施编码="11441900MB2Y00013B2002014005009",
        业务办理项编码="11441900MB2Y00013B200201400500901",
        编码为演示="是",
        法定工作日=10,
        承诺工作日=3,
        主题="employment",
        徽记="补",
        自助机状态="这里办",
        窗口状态="这里办",
        别名="补办就业证\n证丢了",
        适用范围="领过《就业创业证》的人员。",
        办理条件="原证遗失或者损坏。",
        收费="是",
        收费说明="工本费 5 元",
        收费单位="hrss",
        结果名称="就业创业证",
        结果形式="证照",
        结果有效期="长期有效",
        办理地点="hall、result_window",
        要问的问题="lost_how",
    )
    add(book, "法律依据", 事项编码="7.6", 法律="《就业服务与就业管理规定》", 内容="补发登记证。")
    add(book, "办理步骤", 事项编码="7.6", 步骤="收件", 谁来做="申请人", 做什么="刷身份证，交照片。")
    add(
        book,
        "收费项目",
        事项编码="7.6",
        项目="工本费",
        标准="每本",
        依据="《就业服务与就业管理规定》第六十三条",
        **{"金额（分）": 500},
    )
    add(book, "角色", 事项编码="7.6", 角色="applicant", 称呼="申请人", 本人来办="是")
    basis = "《就业服务与就业管理规定》第六十三条"
    common = {"事项编码": "7.6", "主要或次要": "主要", "法律依据": basis, "原件份数": 1, "谁的": "applicant"}
    add(book, "申请材料", **common, 材料="id_card")
    add(book, "申请材料", **common, 材料="id_photo", 什么条件下="lost_how=lost")
    add(
        book,
        "表单",
        事项编码="7.6",
        小节标题="您是谁",
        谁的="applicant",
        字段="person.name、person.number、person.phone",
    )
    add(book, "问题", 问题代码="lost_how", 问什么="证是丢了还是坏了？", 为什么问="丢了的要交照片。")
    add(book, "回答", 问题代码="lost_how", 回答代码="lost", 回答="丢了")
    add(book, "回答", 问题代码="lost_how", 回答代码="torn", 回答="坏了")
    add(
        book,
        "问答",
        文件="employment",
        问答代码="replace_fee",
        事项="7.6",
        问="补领收费吗？",
        答="工本费 5 元。",
        更新日期="2026-11-20",
    )
