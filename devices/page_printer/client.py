"""Questions and answers over IPP: pyipp and its asyncio stay in here; a call blocks and keeps its deadline."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import SplitResult, parse_qs, urlsplit, urlunsplit

import aiohttp
import pyipp
from aiohttp.abc import AbstractResolver, ResolveResult
from pyipp.enums import IppOperation, IppTag
from pyipp.parser import parse
from pyipp.tags import ATTRIBUTE_TAG_MAP

from devices.core.deadline import Deadline
from devices.core.errors import (
    AccessDeniedError,
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    DeviceTimeoutError,
    ProtocolError,
)
from devices.core.host_names import addresses_of
from devices.core.traffic import Direction, Tap, Traffic
from devices.page_printer.errors import (
    DocumentFormatError,
    JobGoneError,
    PageOptionError,
    PrinterRefusedError,
    TlsUntrustedError,
)
from devices.page_printer.framing import checked

IPP_PORT: Final = 631
PURGE_JOB: Final = "purge-job"
"""CUPS' own attribute of Cancel-Job ("CUPS Implementation of IPP"): forget the job, its files and its history."""
ATTRIBUTE_TAG_MAP[PURGE_JOB] = IppTag.BOOLEAN  # pyipp sends what it knows the type of
_USER: Final = "yimen"
_FIRST_ERROR: Final = 0x0200
_STATUSES: Final[Mapping[int, type[DeviceError]]] = {
    0x0401: AccessDeniedError,
    0x0402: AccessDeniedError,
    0x0403: AccessDeniedError,
    0x0406: JobGoneError,
    0x0407: JobGoneError,
    0x040A: DocumentFormatError,
    0x040B: PageOptionError,
    0x040E: PageOptionError,
    0x0502: DeviceBusyError,
    0x0505: DeviceBusyError,
    0x0506: DeviceBusyError,
    0x0507: DeviceBusyError,
    0x0509: DeviceBusyError,
    0x050B: DeviceBusyError,
}
"""IPP status codes (RFC 8011 appendix B) that mean something to a caller; 0x0507 is 1287, server-error-busy."""
_HTTP_STATUSES: Final[Mapping[int, type[DeviceError]]] = {
    401: AccessDeniedError,
    403: AccessDeniedError,
    404: DeviceNotFoundError,
    503: DeviceBusyError,
}
_HTTP_REFUSALS: Final = range(400, 500)
_FINGERPRINT: Final = re.compile(r"[0-9a-fA-F]{64}")
_CERTIFICATE: Final = (aiohttp.ClientConnectorCertificateError, aiohttp.ServerFingerprintMismatch)


@dataclass(frozen=True, slots=True)
class IppAddress:
    """Where a printer or a queue is.

    Attributes:
        fingerprint: SHA-256 of the certificate that an ipps printer with a certificate of its own making must show.
    """

    uri: str
    host: str
    port: int
    fingerprint: bytes | None = None

    @classmethod
    def parse(cls, text: str) -> IppAddress | None:
        """Read ipp://HOST[:PORT]/PATH or ipps://…[?fingerprint=SHA256]; None for anything else."""
        try:
            parts: SplitResult = urlsplit(text)
            host, port = parts.hostname, parts.port
        except ValueError:
            return None
        options = parse_qs(parts.query, keep_blank_values=True)
        pin = options.pop("fingerprint", [""])[-1]
        is_known = parts.scheme in {"ipp", "ipps"} and host and port != 0 and "@" not in parts.netloc
        if not is_known or host is None or options or parts.fragment or (pin and not _FINGERPRINT.fullmatch(pin)):
            return None
        path = parts.path if parts.path not in {"", "/"} else "/ipp/print"
        port = port or IPP_PORT
        shown = f"[{host}]" if ":" in host else host
        uri = urlunsplit((parts.scheme, f"{shown}:{port}", path, "", ""))
        return cls(uri, host, port, bytes.fromhex(pin) if pin else None)


