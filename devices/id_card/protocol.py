"""SAM-V frames: bytes to replies and back, no input or output (facts and their sources: README.md)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import Enum, IntEnum, unique

from devices.id_card.errors import TruncatedFrameError

PREAMBLE = bytes.fromhex("AAAAAA9669")
# The first byte after the line was idle is the one that gets lost.
SHORT_PREAMBLE = PREAMBLE[1:]
LENGTH_SIZE = 2
MIN_LENGTH = 4  # SW1 SW2 SW3 CHK
MAX_LENGTH = 8192  # the longest known reply has 2,314; a larger length is a damaged one

# In the order in which a module is looked for, which is also the order of the `set speed` codes.
SPEEDS = (115200, 57600, 38400, 19200, 9600)


@unique
class Command(Enum):
    """CMD and PARA of each request in use."""

    RESET = b"\x10\xff"
    STATUS = b"\x11\xff"
    SAM_NUMBER = b"\x12\xff"
    FIND = b"\x20\x01"
    SELECT = b"\x20\x02"
    READ_BASE = b"\x30\x01"
    READ_BASE_AND_FINGERPRINT = b"\x30\x10"
    READ_NEWEST_ADDRESS = b"\x30\x03"


@unique
class Status(IntEnum):
    """SW3, while SW1 and SW2 are zero."""

    OUR_CHECKSUM = 0x10
    OUR_LENGTH = 0x11
    BAD_COMMAND = 0x21
    NOT_PERMITTED = 0x23
    UNKNOWN_COMMAND = 0x24
    CARD_AUTH_FAILED = 0x31
    SAM_AUTH_FAILED = 0x32
    INFORMATION_NOT_VERIFIED = 0x33
    FINGERPRINT_NOT_VERIFIED = 0x37
    INFORMATION_LENGTH = 0x3F
    UNKNOWN_CARD = 0x40
    READ_FAILED = 0x41
    RANDOM_FAILED = 0x47
    SELF_TEST_FAILED = 0x60
    NOT_AUTHORISED = 0x66
    NO_CARD = 0x80
    SELECT_FAILED = 0x81
    OK = 0x90
    ITEM_ABSENT = 0x91
    FOUND = 0x9F


@dataclass(frozen=True, slots=True, repr=False)
class Reply:
    """One checked frame from the reader."""

    sw1: int
    sw2: int
    status: int
    data: bytes

    def __repr__(self) -> str:
        """Show status and size; the data is personal."""
        return f"Reply({self.sw1:02X} {self.sw2:02X} {self.status:02X}, {len(self.data)} bytes)"


@dataclass(frozen=True, slots=True, repr=False)
class CardPayload:
    """What a card-reading reply carries. Fingerprints are left behind here."""

    text: bytes
    photo: bytes

    def __repr__(self) -> str:
        """Show sizes only."""
        return f"CardPayload({len(self.text)}+{len(self.photo)} bytes)"


def xor_sum(data: bytes) -> int:
    """Return the exclusive or of all bytes."""
    total = 0
    for byte in data:
        total ^= byte
    return total


def build_frame(body: bytes) -> bytes:
    """Wrap body (CMD PARA data, or SW1 SW2 SW3 data) with preamble, length and checksum."""
    counted = struct.pack(">H", len(body) + 1) + body
    return PREAMBLE + counted + bytes([xor_sum(counted)])


def build_request(command: Command, data: bytes = b"") -> bytes:
    """Return the bytes of a request."""
    return build_frame(command.value + data)


def build_reply(status: int, data: bytes = b"") -> bytes:
    """Return the bytes with which a reader answers."""
    return build_frame(bytes([0, 0, status]) + data)


def split_card_payload(data: bytes) -> CardPayload:
    """Cut a `read base` reply by the lengths in it: text, photo and, where the reader adds them, fingerprints.

    Raises:
        TruncatedFrameError: the lengths claim more than there is.
    """
    if len(data) < 4:
        detail = "no lengths"
        raise TruncatedFrameError(detail)
    text_size, photo_size = struct.unpack_from(">HH", data)
    start = 4
    if len(data) != start + text_size + photo_size and len(data) >= 6:
        (fingerprint_size,) = struct.unpack_from(">H", data, 4)
        if len(data) == 6 + text_size + photo_size + fingerprint_size:
            start = 6
    end = start + text_size + photo_size
    if end > len(data):
        detail = f"{len(data)} bytes hold no {text_size}+{photo_size}"
        raise TruncatedFrameError(detail)
    return CardPayload(text=data[start : start + text_size], photo=data[start + text_size : end])


def format_sam_number(data: bytes) -> str:
    """Return the printed form of a module's 16 bytes, such as 05.03-20170101-0001234567-0123456789.

    Raises:
        TruncatedFrameError: fewer than 16 bytes came.
    """
    if len(data) < 16:
        detail = f"{len(data)} of 16 bytes"
        raise TruncatedFrameError(detail)
    first, second, date, serial, check = struct.unpack_from("<HHIII", data)
    return f"{first:02d}.{second:02d}-{date:08d}-{serial:010d}-{check:010d}"
