"""Checks of an item: codes, limits, guide, materials, form, channels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from shared.catalogue.checks_basics import check_basis, check_rule, check_words
from shared.catalogue.errors import Fault, FaultCode
from shared.catalogue.index import Finder, Index
from shared.catalogue.yaml_reading import Document, Path
from shared.domain.divisions import is_in_province
from shared.domain.items import ItemKind, ItemType
from shared.forms.definition import PERSON_PREFIX, scoped_id

_TYPE_DIGITS: Final = {
    ItemType.LICENCE: "01",
    ItemType.LEVY: "04",
    ItemType.BENEFIT: "05",
    ItemType.CONFIRMATION: "07",
    ItemType.REWARD: "08",
    ItemType.RULING: "09",
    ItemType.OTHER_POWER: "10",
    ItemType.PUBLIC_SERVICE: "20",
}
"""Third and fourth digit of the 基本编码, by item type (GB/T 39554.1-2020)."""


def check_item(document: Document, index: Index) -> Iterator[Fault]:
    """Yield every fault of one item."""
    finder = Finder(document)
    raw = document.data
    yield from finder.undefined(("department",), "部门", raw["department"], index.departments)
    yield from finder.undefined(("theme",), "主题", raw["theme"], index.themes)
    if "codes" in raw:
        yield from _check_codes(finder, raw, index)
    if "guide" in raw:
        yield from _check_guide(finder, raw["guide"], index)
    yield from check_all_channels(finder, raw, index)
    if raw["kind"] == ItemKind.APPLIED:
        yield from _check_limits(finder, raw)
        yield from _check_materials(finder, raw, index)
        yield from _check_form(finder, raw["form"], index)


def check_all_channels(finder: Finder, raw: dict[str, Any], index: Index) -> Iterator[Fault]:
    """Yield the faults of the channels here and at other sites."""
    yield from check_channels(finder, ("channels",), raw.get("channels", {}), index)
    for site, channels in raw.get("sites", {}).items():
        yield from finder.undefined(("sites", site), "地点", site, index.offices)
        yield from check_channels(finder, ("sites", site), channels, index)


def check_channels(finder: Finder, where: Path, channels: dict[str, Any], index: Index) -> Iterator[Fault]:
    """Yield a fault for each channel that takes nothing and leads nowhere (A10)."""
    for channel, entry in channels.items():
        path = (*where, channel)
        if "office" in entry:
            yield from finder.undefined((*path, "office"), "地点", entry["office"], index.offices)
        elif entry["state"] != "here":
            mend = "写上 office：到哪里办、几点、打什么电话。"
            yield finder.fault(path, FaultCode.DEAD_END, "这里不能办，又没有写去处", mend)


def check_roles(finder: Finder, path: Path, roles: list[dict[str, Any]], index: Index) -> Iterator[Fault]:
    """Yield doubled roles, roles that a field could be taken for, and a list in which nobody comes in person."""
    prefixes = {entry.partition(".")[0] for entry in index.fields}
    seen: set[str] = set()
    for place, role in enumerate(roles):
        if role["code"] in seen:
            yield finder.fault((*path, place), FaultCode.ROLE_WRONG, f"角色“{role['code']}”写了两次", "只留一个。")
        if role["code"] in prefixes or role["code"] == "when":
            mend = "换一个角色代码。"
            yield finder.fault((*path, place), FaultCode.ROLE_WRONG, f"“{role['code']}”和字段重名", mend)
        seen.add(role["code"])
    if not any(role["in_person"] for role in roles):
        yield finder.fault(path, FaultCode.ROLE_WRONG, "没有一个人来办", "至少一个角色写 in_person: true。")


def _check_codes(finder: Finder, raw: dict[str, Any], index: Index) -> Iterator[Fault]:
    codes = raw["codes"]
    digits = _TYPE_DIGITS.get(ItemType(raw["type"]))
    if digits and codes["basic"][2:4] != digits:
        message = f"基本编码第 3、4 位应当是事项类型 {digits}"
        yield finder.fault(("codes", "basic"), FaultCode.CODE_WRONG, message, "对照基本目录改正。")
    if not codes["implementation"].endswith(codes["basic"]):
        yield finder.fault(
            ("codes", "implementation"), FaultCode.CODE_WRONG, "实施编码不以基本编码结尾", "对照实施清单改正。"
        )
    if not is_in_province(codes["implementation"][2:8]):
        message = f"实施编码里的行政区划“{codes['implementation'][2:8]}”不在任何一个省"
        yield finder.fault(("codes", "implementation"), FaultCode.CODE_WRONG, message, "对照实施清单改正。")
    if raw["department"] in index.departments:
        credit_code = index.departments[raw["department"]].get("credit_code", {}).get("code", "")
        if not codes["implementation"].startswith(credit_code):
            message = "实施编码不以部门的统一社会信用代码开头"
            yield finder.fault(("codes", "implementation"), FaultCode.CODE_WRONG, message, "对照实施清单改正。")
    if not codes["handling"].startswith(codes["implementation"]):
        message = "业务办理项编码不以实施编码开头"
        yield finder.fault(("codes", "handling"), FaultCode.CODE_WRONG, message, "对照实施清单改正。")


def _check_limits(finder: Finder, raw: dict[str, Any]) -> Iterator[Fault]:
    limits, path = raw["limits"], ("limits",)
    promised, statutory = limits["promised_days"], limits.get("statutory_days")
    if statutory is None and raw["type"] == "licence":
        mend = "写上法律规定的工作日；单行法没有规定的，是二十个工作日（行政许可法第四十二条）。"
        yield finder.fault(path, FaultCode.LIMIT_WRONG, "行政许可没有法定时限", mend)
    if statutory is not None and promised > statutory:
        yield finder.fault(path, FaultCode.LIMIT_WRONG, "承诺时限比法定时限还长", "承诺时限不能超过法定时限。")
    if raw["handling"] == "immediate" and promised:
        yield finder.fault(path, FaultCode.LIMIT_WRONG, "即办件又写了承诺天数", "即办件的承诺天数写 0。")
    if raw["handling"] == "promised" and not promised:
        yield finder.fault(path, FaultCode.LIMIT_WRONG, "承诺件没有承诺天数", "写上承诺几个工作日。")


def _check_guide(finder: Finder, guide: dict[str, Any], index: Index) -> Iterator[Fault]:
    for place, basis in enumerate(guide["legal_basis"]):
        yield from check_basis(finder, ("guide", "legal_basis", place, "law"), basis["law"])
    yield from check_words(finder, ("guide", "scope"), guide["scope"])
    for place, condition in enumerate(guide["conditions"]):
        yield from check_words(finder, ("guide", "conditions", place), condition)
    for place, step in enumerate(guide["steps"]):
        for key in ("title", "text"):
            yield from check_words(finder, ("guide", "steps", place, key), step[key])
    yield from check_words(finder, ("guide", "fee", "text"), guide["fee"]["text"])
    for place, office in enumerate(guide["offices"]):
        yield from finder.undefined(("guide", "offices", place), "地点", office, index.offices)


def _check_materials(finder: Finder, raw: dict[str, Any], index: Index) -> Iterator[Fault]:
    roles = {role["code"]: role for role in raw["form"]["roles"]}
    seen: set[str] = set()
    for place, entry in enumerate(raw["materials"]):
        path: Path = ("materials", place)
        code = entry["material"]
        yield from finder.undefined((*path, "material"), "材料", code, index.materials)
        yield from check_basis(finder, (*path, "legal_basis"), entry.get("legal_basis", ""))
        yield from check_words(finder, (*path, "note"), entry.get("note", ""))
        yield from _check_counts(finder, path, entry)
        for number, role in enumerate(entry.get("roles", ())):
            yield from finder.undefined((*path, "roles", number), "角色", role, roles)
        if code in seen:
            yield finder.fault(path, FaultCode.CODE_TWICE, f"材料“{code}”写了两次", "合成一条。")
        seen.add(code)


def _check_counts(finder: Finder, path: Path, entry: dict[str, Any]) -> Iterator[Fault]:
    """Copies are made at the window (C22): nobody is asked for copies alone, nor for nothing at all."""
    if entry["originals"]:
        return
    if entry.get("copies"):
        mend = "写明收几份原件，复印件由窗口复印；或者删掉 copies。"
        yield finder.fault((*path, "copies"), FaultCode.VALUE_INVALID, "只要复印件，没有原件可复印", mend)
    else:
        mend = "写明收几份原件；不用交的材料不要列出来。"
        yield finder.fault((*path, "originals"), FaultCode.VALUE_INVALID, "列了材料，又一份也不收", mend)


def _check_form(finder: Finder, form: dict[str, Any], index: Index) -> Iterator[Fault]:
    roles = {role["code"]: role for role in form["roles"]}
    yield from check_roles(finder, ("form", "roles"), form["roles"], index)
    asked: set[str] = set()
    for place, section in enumerate(form["sections"]):
        path: Path = ("form", "sections", place)
        for key in ("title", "note"):
            yield from check_words(finder, (*path, key), section.get(key, ""))
        role = section.get("role")
        if role is not None:
            yield from finder.undefined((*path, "role"), "角色", role, roles)
        yield from _check_fields(finder, path, section, index)
        for number, field in enumerate(section["fields"]):
            scoped = scoped_id(field, role)
            if scoped in asked:
                yield finder.fault((*path, "fields", number), FaultCode.FIELD_TWICE, f"“{field}”问了两次", "只问一次。")
            asked.add(scoped)
    for place, check in enumerate(form.get("checks", ())):
        for number, field in enumerate(check["fields"]):
            if field not in asked:
                where = ("form", "checks", place, "fields", number)
                yield finder.fault(where, FaultCode.REFERENCE_UNDEFINED, f"表单里没有“{field}”", "改正字段。")
        if len(check["fields"]) < 2 and "value" not in check:
            mend = "写上第二个字段，或者写 value。"
            yield finder.fault(("form", "checks", place), FaultCode.VALUE_MISSING, "这条规则没有比较的对象", mend)


def _check_fields(finder: Finder, path: Path, section: dict[str, Any], index: Index) -> Iterator[Fault]:
    for number, field in enumerate(section["fields"]):
        where = (*path, "fields", number)
        yield from finder.undefined(where, "字段", field, index.fields)
        if field.startswith(PERSON_PREFIX) and "role" not in section:
            mend = "给这一节写上 role。"
            yield finder.fault(where, FaultCode.ROLE_WRONG, f"“{field}”属于某个人，这一节没有写是谁", mend)
    for number, field in enumerate(section.get("optional", ())):
        if field not in section["fields"]:
            where = (*path, "optional", number)
            yield finder.fault(where, FaultCode.REFERENCE_UNDEFINED, f"这一节里没有“{field}”", "改正字段。")
    for field in section.get("fields_when", {}):
        if field not in section["fields"]:
            where = (*path, "fields_when", field)
            yield finder.fault(where, FaultCode.REFERENCE_UNDEFINED, f"这一节里没有“{field}”", "改正字段。")
    if "repeat" in section and section["repeat"]["min"] > section["repeat"]["max"]:
        yield finder.fault((*path, "repeat"), FaultCode.VALUE_INVALID, "最少次数比最多次数还多", "改正次数。")
    for field, rule in section.get("rules", {}).items():
        where = (*path, "rules", field)
        if field not in section["fields"]:
            yield finder.fault(where, FaultCode.REFERENCE_UNDEFINED, f"这一节里没有“{field}”", "改正字段。")
        elif field in index.fields:
            yield from check_rule(finder, where, field, rule, index)
