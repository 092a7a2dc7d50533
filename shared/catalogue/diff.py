"""What changed between two catalogues, told by what people know it by: items, materials, fields, questions (A1, A9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shared.catalogue.archive import MAX_PACKAGE_BYTES, unpack
from shared.catalogue.checker import catalogue_of
from shared.catalogue.errors import FaultCode, refuse
from shared.catalogue.sources import Sources, parse_sources, read_folder
from shared.domain.editions import EditionAct

Raw = Mapping[str, Any]
_SIGNED: Final = frozenset({"manifest.json", "signature.json"})
_KEYS: Final = ("code", "id", "material", "item", "kind", "year", "title", "point", "law", "name", "fact", "factor")
_PARTS: Final = {
    "item": "事项",
    "service": "一件事",
    "material": "材料",
    "field": "字段",
    "question": "问题",
    "office": "地点",
    "department": "部门",
    "theme": "主题",
    "window": "窗口",
    "delegation": "委托",
    "office_right": "各级权限",
    "stage": "项目阶段",
    "knowledge": "问答",
    "code_table": "代码表",
    "notice": "通知书",
    "calendar": "日历",
    "translation": "译文",
    "word": "查找用词",
}
_WORDS: Final = {"added": "新增", "removed": "取消", "changed": "修改"}
_LONGEST_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Detail:
    """One value that differs: where it stands, and both values; None where there is none."""

    path: str
    old: Any
    new: Any

    def __str__(self) -> str:
        if self.old is None:
            return f"{self.path}：新增 {_shown(self.new)}"
        if self.new is None:
            return f"{self.path}：去掉 {_shown(self.old)}"
        return f"{self.path}：{_shown(self.old)} → {_shown(self.new)}"


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that was added, removed or changed; details only of what was changed."""

    change: str
    part: str
    code: str
    name: str
    details: tuple[Detail, ...] = ()

    def __str__(self) -> str:
        head = f"{_WORDS[self.change]}{_PARTS[self.part]} {self.code} {self.name}".rstrip()
        return "\n".join([head, *(f"  {detail}" for detail in self.details)])


@dataclass(frozen=True, slots=True)
class CatalogueDiff:
    """All changes from one version to another, in the order of parts and codes.

    Attributes:
        unconfirmed: codes of items that say something else though their history tells of no new edition (A9).
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    unconfirmed: tuple[str, ...] = ()


def read_either(path: Path) -> dict[str, bytes]:
    """Return the files of a catalogue folder, or of a package, whose signature is not looked at.

    Raises:
        CataloguePackageError: it is neither.
        OSError: it can't be read.
    """
    if path.is_dir():
        return read_folder(path)
    with path.open("rb") as file:
        data = file.read(MAX_PACKAGE_BYTES + 1)
    if len(data) > MAX_PACKAGE_BYTES:
        raise refuse(FaultCode.PACKAGE_TOO_LARGE, "目录包太大", "检查是不是选错了文件。", file=path.name)
    return {name: content for name, content in unpack(data).items() if name not in _SIGNED}


def diff_files(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> CatalogueDiff:
    """Compare two catalogues by their files.

    Raises:
        CataloguePackageError: one of them has faults.
    """
    for files in (old, new):
        catalogue_of(files)
    before, after = parse_sources(old), parse_sources(new)
    return CatalogueDiff(
        before["package"]["version"],
        after["package"]["version"],
        tuple(_changes(before, after)),
        tuple(_unconfirmed(before, after)),
    )


def _changes(old: Sources, new: Sources) -> Iterator[Change]:
    before, after = _entries(old), _entries(new)
    for part in _PARTS:
        was, now = before.get(part, {}), after.get(part, {})
        for code in sorted(was.keys() | now.keys(), key=_in_order):
            if code not in was:
                yield Change("added", part, code, _name(now[code]))
            elif code not in now:
                yield Change("removed", part, code, _name(was[code]))
            elif was[code] != now[code]:
                details = tuple(_details(was[code], now[code], ""))
                yield Change("changed", part, code, _name(now[code]), details)


def _unconfirmed(old: Sources, new: Sources) -> Iterator[str]:
    known = {document.data["code"]: document.data for document in old.items}
    for document in new.items:
        now = document.data
        was = known.get(now["code"])
        if was is None or "history" not in now or _editions(now) > _editions(was):
            continue
        if {**was, "history": None} != {**now, "history": None}:
            yield now["code"]


def _editions(item: Raw) -> int:
    return sum(step["act"] == EditionAct.PUBLISHED for step in item.get("history", ()))


def _entries(sources: Sources) -> dict[str, dict[str, Any]]:
    calendar = {str(year["year"]): year for year in sources["calendar"]["years"]}
    return {
        "item": {document.data["code"]: document.data for document in sources.items},
        "service": {document.data["code"]: document.data for document in sources.services},
        "material": dict(sources["materials"]["materials"]),
        "field": dict(sources["dictionary"]["fields"]),
        "question": dict(sources.entries("questions")),
        "office": _by(sources["offices"]["offices"], "id"),
        "department": _by(sources["departments"]["departments"], "code"),
        "theme": _by(sources["themes"]["themes"], "id"),
        "window": _by(sources.entries("windows"), "id"),
        "delegation": _by(sources.entries("delegations"), "id"),
        "office_right": {_right_key(one): one for one in sources.entries("office_rights")},
        "stage": {f"{one['project']} {one['id']}": one for one in sources.entries("projects")},
        "knowledge": {one["id"]: one for document in sources.knowledge for one in document.data["answers"]},
        "code_table": {document.data["id"]: document.data for document in sources.code_tables},
        "notice": _by(sources["notices"]["notices"], "kind") | dict(sources["notices"]["sentences"]),
        "calendar": calendar,
        "translation": {
            f"{document.data['language']} {text}": translated
            for document in sources.translations
            for text, translated in document.data["texts"].items()
        },
        "word": {"、".join(one["means"]): one for one in sources.entries("synonyms")},
    }


def _right_key(right: Raw) -> str:
    return " ".join(str(right[key]) for key in ("office", "right", "routes_to", "from") if key in right)


def _by(entries: Sequence[Raw], key: str) -> dict[str, Any]:
    return {str(one[key]): one for one in entries}


def _in_order(code: str) -> tuple[str, ...]:
    return tuple(part.zfill(12) for part in code.split("."))


def _name(raw: Any) -> str:
    if not isinstance(raw, Mapping):
        return ""
    return str(next((raw[key] for key in ("name", "title", "ask", "question") if key in raw), ""))


def _details(old: Any, new: Any, path: str) -> Iterator[Detail]:
    """Yield what differs between two values, list entries matched by what they are called."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            yield from _details(old.get(key), new.get(key), f"{path}.{key}" if path else str(key))
    elif _is_named(old) and _is_named(new):
        was, now = _named(old), _named(new)
        for key in dict.fromkeys((*was, *now)):
            yield from _details(was.get(key), now.get(key), f"{path}[{key}]")
    elif old != new:
        yield Detail(path, old, new)


def _is_named(value: Any) -> bool:
    return (
        isinstance(value, list) and all(isinstance(one, Mapping) for one in value) and len(_named(value)) == len(value)
    )


def _named(value: Sequence[Raw]) -> dict[str, Raw]:
    return {next((str(one[key]) for key in _KEYS if key in one), str(place)): one for place, one in enumerate(value)}


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        value = "，".join(f"{key} {_shown(inner)}" for key, inner in value.items())
    elif isinstance(value, list):
        value = "、".join(_shown(inner) for inner in value)
    text = {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
