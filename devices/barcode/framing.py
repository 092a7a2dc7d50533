"""Where a code ends in what a gun sends, and its text.

A gun sends a code in one go and puts a suffix behind it, CR or CR LF as a rule. A code may itself hold line feeds
(business licences carry several lines), so a line feed alone ends it only when silence follows.
"""

from __future__ import annotations

import contextlib
import re
from typing import Final

from devices.core.barcodes import CodeTooLongError, CodeUndecodableError

GAP_S: Final = 0.1
"""Silence that ends a code without a suffix: guns send each byte within 16 ms of the one before."""
MOST_BYTES: Final = 8192
"""A QR code holds at most 7,089 characters (ISO/IEC 18004 table 7)."""
_CR: Final = 0x0D
_SUFFIX: Final = b"\r\n\t\x03"
_PREFIX: Final = b"\x02\n"
# GB/T 2312 rows 16 to 55, its common hanzi. A few of them in a row may be sound UTF-8 by chance: Cyrillic, Armenian.
_COMMON_HANZI: Final = re.compile(rb"(?:[\x00-\x7F]|[\xB0-\xD7][\xA1-\xFE])*")
_LAST_LATIN: Final = "\u024f"


class CodeFramer:
    """Take bytes with the time of their coming, give whole codes.

    Bytes that were read late need not have come late: only a wait that gave nothing tells of silence.

    Args:
        ends_at_cr: whether CR ends a code; else only silence does.
    """

    def __init__(self, *, ends_at_cr: bool = True, gap_s: float = GAP_S) -> None:
        self._ends_at_cr = ends_at_cr
        self._gap_s = gap_s
        self._data = bytearray()
        self._last = 0.0
        self._is_spoilt = False

    @property
    def gap_s(self) -> float:
        """How long a silence ends a code."""
        return self._gap_s

    @property
    def is_waiting(self) -> bool:
        """Whether a code was begun and has not ended."""
        return bool(self._data) or self._is_spoilt

    def feed(self, data: bytes, at: float) -> list[bytes]:
        """Return the codes that these bytes end; at is in seconds on any clock that only goes forward.

        Raises CodeTooLongError, once for a stream that has no end; it is read again from the next end on.
        """
        codes: list[bytes] = []
        self._last = at
        for byte in data:
            if self._ends_at_cr and byte == _CR:
                codes += self._end()
            elif not self._is_spoilt:
                self._data.append(byte)
                self._check_length(at)
        return codes

    def silence(self, until: float) -> list[bytes]:
        """Return the code that ended by silence; nothing came until then."""
        return self._end() if self.is_waiting and until - self._last >= self._gap_s else []

    def spoil(self, at: float) -> None:
        """Give up the code that is coming, since part of it was lost; it is read again from the next end on."""
        self._data.clear()
        self._is_spoilt = True
        self._last = at

    def forget(self) -> None:
        """Give up the code that was begun: the rest of it will not come any more."""
        self._data.clear()
        self._is_spoilt = False

    def _check_length(self, at: float) -> None:
        if len(self._data) > MOST_BYTES:
            self.spoil(at)
            raise CodeTooLongError

    def _end(self) -> list[bytes]:
        code = bytes(self._data).rstrip(_SUFFIX).lstrip(_PREFIX)
        was_spoilt, self._is_spoilt = self._is_spoilt, False
        self._data.clear()
        return [code] if code and not was_spoilt else []


def decode_text(code: bytes) -> str:
    """Return a code's text: UTF-8 where it is that and not common hanzi read wrongly, else GB 18030.

    Raises CodeUndecodableError.
    """
    with contextlib.suppress(UnicodeDecodeError):
        text = code.decode("utf-8")
        if max(text, default="") <= _LAST_LATIN or not _COMMON_HANZI.fullmatch(code):
            return text
    try:
        return code.decode("gb18030")
    except UnicodeDecodeError as error:
        raise CodeUndecodableError from error
