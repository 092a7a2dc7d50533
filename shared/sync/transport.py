"""HTTP with deadlines and bounds, every outcome typed: the platform's answer, or an error that says whose it is."""

from __future__ import annotations

import email.utils
import ipaddress
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
from pydantic import ValidationError
from urllib3.exceptions import ReadTimeoutError

from shared.contract.digests import DIGEST_HEADER, fits_digest
from shared.contract.problems import PLATFORM_HEADER, Problem, ProblemCode
from shared.sync.connections import ANSWER_WITHIN_S, CONNECT_TIMEOUT_S, PatientAdapter
from shared.sync.errors import (
    BusyError,
    GatewayError,
    InsecureUrlError,
    MalformedAnswerError,
    NotOurPlatformError,
    OfflineError,
    OfflineReason,
    RefusedError,
    ServerFaultError,
)
from shared.sync.pace import Pace, PacedBody
from shared.sync.shown_certificate import ShownCertificate

READ_TIMEOUT_S = 20.0
_READ_BYTES = 64 * 1024
_MAX_JSON_BYTES = 4 * 1024 * 1024
_GATEWAY_STATUSES = frozenset({408, 413, 425, 429})
_PROBLEM_BY_STATUS = {404: ProblemCode.NOT_FOUND, 403: ProblemCode.FORBIDDEN, 401: ProblemCode.NOT_SIGNED_IN}


@dataclass(frozen=True, slots=True)
class Call:
    """A request.

    Attributes:
        path: below the base address, or a full address of the same origin.
        read_timeout_s: longest silence while waiting for the answer.
        total_s: longest time for the answer to come in, from when the request was sent.
        max_bytes: of the answer's body.
        repeatable: may be sent once more when a kept connection turns out to be closed.
    """

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] | None = None
    read_timeout_s: float = READ_TIMEOUT_S
    total_s: float = 60.0
    max_bytes: int = _MAX_JSON_BYTES
    repeatable: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """A success of the platform's: status 2xx with its header."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Network:
    """How the platform is reached.

    Attributes:
        proxy: an HTTP proxy on the way; nothing is taken from the environment.
        tls_roots: a PEM file of the only certificates that the platform's TLS is trusted by; None for the system's.
        client_certificate: a PEM file of the key and certificate that the terminal shows, once it is there; read at
            each new connection.
        pace: how fast bytes may leave.
    """

    proxy: str | None = None
    tls_roots: Path | None = None
    client_certificate: Path | None = None
    pace: Pace = field(default_factory=Pace)


class Transport:
    """Sends requests to one platform, from any thread: each has connections of its own, closed once it has ended."""

    def __init__(self, base_url: str, network: Network | None = None) -> None:
        self.base_url = checked_url(base_url)
        self._network = network or Network()
        self._of_thread = threading.local()
        self._sessions: list[tuple[threading.Thread, requests.Session]] = []
        self._guard = threading.Lock()

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._of_thread, "session", None)
        if session is None:
            session = self._of_thread.session = self._new_session()
            with self._guard:
                self._close_where(lambda thread: not thread.is_alive())
                self._sessions.append((threading.current_thread(), session))
        return session

    def _close_where(self, condition: Callable[[threading.Thread], bool]) -> None:
        for thread, session in self._sessions:
            if condition(thread):
                session.close()
        self._sessions = [(thread, session) for thread, session in self._sessions if not condition(thread)]

    def _certificate(self) -> str | None:
        """Return the certificate to show: none that ran out or is spoilt, which would break off every handshake."""
        path = self._network.client_certificate
        known = None if path is None else ShownCertificate.read(path)
        return str(path) if known is not None and known.holds(datetime.now(UTC)) else None

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        session.headers.update({"User-Agent": "yimen-terminal", "Accept-Encoding": "identity"})
        for scheme in ("https://", "http://"):
            session.mount(scheme, PatientAdapter())
        network = self._network
        if network.proxy is not None:
            session.proxies = {"http": network.proxy, "https": network.proxy}
        if network.tls_roots is not None:
            session.verify = str(network.tls_roots)
        return session

    def send(self, call: Call) -> Answer:
        """Send a request and return the platform's success.

        Raises:
            OfflineError, NotOurPlatformError, GatewayError: not the platform's answer.
            RefusedError, BusyError, ServerFaultError, MalformedAnswerError: the platform's.
        """
        try:
            return self._send_once(call)
        except OfflineError as error:
            # A kept connection may have been closed meanwhile; a new one tells more.
            if not call.repeatable or error.kind is not OfflineReason.CONNECTION_CUT:
                raise
        return self._send_once(call)

    def close(self) -> None:
        """Close the kept connections."""
        with self._guard:
            self._close_where(lambda _thread: True)
            self._of_thread = threading.local()

    def own_url(self, location: str) -> str:
        """Return the address that a Location header names, refusing another origin (MalformedAnswerError)."""
        url = urljoin(self.base_url + "/", location)
        if urlsplit(url)[:2] != urlsplit(self.base_url)[:2]:
            what = "location of another origin"
            raise MalformedAnswerError(what)
        return url

    def _send_once(self, call: Call) -> Answer:
        url = self.own_url(call.path) if "://" in call.path else self.base_url + call.path
        # A body given as a file is sent in small pieces, each with a send timeout of its own.
        body = PacedBody(call.body, self._network.pace) if call.body else None
        ANSWER_WITHIN_S.set(call.total_s)
        try:
            with self._session().request(
                call.method,
                url,
                data=body,
                headers=dict(call.headers or {}),
                timeout=(CONNECT_TIMEOUT_S, call.read_timeout_s),
                cert=self._certificate(),
                allow_redirects=False,
                stream=True,
            ) as response:
                return _judge(response, _read(response, call))
        except requests.exceptions.SSLError as error:
            raise OfflineError(OfflineReason.TLS_UNTRUSTED) from error
        except requests.exceptions.Timeout as error:
            raise OfflineError(OfflineReason.TIMED_OUT) from error
        except requests.exceptions.RequestException as error:
            raise OfflineError(_kind(error)) from error
        except OSError as error:  # a file of certificates that is named and not there
            raise OfflineError(OfflineReason.TLS_UNTRUSTED) from error


def checked_url(url: str) -> str:
    """Return the base address without a slash at its end.

    Raises:
        InsecureUrlError: it is neither https nor http on this machine.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or ""))
    if not secure or not parts.hostname or parts.username is not None:
        raise InsecureUrlError(parts.scheme)
    return url.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _kind(error: requests.exceptions.RequestException) -> OfflineReason:
    if isinstance(error, requests.exceptions.ConnectionError):
        cause = error.args[0] if error.args else None
        if isinstance(cause, ReadTimeoutError):  # in the midst of a body
            return OfflineReason.TIMED_OUT
        if type(cause).__name__ == "ProtocolError":
            return OfflineReason.CONNECTION_CUT
        return OfflineReason.NO_CONNECTION
    return OfflineReason.CONNECTION_CUT


