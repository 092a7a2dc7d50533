"""IPP messages as a printer sees them (RFC 8010): a request read, an answer written. pyipp does both; pure."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import pyipp
from pyipp.enums import IppOperation, IppStatus, IppTag
from pyipp.parser import parse
from pyipp.serializer import construct_attribute

from devices.core.errors import ProtocolError
from devices.page_printer.framing import checked, head_length

_VERSION: Final = b"\x02\x00"
_UNSIGNED: Final = 0xFFFF

Value = str | int | bool | datetime | tuple[str, ...] | tuple[int, ...]
Attribute = tuple[str, IppTag, Value]


@dataclass(frozen=True, slots=True)
class IppRequest:
    """A request.

    Attributes:
        operation: its code; None for one that pyipp does not know.
        about: operation attributes; what is no text stays as pyipp reads it.
        job: job attributes.
        document: what follows the attributes.
    """

    operation: IppOperation | None
    number: int
    about: Mapping[str, Any]
    job: Mapping[str, Any]
    document: bytes = field(repr=False)

    def text(self, name: str, default: str = "") -> str:
        """Return a text among the operation attributes."""
        value = self.about.get(name)
        return value if isinstance(value, str) else default

    def whole(self, name: str, default: int = 0) -> int:
        """Return a whole number among the job's or the operation's attributes."""
        value = self.job.get(name, self.about.get(name))
        return value if isinstance(value, int) and not isinstance(value, bool) else default


def read_request(message: bytes) -> IppRequest:
    """Read a request. Raises ProtocolError."""
    length = head_length(message)
    code, number = struct.unpack_from(">Hi", message, 2)
    try:
        groups = parse(checked(message[:length]))
    except (pyipp.IPPError, ValueError, KeyError, IndexError, TypeError, OverflowError, struct.error) as error:
        raise ProtocolError(type(error).__name__) from error
    about = groups["operation-attributes"]
    return IppRequest(
        operation=IppOperation(code) if code in set(IppOperation) else None,
        number=number,
        about=about if isinstance(about, dict) else {},
        job=next(iter(groups["jobs"]), {}),
        document=message[length:],
    )


def write_answer(status: IppStatus, number: int, groups: Iterable[tuple[IppTag, Iterable[Attribute]]] = ()) -> bytes:
    """Return an answer to the request of that number: groups in their order, each with its attributes."""
    operation: tuple[Attribute, ...] = (
        ("attributes-charset", IppTag.CHARSET, "utf-8"),
        ("attributes-natural-language", IppTag.LANGUAGE, "zh-cn"),
    )
    parts = [_VERSION, struct.pack(">Hi", status.value & _UNSIGNED, number)]
    for tag, attributes in ((IppTag.OPERATION, operation), *groups):
        parts.append(bytes((tag.value,)))
        parts += [_attribute(*each) for each in attributes]
    return b"".join((*parts, bytes((IppTag.END.value,))))


def _attribute(name: str, tag: IppTag, value: Value) -> bytes:
    if not isinstance(value, datetime):
        return bytes(construct_attribute(name, value, tag))
    date = _date_and_time(value)
    return struct.pack(">bH", tag.value, len(name)) + name.encode() + struct.pack(">H", len(date)) + date


def _date_and_time(moment: datetime) -> bytes:
    """DateAndTime of RFC 2579, in UTC."""
    fields = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    return struct.pack(">H5BB", *fields, moment.microsecond // 100_000) + b"+\x00\x00"
