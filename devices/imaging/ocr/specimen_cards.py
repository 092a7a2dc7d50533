"""Drawn cards: identity cards, permits, bank cards."""

from __future__ import annotations

from typing import Final

import numpy as np

from devices.imaging.ocr.check_digits import is_card_number
from devices.imaging.ocr.mrz import check_digit
from devices.imaging.ocr.specimen_printing import INK, LABEL, Sheet, Specimen, a_person, one_of, parts_of

# Beside the portrait there is so much room for a name; long ones are set smaller.
_NAME_MM: Final = 36.0


def id_front(rng: np.random.Generator, kind: str, name: str = "") -> Specimen:
    """Return the side of an identity card, or of a residence permit, with the portrait; of a given name, or any."""
    card, person = Sheet(85.6, 54.0), a_person(rng, "810000" if kind.startswith("residence") else "441900")
    person["name"] = name or person["name"]
    year, month, day = parts_of(person["birth"])
    card.print(6, 8.2, "姓 名", 2.6, LABEL)
    card.print(15.5, 8.2, person["name"], min(3.9, _NAME_MM / len(person["name"])))
    card.print(6, 15, "性 别", 2.6, LABEL)
    card.print(15.5, 15, person["sex"], 3.1)
    if kind.startswith("residence"):
        del person["ethnicity"]
    else:
        card.print(25, 15, "民 族", 2.6, LABEL)
        card.print(33.5, 15, person["ethnicity"], 3.1)
    card.print(6, 21.2, "出 生", 2.6, LABEL)
    for x, text, colour in ((15.5, year, INK), (24.5, "年", LABEL), (29, month, INK), (33.5, "月", LABEL)):
        card.print(x, 21.2, text, 2.9, colour)
    card.print(38, 21.2, day, 2.9)
    card.print(42.5, 21.2, "日", 2.9, LABEL)
    card.print(6, 28, "住 址", 2.6, LABEL)
    for row, start in enumerate(range(0, len(person["address"]), 11)):
        card.print(15.5, 28 + 5.2 * row, person["address"][start : start + 11], 3.1)
    card.print(6, 47, "公民身份号码", 2.6, LABEL)
    card.print(29.5, 47, person["number"], 4.0, latin=True)
    card.block(57, 8, 22, 29, "#c3ccd1")
    card.print(60, 22, "样例", 6, "#8b979e")
    return Specimen(kind, card.pixels(), person)


def id_back(rng: np.random.Generator, kind: str) -> Specimen:
    """Return the side with the emblem."""
    card = Sheet(85.6, 54.0)
    begin, years = int(rng.integers(2008, 2024)), int(rng.choice([5, 10, 20]))
    month, day = int(rng.integers(1, 13)), int(rng.integers(1, 29))
    town, branch = one_of(rng, ("东莞市", "广州市", "深圳市", "长沙市")), one_of(rng, ("", "南城分局", "样例分局"))
    fields = {
        "issuer": f"{town}公安局{branch}",
        "valid_from": f"{begin:04d}-{month:02d}-{day:02d}",
        "valid_to": "长期" if rng.random() < 0.2 else f"{begin + years:04d}-{month:02d}-{day:02d}",
    }
    card.print(28, 11, "中华人民共和国", 5)
    title = "港澳居民居住证" if kind.startswith("residence") else "居民身份证"
    card.print(26, 21, title, 7)
    card.print(4, 34, "样例", 6, "#9aa6ad")
    dates = [date.replace("-", ".") for date in (fields["valid_from"], fields["valid_to"])]
    card.print(19, 40.5, "签发机关", 2.9)
    card.print(34, 40.5, fields["issuer"], 3.1)
    card.print(19, 47, "有效期限", 2.9)
    card.print(34, 47, "-".join(dates), 3.1)
    if kind.startswith("residence"):
        fields |= {
            "pass_number": f"H{int(rng.integers(10**8)):08d}",
            "issue_count": str(int(rng.integers(1, 5))).zfill(2),
        }
        card.print(6, 28, "通行证号码", 2.6)
        card.print(22, 28, fields["pass_number"], 3.1)
        card.print(52, 28, "签发次数", 2.6)
        card.print(66, 28, fields["issue_count"], 3.1)
    return Specimen(kind, card.pixels(), fields)


