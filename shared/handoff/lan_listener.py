"""Listens on the LAN while a draft is offered: mutual TLS under the pinned root, bounded in size, number and time.

Nothing is answered before the handshake has shown a terminal's certificate. The addresses are the configured ones.
"""

from __future__ import annotations

import logging
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError

from shared.handoff.door import Asking, DraftDoor
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.lan_wire import MAX_QUESTION_BYTES, PREFIX, FormQuestion, LanRefusal, Whereabouts
from shared.handoff.peers import PeerTrust
from shared.handoff.proofs import PROOF_HEADER
from shared.security.traces import trace_of
from shared.store.errors import StoreError
from shared.store.profile import split_address

MAX_CONNECTIONS: Final = 8
REQUESTS_PER_SECOND: Final = 50.0
_BURST: Final = 200.0
HANDSHAKE_S = 10.0
CONNECTION_S = 300.0
_SILENCE_S: Final = 10.0
_PATH = re.compile(rf"{PREFIX}/([0-9a-f-]{{36}})/(form|confirm|whereabouts|return|catalogue|pages/([1-9][0-9]{{0,3}}))")
_log = logging.getLogger(__name__)


class LanListener:
    """The open addresses of one terminal; made while a draft is offered and closed when none is."""

    def __init__(self, door: DraftDoor, trust: PeerTrust, addresses: tuple[str, ...]) -> None:
        """Listen. Raises HandoffError (no certificate yet), OSError (an address is taken, or not this machine's)."""
        trust.context(as_server=True)
        self._servers: list[_Server] = []
        try:
            for address in addresses:
                self._servers.append(_Server(split_address(address), door, trust))
        except OSError:
            self.close()
            raise
        for server in self._servers:
            threading.Thread(
                target=server.serve_forever, name="handoff", daemon=True, kwargs={"poll_interval": 0.1}
            ).start()
            server.serves = True

    @property
    def bound(self) -> tuple[str, ...]:
        """The addresses with their ports, as `split_address` reads them."""
        return tuple(_text(server.socket.getsockname()[:2]) for server in self._servers)

    def close(self) -> None:
        """Listen no more; what is under way is cut, and may be repeated."""
        for server in self._servers:
            if server.serves:
                server.shutdown()
            server.server_close()
        self._servers.clear()


def _text(address: tuple[str, int]) -> str:
    host, port = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = MAX_CONNECTIONS

    def __init__(self, address: tuple[str, int], door: DraftDoor, trust: PeerTrust) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.door = door
        self.trust = trust
        self.serves = False
        self.bucket = _Bucket(_BURST, REQUESTS_PER_SECOND)
        self._places = threading.BoundedSemaphore(MAX_CONNECTIONS)
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Bind without asking a name server who we are, as http.server would."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Take a connection only while there is a place for it."""
        del request, client_address
        return self._places.acquire(blocking=False)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection in its thread and give its place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Shake hands first; who has no certificate of ours is told nothing."""
        request.settimeout(_SILENCE_S)
        try:
            # Made anew each time: the certificate is renewed more often than the door closes.
            context = self.trust.context(as_server=True)
            secured = context.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
        except (OSError, HandoffError):
            return
        with secured:
            try:
                with _cut_after(secured, HANDSHAKE_S):
                    secured.do_handshake()
            except OSError:
                return
            with _cut_after(secured, CONNECTION_S):
                _Handler(secured, client_address, self)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a peer that goes away is none of our business, and what is was logged where it happened."""


