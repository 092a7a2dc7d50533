"""HTTP to a scanner: each exchange bounded in time and size, and called off at will."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from devices.core.deadline import Deadline
from devices.core.errors import (
    CancelledError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    DeviceTimeoutError,
    ProtocolError,
    UnsupportedError,
)
from devices.core.roles import DeviceConfigError
from devices.core.traffic import Direction, Tap, Traffic

_CONNECT_S: Final = 5.0
_CHUNK: Final = 65536
_LOOK_S: Final = 0.05
_MAX_LOCATION: Final = 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)

    @property
    def retry_after_s(self) -> float | None:
        """Seconds that the scanner asks to wait, where it says so."""
        text = self.headers.get("retry-after", "")
        return float(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


@dataclass(frozen=True, slots=True)
class EsclAddress:
    """Where a scanner is.

    Attributes:
        origin: scheme, host and port.
        root: path of the service, without a slash at its end.
        fingerprint: SHA-256 of the certificate of a scanner that signs its own, as hexadecimal.
    """

    origin: str
    root: str
    fingerprint: str | None = None

    @classmethod
    def parse(cls, url: str) -> EsclAddress:
        """Read http(s)://HOST[:PORT][/PATH][#sha256=HEX]; without a path it is /eSCL.

        Raises:
            DeviceConfigError: it is no such address.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise DeviceConfigError(problem=f"{url!r} is no URL") from error
        if parts.scheme not in {"http", "https"} or not host or port == 0 or "@" in parts.netloc or parts.query:
            raise DeviceConfigError(problem=f"{url!r} is no http(s)://HOST[:PORT]/eSCL")
        name, _, fingerprint = parts.fragment.partition("=")
        fingerprint = fingerprint.replace(":", "").lower()
        is_sound = len(fingerprint) == 64 and all(digit in "0123456789abcdef" for digit in fingerprint)
        if parts.fragment and not (name == "sha256" and is_sound and parts.scheme == "https"):
            raise DeviceConfigError(problem="the part after # must be sha256= and the certificate's 64 digits")
        return cls(f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/") or "/eSCL", fingerprint or None)


class _PinnedAdapter(HTTPAdapter):
    """Takes one certificate alone, whoever signed it."""

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        super().__init__()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        pins = {"assert_fingerprint": self._fingerprint, "cert_reqs": "CERT_NONE", "assert_hostname": False}
        super().init_poolmanager(connections, maxsize, block, **options, **pins)

    def build_connection_pool_key_attributes(self, *arguments: Any, **options: Any) -> tuple[Any, Any]:
        """Leave the list of authorities out: the pin alone decides."""
        host, pool = super().build_connection_pool_key_attributes(*arguments, **options)
        pool["cert_reqs"] = "CERT_NONE"
        pool.pop("ca_certs", None)
        return host, pool

    def cert_verify(self, *_arguments: Any, **_options: Any) -> None:
        """Leave the pool's pin as it is: requests would put the list of authorities in its place."""


class EsclHttp:
    """Talks to one scanner. Every exchange has a connection of its own, so that none waits behind another."""

    def __init__(self, address: EsclAddress, tap: Tap | None = None) -> None:
        self._address = address
        self._tap = tap

    def get(self, path: str, deadline: Deadline, most_bytes: int) -> Answer:
        """Ask for a document of the service; path is below its root."""
        return self.exchange("GET", f"{self._address.root}/{path}", deadline, most_bytes=most_bytes)

    def exchange(
        self,
        method: str,
        path: str,
        deadline: Deadline,
        *,
        body: bytes | None = None,
        most_bytes: int = _CHUNK,
        cancelled: threading.Event | None = None,
        on_share: Callable[[float], None] | None = None,
        if_late: Callable[[Answer], None] = lambda _: None,
    ) -> Answer:
        """Send one request and return its answer, whatever its status is. Redirects are not followed.

        Args:
            path: on the scanner's own host.
            most_bytes: a longer answer is refused.
            on_share: called with 0.0 to 1.0 as the answer comes in, where its length is told.
            if_late: called on a thread of its own with the head of an answer that nobody waits for any more.

        Raises:
            DeviceNotFoundError: nobody listens there.
            DeviceDisconnectedError: the connection broke.
            DeviceTimeoutError, CancelledError: the caller's wish.
            ProtocolError: the answer is no HTTP, or too long.
            UnsupportedError: the certificate is not trusted.
        """
        request = _Request(method, self._address.origin + path, body, deadline, most_bytes, on_share, if_late)
        call = _Call(self._session(), request)
        self._show(Direction.TO_DEVICE, f"{method} {path} HTTP/1.1\r\n\r\n".encode() + (body or b""))
        answer = call.wait(cancelled)
        head = f"HTTP/1.1 {answer.status}\r\ncontent-type: {answer.headers.get('content-type', '')}\r\n\r\n"
        self._show(Direction.FROM_DEVICE, head.encode() + answer.body)
        return answer

    def _session(self) -> requests.Session:
        session = requests.Session()
        # A proxy of the surroundings leads nowhere near a scanner.
        session.trust_env = False
        if self._address.fingerprint is not None:
            session.mount("https://", _PinnedAdapter(self._address.fingerprint))
        return session

    def _show(self, direction: Direction, data: bytes) -> None:
        if self._tap is not None:
            self._tap(Traffic(direction, data))


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    url: str
    body: bytes | None
    deadline: Deadline
    most_bytes: int
    on_share: Callable[[float], None] | None
    if_late: Callable[[Answer], None]


class _Call:
    """One request on a thread of its own, since a blocking read can't be called off from within."""

    def __init__(self, session: requests.Session, request: _Request) -> None:
        self._session = session
        self._request = request
        self._deadline = request.deadline
        self._guard = threading.Lock()
        self._is_abandoned = False
        self._head: Answer | None = None
        self._response: requests.Response | None = None
        self._done = threading.Event()
        self._answer: Answer | None = None
        self._error: DeviceError | None = None
        threading.Thread(target=self._run, name="escl-call", daemon=True).start()

    def wait(self, cancelled: threading.Event | None) -> Answer:
        while not self._done.wait(min(_LOOK_S, self._deadline.remaining)):
            if cancelled is not None and cancelled.is_set() and self._abandon():
                raise CancelledError
            if self._deadline.expired and self._abandon():
                raise DeviceTimeoutError
        if self._answer is None:
            raise self._error or DeviceTimeoutError()
        return self._answer

    def _abandon(self) -> bool:
        """Leave the answer to `if_late` and have its body read no further; False when it is whole already."""
        with self._guard:
            if self._done.is_set():
                return False
            self._is_abandoned = True
            if self._response is not None:
                # Whoever waits for a body that drips in looks at no flag.
                with contextlib.suppress(OSError, RuntimeError, ValueError):
                    self._response.raw.shutdown()
        return True

    def _run(self) -> None:
        try:
            with self._session:
                self._answer = self._exchange()
        except DeviceError as error:
            self._error = error
        except requests.RequestException as error:
            self._error = _device_error(error)
        except (OSError, ValueError) as error:
            # urllib3 lets some of its parsers' errors through.
            self._error = ProtocolError(type(error).__name__)
        finally:
            with self._guard:
                self._done.set()
        if self._is_abandoned and self._head is not None:
            self._request.if_late(self._head)

    def _exchange(self) -> Answer:
        request = self._request
        remaining = max(0.05, self._deadline.remaining)
        headers = {"Accept-Encoding": "identity", "Connection": "close"}
        if request.body is not None:
            headers["Content-Type"] = "text/xml"
        with self._session.request(
            request.method,
            request.url,
            data=request.body,
            headers=headers,
            timeout=(min(_CONNECT_S, remaining), remaining),
            allow_redirects=False,
            stream=True,
        ) as response:
            head = Answer(response.status_code, {name.lower(): value for name, value in response.headers.items()})
            with self._guard:
                self._head, self._response = head, response
                if self._is_abandoned:
                    raise DeviceTimeoutError
            return replace(head, body=self._body(response))

    def _body(self, response: requests.Response) -> bytes:
        announced = response.headers.get("content-length", "")
        total = int(announced) if announced.isascii() and announced.isdigit() and len(announced) < 12 else 0
        data = bytearray()
        for chunk in response.iter_content(_CHUNK):
            data += chunk
            if max(len(data), total) > self._request.most_bytes:
                detail = f"more than {self._request.most_bytes} bytes"
                raise ProtocolError(detail)
            if self._request.on_share is not None and total:
                self._request.on_share(min(1.0, len(data) / total))
        return bytes(data)


def _device_error(error: requests.RequestException) -> DeviceError:
    name = type(error).__name__
    if isinstance(error, requests.exceptions.SSLError):
        detail = "the scanner's certificate is not trusted"
        return UnsupportedError(detail)
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return DeviceNotFoundError(name)
    if isinstance(error, requests.exceptions.Timeout):
        return DeviceTimeoutError(name)
    if isinstance(error, requests.exceptions.ConnectionError):
        # requests wraps both the refused and the broken connection; only urllib3's cause tells them apart.
        return DeviceNotFoundError(name) if "NewConnectionError" in repr(error) else DeviceDisconnectedError(name)
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return DeviceDisconnectedError(name)
    return ProtocolError(name)


def job_path(location: str, root: str) -> str:
    """Return the path of a job from a Location header; its host is often wrong and never used.

    Raises:
        ProtocolError: it names no path.
    """
    try:
        path = urlsplit(location.strip()).path
    except ValueError as error:
        detail = "job address"
        raise ProtocolError(detail) from error
    if not path or len(path) > _MAX_LOCATION or not path.isascii() or not path.isprintable() or " " in path:
        detail = "no job address"
        raise ProtocolError(detail)
    if not path.startswith("/"):
        path = f"{root}/{path}"
    return path.rstrip("/")
