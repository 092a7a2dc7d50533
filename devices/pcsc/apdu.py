"""Commands to a smart card and its answers (ISO 7816-3 and -4): forms for T=0 and T=1, chaining both ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum, unique
from typing import Final, Protocol

from devices.core.deadline import Deadline
from devices.core.errors import DeviceTimeoutError, ProtocolError
from devices.pcsc.errors import CardRefusedError

MAX_DATA: Final = 255
MAX_ANSWER: Final = 1 << 16
_CHAINED: Final = 0x10
_GET_RESPONSE: Final = 0xC0
_MORE: Final = 0x61
_WRONG_LE: Final = 0x6C


@unique
class Status(IntEnum):
    """Status words in use, ISO 7816-4 section 5.6 and NIST SP 800-73-4 part 2."""

    OK = 0x9000
    NOT_SATISFIED = 0x6982
    BLOCKED = 0x6983
    CONDITIONS = 0x6985
    WRONG_DATA = 0x6A80
    NO_FUNCTION = 0x6A81
    NOT_FOUND = 0x6A82
    NO_RECORD = 0x6A83
    WRONG_P1_P2 = 0x6A86
    NO_REFERENCE = 0x6A88
    WRONG_LENGTH = 0x6700
    NO_INSTRUCTION = 0x6D00
    NO_CLASS = 0x6E00


@dataclass(frozen=True, slots=True, repr=False)
class Apdu:
    """One command.

    Attributes:
        data: at most 64 KiB; what is longer than 255 bytes goes out in a chain.
        le: how many bytes are expected, 1 to 256; None for none.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = b""
    le: int | None = None

    def __repr__(self) -> str:
        """Show the header only: the data may be a PIN."""
        return f"Apdu({self.cla:02X} {self.ins:02X} {self.p1:02X} {self.p2:02X}, {len(self.data)} bytes)"

    def encode(self, *, t0: bool) -> bytes:
        """Return the bytes for a card.

        With T=0 a command has five header bytes at least, and data and Le exclude each other (ISO 7816-3 section 12.2).
        """
        head = bytes((self.cla, self.ins, self.p1, self.p2))
        if self.data:
            body = bytes((len(self.data),)) + self.data
            return head + body if t0 or self.le is None else head + body + bytes((self.le & 0xFF,))
        if self.le is not None:
            return head + bytes((self.le & 0xFF,))
        return head + b"\0" if t0 else head

    def links(self) -> Iterator[Apdu]:
        """Yield the command in pieces that a card takes, all but the last one marked as chained."""
        if len(self.data) <= MAX_DATA:
            yield self
            return
        last = (len(self.data) - 1) // MAX_DATA * MAX_DATA
        for start in range(0, last, MAX_DATA):
            yield replace(self, cla=self.cla | _CHAINED, data=self.data[start : start + MAX_DATA], le=None)
        yield replace(self, data=self.data[last:])


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What a card answered: data and status word."""

    data: bytes
    status: int

    def __repr__(self) -> str:
        """Show status and size; the data is personal."""
        return f"Answer({self.status:04X}, {len(self.data)} bytes)"

    @property
    def ok(self) -> bool:
        """Whether the command was carried out."""
        return self.status == Status.OK

    def require_ok(self) -> bytes:
        """Return the data.

        Raises:
            CardRefusedError: the status word says otherwise.
        """
        if not self.ok:
            raise CardRefusedError(self.status)
        return self.data


class CardChannel(Protocol):
    """The narrow seam: bytes to a card and back."""

    @property
    def t0(self) -> bool:
        """Whether the card speaks T=0."""

    def transmit(self, command: bytes) -> bytes:
        """Send one command and return what the card answers, status word included."""


def exchange(channel: CardChannel, apdu: Apdu, deadline: Deadline) -> Answer:
    """Carry out a command: chain what is long, fetch what the card holds back (61xx), ask again with its length (6Cxx).

    Raises:
        DeviceTimeoutError: the deadline passed between two commands of a chain.
        ProtocolError: the card answers without a status word, or without end.
        DeviceError: the channel's own.
    """
    *first, last = apdu.links()
    for link in first:
        answer = _one(channel, link, deadline)
        if not answer.ok:
            return answer
    return _complete(channel, last, deadline)


def _complete(channel: CardChannel, apdu: Apdu, deadline: Deadline) -> Answer:
    answer = _with_right_length(channel, apdu, deadline)
    data = answer.data
    while answer.status >> 8 == _MORE:
        if len(data) > MAX_ANSWER:
            detail = "answer without end"
            raise ProtocolError(detail)
        more = Apdu(apdu.cla & ~_CHAINED, _GET_RESPONSE, 0, 0, le=answer.status & 0xFF or 256)
        answer = _with_right_length(channel, more, deadline)
        if answer.status >> 8 == _MORE and not answer.data:
            detail = "announced data does not come"
            raise ProtocolError(detail)
        data += answer.data
    return Answer(data, answer.status)


def _with_right_length(channel: CardChannel, apdu: Apdu, deadline: Deadline) -> Answer:
    answer = _one(channel, apdu, deadline)
    if answer.status >> 8 == _WRONG_LE:
        answer = _one(channel, replace(apdu, le=answer.status & 0xFF or 256), deadline)
    return answer


def _one(channel: CardChannel, apdu: Apdu, deadline: Deadline) -> Answer:
    if deadline.expired:
        raise DeviceTimeoutError
    raw = channel.transmit(apdu.encode(t0=channel.t0))
    if len(raw) < 2:
        detail = f"{len(raw)} bytes instead of a status word"
        raise ProtocolError(detail)
    return Answer(raw[:-2], raw[-2] << 8 | raw[-1])
