"""What a printer says of itself: DLE EOT status bytes, GS r answers, automatic status, and their meaning.

Bits after Epson's ESC/POS reference; the fixed bits tell the three kinds of answer apart.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Final

from devices.core.printing import PrintCause, PrinterStatus
from devices.core.status import DeviceState
from devices.receipt_printer.evidence import ID_LENGTH

QUESTIONS: tuple[int, ...] = (1, 4, 2, 3)
"""The numbers of DLE EOT, in the order of how many makes answer them."""
STRAY_LIMIT = 8
"""So many bytes that no printer would send: whoever is at the other end, it is none."""

_DONE_HEAD: Final = b"\x37\x22"
"""Header and identifier of a process ID response (GS ( H), which ends with NUL."""
_DONE_LENGTH: Final = len(_DONE_HEAD) + ID_LENGTH + 1
_FLOW_CONTROL = frozenset((0x11, 0x13))
_AUTOMATIC_LENGTH = 4

_CAUSES: tuple[tuple[int, int, PrintCause], ...] = (
    (2, 0x04, PrintCause.COVER_OPEN),
    (2, 0x20, PrintCause.PAPER_END),
    (4, 0x60, PrintCause.PAPER_END),
    (3, 0x08, PrintCause.CUTTER),
    (3, 0x20, PrintCause.UNRECOVERABLE),
    (3, 0x04, PrintCause.MECHANICAL),
    (3, 0x40, PrintCause.OVERHEAT),
    (2, 0x40, PrintCause.MECHANICAL),
    (1, 0x08, PrintCause.OFFLINE),
)
"""Question, bits of which any counts, cause; the first that applies is what a person should mend first."""
_PAPER_LOW = (4, 0x0C)


def is_status(byte: int) -> bool:
    """Tell whether a byte can be an answer to DLE EOT: bits 1 and 4 set, 0 and 7 not."""
    return byte & 0x93 == 0x12


def is_in_order(byte: int) -> bool:
    """Tell whether a byte can be an answer to GS r: bits 4 and 7 not set."""
    return byte & 0x90 == 0


def interpret(answers: Mapping[int, int]) -> PrinterStatus:
    """Return what answers to DLE EOT, by number of the question, say; none at all is UNKNOWN."""
    if not answers:
        return PrinterStatus(DeviceState.UNKNOWN)
    paper_low = bool(answers.get(_PAPER_LOW[0], 0) & _PAPER_LOW[1])
    for question, bits, cause in _CAUSES:
        if answers.get(question, 0) & bits:
            state = DeviceState.OFFLINE if cause is PrintCause.OFFLINE else DeviceState.FAULT
            return PrinterStatus(state, cause, paper_low)
    if 1 not in answers:
        return PrinterStatus(DeviceState.UNKNOWN, None, paper_low)
    return PrinterStatus(DeviceState.ATTENTION if paper_low else DeviceState.READY, None, paper_low)


class Inbox:
    """Sort what comes from a printer, byte by byte, into the two kinds of answer; all else is counted, not believed.

    Only what was asked for is an answer. Automatic status (GS a) comes in fours whose last three look like answers to
    GS r, so they are taken out together; likewise a process ID response, once one is awaited.
    """

    def __init__(self) -> None:
        self._status: deque[int] = deque()
        self._in_order: deque[int] = deque()
        self._owed_status = 0
        self._owed_in_order = 0
        self._unasked_in_order = 0
        self._automatic = 0
        self._strays = 0
        self._process_id: bytes | None = None
        self._response = bytearray()
        self._is_done = False

    def expect_status(self) -> None:
        """DLE EOT is being sent: one more answer to it may come."""
        self._owed_status += 1

    def expect_in_order(self) -> None:
        """GS r is being sent: one more answer to it may come."""
        self._owed_in_order += 1

    def expect_done(self, process_id: bytes) -> None:
        """GS ( H is being sent: these characters may come back."""
        self._process_id, self._is_done = process_id, False

    def feed(self, data: bytes) -> None:
        """Take in bytes in the order of their coming."""
        for byte in data:
            self._take(byte)

    def _take(self, byte: int) -> None:
        if self._process_id is None:
            self._sort(byte)
            return
        self._response.append(byte)
        while self._response and not _begins_response(self._response):
            self._sort(self._response.pop(0))
        if len(self._response) == _DONE_LENGTH:
            # Another one is of an earlier slip.
            self._is_done = self._is_done or self._response[len(_DONE_HEAD) : -1] == self._process_id
            self._response.clear()

    def _sort(self, byte: int) -> None:
        if self._automatic:
            if is_in_order(byte):
                self._automatic = (self._automatic + 1) % _AUTOMATIC_LENGTH
                return
            self._strays += self._automatic
            self._automatic = 0
        if byte & 0x93 == 0x10:
            self._automatic = 1
        elif is_status(byte) and self.owed_status > 0:
            self._status.append(byte)
        elif is_in_order(byte) and self._owed_in_order > len(self._in_order):
            self._in_order.append(byte)
        elif byte not in _FLOW_CONTROL:
            self._strays += 1
            self._unasked_in_order += is_in_order(byte)

    def next_done(self) -> int | None:
        """Return 0 once the characters came back, until then None."""
        return 0 if self._is_done else None

    def next_status(self) -> int | None:
        """Return the oldest unused answer to DLE EOT, or None."""
        if not self._status:
            return None
        self._owed_status -= 1
        return self._status.popleft()

    def next_in_order(self) -> int | None:
        """Return the oldest unused answer to GS r, or None."""
        if not self._in_order:
            return None
        self._owed_in_order -= 1
        return self._in_order.popleft()

    @property
    def owed_status(self) -> int:
        """How many answers to DLE EOT have not come."""
        return self._owed_status - len(self._status)

    def write_off_status(self) -> None:
        """Expect no late answer to DLE EOT any more."""
        self._owed_status = 0
        self._status.clear()

    @property
    def unasked_in_order(self) -> int:
        """How many bytes like an answer to GS r came without a question."""
        return self._unasked_in_order

    @property
    def is_a_stranger(self) -> bool:
        """Whether so much nonsense came that nothing said on this line counts."""
        return self._strays > STRAY_LIMIT


def _begins_response(data: bytearray) -> bool:
    is_whole = len(data) == _DONE_LENGTH
    return _DONE_HEAD.startswith(data[: len(_DONE_HEAD)]) and not (is_whole and data[-1])
