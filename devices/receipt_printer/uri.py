"""Where a printer is, as one word: tcp://HOST:PORT, serial:PATH[?baud=N], file:PATH."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

from devices.core.errors import UnsupportedError
from devices.core.printing import ReceiptPrinter
from devices.receipt_printer.driver import EscPosPrinter
from devices.receipt_printer.file_printer import FilePrinter
from devices.receipt_printer.layout import COLUMNS_80MM
from devices.receipt_printer.transport import SerialLine, TcpLine

RAW_PORT = 9100
DEFAULT_BAUD = 9600
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)


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


def open_printer(uri: str, columns: int = COLUMNS_80MM, *, native_qr: bool = True) -> ReceiptPrinter:
    """Return the printer that uri names; nothing is opened yet. native_qr is off for one that can't draw QR codes.

    Raises UsageError for anything but tcp://HOST[:PORT], serial:PATH[?baud=N] and file:PATH, and UnsupportedError for
    usb:, which this build can't drive.
    """
    scheme, _, rest = uri.partition(":")
    if scheme == "usb":
        reason = "usb"
        raise UnsupportedError(reason)
    opener = _SCHEMES.get(scheme)
    if opener is None or not rest:
        raise UsageError(uri)
    return opener(uri, rest, _Settings(columns, native_qr))


def _tcp(uri: str, rest: str, settings: _Settings) -> ReceiptPrinter:
    host, port = _host_and_port(uri)
    return EscPosPrinter(
        lambda deadline_s: TcpLine(host, port, deadline_s), settings.columns, native_qr=settings.native_qr
    )


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
    options = parse_qs(query, keep_blank_values=True)
    wanted = options.pop("baud", [str(DEFAULT_BAUD)])
    if not path or options or wanted[-1] not in map(str, BAUDS):
        raise UsageError(uri)
    baud = int(wanted[-1])
    return EscPosPrinter(lambda _: SerialLine(Path(path), baud), settings.columns, native_qr=settings.native_qr)


def _file(uri: str, rest: str, settings: _Settings) -> ReceiptPrinter:
    return FilePrinter(Path(rest), settings.columns, native_qr=settings.native_qr)


_SCHEMES: dict[str, Callable[[str, str, _Settings], ReceiptPrinter]] = {"tcp": _tcp, "serial": _serial, "file": _file}
