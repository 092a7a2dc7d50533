"""Fields of a business licence: long values go on in the lines below, in their own column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from devices.imaging.ocr.fields import (
    Field,
    Fields,
    Labelled,
    Validator,
    field_of,
    find_labelled,
    held_back,
    is_same_row,
    label_pattern,
    proved,
    squeezed,
)
from devices.imaging.ocr.text_reader import Line

_CREDIT_CODE: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_NOT_IN_CREDIT_CODES: Final = str.maketrans("OISZV", "01520")
_LABELS: Final = {
    "name": ("名称",),
    "type": ("类型",),
    "legal_representative": ("法定代表人", "负责人", "经营者", "投资人", "执行事务合伙人"),
    "capital": ("注册资本",),
    "established": ("成立日期", "注册日期"),
    "address": ("住所", "经营场所", "营业场所"),
    "scope": ("经营范围",),
}
_STOPS: Final = ("统一社会信用代码", "营业期限", "登记机关")
_ANY_LABEL: Final = label_pattern([*(word for ways in _LABELS.values() for word in ways), *_STOPS])
_LONG: Final = ("name", "type", "address", "scope")
# As names of businesses end; another may be cut off.
_NAME_ENDS: Final = re.compile(r"(?:公司|企业|合伙|厂|店|部|行|社|所|中心|室|场|馆|院|铺|坊|户|超市|[）)])$")
_UNCLEAR: Final = 0.85
# Of a line's height: how far below the next line of a value may stand, and how far off its left end.
_NEXT_LINE: Final = 2.0
_ASKEW: Final = 1.5


def licence_of(lines: Sequence[Line]) -> Fields:
    """Return name, type, legal_representative, capital, established, address and scope of a licence's lines.

    A name is not sure where it may be longer, or was put together from several lines.
    """
    found = find_labelled(lines, _LABELS, _STOPS)
    fields = {name: _whole(one, lines) if name in _LONG else one.value for name, one in found.items()}
    if "name" in fields:
        is_clear = fields["name"] == found["name"].value and _NAME_ENDS.search(fields["name"].text)
        fields["name"] = fields["name"] if is_clear else held_back(fields["name"], _UNCLEAR)
    return fields


def credit_code_of(lines: Sequence[Line], is_credit_code: Validator) -> Field | None:
    """Return the unified social credit code, as sure as its check digit."""
    best: Field | None = None
    for line in lines:
        text = squeezed(line.text).upper()
        for candidate in (text, text.translate(_NOT_IN_CREDIT_CODES)):
            found = _CREDIT_CODE.search(candidate.rpartition("代码")[2].lstrip(":："))
            if found is None:
                continue
            field = field_of([line], found.group())
            if is_credit_code(found.group()):
                return proved(field, is_valid=True)
            best = best or proved(field, is_valid=False)
    return best


def _whole(one: Labelled, lines: Sequence[Line]) -> Field:
    """Return a value with the lines below that go on with it, up to the next label."""
    value, label = one.value, one.label
    rows = [Line(value.text, value.confidence, value.box)]
    left = _left_of_value(one)
    while (following := _following(rows[-1], left, label, lines)) is not None:
        rows.append(following)
    return value if len(rows) == 1 else field_of(rows, "".join(squeezed(row.text) for row in rows))


def _left_of_value(one: Labelled) -> float:
    """Return where a value begins: in the line of its label, behind the label's share of the signs."""
    x, _, width, _ = one.label.box
    if one.value.box != one.label.box:
        return one.value.box[0]
    return x + width * (1 - len(one.value.text) / max(1, len(one.label.text)))


def _following(row: Line, left: float, label: Line, lines: Sequence[Line]) -> Line | None:
    height = row.box[3]
    below = [
        line
        for line in lines
        if 0.5 * height < _middle(line) - _middle(row) < _NEXT_LINE * height
        and abs(line.box[0] - left) < _ASKEW * height
        and not _has_label(line, label, lines)
    ]
    return min(below, key=_middle, default=None)


def _has_label(line: Line, label: Line, lines: Sequence[Line]) -> bool:
    """Tell whether a label in the column of another one belongs to a line."""
    beside = (other for other in lines if label.box[0] - label.box[3] < other.box[0] <= line.box[0])
    return any((other is line or is_same_row(other, line)) and _ANY_LABEL.match(other.text) for other in beside)


def _middle(line: Line) -> float:
    return line.box[1] + line.box[3] / 2
