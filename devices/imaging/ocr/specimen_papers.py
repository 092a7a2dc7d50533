"""Drawn papers and booklets: licence, register, marriage certificate, passport."""

from __future__ import annotations

import numpy as np

from devices.imaging.ocr.check_digits import is_credit_code
from devices.imaging.ocr.mrz import check_digit
from devices.imaging.ocr.specimen_printing import PLACES, Sheet, Specimen, a_name, a_person, one_of, parts_of


def licence(rng: np.random.Generator, kind: str) -> Specimen:
    """Return a business licence, lying."""
    card = Sheet(210, 148, (250, 248, 240))
    body = "91441900MA" + "".join(rng.choice(list("0123456789ABCDEFGH"), 7))
    code = next(body + check for check in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(body + check))
    fields = {
        "credit_code": code,
        "name": f"东莞市{one_of(rng, ('样例', '示范', '例文'))}{one_of(rng, ('贸易', '科技', '餐饮'))}有限公司",
        "type": "有限责任公司（自然人独资）",
        "legal_representative": a_name(rng),
        "capital": f"人民币{one_of(rng, ('壹佰', '伍拾', '贰佰'))}万元",
        "established": f"{int(rng.integers(2005, 2024))}-{int(rng.integers(1, 13)):02d}-{int(rng.integers(1, 29)):02d}",
        "address": f"{one_of(rng, PLACES)}{int(rng.integers(1, 300))}号",
    }
    card.print(78, 24, "营业执照", 13)
    card.print(16, 42, "统一社会信用代码", 3.6)
    card.print(16, 48, code, 4.2, latin=True)
    year, month, day = fields["established"].split("-")
    left = (("名    称", "name"), ("类    型", "type"), ("法定代表人", "legal_representative"))
    for row, (label, field) in enumerate(left):
        card.print(16, 64 + 9 * row, label, 3.6)
        card.print(40, 64 + 9 * row, fields[field], 3.8)
    right = (
        ("注册资本", fields["capital"]),
        ("成立日期", f"{year}年{month}月{day}日"),
        ("住    所", fields["address"]),
    )
    for row, (label, text) in enumerate(right):
        card.print(112, 64 + 9 * row, label, 3.6)
        card.print(134, 64 + 9 * row, text, 3.8)
    card.print(120, 120, "样例 非真实证照", 6, "#a8a290")
    card.seal(165, 122, 14)
    return Specimen(kind, card.pixels(), fields)


def register(rng: np.random.Generator, kind: str) -> Specimen:
    """Return a person's page of a household register."""
    card, person = Sheet(143, 105, (244, 240, 228)), a_person(rng)
    fields = {key: person[key] for key in ("name", "sex", "ethnicity", "number")}
    fields |= {
        "relation": one_of(rng, ("户主", "妻", "长子", "女")),
        "birthplace": "广东省东莞市",
        "native_place": "广东省",
    }
    year, month, day = parts_of(person["birth"])
    fields["birth"] = person["birth"]
    rows = (
        (("姓名", fields["name"]), ("户主或与户主关系", fields["relation"])),
        (("曾用名", ""), ("性别", fields["sex"])),
        (("出生地", fields["birthplace"]), ("民族", fields["ethnicity"])),
        (("籍贯", fields["native_place"]), ("出生日期", f"{year}年{month}月{day}日")),
        (("公民身份证件编号", fields["number"]), ("身高", "")),
    )
    card.print(46, 12, "常住人口登记卡", 6)
    for row, cells in enumerate(rows):
        for column, (label, text) in enumerate(cells):
            card.print(6 + 68 * column, 26 + 10 * row, label, 3)
            card.print((34 if row == 4 else 24) + (74 if column else 0), 26 + 10 * row, text, 3.4)
    card.print(100, 92, "样例", 6, "#b0a890")
    return Specimen(kind, card.pixels(), fields)


def marriage(rng: np.random.Generator, kind: str) -> Specimen:
    """Return the inner pages of a marriage certificate."""
    card, one, other = Sheet(176, 125, (248, 236, 232)), a_person(rng), a_person(rng)
    serial = f"J441900-{int(rng.integers(2005, 2024))}-{int(rng.integers(10**6)):06d}"
    date = f"{int(rng.integers(2005, 2024))}-{int(rng.integers(1, 13)):02d}-{int(rng.integers(1, 29)):02d}"
    year, month, day = date.split("-")
    card.print(10, 14, "持证人", 3.6)
    card.print(30, 14, one["name"], 4)
    card.print(10, 24, "登记日期", 3.6)
    card.print(30, 24, f"{year}年{month}月{day}日", 3.8)
    card.print(10, 34, "结婚证字号", 3.6)
    card.print(34, 34, serial, 3.8)
    for top, person in ((60, one), (90, other)):
        card.print(10, top, "姓名", 3.6)
        card.print(24, top, person["name"], 4)
        card.print(60, top, "性别", 3.6)
        card.print(72, top, person["sex"], 4)
        card.print(10, top + 10, "身份证件号", 3.6)
        card.print(36, top + 10, person["number"], 4)
    card.print(130, 30, "样例", 8, "#c9a8a0")
    fields = {"holder": one["name"], "registered_on": date, "certificate_number": serial}
    fields |= {"name_1": one["name"], "number_1": one["number"], "name_2": other["name"], "number_2": other["number"]}
    return Specimen(kind, card.pixels(), fields)


def passport(rng: np.random.Generator, kind: str) -> Specimen:
    """Return the data page of a passport with its zone."""
    card = Sheet(125, 88, (240, 236, 228))
    number = f"E{one_of(rng, 'ABCDEFGH')}{int(rng.integers(10**7)):07d}"
    birth = f"{int(rng.integers(50, 99)):02d}{int(rng.integers(1, 13)):02d}{int(rng.integers(1, 29)):02d}"
    expiry = f"{int(rng.integers(26, 36)):02d}{int(rng.integers(1, 13)):02d}{int(rng.integers(1, 29)):02d}"
    sex, surname, given = one_of(rng, "MF"), one_of(rng, ("CHEN", "LI", "WANG", "HUANG")), "YANGLI"
    first = f"P<CHN{surname}<<{given}".ljust(44, "<")
    body = f"{number}{check_digit(number)}CHN{birth}{check_digit(birth)}{sex}{expiry}{check_digit(expiry)}"
    personal = "<" * 14
    whole = body + personal + "0"
    second = whole + check_digit(whole[0:10] + whole[13:20] + whole[21:43])
    card.print(8, 10, "护照 PASSPORT 样例", 4)
    card.block(8, 18, 30, 40, "#cfc9bd")
    for y, line in ((71, first), (79, second)):
        card.spaced(4, y, line, 2.6)
    fields = {"number": number, "surname": surname, "given_names": given, "birth": birth, "expiry": expiry, "sex": sex}
    return Specimen(kind, card.pixels(), fields | {"nationality": "CHN", "issuer": "CHN"})