def _read(response: requests.Response, call: Call) -> bytes:
    """Read the body within its bounds; too much is a fault of whoever answered."""
    collected = bytearray()
    for chunk in response.iter_content(_READ_BYTES):
        collected += chunk
        if len(collected) > call.max_bytes:
            if PLATFORM_HEADER in response.headers:
                what = "answer too large"
                raise MalformedAnswerError(what)
            raise NotOurPlatformError(response.status_code)
    return bytes(collected)


def _judge(response: requests.Response, body: bytes) -> Answer:
    status, headers = response.status_code, response.headers
    if PLATFORM_HEADER not in headers:
        if status >= 500 or status in _GATEWAY_STATUSES:
            raise GatewayError(status, retry_after_s(headers.get("Retry-After")))
        raise NotOurPlatformError(status)
    if not fits_digest(body, headers.get(DIGEST_HEADER)):
        what = "answer damaged on its way"
        raise MalformedAnswerError(what)
    if 200 <= status < 300:
        return Answer(status, headers, body)
    retry_after, problem = headers.get("Retry-After"), _problem(body)
    if status == 429 or retry_after is not None:
        raise BusyError(retry_after_s(retry_after), problem.code if problem else None)
    if status >= 500 or status == 408:
        raise ServerFaultError(status)
    raise _refusal(status, headers, problem)


def _problem(body: bytes) -> Problem | None:
    try:
        return Problem.model_validate_json(body, extra="ignore")
    except ValidationError:
        return None


def _refusal(status: int, headers: Mapping[str, str], problem: Problem | None) -> RefusedError | MalformedAnswerError:
    offset = headers.get("Upload-Offset", "")
    known = int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 19 else None
    if problem is None:
        code = _PROBLEM_BY_STATUS.get(status)  # an answer to HEAD has no body
        if code is None:
            return MalformedAnswerError(f"status {status} without a problem")
        return RefusedError(code, status, offset=known)
    return RefusedError(problem.code, status, problem.detail, offset=known)


def retry_after_s(text: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110 §10.2.3), None for none or nonsense."""
    if text is None:
        return None
    if text.strip().isascii() and text.strip().isdigit():
        return float(text.strip()[:9])
    try:
        at = email.utils.parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - (now or datetime.now(UTC))).total_seconds())
