"""Reads catalogue sources: a small, strict part of YAML that keeps the line of every value.

Only plain mappings, lists and scalars; no anchors, aliases, tags, merge keys or doubled keys. Of plain scalars only
true, false, null and short whole numbers have a type, so that 8.1, 2026-11-20, 09:00, no and 007 stay as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

import yaml

from shared.catalogue.errors import CataloguePackageError, FaultCode, refuse

MAX_FILE_BYTES: Final = 2 * 1024 * 1024
MAX_DEPTH: Final = 16
MAX_EVENTS: Final = 100_000

Path = tuple[str | int, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_MARKUP = re.compile(r"<[/!?a-zA-Z]")
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
        return _Reading(text, file).document()
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第 {mark.line + 1} 行" if mark is not None else ""
        message = "写法不合 YAML 规则"
        raise refuse(FaultCode.YAML_INVALID, message, "检查缩进、冒号和引号。", file=file, place=place) from error


class _Reading:
    """One pass over a text, in which depth, size, aliases and tags are refused before anything is built of them."""

    def __init__(self, text: str, file: str) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
        self._file = file
        self._lines: dict[Path, int] = {}
        self._count = self._depth = 0

    def document(self) -> Document:
        content = None
        self._next()
        if isinstance(self._next(), yaml.DocumentStartEvent):
            content = self._value(self._next(), ())
            self._next()
            if isinstance(event := self._next(), yaml.DocumentStartEvent):
                raise self._forbidden(_DOCUMENTS, event)
        return Document(self._file, content, self._lines)

    def _next(self) -> yaml.Event:
        event = next(self._events)
        if what := _refused_in(event):
            raise self._forbidden(what, event)
        self._count += 1
        self._depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if self._depth > MAX_DEPTH:
            raise self._refuse(FaultCode.YAML_TOO_DEEP, f"层次超过 {MAX_DEPTH} 层", "减少嵌套。", event)
        if self._count > MAX_EVENTS:
            raise self._refuse(FaultCode.FILE_TOO_LARGE, f"内容超过 {MAX_EVENTS} 项", "分成几个文件。", event)
        return event

    def _value(self, event: yaml.Event, path: Path) -> Any:
        self._lines.setdefault(path, _line(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return [self._value(child, (*path, index)) for index, child in enumerate(self._children())]
        return self._scalar(cast("yaml.ScalarEvent", event))

    def _children(self) -> Iterator[yaml.Event]:
        while not isinstance(event := self._next(), yaml.CollectionEndEvent):
            yield event

    def _mapping(self, path: Path) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key_event in self._children():
            if not isinstance(key_event, yaml.ScalarEvent) or key_event.value == "<<":
                raise self._forbidden(_NOT_TEXT, key_event)
            key = str(key_event.value)
            if key in content:
                raise self._refuse(FaultCode.KEY_TWICE, f"“{key}”写了两次", "只留一个。", key_event)
            self._lines[*path, key] = _line(key_event)
            content[key] = self._value(self._next(), (*path, key))
        return content

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        text = str(event.value).rstrip("\n")
        if _CONTROL.search(text):
            raise self._refuse(FaultCode.YAML_INVALID, "文字里有控制字符", "删掉看不见的字符。", event)
        if _MARKUP.search(text):
            raise self._refuse(FaultCode.YAML_INVALID, "文字里有网页标记（<…>）", "只写文字；小于号后面空一格。", event)
        if event.style:
            return text
        if text in _WORDS:
            return _WORDS[text]
        return int(text) if _INTEGER.fullmatch(text) else text

    def _forbidden(self, what: str, event: yaml.Event) -> CataloguePackageError:
        return self._refuse(FaultCode.YAML_FORBIDDEN, what, _KEEP_PLAIN, event)

    def _refuse(self, code: FaultCode, message: str, mend: str, event: yaml.Event) -> CataloguePackageError:
        return refuse(code, message, mend, file=self._file, place=f"第 {_line(event)} 行")


def _refused_in(event: yaml.Event) -> str:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        return "用了锚点或引用（& 或 *）"
    return "用了类型标签（!）" if getattr(event, "tag", None) is not None else ""


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 1
