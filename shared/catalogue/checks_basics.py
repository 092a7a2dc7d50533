"""Checks of what all items stand on: doubled codes, dictionary, tables, offices, calendar, notices, package."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from jsonschema_rs import Draft202012Validator

from shared.catalogue.errors import Fault, FaultCode
from shared.catalogue.guides import PLACE
from shared.catalogue.index import Finder, Index
from shared.catalogue.notice_words import LABEL_KEYS, NOTICE_PLACEHOLDERS, SENTENCE_KEYS
from shared.catalogue.recognition import check_recognition
from shared.catalogue.sources import Sources
from shared.catalogue.standards import check_standard
from shared.catalogue.wording import names_a_law, vague_words
from shared.catalogue.yaml_reading import Document, Path
from shared.domain.divisions import is_division, is_in_province
from shared.domain.errors import InvalidNumberError
from shared.domain.identifiers import parse_credit_code
from shared.domain.items import ItemType
from shared.domain.numbers import NoticeKind
from shared.forms.formats import format_fault

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
MAX_TEXT: Final = 4000
"""Length of the longest text that a field can take, as in schemas/common.json."""
_NO_NAMES: Final = frozenset({"材料", "资料", "证明", "文件", "证件", "附件"})
_PLAIN_WORDS_MEND: Final = "写明到底是哪一种，或者删掉。"


def check_basics(sources: Sources, index: Index) -> Iterator[Fault]:
    """Yield every fault outside items and services."""
    yield from _check_doubled(sources)
    yield from _check_package(sources, index)
    yield from _check_departments(sources.single["departments"])
    yield from _check_dictionary(sources.single["dictionary"], index)
    yield from _check_materials(sources.single["materials"], index)
    yield from _check_calendar(sources.single["calendar"])
    yield from _check_notices(sources.single["notices"])
    for document in sources.code_tables:
        yield from check_standard(document)


def check_words(finder: Finder, path: Path, text: str) -> Iterator[Fault]:
    """Yield a fault for each vague or catch-all phrase of a text that binds an applicant."""
    for words in vague_words(text):
        yield finder.fault(path, FaultCode.WORDING_VAGUE, f"“{words}”说法含糊或者兜底", _PLAIN_WORDS_MEND)


def check_basis(finder: Finder, path: Path, basis: str) -> Iterator[Fault]:
    """Yield a fault where what demands something of an applicant names no law."""
    if not names_a_law(basis):
        mend = "写出法律、法规的名称（加书名号）或者文号。"
        yield finder.fault(path, FaultCode.LEGAL_BASIS_MISSING, "没有法律依据", mend)


def check_rule(finder: Finder, path: Path, field: str, rule: dict[str, Any], index: Index) -> Iterator[Fault]:
    """Yield what is wrong with a demand on a field: choices that its table does not have, a length that can't be."""
    codes = index.tables.get(index.fields[field].get("code_table", ""), {"codes": {}})["codes"]
    for code in rule.get("enum", ()):
        if code not in codes:
            mend = "只写代码表里有的代码。"
            yield finder.fault((*path, "enum"), FaultCode.CHOICE_WRONG, f"代码表里没有“{code}”", mend)
    if rule.get("minLength", 0) > rule.get("maxLength", MAX_TEXT):
        yield finder.fault(path, FaultCode.VALUE_INVALID, "最短比最长还长", "改正长度。")


def _check_doubled(sources: Sources) -> Iterator[Fault]:
    subjects = (*sources.items, *sources.services)
    yield from _doubled(((Finder(one), ("code",), one.data["code"]) for one in subjects), FaultCode.CODE_TWICE)
    numbers = ((Finder(one), ("permanent_id",), one.data["permanent_id"]) for one in subjects)
    yield from _doubled(numbers, FaultCode.PERMANENT_ID_TWICE)
    yield from _doubled(((Finder(one), ("id",), one.data["id"]) for one in sources.code_tables), FaultCode.CODE_TWICE)
    coded = [one for one in sources.items if "codes" in one.data]
    handled = ((Finder(one), ("codes", "handling"), one.data["codes"]["handling"]) for one in coded)
    yield from _doubled(handled, FaultCode.CODE_TWICE)
    lists: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
        ("departments", "departments", lambda raw: raw["code"]),
        ("departments", "departments", lambda raw: raw["name"]),
        ("offices", "offices", lambda raw: raw["id"]),
        ("themes", "themes", lambda raw: raw["id"]),
        ("notices", "notices", lambda raw: raw["kind"]),
        ("calendar", "years", lambda raw: raw["year"]),
    )
    for kind, name, key in lists:
        finder = Finder(sources.single[kind])
        entries = ((finder, (name, place), key(raw)) for place, raw in enumerate(sources[kind][name]))
        yield from _doubled(entries, FaultCode.CODE_TWICE)


