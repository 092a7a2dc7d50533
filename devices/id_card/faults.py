"""What a simulated reader can be made to do wrong, at the wire, and when a fault script can strike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum, unique
from functools import partial
from typing import Final, Protocol

from devices.core.faults import FaultAction
from devices.id_card.card_image import CardImage, build_image
from devices.id_card.framing import FrameFinder
from devices.id_card.protocol import Command, Status, build_reply, split_card_payload
from devices.id_card.specimens import SPECIMENS
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
    UNPLUG_MID_READ = "unplug_mid_read"
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


MOMENTS: Final = {
    Command.FIND.value: "find",
    Command.SELECT.value: "select",
    Command.READ_BASE.value: "read",
    Command.READ_BASE_AND_FINGERPRINT.value: "read",
    Command.READ_NEWEST_ADDRESS.value: "read_address",
}
_TITLES: Final = {
    Fault.SILENCE: ("silence", "读卡器不应答"),
    Fault.GARBAGE: ("garbage", "线路上全是乱码"),
    Fault.WRONG_CHECKSUM: ("wrong_checksum", "校验不符"),
    Fault.TRUNCATED: ("truncated", "数据中途断了"),
    Fault.AUTH_FAILED: ("auth_failed", "证件认证不通过"),
    Fault.READ_FAILED: ("read_failed", "证件读不出"),
    Fault.UNKNOWN_TYPE: ("unknown_type", "不认识的证件类型"),
    Fault.LOST_FIRST_BYTE: ("lost_first_byte", "每帧丢第一个字节"),
    Fault.STALE_BYTES: ("stale_bytes", "帧前有残留字节"),
    Fault.SLOW: ("slow", "很慢"),
    Fault.MODULE_FAULT: ("module_fault", "安全模块故障"),
}


class _Reader(Protocol):
    def present(self, card: CardImage) -> None: ...
    def remove(self) -> None: ...
    def set_fault(self, fault: Fault | None) -> None: ...
    def unplug(self) -> None: ...
    def replug(self) -> None: ...


def reader_actions(reader: _Reader) -> Mapping[str, FaultAction]:
    """Return what a fault script can do to a simulated reader."""

    def present(card: str = "chen") -> None:
        reader.present(build_image(SPECIMENS[card]))

    def restore() -> None:
        reader.set_fault(None)
        reader.replug()

    return {
        "present_card": FaultAction("放上证件", present, {"card": str}),
        "remove_card": FaultAction("拿走证件", reader.remove),
        "unplug": FaultAction("拔掉线缆", reader.unplug),
        "replug": FaultAction("插回线缆", reader.replug),
        "restore": FaultAction("恢复正常", restore),
        **{name: FaultAction(title, partial(reader.set_fault, fault)) for fault, (name, title) in _TITLES.items()},
    }