@contextmanager
def _cut_after(line: socket.socket, seconds: float) -> Iterator[None]:
    """End a line that is still busy after so long, however steadily its peer drips."""

    def cut() -> None:
        with suppress(OSError):
            socket.socket.shutdown(line, socket.SHUT_RDWR)  # of the line itself: TLS belongs to the thread that serves

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class _Handler(BaseHTTPRequestHandler):
    """One connection of one terminal."""

    protocol_version = "HTTP/1.1"
    timeout = _SILENCE_S
    server: _Server

    def handle(self) -> None:
        """Answer until the peer ends or its time is up."""
        until = time.monotonic() + CONNECTION_S
        self.close_connection = True
        self.handle_one_request()
        while not self.close_connection and time.monotonic() < until:
            self.handle_one_request()

    def do_GET(self) -> None:
        """Give a page or the catalogue."""
        self._answer()

    def do_POST(self) -> None:
        """Give the form, or let go of the draft; learn where it is, or give it back."""
        self._answer()

    def _answer(self) -> None:
        try:
            body, taker, case_id = self._act()
            headers = {PROOF_HEADER: self.server.door.proof(case_id, taker)}
            self._send(200, body, "application/octet-stream", headers)
        except HandoffError as error:
            self._refuse(403, error.fault, error.detail)
        except StoreError as error:
            _log.error("hand-off: %s", error.code)
            self._refuse(503, HandoffFault.ELSEWHERE_UNREACHABLE, error.code)
        except OSError:
            self.close_connection = True
        except Exception as error:  # a fault of ours must not take the agent with it
            _log.error("hand-off failed: %s", trace_of(error))
            self._refuse(500, HandoffFault.ELSEWHERE_UNREACHABLE, "fault")

    def _act(self) -> tuple[bytes, UUID, UUID]:
        certificate = (
            self.connection.getpeercert(binary_form=True) if isinstance(self.connection, ssl.SSLSocket) else None
        )
        body = self._read()  # first: what is left unread would cut the answer off
        taker = self.server.trust.check_terminal(certificate)
        self.server.bucket.take()
        match = _PATH.fullmatch(self.path)
        if match is None:
            raise HandoffError(HandoffFault.DRAFT_UNKNOWN, "path")
        try:
            case_id = UUID(match[1])
        except ValueError as error:
            raise HandoffError(HandoffFault.DRAFT_UNKNOWN, "path") from error
        asking = Asking(taker, self.headers.get(PROOF_HEADER, ""))
        return self._of(match[2], case_id, asking, body), taker, case_id

    def _of(self, what: str, case_id: UUID, asking: Asking, body: bytes) -> bytes:
        door = self.server.door
        if self.command == "POST" and what == "form":
            question = _question(body)
            return door.fetch(case_id, asking, question)
        if self.command == "POST" and what == "confirm":
            return door.confirm(case_id, asking).model_dump_json().encode()
        if self.command == "POST" and what == "whereabouts":
            door.note_whereabouts(case_id, asking, _addresses(_whereabouts(body)))
            return b""
        if self.command == "POST" and what == "return":
            door.give_back(case_id, asking, _whereabouts(body).name)
            return b""
        if self.command == "GET" and what == "catalogue":
            return door.catalogue(case_id, asking)
        if self.command == "GET" and what.startswith("pages/"):
            return door.page(case_id, asking, int(what.removeprefix("pages/")))
        raise HandoffError(HandoffFault.DRAFT_UNKNOWN, "path")

    def _read(self) -> bytes:
        length = self.headers.get("Content-Length", "0")
        if not re.fullmatch(r"[0-9]{1,6}", length) or int(length) > MAX_QUESTION_BYTES:
            self.close_connection = True
            raise HandoffError(HandoffFault.DRAFT_UNKNOWN, "size")
        return self.rfile.read(int(length))

    def _refuse(self, status: int, fault: HandoffFault, detail: str) -> None:
        body = LanRefusal(code=fault, detail=detail[:200]).model_dump_json().encode()
        self.close_connection = True
        self._send(status, body, "application/json", {"Connection": "close"})

    def _send(self, status: int, body: bytes, media_type: str, headers: dict[str, str]) -> None:
        try:
            self.send_response_only(status)
            for name, value in {"Content-Type": media_type, "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as http.server has it
        """Log nothing: addresses name drafts."""


def _question(body: bytes) -> FormQuestion:
    try:
        return FormQuestion.model_validate_json(body)
    except ValidationError:
        raise HandoffError(HandoffFault.HANDOFF_DAMAGED, "question") from None


def _whereabouts(body: bytes) -> Whereabouts:
    try:
        return Whereabouts.model_validate_json(body)
    except ValidationError:
        raise HandoffError(HandoffFault.HANDOFF_DAMAGED, "whereabouts") from None


def _addresses(told: Whereabouts) -> tuple[tuple[str, int], ...]:
    try:
        return tuple(split_address(text) for text in told.addresses)
    except ValueError:
        raise HandoffError(HandoffFault.HANDOFF_DAMAGED, "whereabouts") from None


class _Bucket:
    """Requests that may come at once, and how many a second after that."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._level = self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._at = clock()
        self._lock = threading.Lock()

    def take(self) -> None:
        """Take one. Raises HandoffError terminal_refused."""
        with self._lock:
            now = self._clock()
            self._level = min(self._burst, self._level + (now - self._at) * self._per_second)
            self._at = now
            if self._level < 1:
                raise HandoffError(HandoffFault.TERMINAL_REFUSED, "too many requests")
            self._level -= 1
