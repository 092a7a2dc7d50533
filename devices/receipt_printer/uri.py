"""Where a printer is, as one word: tcp://HOST:PORT, serial:PATH[?baud=N], usb:VID:PID[:SERIAL], file:PATH."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

from usb.backend import IBackend

from devices.core.line import Line
from devices.core.printing import ReceiptPrinter
from devices.core.traffic import Tap, TappedLine
from devices.receipt_printer.driver import EscPosPrinter, LineFactory
from devices.receipt_printer.evidence import DoneBy, EvidenceProfile, StatusBy
from devices.receipt_printer.file_printer import FilePrinter
from devices.receipt_printer.layout import COLUMNS_58MM, COLUMNS_80MM
from devices.receipt_printer.transport import FlowControl, SerialLine, TcpLine
from devices.receipt_printer.usb_line import TappedUsbLine, UsbAddress, UsbLine

RAW_PORT = 9100
DEFAULT_BAUD = 9600
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
_BITS_PER_BYTE = 10
_PART_S = 0.25
"""Shorter than any loss of power lasts, so that a question falls into it."""
_LEAST_PART_BYTES = 128
_SWITCH = ("on", "off")
_COLUMNS = (str(COLUMNS_80MM), str(COLUMNS_58MM))
_QR = ("native", "raster")


class UsageError(ValueError):
    """The caller's words don't name a printer.

    Attributes:
        code: stable machine word, as those of DeviceError.
    """

    code = "usage"


@dataclass(frozen=True, slots=True)
class _Settings:
    uri: str
    columns: int
    native_qr: bool
    usb_backend: IBackend | None
    tap: Tap | None
    profile: EvidenceProfile

    def printer(self, open_line: LineFactory, part_bytes: int | None = None) -> ReceiptPrinter:
        """Return the driver of a line that is opened for each call, and tapped where somebody listens."""
        tap = self.tap
        factory = open_line if tap is None else lambda deadline_s: _tapped(open_line(deadline_s), tap)
        return EscPosPrinter(
            factory, self.columns, native_qr=self.native_qr, part_bytes=part_bytes, profile=self.profile
        )


def _tapped(line: Line, tap: Tap) -> Line:
    return TappedUsbLine(line, tap) if isinstance(line, UsbLine) else TappedLine(line, tap)


def open_printer(
    uri: str,
    columns: int = COLUMNS_80MM,
    *,
    native_qr: bool = True,
    usb_backend: IBackend | None = None,
    tap: Tap | None = None,
) -> ReceiptPrinter:
    """Return the printer that uri names; nothing is opened yet.

    tcp://HOST[:PORT], usb:VID:PID[:SERIAL] with four hexadecimal digits each, serial:PATH, or file:PATH. All but file:
    take options behind a question mark: columns=48|32 (80 or 58 mm), qr=native|raster; serial: also baud=N,
    flow=none|rtscts|xonxoff|dsrdtr, and watch=off for a make that drops questions while it prints. How a make tells how
    it is: status=eot|none, with usb: also port (GET_PORT_STATUS); how it proves that it printed: done=gs-r|process-id.

    Args:
        columns, native_qr: what holds where the address says nothing of it.
        usb_backend: what pyusb drives in the place of libusb.
        tap: is shown all that goes over the line.

    Raises UsageError for anything else.
    """
    scheme, _, rest = uri.partition(":")
    if scheme == "file" and rest:
        return FilePrinter(Path(rest), columns, native_qr=native_qr)
    opener = _SCHEMES.get(scheme)
    if opener is None or not rest:
        raise UsageError(uri)
    place, _, query = rest.partition("?")
    options = _Options(uri, query)
    columns = int(options.take("columns", str(columns), _COLUMNS))
    native_qr = options.take("qr", "native" if native_qr else "raster", _QR) == "native"
    known = [way for way in StatusBy if way is not StatusBy.PORT or scheme == "usb"]
    profile = EvidenceProfile(
        StatusBy(options.take("status", StatusBy.REAL_TIME.value, known)),
        DoneBy(options.take("done", DoneBy.IN_ORDER.value, list(DoneBy))),
    )
    printer = opener(place, options, _Settings(uri, columns, native_qr, usb_backend, tap, profile))
    options.must_be_used_up()
    return printer


class _Options:
    """What stands behind the question mark, each of a closed list."""

    def __init__(self, uri: str, query: str) -> None:
        self._uri = uri
        self._left = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}

    def take(self, name: str, otherwise: str, known: Collection[str]) -> str:
        """Return an option's value, `otherwise` where it isn't given. Raises UsageError for one that nobody knows."""
        value = self._left.pop(name, otherwise)
        if value != otherwise and value not in known:
            raise UsageError(self._uri)
        return value

    def must_be_used_up(self) -> None:
        """Raise UsageError where something is left that nobody took."""
        if self._left:
            raise UsageError(self._uri)


def _tcp(place: str, options: _Options, settings: _Settings) -> ReceiptPrinter:
    host, port = _host_and_port(f"tcp:{place}", settings.uri)
    return settings.printer(lambda deadline_s: TcpLine(host, port, deadline_s))


def _host_and_port(address: str, uri: str) -> tuple[str, int]:
    try:
        parts: SplitResult = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(uri) from error
    if not host or port == 0 or parts.path not in {"", "/"} or parts.fragment or "@" in parts.netloc:
        raise UsageError(uri)
    return host, port or RAW_PORT


def _serial(place: str, options: _Options, settings: _Settings) -> ReceiptPrinter:
    speed = int(options.take("baud", str(DEFAULT_BAUD), [str(baud) for baud in BAUDS]))
    flow = FlowControl(options.take("flow", FlowControl.NONE.value, list(FlowControl)))
    is_watched = options.take("watch", "on", _SWITCH) == "on"
    if not place:
        raise UsageError(settings.uri)
    part_bytes = max(_LEAST_PART_BYTES, round(speed / _BITS_PER_BYTE * _PART_S)) if is_watched else None
    return settings.printer(lambda _: SerialLine(Path(place), speed, flow), part_bytes)


def _usb(place: str, options: _Options, settings: _Settings) -> ReceiptPrinter:
    address = UsbAddress.parse(place)
    if address is None:
        raise UsageError(settings.uri)
    return settings.printer(lambda _: UsbLine(address, settings.usb_backend))


_SCHEMES: dict[str, Callable[[str, _Options, _Settings], ReceiptPrinter]] = {
    "tcp": _tcp,
    "serial": _serial,
    "usb": _usb,
}