def _doubled(entries: Iterable[tuple[Finder, Path, Any]], code: FaultCode) -> Iterator[Fault]:
    first: dict[Any, str] = {}
    for finder, path, value in entries:
        if value in first:
            mend = f"已经在 {first[value]} 用过，换一个没用过的。"
            yield finder.fault(path, code, f"“{value}”用了两次", mend)
        first.setdefault(value, finder.document.file)


def _check_package(sources: Sources, index: Index) -> Iterator[Fault]:
    finder = Finder(sources.single["package"])
    yield from finder.undefined(("hall",), "地点", sources["package"]["hall"], index.offices)
    if not is_division(sources["package"]["division"]):
        mend = "对照 GB/T 2260 写六位代码。"
        message = f"没有“{sources['package']['division']}”这个行政区划"
        yield finder.fault(("division",), FaultCode.CODE_WRONG, message, mend)
    if not is_date(sources["package"]["published"]):
        yield finder.fault(("published",), FaultCode.VALUE_INVALID, "没有这一天", "改正日期。")


def _check_departments(document: Document) -> Iterator[Fault]:
    for place, raw in enumerate(document.data["departments"]):
        if "credit_code" not in raw:
            continue
        path = ("departments", place, "credit_code", "code")
        try:
            region = parse_credit_code(raw["credit_code"]["code"]).region
        except InvalidNumberError as error:
            message = f"统一社会信用代码不对（{error.code}）"
            yield Finder(document).fault(path, FaultCode.CODE_WRONG, message, "对照登记证书改正。")
            continue
        if not is_in_province(region):
            message = f"统一社会信用代码里的“{region}”不在任何一个省"
            yield Finder(document).fault(path, FaultCode.CODE_WRONG, message, "对照登记证书改正。")


def _check_dictionary(document: Document, index: Index) -> Iterator[Fault]:
    finder = Finder(document)
    for entry, raw in index.fields.items():
        path = ("fields", entry)
        for key in ("title", "note"):
            yield from check_words(finder, (*path, key), raw.get(key, ""))
        if "code_table" in raw:
            yield from finder.undefined((*path, "code_table"), "代码表", raw["code_table"], index.tables)
        yield from check_rule(finder, (*path, "schema"), entry, raw.get("schema", {}), index)
        yield from _check_example(finder, path, raw, index)
        for place, suggestion in enumerate(raw.get("suggestions", ())):
            if "field" in suggestion:
                where = (*path, "suggestions", place, "field")
                yield from finder.undefined(where, "字段", suggestion["field"], index.fields)


def _check_example(finder: Finder, path: Path, raw: Mapping[str, Any], index: Index) -> Iterator[Fault]:
    """Yield a fault where a sample would be filled with what the form refuses."""
    example, schema = raw.get("example", ""), raw.get("schema", {})
    if not example:
        return
    codes = index.tables.get(raw.get("code_table", ""), {"codes": {}})["codes"]
    if "code_table" in raw and example not in codes:
        yield finder.fault((*path, "example"), FaultCode.CHOICE_WRONG, f"代码表里没有“{example}”", "写代码表里的代码。")
    elif not Draft202012Validator(schema).is_valid(example) or _breaks_format(schema, example):
        message = f"样表里填的“{example}”不合这个字段的格式"
        yield finder.fault((*path, "example"), FaultCode.VALUE_INVALID, message, "换一个填得进去的值，校验位也要对。")


def _breaks_format(schema: dict[str, Any], value: str) -> bool:
    return "format" in schema and format_fault(schema["format"], value, date.max) is not None