class IppClient:
    """Asks one printer. Each question opens a connection of its own; any thread may ask that runs no event loop."""

    def __init__(self, address: IppAddress, tap: Tap | None = None) -> None:
        """Remember the printer; nothing is asked yet.

        Args:
            tap: is shown each IPP message whole, on the wire or inside TLS.
        """
        self._address = address
        self._tap = tap

    def ask(
        self,
        operation: IppOperation,
        deadline: Deadline,
        *,
        about: Mapping[str, object] | None = None,
        job: Mapping[str, object] | None = None,
        document: bytes | None = None,
    ) -> dict[str, Any]:
        """Send a request and return the answer's groups, `jobs` and `printers` among them.

        Args:
            about: operation attributes beside charset, language, printer and user.
            job: job attributes.

        Raises:
            DeviceNotFoundError: nothing answers at that address; nothing was sent.
            DeviceTimeoutError, DeviceDisconnectedError: the answer is lost, the request may have arrived.
            ProtocolError: the answer says nothing, the request may have been taken.
            DeviceError: what else the printer or its certificate says.
        """
        # Looked up here and not by asyncio: its resolver's thread would be waited for beyond any deadline.
        addresses = addresses_of(self._address.host, deadline)
        if not addresses:
            raise DeviceNotFoundError(self._address.host)
        message: dict[str, Any] = {"operation-attributes-tag": {"requesting-user-name": _USER, **(about or {})}}
        if job:
            message["job-attributes-tag"] = dict(job)
        if document is not None:
            message["data"] = document
        answer = asyncio.run(self._exchange(operation, message, addresses, deadline))
        if self._tap is not None:
            self._tap(Traffic(Direction.FROM_DEVICE, answer))
        return read_answer(answer)

    async def _exchange(
        self, operation: IppOperation, message: dict[str, Any], addresses: list[str], deadline: Deadline
    ) -> bytes:
        seconds = max(0.01, deadline.remaining)
        pin = self._address.fingerprint
        try:
            async with (
                asyncio.timeout(seconds),
                aiohttp.ClientSession(
                    connector=aiohttp.TCPConnector(resolver=_Known(addresses), force_close=True),
                    timeout=aiohttp.ClientTimeout(total=seconds),
                    trace_configs=_traced(self._tap),
                ) as session,
                pyipp.IPP(
                    self._address.uri,
                    session=session,
                    request_timeout=max(1, round(seconds) + 1),
                    verify_ssl=aiohttp.Fingerprint(pin) if pin else True,  # type: ignore[arg-type]  # handed to aiohttp
                ) as client,
            ):
                return await client.raw(operation, message)
        except TimeoutError as error:
            raise DeviceTimeoutError from error
        except pyipp.IPPError as error:
            raise _typed(error) from error
        except (aiohttp.ClientError, OSError) as error:
            raise DeviceDisconnectedError(type(error).__name__) from error
        except UnicodeDecodeError as error:
            detail = "HTTP error page"
            raise ProtocolError(detail) from error


def _traced(tap: Tap | None) -> list[aiohttp.TraceConfig]:
    """Have requests shown to a tap as they are sent: pyipp alone knows their bytes."""
    if tap is None:
        return []

    async def show(_session: object, _context: object, sent: aiohttp.TraceRequestChunkSentParams) -> None:
        tap(Traffic(Direction.TO_DEVICE, sent.chunk))

    config = aiohttp.TraceConfig()
    config.on_request_chunk_sent.append(show)
    return [config]


def read_answer(answer: bytes) -> dict[str, Any]:
    """Return the groups of an IPP answer. Raises ProtocolError, or what its status means."""
    whole = checked(answer)
    (status,) = struct.unpack_from(">H", whole, 2)
    if status >= _FIRST_ERROR:
        detail = f"IPP {status:#06x}"
        raise _STATUSES.get(status, PrinterRefusedError)(detail)
    try:
        return parse(whole)
    except (pyipp.IPPError, ValueError, KeyError, IndexError, TypeError, OverflowError, struct.error) as error:
        raise ProtocolError(type(error).__name__) from error


def _typed(error: pyipp.IPPError) -> DeviceError:
    cause = error.__cause__
    if isinstance(error, pyipp.IPPConnectionUpgradeRequired):
        return TlsUntrustedError("ipps")
    if isinstance(error, pyipp.IPPResponseError):
        details = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
        status = int(details.get("status-code") or 0)
        # Only a refusal that blames the request says that nothing became of it (RFC 9110 15.5, 15.6).
        other = PrinterRefusedError if status in _HTTP_REFUSALS else ProtocolError
        return _HTTP_STATUSES.get(status, other)(f"HTTP {status}")
    if isinstance(cause, _CERTIFICATE):
        return TlsUntrustedError(type(cause).__name__)
    if isinstance(cause, aiohttp.ClientConnectorError):
        return DeviceNotFoundError(type(cause).__name__)
    if isinstance(cause, TimeoutError):
        return DeviceTimeoutError()
    return DeviceDisconnectedError(type(cause or error).__name__)


class _Known(AbstractResolver):
    """Gives the addresses that were looked up before."""

    def __init__(self, addresses: list[str]) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in self._addresses
        ]

    async def close(self) -> None:
        return None
