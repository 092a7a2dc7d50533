"""Invented people for simulators, tests and demonstrations. None of them exists; every name holds 样例."""

from __future__ import annotations

from typing import Final

from devices.core.cards import NO_EXPIRY, CardType, IdCard

DONGGUAN: Final = "441900"
HONG_KONG: Final = "810000"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"


def number_18(first_17: str) -> str:
    """Append the GB 11643 check character (ISO 7064 MOD 11-2) to 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return first_17 + _CHECK_CHARACTERS[total % 11]


def number_15(first_14: str) -> str:
    """Append the check digit of a 2017 foreign permanent resident's number: weights 7-3-1, A=10 to Z=35, modulo 10."""
    total = sum(int(character, 36) * (7, 3, 1)[place % 3] for place, character in enumerate(first_14))
    return first_14 + str(total % 10)


CHEN: Final = IdCard(
    type=CardType.RESIDENT,
    name="陈样例",
    number=number_18(DONGGUAN + "19900315" + "003"),
    sex="男",
    birth="1990-03-15",
    ethnicity="汉",
    address="广东省东莞市莞城街道样例路1号样例花园2栋301房",
    issuer="东莞市公安局莞城分局",
    valid_from="2016-05-20",
    valid_to="2036-05-20",
)

OUYANG: Final = IdCard(
    type=CardType.RESIDENT,
    name="欧阳样例",
    number=number_18(DONGGUAN + "19920820" + "002"),
    sex="女",
    birth="1992-08-20",
    ethnicity="汉",
    address="广东省东莞市南城街道样例大道88号1座502房",
    address_printed="广东省东莞市石龙镇样例村样例街18号",
    issuer="东莞市公安局石龙分局",
    valid_from="2018-11-02",
    valid_to="2038-11-02",
)

LIANG: Final = IdCard(
    type=CardType.RESIDENT,
    name="梁样例",
    number=number_18(DONGGUAN + "19480101" + "004"),
    sex="女",
    birth="1948-01-01",
    ethnicity="瑶",
    address="广东省东莞市麻涌镇样例村三坊七巷6号",
    issuer="东莞市公安局麻涌分局",
    valid_from="2012-02-29",
    valid_to=NO_EXPIRY,
)

LI_RARE: Final = IdCard(
    type=CardType.RESIDENT,
    name="李䶮样例",
    number=number_18(DONGGUAN + "19850607" + "011"),
    sex="男",
    birth="1985-06-07",
    ethnicity="壮",
    address="广东省东莞市虎门镇样例社区样例街9号",
    issuer="东莞市公安局虎门分局",
    valid_from="2020-01-15",
    valid_to="2040-01-15",
)

ZHANG_RARER: Final = IdCard(
    type=CardType.RESIDENT,
    name="张𬍛样例",
    number=number_18(DONGGUAN + "20010924" + "022"),
    sex="女",
    birth="2001-09-24",
    ethnicity="满",
    address="广东省东莞市松山湖样例路66号",
    issuer="东莞市公安局松山湖分局",
    valid_from="2022-07-08",
    valid_to="2032-07-08",
)

LONG_NAME: Final = IdCard(
    type=CardType.RESIDENT,
    name="阿卜杜热合曼·样例",
    number=number_18(DONGGUAN + "19780412" + "013"),
    sex="男",
    birth="1978-04-12",
    ethnicity="维吾尔",
    address="广东省东莞市厚街镇样例村样例工业区样例路西侧第二排七号样例公寓四零二室",
    issuer="东莞市公安局厚街分局",
    valid_from="2014-03-01",
    valid_to="2034-03-01",
)

_TRAVEL_PERMIT: Final = "H00000000"

HE_PERMIT: Final = IdCard(
    type=CardType.PERMIT,
    name="何样例",
    number=number_18(HONG_KONG + "19880808" + "001"),
    sex="男",
    birth="1988-08-08",
    address="广东省东莞市塘厦镇样例路3号样例轩5楼",
    issuer="东莞市公安局",
    valid_from="2023-09-01",
    valid_to="2028-09-01",
    pass_number=_TRAVEL_PERMIT,
    issue_count="01",
)

FOREIGN_2017: Final = IdCard(
    type=CardType.FOREIGN2017,
    name="叶样例",
    name_en="YANGLI, SPECIMEN ERLAN",
    number=number_15("KAZ" + "4419" + "860512" + "1"),
    sex="男",
    birth="1986-05-12",
    nationality="KAZ",
    valid_from="2018-06-01",
    valid_to="2028-06-01",
)

FOREIGN_2023: Final = IdCard(
    type=CardType.FOREIGN2023,
    name="艾样例",
    name_en="YANGLI, SPECIMEN AMINA OF THE LONG NAME AHMED",
    number=number_18("9" + "44" + "586" + "19950228" + "002"),
    sex="女",
    birth="1995-02-28",
    nationality="PAK",
    valid_from="2024-02-28",
    valid_to="2034-02-27",
    issue_count="00",
    old_number_link="000",
)

# By the short name that a dock or a test script uses.
SPECIMENS: Final[dict[str, IdCard]] = {
    "chen": CHEN,
    "ouyang": OUYANG,
    "liang": LIANG,
    "li": LI_RARE,
    "zhang": ZHANG_RARER,
    "long-name": LONG_NAME,
    "he-permit": HE_PERMIT,
    "foreign-2017": FOREIGN_2017,
    "foreign-2023": FOREIGN_2023,
}
