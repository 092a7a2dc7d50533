"""Drawn specimens (样例) of documents with invented data: what reading is measured on.

Layouts follow the standards as far as places of print matter to reading; no specimen could pass for a document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageDraw

from devices.core.scanning import Pixels
from devices.imaging.ocr.check_digits import is_card_number, is_citizen_number, is_credit_code
from devices.imaging.ocr.mrz import check_digit
from devices.imaging.synthetic.fonts import Typefaces, load

_PER_MM: Final = 12.0
_SURNAMES, _GIVEN = "陈李王张刘黄林吴", ("样例", "示范", "例文", "样", "思例", "例涛")
_PLACES: Final = ("东莞市南城街道样例路", "广州市天河区示例大道", "深圳市福田区样本街", "湖南省长沙市岳麓区例文路")
_PEOPLES: Final = ("汉", "壮", "回", "苗", "土家", "满")
_INK, _LABEL, _TINT, _RED = "#181c22", "#3a6b8c", (233, 239, 241), "#b8322a"


@dataclass(frozen=True, slots=True, eq=False)
class Specimen:
    """A drawn document, upright and cut at its edges, and what is printed on it."""

    kind: str
    pixels: Pixels
    fields: dict[str, str]


class _Card:
    """A picture to print on, in millimetres."""

    def __init__(self, width_mm: float, height_mm: float, colour: tuple[int, int, int] = _TINT) -> None:
        self.image = Image.new("RGB", (round(width_mm * _PER_MM), round(height_mm * _PER_MM)), colour)
        self._pen = ImageDraw.Draw(self.image)
        self._typefaces = Typefaces()

    def print(  # noqa: PLR0917
        self, x: float, y: float, text: str, size: float = 3.2, colour: str = _INK, latin: bool = False
    ) -> None:
        path = self._typefaces.pick(np.random.default_rng(0), chinese=not latin)
        self._pen.text((x * _PER_MM, y * _PER_MM), text, colour, load(path, round(size * _PER_MM)), anchor="lm")

    def spaced(self, x: float, y: float, text: str, pitch: float) -> None:
        """Print sign by sign at a fixed pitch, as OCR-B is."""
        for place, sign in enumerate(text):
            self.print(x + place * pitch, y, sign, 3.6, latin=True)

    def block(self, x: float, y: float, w: float, h: float, colour: str) -> None:
        self._pen.rectangle([value * _PER_MM for value in (x, y, x + w, y + h)], fill=colour)

    def seal(self, x: float, y: float, radius: float) -> None:
        box = [value * _PER_MM for value in (x - radius, y - radius, x + radius, y + radius)]
        self._pen.ellipse(box, outline=_RED, width=round(0.8 * _PER_MM))

    def pixels(self) -> Pixels:
        return np.asarray(self.image, np.uint8)


def draw_specimen(kind: str, seed: int) -> Specimen:
    """Return a specimen of a kind; the same seed gives the same one (KeyError for a kind that is not drawn)."""
    return _DRAWN[kind](np.random.default_rng(seed), kind)


def photographed(specimen: Specimen, seed: int, severity: float = 1.0) -> Specimen:
    """Return a specimen as a camera and page making give it: softer, smaller, unevenly lit, a little out of square."""
    rng = np.random.default_rng(seed)
    height, width = specimen.pixels.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = (corners + rng.uniform(-0.006, 0.006, (4, 2)) * severity * width).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    picture = cv2.warpPerspective(specimen.pixels, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    scale = rng.uniform(0.55, 0.85)
    picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.5, 1.0) * severity)
    light = 1 - rng.uniform(0, 0.3) * severity * np.linspace(0, 1, picture.shape[1])[None, :, None]
    noisy = picture * light + rng.normal(0, 4 * severity, picture.shape)
    return Specimen(specimen.kind, np.clip(noisy, 0, 255).astype(np.uint8), specimen.fields)


def _choice(rng: np.random.Generator, options: tuple[str, ...] | str) -> str:
    return str(options[int(rng.integers(len(options)))])


def _name(rng: np.random.Generator) -> str:
    return _choice(rng, _SURNAMES) + _choice(rng, _GIVEN)


def _person(rng: np.random.Generator, region: str = "441900") -> dict[str, str]:
    year, month, day = int(rng.integers(1950, 2006)), int(rng.integers(1, 13)), int(rng.integers(1, 29))
    body = f"{region}{year:04d}{month:02d}{day:02d}{int(rng.integers(1000)):03d}"
    number = next(body + check for check in "0123456789X" if is_citizen_number(body + check))
    return {
        "name": _name(rng),
        "sex": "男" if int(number[16]) % 2 else "女",
        "ethnicity": _choice(rng, _PEOPLES),
        "birth": f"{year:04d}-{month:02d}-{day:02d}",
        "address": f"广东省{_choice(rng, _PLACES)}{int(rng.integers(1, 300))}号样例花园{int(rng.integers(1, 20))}栋",
        "number": number,
    }


def _spoken_date(date: str) -> tuple[str, str, str]:
    year, month, day = date.split("-")
    return year, str(int(month)), str(int(day))


def _id_front(rng: np.random.Generator, kind: str) -> Specimen:
    card, person = _Card(85.6, 54.0), _person(rng, "810000" if kind.startswith("residence") else "441900")
    year, month, day = _spoken_date(person["birth"])
    card.print(6, 8.2, "姓 名", 2.6, _LABEL)
    card.print(15.5, 8.2, person["name"], 3.9)
    card.print(6, 15, "性 别", 2.6, _LABEL)
    card.print(15.5, 15, person["sex"], 3.1)
    if kind.startswith("residence"):
        del person["ethnicity"]
    else:
        card.print(25, 15, "民 族", 2.6, _LABEL)
        card.print(33.5, 15, person["ethnicity"], 3.1)
    card.print(6, 21.2, "出 生", 2.6, _LABEL)
    for x, text, colour in ((15.5, year, _INK), (24.5, "年", _LABEL), (29, month, _INK), (33.5, "月", _LABEL)):
        card.print(x, 21.2, text, 2.9, colour)
    card.print(38, 21.2, day, 2.9)
    card.print(42.5, 21.2, "日", 2.9, _LABEL)
    card.print(6, 28, "住 址", 2.6, _LABEL)
    for row, start in enumerate(range(0, len(person["address"]), 11)):
        card.print(15.5, 28 + 5.2 * row, person["address"][start : start + 11], 3.1)
    card.print(6, 47, "公民身份号码", 2.6, _LABEL)
    card.print(29.5, 47, person["number"], 4.0, latin=True)
    card.block(57, 8, 22, 29, "#c3ccd1")
    card.print(60, 22, "样例", 6, "#8b979e")
    return Specimen(kind, card.pixels(), person)


def _id_back(rng: np.random.Generator, kind: str) -> Specimen:
    card = _Card(85.6, 54.0)
    begin, years = int(rng.integers(2008, 2024)), int(rng.choice([5, 10, 20]))
    month, day = int(rng.integers(1, 13)), int(rng.integers(1, 29))
    town, branch = _choice(rng, ("东莞市", "广州市", "深圳市", "长沙市")), _choice(rng, ("", "南城分局", "样例分局"))
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


def _licence(rng: np.random.Generator, kind: str) -> Specimen:
    card = _Card(210, 148, (250, 248, 240))
    body = "91441900MA" + "".join(rng.choice(list("0123456789ABCDEFGH"), 7))
    code = next(body + check for check in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(body + check))
    fields = {
        "credit_code": code,
        "name": f"东莞市{_choice(rng, ('样例', '示范', '例文'))}{_choice(rng, ('贸易', '科技', '餐饮'))}有限公司",
        "type": "有限责任公司（自然人独资）",
        "legal_representative": _name(rng),
        "capital": f"人民币{_choice(rng, ('壹佰', '伍拾', '贰佰'))}万元",
        "established": f"{int(rng.integers(2005, 2024))}-{int(rng.integers(1, 13)):02d}-{int(rng.integers(1, 29)):02d}",
        "address": f"{_choice(rng, _PLACES)}{int(rng.integers(1, 300))}号",
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


def _register(rng: np.random.Generator, kind: str) -> Specimen:
    card, person = _Card(143, 105, (244, 240, 228)), _person(rng)
    fields = {key: person[key] for key in ("name", "sex", "ethnicity", "number")}
    fields |= {
        "relation": _choice(rng, ("户主", "妻", "长子", "女")),
        "birthplace": "广东省东莞市",
        "native_place": "广东省",
    }
    year, month, day = _spoken_date(person["birth"])
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


def _marriage(rng: np.random.Generator, kind: str) -> Specimen:
    card, one, other = _Card(176, 125, (248, 236, 232)), _person(rng), _person(rng)
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


def _bank_card(rng: np.random.Generator, kind: str) -> Specimen:
    card = _Card(85.6, 54.0, (214, 226, 238))
    body = "622848" + "".join(str(digit) for digit in rng.integers(0, 10, 12))
    number = next(body + check for check in "0123456789" if is_card_number(body + check))
    card.print(6, 9, "样例银行", 5)
    spaced = " ".join(number[start : start + 4] for start in range(0, 19, 4))
    card.print(8, 33, spaced, 4.6, latin=True)
    card.print(60, 46, "样例", 5, "#93a4b5")
    return Specimen(kind, card.pixels(), {"number": number, "bank": "样例银行"})


def _passport(rng: np.random.Generator, kind: str) -> Specimen:
    card = _Card(125, 88, (240, 236, 228))
    number = f"E{_choice(rng, 'ABCDEFGH')}{int(rng.integers(10**7)):07d}"
    birth = f"{int(rng.integers(50, 99)):02d}{int(rng.integers(1, 13)):02d}{int(rng.integers(1, 29)):02d}"
    expiry = f"{int(rng.integers(26, 36)):02d}{int(rng.integers(1, 13)):02d}{int(rng.integers(1, 29)):02d}"
    sex, surname, given = _choice(rng, "MF"), _choice(rng, ("CHEN", "LI", "WANG", "HUANG")), "YANGLI"
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


def _permanent(rng: np.random.Generator, kind: str) -> Specimen:
    card, person = _Card(85.6, 54.0), _person(rng)
    country, code = (("加拿大", "CAN"), ("法国", "FRA"), ("日本", "JPN"))[int(rng.integers(3))]
    surname, given = _choice(rng, ("DUPONT", "MARTIN", "TANAKA", "WILSON")), _choice(rng, ("SPECIMEN", "EXAMPLE"))
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
        card.print(5, 14 + 5.6 * row, label, 2.2, _LABEL)
        card.print(36, 14 + 5.6 * row, shown[field], 2.7)
    card.block(66, 12, 16, 20, "#c3ccd1")
    return Specimen(kind, card.pixels(), fields)


def _travel_permit(rng: np.random.Generator, kind: str) -> Specimen:
    """The back of a 往来港澳通行证: one line of 30 signs."""
    card = _Card(85.6, 54.0)
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


_DRAWN: Final[dict[str, Callable[[np.random.Generator, str], Specimen]]] = {
    "id-card-front": _id_front,
    "id-card-back": _id_back,
    "residence-permit-front": _id_front,
    "residence-permit-back": _id_back,
    "business-licence": _licence,
    "household-register": _register,
    "marriage-certificate": _marriage,
    "bank-card": _bank_card,
    "passport": _passport,
    "permanent-residence-card": _permanent,
    "travel-permit": _travel_permit,
}
DRAWN: Final = tuple(_DRAWN)