def _check_materials(document: Document, index: Index) -> Iterator[Fault]:
    finder = Finder(document)
    for code, raw in document.data["materials"].items():
        for key in ("name", "official", "prompt", "note", "missing", "issuer"):
            yield from check_words(finder, ("materials", code, key), raw.get(key, ""))
            if raw.get(key) in _NO_NAMES:
                message = f"“{raw[key]}”说不出是什么材料"
                yield finder.fault(("materials", code, key), FaultCode.WORDING_VAGUE, message, _PLAIN_WORDS_MEND)
        if set("{}") & set(raw["prompt"].replace(PLACE, "")):
            message = f"“{raw['prompt']}”里有认不出的花括号"
            mend = f"放材料的地方写 {PLACE}，机器会换成“灯下”或者“扫描台上”。"
            yield finder.fault(("materials", code, "prompt"), FaultCode.VALUE_INVALID, message, mend)
        if raw["pages"]["min"] > raw["pages"]["max"]:
            path = ("materials", code, "pages")
            yield finder.fault(path, FaultCode.VALUE_INVALID, "最少页数比最多页数还多", "改正页数。")
        yield from check_recognition(finder, code, index.materials, index.fields)


def _check_calendar(document: Document) -> Iterator[Fault]:
    finder = Finder(document)
    for place, year in enumerate(document.data["years"]):
        seen: set[str] = set()
        for key in ("rest", "work"):
            for number, span in enumerate(year[key]):
                path = ("years", place, key, number)
                for day in span["days"]:
                    if not is_date(day) or abs(int(day[:4]) - year["year"]) > 1:
                        yield finder.fault(path, FaultCode.CALENDAR_WRONG, f"{day} 不是这一年的日子", "改正日期。")
                    elif day in seen:
                        mend = "一天只能算休息或者上班。"
                        yield finder.fault(path, FaultCode.CALENDAR_WRONG, f"{day} 写了两次", mend)
                    seen.add(day)


def _check_notices(document: Document) -> Iterator[Fault]:
    finder = Finder(document)
    kinds = {kind.name.lower() for kind in NoticeKind}
    types = {item_type.value: item_type for item_type in ItemType}
    for place, raw in enumerate(document.data["notices"]):
        yield from finder.undefined(("notices", place, "kind"), "通知书种类", raw["kind"], dict.fromkeys(kinds))
        for item_type in raw.get("by_type", {}):
            yield from finder.undefined(("notices", place, "by_type", item_type), "事项类型", item_type, types)
        yield from _check_wording(finder, ("notices", place), raw, document.data["sentences"])
    for kind in sorted(kinds - {raw["kind"] for raw in document.data["notices"]}):
        yield finder.fault(("notices",), FaultCode.VALUE_MISSING, f"缺少“{kind}”的名称", "补上这一种通知书。")
    for key in sorted(SENTENCE_KEYS - document.data["sentences"].keys()):
        yield finder.fault(("sentences",), FaultCode.VALUE_MISSING, f"缺少“{key}”这句话", "补上这句话。")
    worded = any("body" in raw for raw in document.data["notices"])
    for key in sorted(LABEL_KEYS - document.data.get("labels", {}).keys() if worded else ()):
        yield finder.fault(("labels",), FaultCode.VALUE_MISSING, f"缺少“{key}”这个词", "补上这个词。")


def _check_wording(finder: Finder, path: Path, raw: dict[str, Any], sentences: dict[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with a notice's paragraphs: placeholders that nobody fills, sentences that are not there."""
    for number, text in enumerate(raw.get("body", ())):
        where = (*path, "body", number)
        for name in _PLACEHOLDER.findall(text):
            if name not in NOTICE_PLACEHOLDERS:
                mend = f"只能用：{'、'.join(sorted(NOTICE_PLACEHOLDERS))}。"
                yield finder.fault(where, FaultCode.REFERENCE_UNDEFINED, f"没有“{{{name}}}”这个空", mend)
        if set("{}") & set(_PLACEHOLDER.sub("", text)):
            yield finder.fault(where, FaultCode.VALUE_INVALID, "花括号不成对", "花括号里只写空的名称。")
    for number, key in enumerate(raw.get("closing", ())):
        yield from finder.undefined((*path, "closing", number), "句子", key, sentences)


def is_date(text: str) -> bool:
    """Tell whether a text is a date that exists, as YYYY-MM-DD."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
