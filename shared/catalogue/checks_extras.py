"""Checks of the optional parts: staff manual, special procedures, fees, policies, windows, delegations, knowledge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from shared.catalogue.checks_basics import check_basis, check_words, is_date
from shared.catalogue.errors import Fault, FaultCode
from shared.catalogue.index import Finder, Index
from shared.catalogue.sources import Sources
from shared.catalogue.yaml_reading import Document, Path
from shared.domain.policy_matching import Relation

Raw = Mapping[str, Any]
_DATES = (("valid", "closed_after"), ("confirmed", "on"), ("policy", "until"))
_LOCAL_SOURCES = frozenset({"scan", "upload", "card_read", "form", "commitment"})


def check_item_extras(document: Document, index: Index) -> Iterator[Fault]:
    """Yield every fault of an item's optional parts."""
    finder, raw = Finder(document), document.data
    yield from check_dates(finder, raw)
    yield from _check_limits(finder, raw.get("limits", {}))
    yield from _check_guide(finder, raw.get("guide", {}), index)
    yield from _check_materials(finder, raw, index)
    yield from _check_manual(finder, raw, index)
    yield from _check_policy(finder, raw.get("policy", {}))
    for key in ("check", "output"):
        for place, field in enumerate(raw.get(key, {}).get("fields", ())):
            yield from _known_field(finder, (key, "fields", place), field, raw, index)
    if "legal_basis" in raw.get("check", {}):
        yield from check_basis(finder, ("check", "legal_basis"), raw["check"]["legal_basis"])
    if "confirmed" in raw:
        yield from _check_confirmed(finder, raw, index)


def check_dates(finder: Finder, raw: Raw) -> Iterator[Fault]:
    """Yield a fault for each date of an item or service that does not exist."""
    for part, key in _DATES:
        if key in raw.get(part, {}) and not is_date(raw[part][key]):
            yield finder.fault((part, key), FaultCode.VALUE_INVALID, "没有这一天", "改正日期。")
    valid = raw.get("valid", {})
    if {"year", "closed_after"} <= valid.keys() and valid["closed_after"][:4] < str(valid["year"]):
        message = f"截止日在 {valid['year']} 年以前，从来没有开过"
        yield finder.fault(("valid", "closed_after"), FaultCode.VALUE_INVALID, message, "改正年份或者截止日。")


def check_places_and_knowledge(sources: Sources, index: Index) -> Iterator[Fault]:
    """Yield every fault of windows, delegations and knowledge."""
    if "windows" in sources.single:
        yield from _check_windows(Finder(sources.single["windows"]), index)
    if "delegations" in sources.single:
        yield from _check_delegations(Finder(sources.single["delegations"]), index)
    known: dict[str, str] = {}
    for document in sources.knowledge:
        yield from _check_knowledge(Finder(document), index, known)


def _check_confirmed(finder: Finder, raw: Raw, index: Index) -> Iterator[Fault]:
    by = raw["confirmed"]["by"]
    yield from finder.undefined(("confirmed", "by"), "部门", by, index.departments)
    if by in index.departments and by != raw["department"]:
        mend = "由承办部门自己确认。"
        yield finder.fault(("confirmed", "by"), FaultCode.HISTORY_WRONG, "不是承办部门确认的", mend)


def _check_limits(finder: Finder, limits: Raw) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, one in enumerate(limits.get("special_procedures", ())):
        path: Path = ("limits", "special_procedures", place)
        yield from check_basis(finder, (*path, "legal_basis"), one["legal_basis"])
        if one["id"] in seen:
            yield finder.fault(path, FaultCode.CODE_TWICE, f"特别程序“{one['id']}”写了两次", "换一个代码。")
        seen.add(one["id"])
    if "extension" in limits:
        yield from check_basis(finder, ("limits", "extension", "legal_basis"), limits["extension"]["legal_basis"])


