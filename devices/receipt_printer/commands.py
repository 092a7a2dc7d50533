"""The bytes of ESC/POS that we send (Epson's ESC/POS reference; FS commands as in Chinese makers' manuals)."""

from __future__ import annotations

from typing import Final

from devices.core.slip import Align

RESET: Final = b"\x1b@"
CHINESE_ON: Final = b"\x1c&"
LINE_FEED: Final = b"\n"
CUT: Final = b"\x1dVB\x18"
"""GS V 66: feed to the cutter and 24 dots more, cut, leave one point standing."""
ASK_IN_ORDER: Final = b"\x1dr\x01"
"""GS r 1: the paper sensors, answered when everything before it is worked through."""

_ALIGN: Final = {Align.LEFT: b"\x1ba\x00", Align.CENTER: b"\x1ba\x01", Align.RIGHT: b"\x1ba\x02"}
_QR_ECC: Final = {"L": 0x30, "M": 0x31, "Q": 0x32, "H": 0x33}


def ask_now(number: int) -> bytes:
    """DLE EOT n: a status byte, answered at once and ahead of what waits in the buffer."""
    return bytes((0x10, 0x04, number))


def ask_done(process_id: bytes) -> bytes:
    """GS ( H 48: have four characters sent back when all before this is printed."""
    return b"\x1d(H\x06\x0000" + process_id


def align(where: Align) -> bytes:
    """ESC a n."""
    return _ALIGN[where]


def bold(on: bool) -> bytes:
    """ESC E n."""
    return b"\x1bE\x01" if on else b"\x1bE\x00"


def size(times: int) -> bytes:
    """GS ! n and FS ! n, so that no make leaves hanzi small beside big Latin."""
    return b"\x1d!\x11\x1c!\x0c" if times == 2 else b"\x1d!\x00\x1c!\x00"


def pitch(dots: int) -> bytes:
    """ESC 3 n: from line to line."""
    return bytes((0x1B, 0x33, dots))


def feed_dots(dots: int) -> bytes:
    """ESC J n."""
    return bytes((0x1B, 0x4A, dots))


def feed_lines(lines: int) -> bytes:
    """ESC d n."""
    return bytes((0x1B, 0x64, lines))


def open_drawer(pin: int) -> bytes:
    """ESC p m t1 t2: a pulse of 50 ms on pin 2 or 5, then half a second of rest."""
    return bytes((0x1B, 0x70, 0 if pin == 2 else 1, 25, 250))


def raster_band(width_bytes: int, height: int, dots: bytes) -> bytes:
    """GS v 0: a band of dots, one bit each, rows from the top."""
    return b"\x1dv0\x00" + width_bytes.to_bytes(2, "little") + height.to_bytes(2, "little") + dots


def qr(payload: bytes, ecc: str, module_dots: int) -> bytes:
    """GS ( k: model 2, module size 1 to 16 dots, ECC, store, print."""
    return b"".join(
        (
            b"\x1d(k\x04\x001A2\x00",
            b"\x1d(k\x03\x001C" + bytes((module_dots,)),
            b"\x1d(k\x03\x001E" + bytes((_QR_ECC[ecc],)),
            b"\x1d(k" + (len(payload) + 3).to_bytes(2, "little") + b"1P0" + payload,
            b"\x1d(k\x03\x001Q0",
        )
    )
