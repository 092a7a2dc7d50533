"""Reads catalogue sources: a small, strict part of YAML that keeps the line of every value.

Only plain mappings, lists and scalars; no anchors, aliases, tags, merge keys or doubled keys. Of plain scalars only
true, false, null and short whole numbers have a type, so that 8.1, 2026-11-20, 09:00, no and 007 stay as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import yaml

from shared.catalogue.errors import CataloguePackageError, FaultCode, refuse

MAX_FILE_BYTES: Final = 2 * 1024 * 1024
MAX_DEPTH: Final = 16
MAX_NODES: Final = 100_000

Path = tuple[str | int, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_WORDS: Final[dict[str, Any]] = {"true": True, "false": False, "null": None, "~": None, "": None}
_DOCUMENTS = "一个文件里有几个文档（---）"
_NOT_TEXT = "键不是普通文字"
_KEEP_PLAIN = "只写普通的键、列表和文字，重复的内容照抄一遍。"


@dataclass(frozen=True, slots=True)
class Document:
    """One file's content, and the line (from 1) on which each value begins."""

    file: str
    data: Any
    lines: dict[Path, int]

    def place(self, path: Path) -> str:
        """Return line and path for people; of a value that is not there, the line of what should hold it."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return f"第 {self.lines.get(known, 1)} 行 {show_path(path)}".rstrip()


def show_path(path: Path) -> str:
    """Return a path as materials[0].legal_basis."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def read_yaml(data: bytes, file: str) -> Document:
    """Read one file.

    Raises:
        CataloguePackageError: it is too large, no YAML, or uses what is refused.
    """
    if len(data) > MAX_FILE_BYTES:
        raise refuse(FaultCode.FILE_TOO_LARGE, f"文件超过 {MAX_FILE_BYTES} 字节", "分成几个文件。", file=file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(FaultCode.YAML_INVALID, f"第 {error.start} 字节不是 UTF-8", "另存为 UTF-8。", file=file) from error
    try:
        _check_events(text, file)
        root = yaml.compose(text, Loader=_LOADER)
        lines: dict[Path, int] = {}
        content = None if root is None else _convert(root, (), lines, file)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第 {mark.line + 1} 行" if mark is not None else ""
        message = "写法不合 YAML 规则"
        raise refuse(FaultCode.YAML_INVALID, message, "检查缩进、冒号和引号。", file=file, place=place) from error
    return Document(file, content, lines)


def _check_events(text: str, file: str) -> None:
    """Refuse depth, size, aliases and tags while they are still a stream, before anything is built of them."""
    depth = documents = 0
    for nodes, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        place = _place(event)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if what := _refused_in(event) or (_DOCUMENTS if documents > 1 else ""):
            raise _forbidden(what, file, place)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise refuse(FaultCode.YAML_TOO_DEEP, f"层次超过 {MAX_DEPTH} 层", "减少嵌套。", file=file, place=place)
        if nodes > MAX_NODES:
            raise refuse(FaultCode.FILE_TOO_LARGE, f"内容超过 {MAX_NODES} 项", "分成几个文件。", file=file, place=place)


def _refused_in(event: yaml.Event) -> str:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        return "用了锚点或引用（& 或 *）"
    return "用了类型标签（!）" if getattr(event, "tag", None) is not None else ""


def _place(marked: Any) -> str:
    return f"第 {marked.start_mark.line + 1} 行"


def _forbidden(what: str, file: str, place: str) -> CataloguePackageError:
    return refuse(FaultCode.YAML_FORBIDDEN, what, _KEEP_PLAIN, file=file, place=place)


def _convert(node: yaml.Node, path: Path, lines: dict[Path, int], file: str) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _convert_mapping(node, path, lines, file)
    if isinstance(node, yaml.SequenceNode):
        return [_convert(child, (*path, index), lines, file) for index, child in enumerate(node.value)]
    return _scalar(node, file)


def _convert_mapping(node: yaml.MappingNode, path: Path, lines: dict[Path, int], file: str) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key_node, value_node in node.value:
        place = _place(key_node)
        if not isinstance(key_node, yaml.ScalarNode) or key_node.value == "<<":
            raise _forbidden(_NOT_TEXT, file, place)
        key = str(key_node.value)
        if key in content:
            raise refuse(FaultCode.KEY_TWICE, f"“{key}”写了两次", "只留一个。", file=file, place=place)
        content[key] = _convert(value_node, (*path, key), lines, file)
        lines[*path, key] = key_node.start_mark.line + 1
    return content


def _scalar(node: yaml.Node, file: str) -> Any:
    text = str(node.value).rstrip("\n")
    if _CONTROL.search(text):
        raise refuse(FaultCode.YAML_INVALID, "文字里有控制字符", "删掉看不见的字符。", file=file, place=_place(node))
    if getattr(node, "style", None):
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.fullmatch(text) else text
