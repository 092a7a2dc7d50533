"""Checks of a one-matter service: its items, who plays whom, what is supplied, and that every field has its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from shared.catalogue.checks_basics import MAX_TEXT
from shared.catalogue.checks_extras import check_dates
from shared.catalogue.checks_items import check_all_channels, check_roles
from shared.catalogue.errors import Fault, FaultCode
from shared.catalogue.index import Finder, Index
from shared.catalogue.yaml_reading import Document, Path
from shared.forms.definition import scoped_id

Raw = dict[str, Any]


def check_service(document: Document, index: Index) -> Iterator[Fault]:
    """Yield every fault of one service."""
    finder = Finder(document)
    raw = document.data
    yield from finder.undefined(("theme",), "主题", raw["theme"], index.themes)
    yield from check_all_channels(finder, raw, index)
    yield from check_dates(finder, raw)
    yield from _check_order(finder, raw)
    if not raw.get("guide_only"):
        yield from check_roles(finder, ("roles",), raw["roles"], index)
    members = {entry["item"]: entry for entry in raw["items"]}
    yield from finder.undefined(("lead",), "牵头事项", raw["lead"], members)
    broken = tuple(_check_members(finder, raw, index))
    yield from broken
    if broken or raw.get("guide_only"):
        return
    yield from _check_supplied(finder, raw, index)
    yield from _check_sections(finder, raw, index)
    yield from _check_choices(finder, raw, index)


def _check_order(finder: Finder, raw: Raw) -> Iterator[Fault]:
    """Yield what an item waits for and is not there, and items that wait for each other."""
    members = {entry["item"]: entry for entry in raw["items"]}
    for place, entry in enumerate(raw["items"]):
        for number, code in enumerate(entry.get("after", ())):
            yield from finder.undefined(("items", place, "after", number), "事项", code, members)
    try:
        TopologicalSorter({code: entry.get("after", ()) for code, entry in members.items()}).prepare()
    except CycleError as error:
        message = f"事项互相等着：{' → '.join(error.args[1])}"
        yield finder.fault(("items",), FaultCode.CONDITION_CYCLE, message, "去掉其中一个 after。")


def _check_members(finder: Finder, raw: Raw, index: Index) -> Iterator[Fault]:
    roles = {role["code"]: role for role in raw.get("roles", ())}
    seen: set[str] = set()
    for place, entry in enumerate(raw["items"]):
        path: Path = ("items", place)
        code = entry["item"]
        yield from finder.undefined((*path, "item"), "事项", code, index.items)
        if code in seen:
            yield finder.fault(path, FaultCode.CODE_TWICE, f"事项“{code}”写了两次", "只留一个。")
        seen.add(code)
        if code in index.items:
            yield from _check_member(finder, path, entry, roles, index)
    if not raw.get("guide_only") and not any(index.applied(entry["item"]) for entry in raw["items"]):
        mend = "写一个 listed: false 的申请事项，或者写 guide_only: true。"
        yield finder.fault(("items",), FaultCode.DEAD_END, "没有一个要申请的事项", mend)


def _check_member(finder: Finder, path: Path, entry: Raw, roles: Raw, index: Index) -> Iterator[Fault]:
    """Hold an item of the service against its kind: only who applies is cast in a role."""
    if not index.applied(entry["item"]):
        for key in ("casts", "chosen_by"):
            if key in entry:
                yield finder.fault(
                    (*path, key), FaultCode.ROLE_WRONG, "这个事项不用申请，没有人担任角色", "删掉这一项。"
                )
    elif "casts" in entry:
        yield from _check_casts(finder, path, entry, roles, index)
    else:
        yield finder.fault((*path, "casts"), FaultCode.VALUE_MISSING, "缺少“casts”", "写明每个角色由谁担任。")


def _check_casts(finder: Finder, path: Path, entry: Raw, roles: Raw, index: Index) -> Iterator[Fault]:
    own = {role["code"] for role in index.items[entry["item"]]["form"]["roles"]}
    for number, cast in enumerate(entry["casts"]):
        where = (*path, "casts", number)
        played = {key: value for key, value in cast.items() if key != "when"}
        if set(played) != own:
            message = f"应当写明这些角色由谁担任：{'、'.join(sorted(own))}"
            yield finder.fault(where, FaultCode.ROLE_WRONG, message, "一个不多，一个不少。")
        for key, role in played.items():
            yield from finder.undefined((*where, key), "角色", role, roles)
        if len(set(played.values())) != len(played):
            yield finder.fault(where, FaultCode.ROLE_WRONG, "一个人担任了两个角色", "一个人只担任一个。")
    yield from _check_chooser(finder, path, entry, index)


def _check_chooser(finder: Finder, path: Path, entry: Raw, index: Index) -> Iterator[Fault]:
    answers = [cast.get("when") for cast in entry["casts"]]
    if "chosen_by" not in entry:
        if any(answers):
            mend = "写上 chosen_by：由哪个字段的回答决定。"
            yield finder.fault(path, FaultCode.CHOICE_WRONG, "写了 when，没写 chosen_by", mend)
        return
    chooser = entry["chosen_by"]
    yield from finder.undefined((*path, "chosen_by"), "字段", chooser, index.fields)
    if sorted(str(answer) for answer in answers) != sorted(index.choices(chooser)):
        message = f"when 应当正好是“{chooser}”的每一个选项"
        yield finder.fault((*path, "casts"), FaultCode.CHOICE_WRONG, message, "每个选项写一次。")


def _check_supplied(finder: Finder, raw: Raw, index: Index) -> Iterator[Fault]:
    order = [entry["item"] for entry in raw["items"] if index.applied(entry["item"])]
    for place, supply in enumerate(raw.get("supplied", ())):
        path: Path = ("supplied", place)
        if supply["by"] not in order:
            yield from finder.undefined((*path, "by"), "事项", supply["by"], dict.fromkeys(order))
            continue
        later = [index.items[code] for code in order[order.index(supply["by"]) + 1 :]]
        asked = {entry["material"] for item in later for entry in item["materials"]}
        filled = {field for item in later for section in item["form"]["sections"] for field in section["fields"]}
        for key, known in (("materials", asked), ("fields", filled)):
            for number, code in enumerate(supply.get(key, ())):
                if code not in known:
                    message = f"后面的事项不要“{code}”"
                    yield finder.fault((*path, key, number), FaultCode.REFERENCE_UNDEFINED, message, "删掉它。")


def _check_sections(finder: Finder, raw: Raw, index: Index) -> Iterator[Fault]:
    roles = {role["code"]: role for role in raw["roles"]}
    expected = set(_asked_fields(raw, index))
    placed: list[str] = []
    for place, section in enumerate(raw["sections"]):
        if "role" in section:
            yield from finder.undefined(("sections", place, "role"), "角色", section["role"], roles)
            placed += [field for field in expected if field.partition(".")[0] == section["role"]]
        else:
            placed += section["fields"]
            for number, field in enumerate(section["fields"]):
                if field not in expected:
                    path = ("sections", place, "fields", number)
                    yield finder.fault(path, FaultCode.REFERENCE_UNDEFINED, f"哪个事项都不问“{field}”", "删掉它。")
    for field, times in Counter(placed).items():
        if times > 1:
            yield finder.fault(("sections",), FaultCode.FIELD_TWICE, f"“{field}”放了两处", "只放一处。")
    for field in sorted(expected - set(placed)):
        yield finder.fault(("sections",), FaultCode.FIELD_UNPLACED, f"“{field}”没有放进任何一节", "给它找个位置。")


def _asked_fields(raw: Raw, index: Index) -> Iterator[str]:
    supplied = {field for supply in raw.get("supplied", ()) for field in supply.get("fields", ())}
    for _, _, _, field in _castings(raw, index):
        if field not in supplied:
            yield field
    for entry in raw["items"]:
        if "chosen_by" in entry:
            yield entry["chosen_by"]


def _castings(raw: Raw, index: Index) -> Iterator[tuple[Raw, Raw, str, str]]:
    """Yield every field of every item as the service asks it: entry, section, dictionary entry, id."""
    for entry in raw["items"]:
        if not index.applied(entry["item"]):
            continue
        for section in index.items[entry["item"]]["form"]["sections"]:
            for cast in entry["casts"]:
                for field in section["fields"]:
                    role = cast.get(section.get("role", ""))
                    yield entry, section, field, scoped_id(field, role)


def _check_choices(finder: Finder, raw: Raw, index: Index) -> Iterator[Fault]:
    """Yield a field of which nothing is left when the demands of all items hold: no choice, or no length."""
    left: dict[str, set[str]] = {}
    lengths: dict[str, tuple[int, int]] = {}
    for _, section, field, scoped in _castings(raw, index):
        rules = [index.fields.get(field, {}).get("schema", {}), section.get("rules", {}).get(field, {})]
        least, most = lengths.get(scoped, (0, MAX_TEXT))
        lengths[scoped] = (
            max(least, *(rule.get("minLength", 0) for rule in rules)),
            min(most, *(rule.get("maxLength", MAX_TEXT) for rule in rules)),
        )
        if "code_table" in index.fields.get(field, {}):
            allowed = rules[1].get("enum", index.choices(field))
            left.setdefault(scoped, set(index.choices(field))).intersection_update(allowed)
    for scoped, codes in left.items():
        if not codes:
            message = f"各事项对“{scoped}”的要求合起来没有一个选项"
            yield finder.fault(("items",), FaultCode.CHOICE_WRONG, message, "放宽其中一个事项的要求。")
    for scoped, (least, most) in lengths.items():
        if least > most:
            message = f"各事项对“{scoped}”长度的要求合起来没法填：最短 {least}，最长 {most}"
            yield finder.fault(("items",), FaultCode.VALUE_INVALID, message, "放宽其中一个事项的要求。")
