"""Loads published lists of service items for search: department, main items, items, and links that carry the codes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from shared.catalogue.errors import CataloguePackageError, FaultCode, refuse
from shared.catalogue.findable import Findable

MAX_LISTING_BYTES: Final = 64 * 1024 * 1024
_ITEM_CODE = re.compile(r"[?&]itemCode=([A-Za-z0-9-]{1,80})")
_UNSORTED: Final = "未分类"
_MEND: Final = "用原样下载的清单文件。"


def read_listing(path: Path) -> tuple[Findable, ...]:
    """Return the items of a published list (JSON: departments, each with main items, each with its items).

    Raises:
        CataloguePackageError: it is too large, no JSON, or of another shape.
        OSError: it can't be read.
    """
    with path.open("rb") as file:
        data = file.read(MAX_LISTING_BYTES + 1)
    if len(data) > MAX_LISTING_BYTES:
        raise refuse(FaultCode.FILE_TOO_LARGE, "清单太大", _MEND, file=path.name)
    try:
        return tuple(_items(json.loads(data)))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _other_shape(path) from error


def _items(departments: Any) -> Iterator[Findable]:
    rank = 0
    for department in departments:
        for main in department["items"]:
            for item in main["sub_items"]:
                rank += 1
                yield _findable(str(item["name"]), str(item["link"]), str(department["department"]), main, rank)


def _findable(name: str, link: str, department: str, main: Any, rank: int) -> Findable:
    found = _ITEM_CODE.search(link)
    above = str(main["main_item"])
    texts = ((name, 1.0), (department, 0.4)) if above == _UNSORTED else ((name, 1.0), (above, 0.6), (department, 0.4))
    return Findable(found[1] if found else name, name, department, texts, rank=rank)


def _other_shape(path: Path) -> CataloguePackageError:
    return refuse(FaultCode.VALUE_INVALID, "不是事项清单的格式", _MEND, file=path.name)
