"""Every kind of answer, and of silence, becomes its own error; nothing is believed without the platform's header."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.contract.problems import ProblemCode
from shared.contract.terminals import AccessToken
from shared.sync.client import AnonymousClient, model_of
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
    SyncError,
)
from shared.sync.transport import Answer, Call, Network, Transport, checked_url
from tests.patience import LATE_S, PATIENCE_S
from tests.unit.shared.sync.scripted_server import Script, ScriptedServer, drips, reply, says, scripted

HTML = b"<html>log in</html>"


def problem(code: str, status: int) -> bytes:
    return json.dumps({"code": code, "title": "t", "detail": "d", "status": status}).encode()


@contextmanager
def talking(*scripts: Script) -> Iterator[tuple[Transport, ScriptedServer]]:
    with scripted(*scripts) as server:
        transport = Transport(server.url)
        try:
            yield transport, server
        finally:
            transport.close()


def sent(*scripts: Script, call: Call | None = None) -> Answer:
    with talking(*scripts) as (transport, _):
        return transport.send(call or Call("GET", "/health"))


def test_a_file_of_roots_that_is_gone_is_no_surprise(tmp_path: Path) -> None:
    transport = Transport("https://127.0.0.1:1", Network(tls_roots=tmp_path / "gone.pem"))
    with contextlib.closing(transport), pytest.raises(OfflineError) as offline:
        transport.send(Call("GET", "/health"))
    assert offline.value.kind is OfflineReason.TLS_UNTRUSTED


def test_threads_that_ended_leave_no_connections_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    left: set[requests.Session] = set()
    make, close = requests.Session.__init__, requests.Session.close

    def opened(session: requests.Session) -> None:
        make(session)
        left.add(session)

    def closed(session: requests.Session) -> None:
        left.discard(session)
        close(session)

    monkeypatch.setattr(requests.Session, "__init__", opened)
    monkeypatch.setattr(requests.Session, "close", closed)
    with talking(says(reply("200 OK", body=b"{}"))) as (transport, _):
        for _ in range(5):
            thread = threading.Thread(target=transport.send, args=(Call("GET", "/health"),))
            thread.start()
            thread.join(PATIENCE_S)
        assert len(left) == 1, "an agent runs for months"
    assert left == set()


def test_a_success_is_given_back() -> None:
    answer = sent(says(reply("200 OK", "X-Other: 1", body=b"{}")))
    assert (answer.status, answer.body, answer.headers["x-other"]) == (200, b"{}", "1")


@pytest.mark.parametrize(
    ("data", "error", "reason"),
    [
        (reply("200 OK", body=HTML, platform=False), NotOurPlatformError, "not_our_platform"),
        (reply("302 Found", "Location: http://portal/", platform=False), NotOurPlatformError, "not_our_platform"),
        (reply("403 Forbidden", body=HTML, platform=False), NotOurPlatformError, "not_our_platform"),
        (reply("502 Bad Gateway", body=HTML, platform=False), GatewayError, "gateway_error"),
        (reply("413 Too Large", body=HTML, platform=False), GatewayError, "gateway_error"),
        (reply("408 Timeout", body=HTML, platform=False), GatewayError, "gateway_error"),
        (reply("429 Slow Down", platform=False), GatewayError, "gateway_error"),
        (reply("500 Oops", body=HTML), ServerFaultError, "platform_fault"),
        (reply("408 Timeout", body=problem("bad_request", 408)), ServerFaultError, "platform_fault"),
        (reply("429 Slow Down", body=problem("too_busy", 429)), BusyError, "platform_busy"),
        (reply("503 Busy", "Retry-After: 7", body=problem("too_busy", 503)), BusyError, "platform_busy"),
        (reply("507 Full", "Retry-After: 60", body=problem("no_room", 507)), BusyError, "no_room"),
        (reply("409 Conflict", body=problem("different_body", 409)), RefusedError, "different_body"),
        (reply("413 Too Large", body=problem("too_large", 413)), RefusedError, "too_large"),
        (reply("404 Not Found"), RefusedError, "not_found"),
        (reply("409 Conflict", body=HTML), MalformedAnswerError, "malformed_answer"),
        (reply("304 Not Modified"), MalformedAnswerError, "malformed_answer"),
        (b"", OfflineError, "connection_cut"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", OfflineError, "connection_cut"),
        (reply("200 OK", body=b"half", length=400), OfflineError, "connection_cut"),
    ],
    ids=lambda value: value[:24].decode("ascii", "replace") if isinstance(value, bytes) else None,
)
def test_each_answer_has_its_error(data: bytes, error: type[SyncError], reason: str) -> None:
    with pytest.raises(error) as caught:
        sent(says(data))
    assert caught.value.reason == reason


def test_a_refusal_says_where_an_upload_stands() -> None:
    with pytest.raises(RefusedError) as caught:
        sent(says(reply("409 Conflict", "Upload-Offset: 77", body=problem("offset_mismatch", 409))))
    assert (caught.value.problem, caught.value.offset, caught.value.detail) == (ProblemCode.OFFSET_MISMATCH, 77, "d")


def test_what_a_newer_platform_tells_besides_is_ignored() -> None:
    refusal = json.loads(problem("offset_mismatch", 409)) | {"instance": "/v1/uploads/1", "since": 2}
    with pytest.raises(RefusedError) as caught:
        sent(says(reply("409 Conflict", body=json.dumps(refusal).encode())))
    assert caught.value.problem is ProblemCode.OFFSET_MISMATCH
    known = AccessToken(token="t" * 40, expires_at=datetime(2026, 1, 1, tzinfo=UTC))
    told = {**known.model_dump(mode="json"), "scope": {"of": "later"}}
    assert model_of(Answer(200, {}, json.dumps(told).encode()), AccessToken) == known
    with pytest.raises(ValidationError):
        AccessToken.model_validate(told)


def test_the_wait_that_a_busy_platform_asks_for_is_kept() -> None:
    with pytest.raises(BusyError) as caught:
        sent(says(reply("503 Busy", "Retry-After: 7")))
    assert caught.value.retry_after_s == 7


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(OfflineError) as caught:
        Transport(f"http://127.0.0.1:{port}").send(Call("GET", "/health"))
    assert caught.value.kind is OfflineReason.NO_CONNECTION


def test_silence_ends_at_its_deadline() -> None:
    def silent(connection: socket.socket, _request: bytes) -> None:
        connection.recv(1)

    with pytest.raises(OfflineError) as caught:
        sent(silent, call=Call("GET", "/health", read_timeout_s=0.3))
    assert caught.value.kind is OfflineReason.TIMED_OUT


def test_a_body_that_trickles_ends_at_its_deadline() -> None:
    def trickle(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(reply("200 OK", length=10**6))
        connection.settimeout(0.05)
        while True:
            connection.sendall(b"x" * 65_536)
            try:
                connection.recv(1)
            except TimeoutError:
                continue
            return

    with pytest.raises(OfflineError) as caught:
        sent(trickle, call=Call("GET", "/health", total_s=0.2, max_bytes=10**9))
    assert caught.value.kind is OfflineReason.TIMED_OUT


@pytest.mark.parametrize(
    "head",
    [
        reply("200 OK", length=60_000),
        reply("200 OK", length=60_000, platform=False),
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Other: ",
        b"HTTP/1.1 ",
        b"",
    ],
    ids=["body", "body of a stranger", "body without an end", "chunk", "header", "status", "first byte"],
)
def test_an_answer_that_drips_ends_at_its_deadline(head: bytes) -> None:
    began = time.monotonic()
    with pytest.raises(OfflineError) as caught:
        sent(drips(head), call=Call("GET", "/health", total_s=0.3))
    assert caught.value.kind is OfflineReason.TIMED_OUT
    assert time.monotonic() - began < LATE_S


def test_a_body_that_falls_silent_has_timed_out() -> None:
    def halves(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(reply("200 OK", body=b"half", length=400))
        connection.recv(1)

    with pytest.raises(OfflineError) as caught:
        sent(halves, call=Call("GET", "/health", read_timeout_s=0.3))
    assert caught.value.kind is OfflineReason.TIMED_OUT


def test_a_deadline_that_ran_out_says_nothing_of_the_next_answer() -> None:
    with talking(says(reply("200 OK", length=9) + b"x"), says(reply("200 OK", body=b"ok"))) as (transport, _):
        with pytest.raises(OfflineError):
            transport.send(Call("GET", "/health", total_s=0.1, repeatable=False))
        assert transport.send(Call("GET", "/health")).body == b"ok"


def test_a_flood_is_not_read() -> None:
    flood = reply("200 OK", length=10**9, platform=False) + b"x" * 300_000
    with pytest.raises(NotOurPlatformError):
        sent(says(flood), call=Call("GET", "/health", max_bytes=1000))
    with pytest.raises(MalformedAnswerError):
        sent(says(reply("200 OK", length=10**9) + b"x" * 300_000), call=Call("GET", "/health", max_bytes=1000))


def test_a_closed_kept_connection_is_tried_once_more() -> None:
    with talking(says(b""), says(reply("200 OK", body=b"ok"))) as (transport, server):
        assert transport.send(Call("GET", "/health")).body == b"ok"
        assert len(server.requests) == 2
    with talking(says(b""), says(reply("200 OK"))) as (transport, server):
        with pytest.raises(OfflineError):
            transport.send(Call("PATCH", "/v1/uploads/1", b"x", repeatable=False))
        assert len(server.requests) == 1


def test_closing_closes_though_an_error_refers_to_the_connection() -> None:
    ended = threading.Event()

    def refuses(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(reply("404 Not Found"))
        if connection.recv(1) == b"":
            ended.set()

    with talking(refuses) as (transport, _):
        with pytest.raises(RefusedError) as refused:
            transport.send(Call("GET", "/v1/uploads/1"))
        transport.close()
        assert ended.wait(PATIENCE_S), refused


def test_a_large_body_arrives_whole_through_a_slow_reader() -> None:
    with talking(says(reply("200 OK"))) as (transport, server):
        transport.send(Call("PATCH", "/v1/uploads/1", b"\1" * 3_000_000, {"Content-Type": "x/y"}))
    assert server.requests[0].count(b"\1") == 3_000_000
    assert b"content-length: 3000000" in server.requests[0].lower()


@pytest.mark.parametrize(
    "url",
    ["http://platform.example", "http://10.0.0.1", "ftp://127.0.0.1", "https://", "https://a:b@c", "nonsense", ""],
)
def test_no_secret_goes_over_an_open_line(url: str) -> None:
    with pytest.raises(InsecureUrlError):
        checked_url(url)


@pytest.mark.parametrize(
    "url", ["https://platform.example/base/", "http://127.0.0.1:1", "http://[::1]:1", "http://localhost"]
)
def test_loopback_and_https_are_fine(url: str) -> None:
    assert checked_url(url) == url.rstrip("/")


def test_a_location_of_another_origin_is_refused() -> None:
    transport = Transport("http://127.0.0.1:1")
    assert transport.own_url("/v1/uploads/1") == "http://127.0.0.1:1/v1/uploads/1"
    for location in ("http://127.0.0.2:1/v1/uploads/1", "//evil/x", "https://127.0.0.1:1/x"):
        with pytest.raises(MalformedAnswerError):
            transport.own_url(location)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.binary(max_size=300))
def test_no_nonsense_gets_through(expected_warnings: list[str], data: bytes) -> None:
    expected_warnings.append("Failed to parse headers")
    with pytest.raises(SyncError):
        sent(says(data), call=Call("GET", "/health", read_timeout_s=1, total_s=2))


@settings(max_examples=40)
@given(st.binary(max_size=200))
def test_no_body_gets_past_the_contract(data: bytes) -> None:
    with scripted(says(reply("200 OK", body=data))) as server:
        client = AnonymousClient(server.url)
        with pytest.raises(MalformedAnswerError):
            client.health()
        client.close()
