"""Slips as JSON files that a person can read and write, for the command line and for tests.

{"title": "…", "elements": [{"kind": "text", "text": "…", "align": "center", "size": 2, "bold": true},
{"kind": "pair", "label": "…", "value": "…", "bold": false}, {"kind": "rule"}, {"kind": "feed", "lines": 1},
{"kind": "qr", "payload": "…", "ecc": "M"}, {"kind": "table", "header": ["…"], "rows": [["…"]], "aligns": ["right"]},
{"kind": "picture", "data": "base64…", "width": 200, "align": "center"}, {"kind": "drawer", "pin": 2}]}; what has a
default may be left out.
"""

from __future__ import annotations

import dataclasses
import json
import stat
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from devices.core.errors import DeviceError
from devices.core.slip import Align, Drawer, Element, Feed, Pair, Picture, Qr, Rule, Slip, Table, Text

MAX_BYTES = 256 * 1024
MAX_ELEMENTS = 500
MAX_CELLS = 2000
_KINDS: dict[str, type[Element]] = {
    "text": Text,
    "pair": Pair,
    "rule": Rule,
    "feed": Feed,
    "qr": Qr,
    "table": Table,
    "picture": Picture,
    "drawer": Drawer,
}
_FILE, _JSON, _SLIP, _TITLE, _ELEMENTS = "file", "json", "slip", "title", "elements"
_NAMES = {kind: name for name, kind in _KINDS.items()}
_TYPES: dict[str, type] = {"str": str, "int": int, "bool": bool}


class SlipFileError(DeviceError):
    """The file is no slip. The detail says where, never what stands there."""

    code = "slip_file_invalid"


def load_slip(path: Path) -> Slip:
    """Read a slip. Raises SlipFileError if the file can't be read, is over 256 KiB, or does not describe a slip."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _fault(_FILE)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _fault(_FILE) from error
    if len(data) > MAX_BYTES:
        raise _fault(_FILE, "size")
    try:
        described = json.loads(data)
    except (ValueError, RecursionError):
        raise _fault(_JSON) from None
    return _slip(described)


def dump_slip(slip: Slip) -> str:
    """Return the JSON text that load_slip reads back to an equal slip."""
    elements = [{"kind": _NAMES[type(element)], **_dumped(element)} for element in slip.elements]
    return json.dumps({"title": slip.title, "elements": elements}, ensure_ascii=False, indent=1)


def _dumped(element: Element) -> dict[str, object]:
    fields = dataclasses.asdict(element)
    return {name: b64encode(value).decode() if isinstance(value, bytes) else value for name, value in fields.items()}


def _fault(*place: str) -> SlipFileError:
    return SlipFileError(".".join(place))


def _slip(described: object) -> Slip:
    if not isinstance(described, dict) or described.keys() - {"title", "elements"}:
        raise _fault(_SLIP)
    title, elements = described.get("title", ""), described.get("elements")
    if not isinstance(title, str):
        raise _fault(_TITLE)
    if not isinstance(elements, list) or len(elements) > MAX_ELEMENTS:
        raise _fault(_ELEMENTS)
    return Slip(title, tuple(_element(entry, f"elements[{index}]") for index, entry in enumerate(elements)))


def _element(described: object, place: str) -> Element:
    if not isinstance(described, dict):
        raise _fault(place)
    name = described.get("kind")
    kind = _KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise _fault(place, "kind")
    fields = {field.name: field for field in dataclasses.fields(kind)}
    if described.keys() - fields.keys() - {"kind"}:
        raise _fault(place, "unknown field")
    values: dict[str, Any] = {}
    for key, field in fields.items():
        if key in described:
            values[key] = _value(described[key], str(field.type), place, key)
        elif field.default is dataclasses.MISSING:
            raise _fault(place, key)
    return kind(**values)


def _value(value: object, type_name: str, *place: str) -> object:
    if type_name in _READERS:
        return _READERS[type_name](value, place)
    if type(value) is not _TYPES[type_name]:
        raise _fault(*place)
    return value


def _align(value: object, place: tuple[str, ...]) -> Align:
    if not isinstance(value, str) or value not in list(Align):
        raise _fault(*place)
    return Align(value)


def _bytes(value: object, place: tuple[str, ...]) -> bytes:
    if not isinstance(value, str):
        raise _fault(*place)
    try:
        return b64decode(value, validate=True)
    except ValueError:
        raise _fault(*place) from None


def _list(value: object, place: tuple[str, ...]) -> list[object]:
    if not isinstance(value, list) or len(value) > MAX_CELLS:
        raise _fault(*place)
    return value


def _cells(value: object, place: tuple[str, ...]) -> tuple[str, ...]:
    cells = _list(value, place)
    if not all(isinstance(cell, str) for cell in cells):
        raise _fault(*place)
    return tuple(str(cell) for cell in cells)


_READERS: dict[str, Callable[[object, tuple[str, ...]], object]] = {
    "Align": _align,
    "bytes": _bytes,
    "tuple[str, ...]": _cells,
    "tuple[tuple[str, ...], ...]": lambda value, place: tuple(_cells(row, place) for row in _list(value, place)),
    "tuple[Align, ...]": lambda value, place: tuple(_align(each, place) for each in _list(value, place)),
}