def bank_card(rng: np.random.Generator, kind: str) -> Specimen:
    """Return the side with the number."""
    card = Sheet(85.6, 54.0, (214, 226, 238))
    body = "622848" + "".join(str(digit) for digit in rng.integers(0, 10, 12))
    number = next(body + check for check in "0123456789" if is_card_number(body + check))
    card.print(6, 9, "样例银行", 5)
    spaced = " ".join(number[start : start + 4] for start in range(0, 19, 4))
    card.print(8, 33, spaced, 4.6, latin=True)
    card.print(60, 46, "样例", 5, "#93a4b5")
    return Specimen(kind, card.pixels(), {"number": number, "bank": "样例银行"})


def permanent(rng: np.random.Generator, kind: str) -> Specimen:
    """Return the front of a 外国人永久居留身份证 (2017)."""
    card, person = Sheet(85.6, 54.0), a_person(rng)
    country, code = (("加拿大", "CAN"), ("法国", "FRA"), ("日本", "JPN"))[int(rng.integers(3))]
    surname, given = one_of(rng, ("DUPONT", "MARTIN", "TANAKA", "WILSON")), one_of(rng, ("SPECIMEN", "EXAMPLE"))
    begin = f"{int(rng.integers(2017, 2024)):04d}-{int(rng.integers(1, 13)):02d}-{int(rng.integers(1, 29)):02d}"
    end = f"{int(begin[:4]) + 10}{begin[4:]}"
    fields = {
        "name": f"{surname},{given}",
        "sex": person["sex"],
        "birth": person["birth"],
        "nationality": f"{country}/{code}",
        "issuer": "中华人民共和国国家移民管理局",
        "number": f"{code}{int(rng.integers(10**12)):012d}",
        "valid_from": begin,
        "valid_to": end,
    }
    shown = {
        **fields,
        "birth": person["birth"].replace("-", "."),
        "validity": "-".join(date.replace("-", ".") for date in (begin, end)),
    }
    card.print(5, 7, "外国人永久居留身份证 样例", 4)
    rows = (
        ("姓名/Name", "name"),
        ("性别/Sex", "sex"),
        ("出生日期/Date of Birth", "birth"),
        ("国籍/Nationality", "nationality"),
        ("有效期限/Period of Validity", "validity"),
        ("签发机关/Issuing Authority", "issuer"),
        ("证件号码/ID No.", "number"),
    )
    for row, (label, field) in enumerate(rows):
        card.print(5, 14 + 5.6 * row, label, 2.2, LABEL)
        card.print(36, 14 + 5.6 * row, shown[field], 2.7)
    card.block(66, 12, 16, 20, "#c3ccd1")
    return Specimen(kind, card.pixels(), fields)


def mainland_travel_permit(rng: np.random.Generator, kind: str) -> Specimen:
    """Return the back of a 港澳居民来往内地通行证 or 台湾居民来往大陆通行证: three lines of 30 signs (TD1)."""
    card = Sheet(85.6, 54.0)
    taiwan = bool(rng.integers(2))
    number = f"{int(rng.integers(10**8)):08d}" if taiwan else f"{one_of(rng, 'HM')}{int(rng.integers(10**8)):08d}"
    birth, expiry = (
        f"{int(rng.integers(*years)):02d}{int(rng.integers(1, 13)):02d}{int(rng.integers(1, 29)):02d}"
        for years in ((50, 99), (26, 36))
    )
    sex, surname, given = one_of(rng, "MF"), one_of(rng, ("CHAN", "LEUNG", "WONG", "LIN")), "YANGLI"
    nation, field = ("TWN" if taiwan else "CHN"), number.ljust(9, "<")
    first = f"{'CT' if taiwan else 'CR'}CHN{field}{check_digit(field)}".ljust(30, "<")
    dates = f"{birth}{check_digit(birth)}{sex}{expiry}{check_digit(expiry)}"
    second = f"{dates}{nation}".ljust(29, "<")
    whole = check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    card.print(6, 8, "台湾居民来往大陆通行证" if taiwan else "港澳居民来往内地通行证", 4)
    card.print(66, 22, "样例", 6, "#9aa6ad")
    for y, line in ((35, first), (41, second + whole), (47, f"{surname}<<{given}".ljust(30, "<"))):
        card.spaced(4, y, line, 2.6)
    fields = {"number": number, "birth": birth, "expiry": expiry, "sex": sex, "surname": surname, "given_names": given}
    return Specimen(kind, card.pixels(), fields | {"nationality": nation, "issuer": "CHN"})


