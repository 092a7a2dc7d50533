"""What to say when an answer can't stay; it says how to mend it, never that somebody was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import Final

from kiosk_app.words.say import QT_TRANSLATE_NOOP, say
from shared.domain.masking import masked_number
from shared.forms.definition import FieldDefinition, Widget

_NUMBER: Final = "person.number"
_IN_ONE_LOOK: Final = 11
_GROUP: Final = 4
"""Longer numbers, as those of cards and invoices, are read by fours."""
_MISSING: Final = {
    Widget.CHOICE: QT_TRANSLATE_NOOP("Kiosk", "请选一个。"),
    Widget.DATE: QT_TRANSLATE_NOOP("Kiosk", "请填 8 位数字，如 20260105。"),
    Widget.PHONE: QT_TRANSLATE_NOOP("Kiosk", "请填 11 位手机号码。"),
    Widget.DIGITS: QT_TRANSLATE_NOOP("Kiosk", "请用数字填上。"),
    Widget.TEXT: QT_TRANSLATE_NOOP("Kiosk", "请填上。"),
    Widget.ADDRESS: QT_TRANSLATE_NOOP("Kiosk", "请填上，写到门牌号。"),
}
_FAULTS: Final = {
    "too_short": QT_TRANSLATE_NOOP("Kiosk", "还不够长，至少 {min} 个字。"),
    "too_long": QT_TRANSLATE_NOOP("Kiosk", "太长了，最多 {max} 个字。"),
    "choice": QT_TRANSLATE_NOOP("Kiosk", "请在下面选一个。"),
    "length": QT_TRANSLATE_NOOP("Kiosk", "位数不对，请对着证件再看一遍。"),
    "characters": QT_TRANSLATE_NOOP("Kiosk", "有不该有的字，请对着证件再看一遍。"),
    "region": QT_TRANSLATE_NOOP("Kiosk", "前六位对不上，请对着证件再看一遍。"),
    "birth_date": QT_TRANSLATE_NOOP("Kiosk", "号码里的出生日期对不上，请对着证件再看一遍。"),
    "check_digit": QT_TRANSLATE_NOOP("Kiosk", "号码对不上，可能有一位打错了，请对着证件再看一遍。"),
    "no_such_date": QT_TRANSLATE_NOOP("Kiosk", "日历上没有这一天，请再看一下。"),
    "future_date": QT_TRANSLATE_NOOP("Kiosk", "这一天还没到，请再看一下。"),
    "wrong_for_role": QT_TRANSLATE_NOOP("Kiosk", "{role}应当是{sex}性，请核对身份证。"),
    "sources_differ": QT_TRANSLATE_NOOP("Kiosk", "两边填得不一样，请点一个对的，或者重新填。"),
    "path_ended": QT_TRANSLATE_NOOP("Kiosk", "{note}"),
}
_FORMAT: Final = {
    Widget.PHONE: QT_TRANSLATE_NOOP("Kiosk", "手机号码是 11 位，1 开头。请再看一下。"),
    Widget.DATE: QT_TRANSLATE_NOOP("Kiosk", "请填 8 位数字：年 4 位、月 2 位、日 2 位。"),
}
_PLACEHOLDERS: Final = {
    Widget.DATE: QT_TRANSLATE_NOOP("Kiosk", "点数字，如 20260105"),
    Widget.PHONE: QT_TRANSLATE_NOOP("Kiosk", "点数字，填 11 位手机号"),
    Widget.DIGITS: QT_TRANSLATE_NOOP("Kiosk", "点数字填"),
    Widget.TEXT: QT_TRANSLATE_NOOP("Kiosk", "点这里填，拼音就行"),
    Widget.ADDRESS: QT_TRANSLATE_NOOP("Kiosk", "点这里填，写到门牌号"),
}
_ANY: Final = QT_TRANSLATE_NOOP("Kiosk", "格式不对，请再看一下。")


def field_fault(definition: FieldDefinition, code: str, params: Mapping[str, str]) -> str:
    """Return how an answer is mended."""
    if code == "missing":
        return say(_MISSING[definition.widget])
    if params.get("message"):
        return "".join(_sentence(part) for part in (params["message"], params.get("mend", "")) if part)
    if code == "format" and definition.widget in _FORMAT:
        return say(_FORMAT[definition.widget])
    return say(_FAULTS.get(code, _ANY), **params)


def _sentence(text: str) -> str:
    """End what the catalogue says of a rule across fields as a sentence."""
    return text if text.endswith(("。", "？", "！")) else f"{text}。"


def placeholder(widget: Widget) -> str:
    """Return what an empty field says."""
    return say(_PLACEHOLDERS[widget]) if widget in _PLACEHOLDERS else ""


def shown_value(definition: FieldDefinition, value: str) -> str:
    """Return a stored or half-typed value as people read it."""
    if definition.widget is Widget.CHOICE:
        return definition.label_of(value) if value else ""
    if definition.widget is Widget.DATE:
        return shown_date(value)
    if definition.widget is Widget.PHONE and value.isdigit():
        return " ".join(part for part in (value[:3], value[3:7], value[7:]) if part)
    if definition.widget is Widget.DIGITS and value.isdigit() and len(value) > _IN_ONE_LOOK:
        return " ".join(wrap(value, _GROUP))
    return value


def read_value(definition: FieldDefinition, value: str) -> str:
    """Return a stored value where it is only read again; who looks over a shoulder sees no whole citizen number."""
    return masked_number(value) if definition.shared_meaning == _NUMBER else shown_value(definition, value)


def shown_date(value: str) -> str:
    """Return a date, YYYY-MM-DD or half typed, as people read it."""
    digits = value.replace("-", "")
    if not digits.isdigit():
        return value
    year, month, day = digits[:4], digits[4:6], digits[6:8]
    if len(day) == 2:
        return say(QT_TRANSLATE_NOOP("Kiosk", "{year} 年 {month} 月 {day} 日"), year=year, month=month, day=day)
    if len(month) == 2:
        begun = say(QT_TRANSLATE_NOOP("Kiosk", "{year} 年 {month} 月"), year=year, month=month)
        return f"{begun} {day}".rstrip()
    return f"{say(QT_TRANSLATE_NOOP('Kiosk', '{year} 年'), year=year)} {month}".rstrip() if len(year) == 4 else year