def _check_guide(finder: Finder, guide: Raw, index: Index) -> Iterator[Fault]:
    for place, window in enumerate(guide.get("windows", ())):
        yield from finder.undefined(("guide", "windows", place), "窗口", window, index.windows)
    fee = guide.get("fee", {})
    if "collector" in fee:
        yield from finder.undefined(("guide", "fee", "collector"), "部门", fee["collector"], index.departments)
    for place, line in enumerate(fee.get("lines", ())):
        yield from check_basis(finder, ("guide", "fee", "lines", place, "legal_basis"), line["legal_basis"])
    if fee.get("lines") and not fee["charged"]:
        mend = "把收费改成“是”（charged: true），或者删掉收费项目。"
        yield finder.fault(("guide", "fee"), FaultCode.VALUE_INVALID, "写了不收费，又列了收费项目", mend)
    if fee.get("charged") and not fee.get("lines"):
        mend = "列出每个收费项目的名称、标准和依据（lines），或者把收费改成“否”（charged: false）。"
        yield finder.fault(("guide", "fee"), FaultCode.VALUE_MISSING, "写了收费，没有列出收费项目和依据", mend)


def _check_materials(finder: Finder, raw: Raw, index: Index) -> Iterator[Fault]:
    for place, entry in enumerate(raw.get("materials", ())):
        path: Path = ("materials", place)
        if "deferred_days" in entry and entry["importance"] != "minor":
            mend = "改成次要材料，或者删掉 deferred_days。"
            yield finder.fault((*path, "deferred_days"), FaultCode.DEFERRED_MAIN, "主要材料不能容缺后补", mend)
        for key in ("commitment", "stamp"):
            if key in entry:
                yield from check_basis(finder, (*path, key, "legal_basis"), entry[key]["legal_basis"])
        if "commitment" in entry:
            yield from check_words(finder, (*path, "commitment", "text"), entry["commitment"]["text"])
        described = index.materials.get(entry["material"])
        if described and _LOCAL_SOURCES.isdisjoint(described["sources"]):
            mend = "在材料的 sources 里加上 scan 等当场能交的来源。"
            yield finder.fault(path, FaultCode.DEAD_END, "来源都要联网，连不上时没有办法交", mend)


def _check_policy(finder: Finder, policy: Raw) -> Iterator[Fault]:
    """Yield demands whose value is of another kind than their relation holds facts against: nobody could meet them."""
    for place, rule in enumerate(policy.get("match", ())):
        mend = _mend_of_value(Relation(rule["is"]), rule["value"])
        if mend:
            path: Path = ("policy", "match", place, "value")
            yield finder.fault(path, FaultCode.VALUE_INVALID, "值和关系对不上，谁也够不上这个条件", mend)


def _mend_of_value(relation: Relation, value: str | int | list[str]) -> str:
    if relation in {Relation.AT_LEAST, Relation.AT_MOST} and not isinstance(value, int):
        return "不低于、不高于的，写整数。"
    if relation in {Relation.BEFORE, Relation.AFTER} and not (isinstance(value, str) and is_date(value)):
        return "早于、晚于的，写日期，如 2026-11-20。"
    if relation is Relation.EQUAL and isinstance(value, list):
        return "等于的，只写一个值；几个里有一个就行的，关系写“是其中之一”（one_of）。"
    return ""


def _check_manual(finder: Finder, raw: Raw, index: Index) -> Iterator[Fault]:
    manual = raw.get("manual", {})
    own = {entry["material"]: entry for entry in raw.get("materials", ())}
    for place, one in enumerate(manual.get("standards", ())):
        path: Path = ("manual", "standards", place)
        yield from check_words(finder, (*path, "standard"), one["standard"])
        if "material" in one:
            yield from finder.undefined((*path, "material"), "材料", one["material"], own)
    for place, one in enumerate(manual.get("discretion", ())):
        path = ("manual", "discretion", place)
        yield from check_words(finder, (*path, "rule"), one["rule"])
        yield from check_basis(finder, (*path, "legal_basis"), one["legal_basis"])
    if "flow" in manual:
        yield from _check_flow(finder, manual["flow"])


def _check_flow(finder: Finder, flow: list[Raw]) -> Iterator[Fault]:
    """Yield arrows to nowhere, boxes that nothing leads to, and boxes from which no end is reached."""
    arrows = {step["id"]: [one["to"] for one in step.get("next", ())] for step in flow}
    for place, step in enumerate(flow):
        path: Path = ("manual", "flow", place)
        for number, target in enumerate(arrows[step["id"]]):
            yield from finder.undefined((*path, "next", number, "to"), "步骤", target, arrows)
    reached = _closure({flow[0]["id"]}, arrows)
    backwards: dict[str, list[str]] = {step: [] for step in arrows}
    for step, targets in arrows.items():
        for target in targets:
            backwards.setdefault(target, []).append(step)
    ending = _closure({step for step, targets in arrows.items() if not targets}, backwards)
    for place, step in enumerate(flow):
        path = ("manual", "flow", place)
        if step["id"] not in reached:
            yield finder.fault(path, FaultCode.SITUATION_UNREACHABLE, "没有箭头通到这一步", "从前一步画一个箭头过来。")
        if step["id"] not in ending:
            yield finder.fault(path, FaultCode.PATH_UNFINISHABLE, "从这一步走不到结束", "画一个通到结束的箭头。")
    if len(arrows) != len(flow):
        yield finder.fault(("manual", "flow"), FaultCode.CODE_TWICE, "有步骤写了两次", "每一步用自己的 id。")


