"""Numbers of cases, item applications and notices, made without a network (ARCHITECTURE §2).

A case number is division(6) year(2) enrolment(5) sequence(6) check(1, ISO 7064 MOD 11,10): 20 digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum, unique

from shared.domain.errors import InvalidNumberError, NumberFault

__all__ = [
    "CaseNumber",
    "InvalidNumberError",
    "ItemNumber",
    "NoticeKind",
    "NoticeNumber",
    "NumberFault",
    "mod_11_10_check",
]


@unique
class NoticeKind(StrEnum):
    """The notices of ARCHITECTURE §4 by the two letters that stand in their numbers. Titles are data."""

    RECEIPT = "SJ"  # 收件凭证, 接收回执
    TRANSFER_SLIP = "LZ"  # 物料流转凭证
    ACCEPTANCE = "SL"  # 受理回执
    CORRECTION = "BZ"  # 申请材料补正告知书
    ACCEPTANCE_REFUSED = "BS"  # 不予受理通知书
    SPECIAL_PROCEDURE = "TC"  # 特殊程序审查期限告知书
    EXTENSION = "YC"  # 延长办理期限通知书
    GRANTED = "PZ"  # 批准决定书
    NOT_GRANTED = "BP"  # 不予批准决定书
    SERVICE_RECEIPT = "SD"  # 送达回执
    PAYMENT = "JF"  # 缴费通知书
    DEFERRED_PROMISE = "RQ"  # 容缺受理承诺书
    COMMITMENT = "CN"  # 告知承诺书
    WITHDRAWAL = "CH"  # 撤回申请
    SUSPENSION = "ZT"  # 中止办理通知书
    TERMINATION = "ZZ"  # 终止办理通知书
    AUTHORIZATION = "WT"  # 委托书
    LICENCE_CONSENT = "SQ"  # 证照授权同意书
    ALL_AT_ONCE = "GZ"  # 一次性告知单
    RETURNED_PAPERS = "TH"  # 资料退还清单
    APPOINTMENT = "YY"  # 预约凭证
    QUEUE_TICKET = "HP"  # 号票


@dataclass(frozen=True, slots=True, order=True)
class CaseNumber:
    """A case number's parts. Raises InvalidNumberError when one is out of range.

    Attributes:
        division: 6 digits of GB/T 2260.
        year: 2000 to 2099, of the terminal's clock at sealing; never an ordering.
        enrolment: 0 to 99999, new with each enrolment or restore of a terminal.
        sequence: 1 to 999999, never restarts within an enrolment.
    """

    division: str
    year: int
    enrolment: int
    sequence: int

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{6}", self.division):
            raise InvalidNumberError(NumberFault.REGION, "case")
        in_range = 2000 <= self.year <= 2099 and 0 <= self.enrolment <= 99_999 and 1 <= self.sequence <= 999_999
        if not in_range:
            raise InvalidNumberError(NumberFault.RANGE, "case")

    @classmethod
    def parse(cls, text: str) -> CaseNumber:
        """Read 20 digits, grouped by spaces or not. Raises InvalidNumberError."""
        digits = "".join(text.split())
        if len(digits) != 20:
            raise InvalidNumberError(NumberFault.LENGTH, "case")
        if not re.fullmatch(r"[0-9]{20}", digits):
            raise InvalidNumberError(NumberFault.CHARACTERS, "case")
        if digits[19] != mod_11_10_check(digits[:19]):
            raise InvalidNumberError(NumberFault.CHECK_DIGIT, "case")
        return cls(digits[:6], 2000 + int(digits[6:8]), int(digits[8:13]), int(digits[13:19]))

    @property
    def check(self) -> str:
        """The check digit."""
        return mod_11_10_check(self._body)

    @property
    def grouped(self) -> str:
        """The form that people read: 441900 26 00001 000001 and the check digit."""
        text = str(self)
        return " ".join((text[:6], text[6:8], text[8:13], text[13:19], text[19]))

    def item(self, position: int) -> ItemNumber:
        """Return the number of the item application at a position, 1 to 99."""
        return ItemNumber(self, position)

    def notice(self, kind: NoticeKind, running: int) -> NoticeNumber:
        """Return the number of the case's running-th notice of a kind, 1 to 999."""
        return NoticeNumber(self, kind, running)

    @property
    def _body(self) -> str:
        return f"{self.division}{self.year % 100:02d}{self.enrolment:05d}{self.sequence:06d}"

    def __str__(self) -> str:
        return self._body + self.check


@dataclass(frozen=True, slots=True, order=True)
class ItemNumber:
    """The number of an item application: the case number and -01 to -99. Raises InvalidNumberError."""

    case: CaseNumber
    position: int

    def __post_init__(self) -> None:
        if not 1 <= self.position <= 99:
            raise InvalidNumberError(NumberFault.RANGE, "item")

    @classmethod
    def parse(cls, text: str) -> ItemNumber:
        """Read a case number, a hyphen and two digits. Raises InvalidNumberError."""
        case, hyphen, position = text.strip().rpartition("-")
        if not hyphen or not re.fullmatch(r"[0-9]{2}", position):
            raise InvalidNumberError(NumberFault.CHARACTERS, "item")
        return cls(CaseNumber.parse(case), int(position))

    def __str__(self) -> str:
        return f"{self.case}-{self.position:02d}"


@dataclass(frozen=True, slots=True, order=True)
class NoticeNumber:
    """The number of a notice: the case number, two letters of its kind, and 01 to 999. Raises InvalidNumberError."""

    case: CaseNumber
    kind: NoticeKind
    running: int

    def __post_init__(self) -> None:
        if not 1 <= self.running <= 999:
            raise InvalidNumberError(NumberFault.RANGE, "notice")

    @classmethod
    def parse(cls, text: str) -> NoticeNumber:
        """Read a notice number, its case number grouped by spaces or not. Raises InvalidNumberError."""
        match = re.fullmatch(r"([0-9 ]+)([A-Z]{2}) ?([0-9]{2}|[1-9][0-9]{2})", text.strip().upper())
        if match is None or match[2] not in {kind.value for kind in NoticeKind}:
            raise InvalidNumberError(NumberFault.CHARACTERS, "notice")
        return cls(CaseNumber.parse(match[1]), NoticeKind(match[2]), int(match[3]))

    def __str__(self) -> str:
        return f"{self.case}{self.kind}{self.running:02d}"


def mod_11_10_check(body: str) -> str:
    """Return the ISO 7064 MOD 11,10 check digit of a string of digits."""
    product = 10
    for digit in body:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)
