"""IPP traffic for `sniff`: operations, states and harmless attributes shown; names, users and documents masked."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pyipp import IPPError
from pyipp.enums import IppOperation, IppStatus
from pyipp.parser import parse

from devices.core.errors import ProtocolError
from devices.core.traffic import Direction, Message, Part, Traffic
from devices.page_printer.framing import checked, head_length
from devices.sniffing.http_traffic import Body, HttpTrafficReader, masked_body

HARMLESS: Final = frozenset(
    {
        "attributes-charset", "attributes-natural-language", "copies", "document-format", "document-format-supported",
        "ipp-attribute-fidelity", "ipp-versions-supported", "job-id", "job-impressions-completed",
        "job-media-sheets-completed", "job-state", "job-state-reasons", "last-document", "limit", "media",
        "media-supported", "my-jobs", "operations-supported", "printer-current-time", "printer-is-accepting-jobs",
        "printer-make-and-model", "printer-state", "printer-state-reasons", "printer-up-time", "queued-job-count",
        "requested-attributes", "sides", "sides-supported", "time-at-completed", "time-at-creation",
        "time-at-processing", "which-jobs",
    }
)  # fmt: skip
"""Attributes of RFC 8011 that no person writes anything into; every other one is masked."""
_LONGEST: Final = 200
_UNREADABLE: Final = (IPPError, ValueError, KeyError, IndexError, TypeError, OverflowError, struct.error)


def new_http_reader() -> HttpTrafficReader:
    """Return a reader of IPP within HTTP, as a relay sees it."""
    return HttpTrafficReader(_read_body)


class IppTrafficReader:
    """Reads whole IPP messages, as the driver hands them to its tap where HTTP runs inside TLS."""

    def feed(self, traffic: Traffic) -> Sequence[Message]:
        """Return the message that these bytes are."""
        return (_read_body(Body(traffic.direction, traffic.at, traffic.data, len(traffic.data))),)

    def finish(self) -> Sequence[Message]:
        """Return nothing; nothing is held back."""
        return ()


def _read_body(body: Body) -> Message:
    try:
        length = head_length(body.data)
        code, number = struct.unpack_from(">Hi", body.data, 2)
        groups = parse(checked(body.data[:length]))
    except (ProtocolError, *_UNREADABLE):
        return masked_body(body)
    parts = [Part("request-id", 4, str(number))]
    for group in ("operation-attributes", "jobs", "printers", "unsupported-attributes"):
        found = groups[group]
        for attributes in found if isinstance(found, list) else [found]:
            parts += _parts(attributes)
    if body.size > length:
        parts.append(Part("document", body.size - length))
    return Message(body.direction, body.at, tuple(parts), _named(body.direction, code))


def _parts(attributes: Mapping[str, Any]) -> Iterator[Part]:
    for name, value in attributes.items():
        text = ", ".join(_text(each) for each in (value if isinstance(value, list) else [value]))
        size = len(text.encode("utf-8"))
        if name not in HARMLESS:
            yield Part(name, size)
        else:
            yield Part(name, size, text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …")


def _text(value: object) -> str:
    name = getattr(value, "name", None)
    return _spoken(name) if isinstance(name, str) else str(value)


def _named(direction: Direction, code: int) -> str:
    if direction is Direction.TO_DEVICE:
        known = code in set(IppOperation)
        return _spoken(IppOperation(code).name).title() if known else f"operation {code:#06x}"
    return _spoken(IppStatus(code).name) if code in set(IppStatus) else f"status {code:#06x}"


def _spoken(name: str) -> str:
    """Return a constant as RFC 8011 writes it: PRINT_JOB is print-job."""
    return name.lower().replace("_", "-")
