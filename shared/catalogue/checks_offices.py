"""Checks of what offices of each level may do (C14) and of the stages of projects (C16)."""

from __future__ import annotations

from collections.abc import Iterator

from shared.catalogue.checks_basics import is_date
from shared.catalogue.errors import Fault, FaultCode
from shared.catalogue.index import Finder, Index
from shared.catalogue.sources import Sources
from shared.catalogue.yaml_reading import Path
from shared.domain.office_rights import LevelRight


def check_offices_and_projects(sources: Sources, index: Index) -> Iterator[Fault]:
    """Yield every fault of rights by level and of stages."""
    if "office_rights" in sources.single:
        yield from _check_rights(Finder(sources.single["office_rights"]), index)
    if "projects" in sources.single:
        yield from _check_stages(Finder(sources.single["projects"]), index)


def _check_rights(finder: Finder, index: Index) -> Iterator[Fault]:
    routes: dict[tuple[str, str], str] = {}
    for place, one in enumerate(finder.document.data["office_rights"]):
        path: Path = ("office_rights", place)
        for key in ("office", "routes_to"):
            yield from finder.undefined((*path, key), "地点", one[key], index.offices)
        for number, item in enumerate(one["items"]):
            yield from _known_item(finder, (*path, "items", number), item, index)
        if (one["office"] == one["routes_to"]) != (one["right"] == LevelRight.DECIDE):
            mend = "终审的转到自己，代受理、代办的转到别处。"
            yield finder.fault((*path, "routes_to"), FaultCode.RIGHT_WRONG, "转到的地点不对", mend)
        dates = [one[key] for key in ("from", "until") if key in one]
        if not all(map(is_date, dates)) or dates != sorted(dates):
            yield finder.fault(path, FaultCode.RIGHT_WRONG, "起止日期不对", "改正 from 和 until。")
        routes.update({(one["office"], item): one["routes_to"] for item in one["items"]})
    for place, one in enumerate(finder.document.data["office_rights"]):
        turning = next((item for item in one["items"] if _turns(routes, one["office"], item)), None)
        if turning is not None:
            message = f"“{turning}”转来转去到不了能办的地方"
            path = ("office_rights", place, "routes_to")
            yield finder.fault(path, FaultCode.RIGHT_WRONG, message, "让它最后转到能办的部门所在的地点。")


def _turns(routes: dict[tuple[str, str], str], office: str, item: str) -> bool:
    seen: set[str] = set()
    while (office, item) in routes and routes[office, item] != office:
        if office in seen:
            return True
        seen.add(office)
        office = routes[office, item]
    return False


def _check_stages(finder: Finder, index: Index) -> Iterator[Fault]:
    stages: dict[str, set[str]] = {}
    placed: dict[str, set[str]] = {}
    for place, one in enumerate(finder.document.data["projects"]):
        path: Path = ("projects", place)
        known, items = stages.setdefault(one["project"], set()), placed.setdefault(one["project"], set())
        if one["id"] in known:
            yield finder.fault((*path, "id"), FaultCode.CODE_TWICE, f"阶段“{one['id']}”写了两次", "换一个代码。")
        for number, earlier in enumerate(one.get("after", ())):
            if earlier not in known:
                mend = "只写排在前面的阶段。"
                message = f"前面没有“{earlier}”这个阶段"
                yield finder.fault((*path, "after", number), FaultCode.STAGE_WRONG, message, mend)
        for number, item in enumerate(one["items"]):
            yield from _known_item(finder, (*path, "items", number), item, index)
            if item in items:
                mend = "一个事项只放在一个阶段。"
                yield finder.fault((*path, "items", number), FaultCode.STAGE_WRONG, f"“{item}”放了两次", mend)
            items.add(item)
        known.add(one["id"])


def _known_item(finder: Finder, path: Path, item: str, index: Index) -> Iterator[Fault]:
    yield from finder.undefined(path, "事项", item, index.items)
    if item in index.items and not index.applied(item):
        message, mend = f"“{item}”不用申请", "只写申请办理的事项。"
        yield finder.fault(path, FaultCode.VALUE_INVALID, message, mend)
