"""Holds a source file against its JSON Schema and says in Chinese what does not fit (JSON Schema 2020-12)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Final, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, relevance

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
    "uniqueItems": "列表里有重复",
    "minProperties": "内容太少",
    "maxProperties": "内容太多",
}


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
    """Return a kind's validator, its references written out: looking them up took half of the time of a check."""
    schema = _schema(kind)
    return Draft202012Validator(_written_out(schema, schema, _schema("common")))


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
    path: Path = tuple(error.absolute_path)
    if error.validator == "required":
        wanted: list[str] = list(cast("list[str]", error.validator_value))
        for name in sorted(set(wanted) - set(cast("dict[str, Any]", error.instance))):
            yield _fault(document, (*path, name), FaultCode.VALUE_MISSING, f"缺少“{name}”", "补上这一项。")
    elif error.validator == "additionalProperties":
        known = cast("dict[str, Any]", error.schema).get("properties", {})
        for name in sorted(set(cast("dict[str, Any]", error.instance)) - set(known)):
            yield _fault(
                document, (*path, name), FaultCode.VALUE_UNKNOWN, f"不认识“{name}”", "检查拼写，或者删掉这一项。"
            )
    elif error.validator == "not":
        yield _fault(document, path, FaultCode.VALUE_UNKNOWN, "这里不写这一项", "删掉这一项，或者改正 kind。")
    elif error.validator == "anyOf" and error.context:
        yield from _faults_of(min(error.context, key=relevance), document)
    else:
        yield _fault(document, path, FaultCode.VALUE_INVALID, *_words(error))


def _fault(document: Document, path: Path, code: FaultCode, message: str, mend: str) -> Fault:
    return Fault(document.file, document.place(path), code, message, mend)


def _words(error: ValidationError) -> tuple[str, str]:
    rule, wanted = str(error.validator), cast("Any", error.validator_value)
    if rule == "type":
        mend = "给它加上引号。" if wanted == "string" else "改成要求的类型。"
        return f"应当是{_TYPE_WORDS.get(str(wanted), str(wanted))}", mend
    if rule in {"enum", "const"}:
        allowed = "、".join(str(value) for value in (wanted if rule == "enum" else [wanted]))
        return "不是允许的取值", f"只能写：{allowed}。"
    if rule in _SIZE_WORDS:
        limit = "" if rule == "uniqueItems" else f"（界限 {wanted}）"
        return _SIZE_WORDS[rule] + limit, "改到界限以内。"
    if rule == "pattern":
        return "格式不对", f"应当符合 {wanted}。"
    return "写法不合要求", "对照同类文件改正。"
