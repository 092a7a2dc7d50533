"""What stands on the papers of invented people: one entry a paper that the dock can lay into a scanner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from devices.core.cards import IdCard
from devices.id_card.specimens import CHEN, OUYANG

A4: Final = (1654, 2339)
A5_LANDSCAPE: Final = (1654, 1165)
A6: Final = (827, 1165)


@dataclass(frozen=True, slots=True)
class Paper:
    """A specimen paper.

    Attributes:
        label: what the dock's button says.
        size: width and height in pixels at 200 dpi.
        rows: label and value of each row of its table.
        body: a paragraph under the table.
        signatures: who signs: label and name.
        photo: whether a place for a photo is drawn.
    """

    label: str
    size: tuple[int, int]
    title: str
    rows: tuple[tuple[str, str], ...]
    body: str = ""
    signatures: tuple[tuple[str, str], ...] = ()
    photo: bool = False


def _chinese_date(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{year}年{month}月{day}日"


def _register(person: IdCard, relation: str) -> Paper:
    return Paper(
        f"户口簿{person.name}",
        A5_LANDSCAPE,
        "常住人口登记卡",
        (
            ("姓名", person.name),
            ("户主或与户主关系", relation),
            ("性别 / 民族", f"{person.sex} / {person.ethnicity}族"),
            ("出生日期", _chinese_date(person.birth)),
            ("公民身份号码", person.number),
            ("文化程度", "大学本科"),
            ("婚姻状况", "未婚"),
            ("住址", str(person.address)),
        ),
    )


_COUPLE = (("男方签名", CHEN.name), ("女方签名", OUYANG.name))

PAPERS: Final[dict[str, Paper]] = {
    "household_register": _register(CHEN, "户主"),
    "household_register_ouyang": _register(OUYANG, "女儿"),
    "education_certificate": Paper(
        "毕业证书",
        A4,
        "普通高等学校毕业证书",
        (("学校", "样例大学"), ("专业", "信息管理与信息系统"), ("学制", "四年，本科"), ("证书编号", "样例 1234567890")),
        f"学生{CHEN.name}，性别{CHEN.sex}，{_chinese_date(CHEN.birth)}生，修完本科教学计划规定的全部课程，成绩合格，准予毕业。",
        (("校长", "林样例"),),
        photo=True,
    ),
    "marriage_declaration": Paper(
        "结婚声明书",
        A4,
        "申请结婚登记声明书",
        (
            ("男方", CHEN.name),
            ("男方身份证号", CHEN.number),
            ("女方", OUYANG.name),
            ("女方身份证号", OUYANG.number),
            ("民族", "汉族 / 汉族"),
            ("婚姻状况", "未婚 / 未婚"),
        ),
        "双方均无配偶，没有直系血亲和三代以内旁系血亲关系，自愿结为夫妻。以上声明完全真实，如有虚假，愿承担法律责任。",
        _COUPLE,
    ),
    "housing_proof": Paper(
        "不动产权证书",
        A4,
        "不动产权证书",
        (
            ("权利人", CHEN.name),
            ("共有情况", "单独所有"),
            ("坐落", str(CHEN.address)),
            ("不动产单元号", "样例 441900 000000 GB00001"),
            ("面积", "建筑面积 88.00 平方米"),
            ("用途", "城镇住宅用地 / 住宅"),
        ),
    ),
    "joining_application": Paper(
        "夫妻投靠申请书",
        A4,
        "夫妻投靠落户申请书",
        (("申请人", OUYANG.name), ("被投靠人", CHEN.name), ("户主", CHEN.name), ("迁入地址", str(CHEN.address))),
        "本人申请投靠配偶落户，所填内容属实，请予批准。户主同意申请人迁入本户。",
        (("申请人签名", OUYANG.name), ("户主签名", CHEN.name)),
    ),
    "marriage_certificate": Paper(
        "结婚证",
        A5_LANDSCAPE,
        "结婚证",
        (
            ("持证人", OUYANG.name),
            ("配偶", CHEN.name),
            ("登记日期", "2020年05月20日"),
            ("结婚证字号", "样例 J441900-2020-000001"),
        ),
        photo=True,
    ),
    "bank_card": Paper("银行卡", A5_LANDSCAPE, "银行卡", (("户名", CHEN.name), ("卡号", "样例 6200 0000 0000 0000"))),
    "business_licence": Paper(
        "营业执照",
        A4,
        "营业执照",
        (("名称", "东莞市样例工作室"), ("类型", "个体工商户"), ("经营者", CHEN.name), ("经营场所", str(CHEN.address))),
    ),
    "any_paper": Paper(
        "别的材料",
        A4,
        "样例材料",
        (
            ("说明", "演示用，代替目录里的任何一种材料"),
            ("申请人", CHEN.name),
            ("身份证号码", CHEN.number),
            ("地址", str(CHEN.address)),
            ("出具单位", "样例单位"),
            ("日期", "2026年11月02日"),
        ),
        "以上内容都是编的，只为让人看到一份材料怎样拍、怎样查、怎样收。",
        (("经办人", "李样例"),),
    ),
    "employment_certificate": Paper(
        "就业创业证",
        A5_LANDSCAPE,
        "就业创业证",
        (("姓名", CHEN.name), ("编号", "样例 4419000000000001"), ("发证机关", "东莞市人力资源和社会保障局（样例）")),
        photo=True,
    ),
}
