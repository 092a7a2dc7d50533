"""A SAM-V speaker written from the protocol page alone; it shares no code with the driver or its simulator.

Where the driver and its simulator agree on a mistake, this one does not.
"""

from __future__ import annotations

import contextlib
import os
import select
import termios
import threading
import time
import tty
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tests.patience import PATIENCE_S

_PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
_TERMIOS_SPEEDS = {
    115200: termios.B115200,
    57600: termios.B57600,
    38400: termios.B38400,
    19200: termios.B19200,
    9600: termios.B9600,
}

FIND, SELECT, READ, READ_WITH_FINGERPRINT, NEWEST_ADDRESS = "2001", "2002", "3001", "3010", "3003"
STATUS = "11ff"


def framed(*parts: bytes) -> bytes:
    """Put preamble, length and checksum around status bytes and data."""
    body = b"".join(parts)
    length = (len(body) + 1).to_bytes(2, "big")
    check = 0
    for byte in length + body:
        check ^= byte
    return _PREAMBLE + length + body + bytes([check])


def status(sw3: int, data: bytes = b"") -> bytes:
    return framed(bytes([0, 0, sw3]), data)


def utf16(text: str, size: int) -> bytes:
    raw = text.encode("utf-16-le")
    assert len(raw) <= size
    return raw + b"\x20\x00" * ((size - len(raw)) // 2)


def resident_block() -> bytes:
    """Offsets 0 name 30, 30 sex 2, 32 ethnic 4, 36 birth 16, 52 address 70, 122 number 36, 158 issuer 30, 188, 204."""
    return b"".join(
        [
            utf16("周样例", 30),
            utf16("1", 2),
            utf16("15", 4),
            utf16("19770707", 16),
            utf16("广东省东莞市道滘镇样例路7号", 70),
            utf16("44190019770707001X", 36),
            utf16("东莞市公安局道滘分局", 30),
            utf16("20100203", 16),
            utf16("长期", 16),
            utf16("", 36),
        ]
    )


def permit_block() -> bytes:
    """As the resident's, with 220 pass number 18, 238 issue count 4, 242 reserved 6, flag J."""
    return b"".join(
        [
            utf16("吴样例", 30),
            utf16("2", 2),
            utf16("", 4),
            utf16("19850505", 16),
            utf16("广东省东莞市凤岗镇样例街5号", 70),
            utf16("810000198505050028", 36),
            utf16("东莞市公安局", 30),
            utf16("20240102", 16),
            utf16("20290102", 16),
            utf16("H00000001", 18),
            utf16("02", 4),
            utf16("", 6),
            utf16("J", 2),
            utf16("", 6),
        ]
    )


def foreign_2017_block() -> bytes:
    """0 English name 120, 120 sex 2, 122 number 30, 152 nation 6, 158 Chinese name 30, 188, 204, 220 birth, I."""
    return b"".join(
        [
            utf16("YANGLI, SPECIMEN TEST", 120),
            utf16("2", 2),
            utf16("SGP441991010121", 30),
            utf16("SGP", 6),
            utf16("白样例", 30),
            utf16("20170606", 16),
            utf16("20270606", 16),
            utf16("19910101", 16),
            utf16("01", 4),
            utf16("4419", 8),
            utf16("I", 2),
            utf16("", 6),
        ]
    )


def foreign_2023_block() -> bytes:
    """0 name 30, 30 sex, 32 renewals 4, 36 birth, 52 English 1-35, 122 number, 158 reserved 30, 220 English 36-46."""
    english = "SPECIMEN YANGLI OF A NAME WITH MORE THAN 35"
    return b"".join(
        [
            utf16("石样例", 30),
            utf16("1", 2),
            utf16("01", 4),
            utf16("20000229", 16),
            utf16(english[:35], 70),
            utf16("944158200002290015", 36),
            utf16("", 30),
            utf16("20240229", 16),
            utf16("20340228", 16),
            utf16(english[35:], 22),
            utf16("FRA", 6),
            utf16("Y", 2),
            utf16("015", 6),
        ]
    )


BLOCKS = {
    "resident": resident_block(),
    "permit": permit_block(),
    "foreign2017": foreign_2017_block(),
    "foreign2023": foreign_2023_block(),
}

EXPECTED: dict[str, dict[str, str]] = {
    "resident": {
        "type": "resident",
        "name": "周样例",
        "sex": "男",
        "ethnicity": "土家",
        "birth": "1977-07-07",
        "address": "广东省东莞市道滘镇样例路7号",
        "number": "44190019770707001X",
        "issuer": "东莞市公安局道滘分局",
        "valid_from": "2010-02-03",
        "valid_to": "长期",
    },
    "permit": {
        "type": "permit",
        "name": "吴样例",
        "sex": "女",
        "birth": "1985-05-05",
        "address": "广东省东莞市凤岗镇样例街5号",
        "number": "810000198505050028",
        "issuer": "东莞市公安局",
        "valid_from": "2024-01-02",
        "valid_to": "2029-01-02",
        "pass_number": "H00000001",
        "issue_count": "02",
    },
    "foreign2017": {
        "type": "foreign2017",
        "name": "白样例",
        "name_en": "YANGLI, SPECIMEN TEST",
        "sex": "女",
        "birth": "1991-01-01",
        "number": "SGP441991010121",
        "nationality": "SGP",
        "valid_from": "2017-06-06",
        "valid_to": "2027-06-06",
    },
    "foreign2023": {
        "type": "foreign2023",
        "name": "石样例",
        "name_en": "SPECIMEN YANGLI OF A NAME WITH MORE THAN 35",
        "sex": "男",
        "birth": "2000-02-29",
        "number": "944158200002290015",
        "nationality": "FRA",
        "valid_from": "2024-02-29",
        "valid_to": "2034-02-28",
        "issue_count": "01",
    },
}


def base_reply(block: bytes, photo: bytes = bytes(range(256)) * 4) -> bytes:
    lengths = len(block).to_bytes(2, "big") + len(photo).to_bytes(2, "big")
    return status(0x90, lengths + block + photo)


def base_reply_with_fingerprint(block: bytes, fingerprint: bytes) -> bytes:
    photo = bytes(1024)
    sizes = (len(block), len(photo), len(fingerprint))
    lengths = b"".join(size.to_bytes(2, "big") for size in sizes)
    return status(0x90, lengths + block + photo + fingerprint)


def answers_for(block: bytes) -> dict[str, bytes]:
    """What a healthy reader with that card on it answers, by command."""
    return {
        STATUS: status(0x90),
        FIND: status(0x9F, bytes(4)),
        SELECT: status(0x90, bytes(8)),
        READ: base_reply(block),
        NEWEST_ADDRESS: status(0x91),
    }


Chunking = Callable[[bytes], Iterator[tuple[bytes, float]]]


def all_at_once(data: bytes) -> Iterator[tuple[bytes, float]]:
    yield data, 0.0


def byte_by_byte(pause_s: float) -> Chunking:
    def cut(data: bytes) -> Iterator[tuple[bytes, float]]:
        for byte in data:
            yield bytes([byte]), pause_s

    return cut


def in_pieces(sizes: Sequence[int], pause_s: float) -> Chunking:
    def cut(data: bytes) -> Iterator[tuple[bytes, float]]:
        start, turn = 0, 0
        while start < len(data):
            size = sizes[turn % len(sizes)]
            yield data[start : start + size], pause_s
            start, turn = start + size, turn + 1

    return cut


@dataclass
class Speaker:
    """Answers requests on a pty in a thread, only at its own speed.

    Attributes:
        answers: bytes to send for each command, as four hexadecimal digits; a command that is missing gets nothing.
        speed: what the host must have set, or None for any; at another speed the speaker sends `at_wrong_speed`.
        thinks_s: seconds before each answer.
        wire: changes every answer on its way, such as losing its first byte.
    """

    answers: dict[str, bytes]
    speed: int | None = 115200
    thinks_s: float = 0.0
    chunking: Chunking = all_at_once
    wire: Callable[[bytes], bytes] = lambda data: data
    at_wrong_speed: bytes = b""
    asked: list[str] = field(default_factory=list)
    speeds_seen: list[int] = field(default_factory=list)
    port: str = ""
    _asked_once: threading.Event = field(default_factory=threading.Event)

    @contextlib.contextmanager
    def running(self) -> Iterator[Speaker]:
        near, far = os.openpty()
        tty.setraw(far)
        self.port = os.ttyname(far)
        stop = threading.Event()
        thread = threading.Thread(target=self._serve, args=(near, stop))
        thread.start()
        try:
            yield self
        finally:
            stop.set()
            thread.join(PATIENCE_S)
            os.close(near)
            os.close(far)

    def wait_until_asked(self, deadline_s: float = PATIENCE_S) -> None:
        """Wait for the first request; raise `AssertionError` when none came by the deadline."""
        assert self._asked_once.wait(deadline_s)

    def _serve(self, near: int, stop: threading.Event) -> None:
        heard = b""
        while not stop.is_set():
            if not select.select([near], [], [], 0.02)[0]:
                continue
            heard += os.read(near, 1024)
            speed = termios.tcgetattr(near)[5]
            if self.speed is not None and speed != _TERMIOS_SPEEDS[self.speed]:
                heard = b""
                self.speeds_seen.append(speed)
                os.write(near, self.at_wrong_speed)
                continue
            # A request without data: preamble 5, length 00 03, two bytes of command, checksum.
            while len(heard) >= 10 and heard.startswith(_PREAMBLE):
                request, heard = heard[:10], heard[10:]
                assert request[5] ^ request[6] ^ request[7] ^ request[8] == request[9]
                self._answer(near, request[7:9].hex(), stop)

    def _answer(self, near: int, command: str, stop: threading.Event) -> None:
        self.asked.append(command)
        self._asked_once.set()
        answer = self.answers.get(command)
        if answer is None or stop.wait(self.thinks_s):
            return
        for piece, pause_s in self.chunking(self.wire(answer)):
            os.write(near, piece)
            end = time.monotonic() + pause_s
            while time.monotonic() < end:
                if stop.wait(max(0.0, end - time.monotonic())):
                    return
