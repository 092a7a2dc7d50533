"""Where a printer is, as one word: tcp://HOST:PORT, serial:PATH[?baud=N], usb:VID:PID[:SERIAL], file:PATH."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

from usb.backend import IBackend

from devices.core.printing import ReceiptPrinter
from devices.core.traffic import Tap, TappedLine
from devices.receipt_printer.driver import EscPosPrinter, LineFactory
from devices.receipt_printer.file_printer import FilePrinter
from devices.receipt_printer.layout import COLUMNS_80MM
from devices.receipt_printer.transport import FlowControl, SerialLine, TcpLine
from devices.receipt_printer.usb_line import UsbAddress, UsbLine

RAW_PORT = 9100
DEFAULT_BAUD = 9600
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
_BITS_PER_BYTE = 10
_PART_S = 0.25
"""Shorter than any loss of power lasts, so that a question falls into it."""
_LEAST_PART_BYTES = 128
_SWITCH = ("on", "off")


class UsageError(ValueError):
    """The caller's words don't name a printer.

    Attributes:
        code: stable machine word, as those of DeviceError.
    """

    code = "usage"


@dataclass(frozen=True, slots=True)
class _Settings:
    columns: int
    native_qr: bool
    usb_backend: IBackend | None
    tap: Tap | None

    def printer(self, open_line: LineFactory, part_bytes: int | None = None) -> ReceiptPrinter:
        """Return the driver of a line that is opened for each call, and tapped where somebody listens."""
        tap = self.tap
        factory = open_line if tap is None else lambda deadline_s: TappedLine(open_line(deadline_s), tap)
        return EscPosPrinter(factory, self.columns, native_qr=self.native_qr, part_bytes=part_bytes)


def open_printer(
    uri: str,
    columns: int = COLUMNS_80MM,
    *,
    native_qr: bool = True,
    usb_backend: IBackend | None = None,
    tap: Tap | None = None,
) -> ReceiptPrinter:
    """Return the printer that uri names; nothing is opened yet.

    tcp://HOST[:PORT], file:PATH, usb:VID:PID[:SERIAL] with four hexadecimal digits each, or serial:PATH with
    ?baud=N, ?flow=none|rtscts|xonxoff|dsrdtr and ?watch=off (for a make that drops questions while it prints).

    Args:
        native_qr: off for a printer that can't draw QR codes.
        usb_backend: what pyusb drives in the place of libusb.
        tap: is shown all that goes over the line.

    Raises UsageError for anything else.
    """
    scheme, _, rest = uri.partition(":")
    opener = _SCHEMES.get(scheme)
    if opener is None or not rest:
        raise UsageError(uri)
    return opener(uri, rest, _Settings(columns, native_qr, usb_backend, tap))


def _tcp(uri: str, rest: str, settings: _Settings) -> ReceiptPrinter:
    host, port = _host_and_port(uri)
    return settings.printer(lambda deadline_s: TcpLine(host, port, deadline_s))


def _host_and_port(uri: str) -> tuple[str, int]:
    try:
        parts: SplitResult = urlsplit(uri)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(uri) from error
    if not host or port == 0 or parts.path not in {"", "/"} or parts.query or parts.fragment or "@" in parts.netloc:
        raise UsageError(uri)
    return host, port or RAW_PORT


def _serial(uri: str, rest: str, settings: _Settings) -> ReceiptPrinter:
    path, _, query = rest.partition("?")
    options = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
    baud = options.pop("baud", str(DEFAULT_BAUD))
    flow = options.pop("flow", FlowControl.NONE.value)
    watch = options.pop("watch", "on")
    if not path or options or baud not in map(str, BAUDS) or flow not in list(FlowControl) or watch not in _SWITCH:
        raise UsageError(uri)
    speed = int(baud)
    part_bytes = max(_LEAST_PART_BYTES, round(speed / _BITS_PER_BYTE * _PART_S)) if watch == "on" else None
    return settings.printer(lambda _: SerialLine(Path(path), speed, FlowControl(flow)), part_bytes)


def _usb(uri: str, rest: str, settings: _Settings) -> ReceiptPrinter:
    address = UsbAddress.parse(rest)
    if address is None:
        raise UsageError(uri)
    return settings.printer(lambda _: UsbLine(address, settings.usb_backend))


def _file(uri: str, rest: str, settings: _Settings) -> ReceiptPrinter:
    return FilePrinter(Path(rest), settings.columns, native_qr=settings.native_qr)


_SCHEMES: dict[str, Callable[[str, str, _Settings], ReceiptPrinter]] = {
    "tcp": _tcp,
    "serial": _serial,
    "usb": _usb,
    "file": _file,
}
