"""What ails the virtual printer, and what it says of it."""

from __future__ import annotations

from dataclasses import dataclass

_FIXED = 0x12
_DRAWER_HIGH = 0x04


@dataclass(frozen=True, slots=True)
class PrinterConditions:
    """The states a hand, a cable or wear can put the printer in.

    Attributes:
        silent: prints, but never says a word.
        eot_only: answers DLE EOT alone, as some clones do.
        process_id_only: answers GS ( H alone.
        no_process_id: does not know GS ( H.
        auto_status: sends automatic status by itself, as if GS a were set in its switches.
        unplugged: not on the network.
    """

    paper_low: bool = False
    paper_out: bool = False
    cover_open: bool = False
    offline: bool = False
    cutter_jammed: bool = False
    mechanical_error: bool = False
    unrecoverable: bool = False
    overheated: bool = False
    silent: bool = False
    eot_only: bool = False
    process_id_only: bool = False
    no_process_id: bool = False
    auto_status: bool = False
    unplugged: bool = False

    @property
    def answers_at_once(self) -> bool:
        """Whether it answers DLE EOT."""
        return not (self.silent or self.process_id_only)

    @property
    def answers_in_order(self) -> bool:
        """Whether it answers GS r."""
        return self.answers_at_once and not self.eot_only

    @property
    def answers_when_done(self) -> bool:
        """Whether it answers GS ( H."""
        return not (self.silent or self.eot_only or self.no_process_id)

    @property
    def is_stalled(self) -> bool:
        """Whether the printer leaves its buffer alone."""
        return self.paper_out or self.cover_open or self.offline or self._is_broken

    @property
    def _is_broken(self) -> bool:
        return self.cutter_jammed or self.mechanical_error or self.unrecoverable or self.overheated

    def real_time(self, question: int) -> int:
        """Return the answer to DLE EOT 1 to 4."""
        bits = {
            1: (_DRAWER_HIGH, True, 0x08, self.is_stalled),
            2: (0x04, self.cover_open, 0x20, self.paper_out, 0x40, self._is_broken),
            3: (0x04, self.mechanical_error, 0x08, self.cutter_jammed, 0x20, self.unrecoverable, 0x40, self.overheated),
            4: (0x0C, self.paper_low or self.paper_out, 0x60, self.paper_out),
        }[question]
        return _FIXED | sum(bit for bit, is_set in zip(bits[::2], bits[1::2], strict=True) if is_set)

    def in_order(self) -> int:
        """Return the answer to GS r 1."""
        return (0x03 if self.paper_low or self.paper_out else 0) | (0x0C if self.paper_out else 0)

    def of_port(self) -> int:
        """Return the answer to GET_PORT_STATUS of the USB printer class."""
        is_well = not (self._is_broken or self.cover_open)
        return (0x20 if self.paper_out else 0) | (0 if self.offline else 0x10) | (0x08 if is_well else 0)

    def automatic(self) -> bytes:
        """Return the four bytes of automatic status (GS a)."""
        first = 0x10 | _DRAWER_HIGH | (0x08 if self.is_stalled else 0) | (0x20 if self.cover_open else 0)
        second = (0x04 if self.mechanical_error else 0) | (0x08 if self.cutter_jammed else 0)
        second |= (0x20 if self.unrecoverable else 0) | (0x40 if self.overheated else 0)
        return bytes((first, second, self.in_order(), 0))