def mainland_travel_permit_front(rng: np.random.Generator, kind: str) -> Specimen:
    """Return the photo side of a 港澳居民来往内地通行证 or 台湾居民来往大陆通行证."""
    card, person = Sheet(85.6, 54.0), a_person(rng)
    taiwan = bool(rng.integers(2))
    begin = f"{int(rng.integers(2015, 2026)):04d}-{int(rng.integers(1, 13)):02d}-{int(rng.integers(1, 29)):02d}"
    fields = {
        "name": person["name"],
        "name_en": f"{one_of(rng, ('CHAN', 'LEUNG', 'WONG', 'LIN'))}, {one_of(rng, ('YANGLI', 'SPECIMEN'))}",
        "birth": person["birth"],
        "sex": person["sex"],
        "valid_from": begin,
        "valid_to": f"{int(begin[:4]) + 10}{begin[4:]}",
        "issuer": "公安部出入境管理局" if taiwan else "中华人民共和国出入境管理局",
        "number": f"{'' if taiwan else one_of(rng, 'HM')}{int(rng.integers(10**8)):08d}",
        "issue_count": f"{int(rng.integers(1, 12)):02d}",
    }
    born, since, until = (fields[name].replace("-", ".") for name in ("birth", "valid_from", "valid_to"))
    card.print(5, 7, "台湾居民来往大陆通行证" if taiwan else "港澳居民来往内地通行证", 4)
    card.print(62, 7, "样例", 4, "#9aa6ad")
    card.block(5, 14, 18, 24, "#c3ccd1")
    rows = (
        ("姓名", fields["name"]),
        ("", fields["name_en"]),
        ("出生日期", born),
        ("性别", fields["sex"]),
        ("有效期限", f"{since}-{until}"),
        ("签发机关", fields["issuer"]),
        ("证件号码", fields["number"]),
        ("签发次数", fields["issue_count"]),
    )
    for row, (label, value) in enumerate(rows):
        if label:
            card.print(27, 14 + 4.8 * row, label, 2.2, LABEL)
        card.print(39, 14 + 4.8 * row, value, 2.8)
    return Specimen(kind, card.pixels(), fields)


def travel_permit(rng: np.random.Generator, kind: str) -> Specimen:
    """The back of a 往来港澳通行证: one line of 30 signs."""
    card = Sheet(85.6, 54.0)
    number = f"C{int(rng.integers(10**8)):08d}"
    birth, expiry = (
        f"{int(rng.integers(*years)):02d}{int(rng.integers(1, 13)):02d}{int(rng.integers(1, 29)):02d}"
        for years in ((50, 99), (26, 36))
    )
    body = f"CS{number}{check_digit(number)}<{expiry}{check_digit(expiry)}<{birth}{check_digit(birth)}<"
    card.print(6, 8, "往来港澳通行证 样例", 4)
    card.print(6, 18, "签注", 3)
    card.spaced(4, 47, body + check_digit(body[2:12] + body[13:20] + body[21:28]), 2.6)
    return Specimen(kind, card.pixels(), {"number": number, "birth": birth, "expiry": expiry})
