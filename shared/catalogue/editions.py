"""What is not confirmed and published, or is retired, is shown and not taken (A9).

An item that writes down its history is taken only as that allows; one without a history was published with the package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shared.catalogue.errors import Fault, FaultCode
from shared.catalogue.index import Finder, Index
from shared.catalogue.loading_extras import history_of
from shared.catalogue.own_words import NOT_CONFIRMED, RETIRED
from shared.catalogue.yaml_reading import Document
from shared.domain.editions import Edition, EditionAct, edition_of
from shared.domain.errors import RuleBrokenError, RuleFault
from shared.domain.items import Channel, ItemKind, ItemState

Raw = Mapping[str, Any]
_MENDS = {
    RuleFault.EDITION_STEP_OUT_OF_ORDER: "按编制、核对、确认、公布的先后写，日期不能往回走。",
    RuleFault.EDITION_SAME_PERSON: "换一个人核对。",
    RuleFault.EDITION_NOT_THE_DEPARTMENT: "由承办部门自己确认。",
}


def check_history(document: Document, index: Index, published: str) -> Iterator[Fault]:
    """Yield what is wrong with an item's history: unknown departments, steps that can't follow, who may not do them.

    A step after the day on which the package is published has not been taken yet.
    """
    finder, raw = Finder(document), document.data
    unknown = [
        fault
        for place, step in enumerate(raw.get("history", ()))
        for fault in finder.undefined(("history", place, "by"), "部门", step["by"], index.departments)
    ]
    if unknown or "history" not in raw:
        yield from unknown
        return
    try:
        edition_in(raw)
    except RuleBrokenError as error:
        mend = _MENDS[RuleFault(error.code)]
        yield finder.fault(("history",), FaultCode.HISTORY_WRONG, f"事项的历史不对（{error.code}）", mend)
    except ValueError:
        yield finder.fault(("history",), FaultCode.VALUE_INVALID, "没有这一天", "改正日期。")
    late = next((place for place, step in enumerate(raw["history"]) if step["on"] > published), None)
    if late is not None:
        mend = f"目录包 {published} 公布，这一步到那天还没有做；改正日期，或者换目录包的公布日期（package.yaml）。"
        yield finder.fault(("history", late, "on"), FaultCode.HISTORY_WRONG, "日期在目录包公布以后", mend)


def edition_in(raw: Raw) -> Edition:
    """Return where an item of the sources stands. Raises RuleBrokenError, ValueError for a date that is none."""
    codes = {step["by"]: step["by"] for step in raw.get("history", ())}
    return edition_of(history_of(raw, codes), raw["department"])


def in_force(items: Mapping[str, Raw], services: Mapping[str, Raw], hall: str) -> tuple[dict[str, Raw], dict[str, Raw]]:
    """Return items and services as they may be taken: without a published edition they are paused and lead to the hall.

    A one-matter service waits for every applied-for item of it that can't be left out, and goes on without the others.
    """
    waiting = {code: why for code, raw in items.items() if "history" in raw and (why := _why(edition_in(raw)))}
    stopped = {code: why for code, why in waiting.items() if items[code]["kind"] == ItemKind.APPLIED}
    held = {code: _paused(raw, hall, waiting[code]) if code in waiting else raw for code, raw in items.items()}
    return held, {code: _service(raw, items, stopped, hall) for code, raw in services.items()}


def _service(raw: Raw, items: Mapping[str, Raw], stopped: Mapping[str, str], hall: str) -> Raw:
    without = [part for part in raw["items"] if part["item"] in stopped]
    if not without:
        return raw
    left = [part for part in raw["items"] if part["item"] not in stopped]
    needed = [part for part in without if not part.get("optional", False)]
    if needed or all(items[part["item"]]["kind"] != ItemKind.APPLIED for part in left):
        code = (needed or without)[0]["item"]
        return _paused(raw, hall, f"{items[code]['name']}（{stopped[code]}）")
    supplied = [one for one in raw.get("supplied", ()) if one["by"] not in stopped]
    return {**raw, "items": left, "supplied": supplied}


def _why(edition: Edition) -> str:
    if edition.taken:
        return ""
    return RETIRED if edition.last is EditionAct.RETIRED else NOT_CONFIRMED


def _paused(raw: Raw, hall: str, note: str) -> Raw:
    if "channels" not in raw:
        return raw
    state = {"state": ItemState.PAUSED.value, "office": hall, "note": note}
    kept = {key: value for key, value in raw.items() if key != "sites"}
    return {**kept, "channels": {channel.value: state for channel in Channel}}
