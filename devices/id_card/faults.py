"""What a simulated reader can be made to do wrong, at the wire."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum, unique
from typing import Final

from devices.id_card.framing import FrameFinder
from devices.id_card.protocol import Command, Status, build_reply, split_card_payload
from devices.id_card.text_block import FLAG

READS: Final = frozenset({Command.READ_BASE.value, Command.READ_BASE_AND_FINGERPRINT.value})
UNKNOWN_FLAG: Final = "Q"
_NOISE: Final = bytes.fromhex("00F8C0AAAA96AA69FF0E")


@unique
class Fault(StrEnum):
    """What can be made to go wrong, until it is cleared."""

    SILENCE = "silence"
    GARBAGE = "garbage"
    WRONG_CHECKSUM = "wrong_checksum"
    TRUNCATED = "truncated"
    AUTH_FAILED = "auth_failed"
    READ_FAILED = "read_failed"
    UNKNOWN_TYPE = "unknown_type"
    REMOVE_MID_READ = "remove_mid_read"
    LOST_FIRST_BYTE = "lost_first_byte"
    STALE_BYTES = "stale_bytes"
    SLOW = "slow"
    MODULE_FAULT = "module_fault"


def _with_wrong_checksum(answer: bytes) -> bytes:
    return answer[:-1] + bytes([answer[-1] ^ 0xFF])


def _with_unknown_flag(answer: bytes) -> bytes:
    (reply,) = FrameFinder().feed(answer)
    if reply.status != Status.OK:
        return answer
    text = split_card_payload(reply.data).text
    changed = text[: FLAG.start] + UNKNOWN_FLAG.encode("utf-16-le") + text[FLAG.stop :]
    return build_reply(Status.OK, reply.data.replace(text, changed, 1))


_ON_EVERY_ANSWER: Final[dict[Fault, Callable[[bytes], bytes]]] = {
    Fault.SILENCE: lambda _answer: b"",
    Fault.GARBAGE: lambda _answer: _NOISE,
    Fault.LOST_FIRST_BYTE: lambda answer: answer[1:],
    Fault.STALE_BYTES: lambda answer: _NOISE + answer,
    Fault.MODULE_FAULT: lambda _answer: build_reply(Status.SELF_TEST_FAILED),
}
_ON_CARD_READS: Final[dict[Fault, Callable[[bytes], bytes]]] = {
    Fault.WRONG_CHECKSUM: _with_wrong_checksum,
    Fault.TRUNCATED: lambda answer: answer[: len(answer) // 2],
    Fault.AUTH_FAILED: lambda _answer: build_reply(Status.CARD_AUTH_FAILED),
    Fault.READ_FAILED: lambda _answer: build_reply(Status.READ_FAILED),
    Fault.UNKNOWN_TYPE: _with_unknown_flag,
}


def spoil(answer: bytes, request: bytes, fault: Fault | None) -> bytes:
    """Return the answer to a request as the fault leaves it on the wire."""
    if fault is None:
        return answer
    change = _ON_EVERY_ANSWER.get(fault)
    if change is None and request in READS:
        change = _ON_CARD_READS.get(fault)
    return change(answer) if change else answer
