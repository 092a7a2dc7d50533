"""How a SAM-V frame travels over USB, told by a reader's endpoint descriptors alone; pure.

One vendor and product number is in the field with two layouts, so numbers decide nothing (device-protocols §1.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from devices.core.errors import UnsupportedError
from devices.id_card.protocol import LENGTH_SIZE, MAX_LENGTH, MIN_LENGTH, PREAMBLE, SHORT_PREAMBLE

BULK: Final = 2
INTERRUPT: Final = 3
HEADER_SIZE: Final = len(PREAMBLE) + LENGTH_SIZE
_IN: Final = 0x80
_MOST_PACKET: Final = 1024


@unique
class UsbForm(StrEnum):
    """The three ways in use."""

    SPLIT = "split"
    WHOLE = "whole"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint descriptor: bEndpointAddress, the transfer type of bmAttributes, wMaxPacketSize."""

    address: int
    transfer: int
    packet_size: int

    @property
    def is_input(self) -> bool:
        """Whether it carries bytes to the host."""
        return bool(self.address & _IN)


@dataclass(frozen=True, slots=True)
class UsbShape:
    """Where the parts of a frame go.

    Attributes:
        header_out, header_in: the pipes of preamble and length.
        body_out, body_in: the pipes of what the length counts; the same ones unless the form is SPLIT.
        packet_size: bytes; a bulk read asks for a multiple of it, a report is exactly one.
    """

    form: UsbForm
    header_out: int
    body_out: int
    header_in: int
    body_in: int
    packet_size: int


def choose_shape(endpoints: Sequence[Endpoint]) -> UsbShape | None:
    """Return how frames travel over an interface's endpoints, or None where it is no reader's."""
    bulk_in, bulk_out = _pipes(endpoints, BULK)
    if len(bulk_in) >= 2 and len(bulk_out) >= 2:
        return _shape(UsbForm.SPLIT, bulk_out[:2], bulk_in[:2])
    if bulk_in and bulk_out:
        return _shape(UsbForm.WHOLE, bulk_out[:1], bulk_in[:1])
    report_in, report_out = _pipes(endpoints, INTERRUPT)
    if report_in and report_out:
        return _shape(UsbForm.REPORTS, report_out[:1], report_in[:1])
    return None


def require_shape(interfaces: Sequence[Sequence[Endpoint]]) -> tuple[int, UsbShape]:
    """Return the place of the first interface that frames can travel over, and how.

    Raises:
        UnsupportedError: no interface has the endpoints for it.
    """
    for place, endpoints in enumerate(interfaces):
        shape = choose_shape(endpoints)
        if shape is not None:
            return place, shape
    seen = "; ".join(",".join(f"{endpoint.address:02X}" for endpoint in endpoints) for endpoints in interfaces)
    detail = f"no known shape of endpoints: {seen or 'none'}"
    raise UnsupportedError(detail)


def missing_bytes(chunk: bytes) -> int:
    """Return how many bytes of the frame that begins in a chunk are still to come; 0 where none begins in it."""
    start = chunk.find(SHORT_PREAMBLE)
    behind = start + len(SHORT_PREAMBLE) + LENGTH_SIZE
    if start < 0 or len(chunk) < behind:
        return 0
    length = int.from_bytes(chunk[behind - LENGTH_SIZE : behind], "big")
    if not MIN_LENGTH <= length <= MAX_LENGTH:
        return 0
    return max(0, behind + length - len(chunk))


def _pipes(endpoints: Sequence[Endpoint], transfer: int) -> tuple[list[Endpoint], list[Endpoint]]:
    fitting = sorted(
        (
            endpoint
            for endpoint in endpoints
            if endpoint.transfer == transfer and 0 < endpoint.packet_size <= _MOST_PACKET
        ),
        key=lambda endpoint: endpoint.address,
    )
    return [pipe for pipe in fitting if pipe.is_input], [pipe for pipe in fitting if not pipe.is_input]


def _shape(form: UsbForm, out: Sequence[Endpoint], back: Sequence[Endpoint]) -> UsbShape:
    return UsbShape(
        form=form,
        header_out=out[0].address,
        body_out=out[-1].address,
        header_in=back[0].address,
        body_in=back[-1].address,
        packet_size=max(pipe.packet_size for pipe in back),
    )
