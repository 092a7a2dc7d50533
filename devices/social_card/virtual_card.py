"""A social security card from the chip's side, with the habits that such cards differ in. Invented people only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Final

from devices.core.roles import Role
from devices.pcsc.apdu import Status
from devices.pcsc.simulator.virtual_card import build_atr
from devices.pcsc.tlv import build_tlv
from devices.social_card.protocol import APPLICATION, CARD_FILE, HOLDER_FILE, NAME_CONTINUED, RecordFile, Tag

_FILES: Final[dict[int, RecordFile]] = {file.file_id: file for file in (CARD_FILE, HOLDER_FILE)}

SPECIMEN: Final[dict[Tag, bytes]] = {
    Tag.CARD_ID: bytes.fromhex("441900D15600000599110145FFFFFFFF"),
    Tag.CARD_CLASS: b"1",
    Tag.VERSION: b"2.00",
    Tag.INSTITUTION: bytes.fromhex("910000010441900044190000"),
    Tag.ISSUED: bytes.fromhex("20200315"),
    Tag.VALID_TO: bytes.fromhex("20300315"),
    Tag.CARD_NUMBER: b"A12345678",
    Tag.NUMBER: b"44190019900307123X",
    Tag.NAME: "陈样".encode("gbk").ljust(30, b"\0"),
    Tag.SEX: b"2",
    Tag.ETHNICITY: bytes.fromhex("01"),
    Tag.BIRTHPLACE: bytes.fromhex("441900"),
    Tag.BIRTH: bytes.fromhex("19900307"),
}


@dataclass(slots=True)
class VirtualSocialCard:
    """A chip. Not for several threads.

    Attributes:
        knows_tags: reads records by their tags; else by their numbers alone.
        knows_directory: selects files among the directory's own; else by their numbers alone.
        exact_length: answers 6Cxx where Le is not what it has.
        holds_back: announces each record by 61xx first.
        hides_holder: wants a PIN before it shows its holder.
        is_national: knows the directory at all; cards of before the national standard don't.
    """

    values: dict[Tag, bytes] = field(default_factory=lambda: dict(SPECIMEN))
    knows_tags: bool = True
    knows_directory: bool = True
    exact_length: bool = False
    holds_back: bool = False
    hides_holder: bool = False
    is_national: bool = True
    pins_tried: int = 0
    role: ClassVar[Role] = Role.SOCIAL_CARD
    moments: ClassVar[tuple[str, ...]] = ("select", "read_record")
    _file: RecordFile | None = None
    _selected: bool = False
    _pending: bytes = b""

    @property
    def atr(self) -> bytes:
        """What it answers to reset: T=0, as all of them."""
        return build_atr("样例".encode("gbk"), t1=False)

    def reset(self) -> None:
        """Forget what was selected."""
        self._file = None
        self._selected = False
        self._pending = b""

    def moment_of(self, command: bytes) -> str | None:
        """Name the point that a command brings the card to."""
        return {0xA4: "select", 0xB2: "read_record"}.get(command[1]) if len(command) > 1 else None

    def answer(self, command: bytes) -> bytes:
        """Carry out one command and return data and status word."""
        if len(command) < 5:
            return _status(Status.WRONG_LENGTH)
        ins, p1, p2, p3 = command[1:5]
        if ins == 0xC0:
            return self._give(p3)
        self._pending = b""
        if ins == 0xA4:
            return self._select(p1, command[5 : 5 + p3])
        if ins == 0xB2 and self._file is not None:
            return self._read(self._file, p1, p2, p3)
        if ins == 0x20:
            self.pins_tried += 1
            return _status(0x63C2)
        return _status(Status.NO_INSTRUCTION)

    def _select(self, p1: int, data: bytes) -> bytes:
        if p1 == 0x04:
            self._selected = self.is_national and data == APPLICATION
            return self._hold(b"\x6f\x02\x84\x00") if self._selected else _status(Status.NOT_FOUND)
        if p1 != (0x02 if self.knows_directory else 0x00):
            return _status(Status.WRONG_P1_P2)
        self._file = _FILES.get(int.from_bytes(data, "big")) if self._selected else None
        return _status(Status.OK if self._file else Status.NOT_FOUND)

    def _read(self, file: RecordFile, p1: int, p2: int, le: int) -> bytes:
        by_tag = p2 == 0x00
        if p2 not in {0x00, 0x04} or by_tag != self.knows_tags:
            return _status(Status.WRONG_P1_P2)
        if file is HOLDER_FILE and self.hides_holder:
            return _status(Status.NOT_SATISFIED)
        records = (*file.records, NAME_CONTINUED) if file is HOLDER_FILE else file.records
        record = next((one for one in records if p1 == (one.tag if by_tag else one.number)), None)
        value = self.values.get(record.tag) if record else None
        if record is None or value is None:
            return _status(Status.NO_RECORD)
        data = build_tlv(record.tag, value)
        if self.exact_length and le != len(data):
            return _status(0x6C00 | len(data))
        return self._hold(data) if self.holds_back else data + _status(Status.OK)

    def _hold(self, data: bytes) -> bytes:
        self._pending = data
        return _status(0x6100 | len(data))

    def _give(self, le: int) -> bytes:
        if le != len(self._pending):
            return _status(0x6C00 | len(self._pending))
        data, self._pending = self._pending, b""
        return data + _status(Status.OK)


def _status(word: int) -> bytes:
    return word.to_bytes(2, "big")
