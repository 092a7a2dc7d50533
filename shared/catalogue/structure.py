"""Holds a source file against its JSON Schema and says in Chinese what does not fit (JSON Schema 2020-12)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Final

from jsonschema_rs import Draft202012Validator, ValidationError
from jsonschema_rs import ValidationErrorKind as Kind

from shared.catalogue.errors import Fault, FaultCode
from shared.catalogue.yaml_reading import Document, Path

MAX_FAULTS_PER_FILE: Final = 50
_TYPE_WORDS: Final = {
    "string": "文字",
    "integer": "整数",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "一组键值",
}
_SIZE_WORDS: Final = {
    "minLength": "太短",
    "maxLength": "太长",
    "minItems": "列表不能为空",
    "maxItems": "列表太长",
    "minimum": "太小",
    "maximum": "太大",
    "minProperties": "内容太少",
    "maxProperties": "内容太多",
}
PATTERN_WORDS: Final = {
    r"\S": "不能空着。",
    r"^\S(.*\S)?$": "不能空着，前后不要留空格，写成一行。",
    r"^[\u4e00-\u9fff]$": "只写一个汉字。",
    r"^https://\S+$": "写 https:// 开头的网址，中间没有空格。",
    r"^[0-9][0-9-]{2,19}$": "写电话号码：只用数字和短横线，如 12345、0769-12345678。",
    r"^[0-9]{6}$": "写 6 位行政区划代码。",
    r"^[0-9]{12}$": "写 12 位数字的基本编码。",
    r"^[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,4}$": "写成 年.月.次，如 2026.12.1。",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "日期写成 2026-11-20。",
    r"^[0-9A-Z]{18}$": "写 18 位统一社会信用代码，字母用大写。",
    r"^[0-9A-Z]{18}[0-9]{13}$": "写 31 位：18 位统一社会信用代码，后面 13 位数字。",
    r"^[0-9A-Z]{18}[0-9]{15}$": "写 33 位：实施编码后面再加 2 位数字。",
    r"^[0-9A-Z]{1,12}$": "只用数字和大写字母，最多 12 位。",
    r"^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$": "只用字母、数字、点和横线，最多 40 个，如 7.10。",
    r"^[0-9A-Za-z][0-9A-Za-z_]{0,39}$": "只用字母、数字和下划线，最多 40 个。",
    r"^[a-z][a-z0-9_]{0,39}$": "只用小写字母、数字和下划线，以字母开头，最多 40 个，如 id_card。",
    r"^[a-z][a-z-]{1,39}$": "只用小写字母和短横线，以字母开头，如 id-card-front。",
    r"^[a-z][a-z_]{0,39}\.[a-z][a-z0-9_]{0,39}$": "写成 类别.字段，小写字母，如 person.name。",
    r"^[a-z][a-z_]{0,39}(\.)?[a-z0-9_]{0,40}$": "写问题的代码，或者 类别.字段，小写字母。",
    r"^-?[0-9]{1,2}\.[0-9]{2,7},-?[0-9]{1,3}\.[0-9]{2,7}$": "写成 纬度,经度，如 23.0207,113.7518。",
}
_REGULAR: Final = "写从 ^ 到 $ 的一串字符类，如 ^[0-9A-Z]{18}$；不用括号、竖线、星号和加号。"


def structure_faults(document: Document, kind: str) -> tuple[Fault, ...]:
    """Return what in a document does not fit the schema of its kind, in the order of its lines."""
    seen: dict[Fault, None] = {}
    for error in _validator(kind).iter_errors(document.data):
        seen.update(dict.fromkeys(_faults_of(error, document)))
        if len(seen) >= MAX_FAULTS_PER_FILE:
            break
    return tuple(seen)


@cache
def _validator(kind: str) -> Draft202012Validator:
    """Return a kind's validator, its references to common.json written out."""
    schema = _schema(kind)
    return Draft202012Validator(_written_out(schema, schema, _schema("common")), validate_formats=True)


def _written_out(node: Any, own: dict[str, Any], common: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_written_out(one, own, common) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        file, _, name = node["$ref"].rpartition("#/$defs/")
        home = common if file else own
        return _written_out(home["$defs"][name], home, common)
    return {key: _written_out(value, own, common) for key, value in node.items() if key != "$defs"}


def _schema(kind: str) -> dict[str, Any]:
    folder = resources.files("shared.catalogue").joinpath("schemas")
    content: dict[str, Any] = json.loads(folder.joinpath(f"{kind}.json").read_text(encoding="utf-8"))
    content.setdefault("$schema", "https://json-schema.org/draft/2020-12/schema")
    return content


def _faults_of(error: ValidationError, document: Document) -> Iterator[Fault]:
    path: Path = tuple(error.instance_path)
    match error.kind:
        case Kind.Required(name):
            yield _fault(document, (*path, name), FaultCode.VALUE_MISSING, f"缺少“{name}”", "补上这一项。")
        case Kind.AdditionalProperties(names):
            for name in sorted(names):
                yield _fault(
                    document, (*path, name), FaultCode.VALUE_UNKNOWN, f"不认识“{name}”", "检查拼写，或者删掉这一项。"
                )
        case Kind.Not():
            yield _fault(document, path, FaultCode.VALUE_UNKNOWN, "这里不写这一项", "删掉这一项，或者改正 kind。")
        case Kind.AnyOf(branches):
            nearest = min((one for branch in branches for one in branch), key=_remoteness)
            yield from _faults_of(nearest, document)
        case _:
            yield _fault(document, path, FaultCode.VALUE_INVALID, *_words(error.kind))


def _remoteness(error: ValidationError) -> tuple[int, bool]:
    """Order the errors of alternatives: first the alternative that fits deepest, and in its type."""
    return -len(error.instance_path), isinstance(error.kind, Kind.Type)


def _fault(document: Document, path: Path, code: FaultCode, message: str, mend: str) -> Fault:
    return Fault(document.file, document.place(path), code, message, mend)


def _words(kind: Kind) -> tuple[str, str]:
    words = ("写法不合要求", "对照同类文件改正。")
    match kind:
        case Kind.Type(types):
            mend = "给它加上引号。" if types == ["string"] else "改成要求的类型。"
            words = f"应当是{'或'.join(_TYPE_WORDS.get(name, name) for name in types)}", mend
        case Kind.Enum(options):
            words = "不是允许的取值", f"只能写：{'、'.join(str(value) for value in options)}。"
        case Kind.Constant(value):
            words = "不是允许的取值", f"只能写：{value}。"
        case Kind.Pattern(pattern):
            words = "格式不对", PATTERN_WORDS.get(pattern, _REGULAR)
        case Kind.UniqueItems():
            words = "列表里有重复", "每一样只写一次。"
        case _ if kind.name in _SIZE_WORDS:
            words = f"{_SIZE_WORDS[kind.name]}（界限 {kind.value}）", "改到界限以内。"
    return words