def _closure(start: set[str], arrows: Mapping[str, list[str]]) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        for target in arrows.get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def _known_field(finder: Finder, path: Path, field: str, raw: Raw, index: Index) -> Iterator[Fault]:
    """Yield a fault for a field that neither the dictionary nor a role's person has."""
    role, _, rest = field.partition(".")
    roles = {one["code"] for one in raw.get("form", {}).get("roles", ())}
    if field not in index.fields and not (role in roles and f"person.{rest}" in index.fields):
        yield finder.fault(path, FaultCode.REFERENCE_UNDEFINED, f"没有“{field}”这个字段", "改成已有的字段。")


def _check_windows(finder: Finder, index: Index) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, one in enumerate(finder.document.data["windows"]):
        path: Path = ("windows", place)
        yield from finder.undefined((*path, "office"), "地点", one["office"], index.offices)
        for number, department in enumerate(one.get("departments", ())):
            yield from finder.undefined((*path, "departments", number), "部门", department, index.departments)
        if one["id"] in seen:
            yield finder.fault(path, FaultCode.CODE_TWICE, f"窗口“{one['id']}”写了两次", "换一个代码。")
        seen.add(one["id"])


def _check_delegations(finder: Finder, index: Index) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, one in enumerate(finder.document.data["delegations"]):
        path: Path = ("delegations", place)
        yield from finder.undefined((*path, "grantor"), "部门", one["grantor"], index.departments)
        for number, window in enumerate(one["windows"]):
            yield from finder.undefined((*path, "windows", number), "窗口", window, index.windows)
        for number, item in enumerate(one["items"]):
            where = (*path, "items", number)
            yield from finder.undefined(where, "事项", item, index.items)
            if item in index.items and index.items[item]["department"] != one["grantor"]:
                mend = "部门只能委托自己的事项。"
                yield finder.fault(where, FaultCode.DELEGATION_WRONG, f"“{item}”不是这个部门的事项", mend)
        dates = [one["from"], one["until"]]
        if not all(map(is_date, dates)) or date.fromisoformat(dates[0]) > date.fromisoformat(dates[1]):
            yield finder.fault(path, FaultCode.DELEGATION_WRONG, "起止日期不对", "改正 from 和 until。")
        yield from check_words(finder, (*path, "limits"), one["limits"])
        if one["id"] in seen:
            yield finder.fault(path, FaultCode.CODE_TWICE, f"委托“{one['id']}”写了两次", "换一个代码。")
        seen.add(one["id"])


def _check_knowledge(finder: Finder, index: Index, known: dict[str, str]) -> Iterator[Fault]:
    subjects = {**index.items, **index.services}
    for place, one in enumerate(finder.document.data["answers"]):
        path: Path = ("answers", place)
        for number, item in enumerate(one["items"]):
            yield from finder.undefined((*path, "items", number), "事项", item, subjects)
        if "department" in one:
            yield from finder.undefined((*path, "department"), "部门", one["department"], index.departments)
        if not is_date(one["updated"]):
            yield finder.fault((*path, "updated"), FaultCode.VALUE_INVALID, "没有这一天", "改正日期。")
        if one["id"] in known:
            mend = f"已经在 {known[one['id']]} 用过，换一个没用过的。"
            yield finder.fault(path, FaultCode.CODE_TWICE, f"问答“{one['id']}”写了两次", mend)
        known.setdefault(one["id"], finder.document.file)
        yield from check_words(finder, (*path, "answer"), one["answer"])
        asked = f"问“{one['question']}”"
        if asked in known:
            mend = f"已经在 {known[asked]} 答过；同一个问题只有一个口径，合成一条。"
            yield finder.fault((*path, "question"), FaultCode.CODE_TWICE, f"{asked}写了两次", mend)
        known.setdefault(asked, finder.document.file)
