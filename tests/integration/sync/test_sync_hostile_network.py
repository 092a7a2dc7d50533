"""Delivery through a network that cuts, loses, doubles, corrupts and answers for others: the end is always once."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.contract.problems import PLATFORM_HEADER
from shared.store import outbox
from shared.store.outbox import OutboxState, WhoActs
from shared.store.overview import delivery_overview
from shared.sync.client import PlatformClient
from shared.sync.wake import wake_agent
from tests.integration.sync.relay import (
    Fault,
    Forward,
    Relay,
    Reply,
    Request,
    answer,
    corrupt,
    cut,
    half_close,
    lose_answer,
    relaying,
    send_twice,
)
from tests.integration.sync.sync_kit import EnrolledTerminal, PlatformProcess, agent_thread, enrolled, wait_until
from tests.patience import LATE_S, PATIENCE_S

_PROBLEM = b'{"code": "too_busy", "title": "busy", "detail": "", "status": 429}'
_BUSY = answer(429, _PROBLEM, **{PLATFORM_HEADER: "test", "Retry_After": "1"})
_FAULT = answer(500, b"oops", **{PLATFORM_HEADER: "test"})

FAULTS: list[tuple[str, str, str, Fault]] = [
    ("answer to the manifest lost", "PUT", "/manifest", lose_answer),
    ("answer to a creation lost", "POST", "/uploads", lose_answer),
    ("answer to a chunk lost", "PATCH", "/uploads", lose_answer),
    ("answer to the commit lost", "POST", "/commit", lose_answer),
    ("manifest doubled", "PUT", "/manifest", send_twice),
    ("chunk doubled", "PATCH", "/uploads", send_twice),
    ("commit doubled", "POST", "/commit", send_twice),
    ("chunk corrupted", "PATCH", "/uploads", corrupt),
    ("chunk cut", "PATCH", "/uploads", cut),
    ("commit cut", "POST", "/commit", cut),
    ("a proxy's 502", "POST", "/commit", answer(502)),
    ("a proxy's 413", "PATCH", "/uploads", answer(413)),
    ("a proxy's 408", "PATCH", "/uploads", answer(408)),
    ("the platform busy", "PUT", "/manifest", _BUSY),
    ("the platform's 500", "POST", "/commit", _FAULT),
    ("a stranger's 200", "POST", "/commit", answer(200)),
    ("a half-closed socket at the manifest", "PUT", "/manifest", half_close),
    ("a half-closed socket at a creation", "POST", "/uploads", half_close),
    ("a half-closed socket at the commit", "POST", "/commit", half_close),
    ("creation corrupted", "POST", "/uploads", corrupt),
    ("manifest corrupted", "PUT", "/manifest", corrupt),
    ("a proxy's 413 at a creation", "POST", "/uploads", answer(413)),
    ("token forgotten", "PATCH", "/uploads", answer(401, _PROBLEM.replace(b"too_busy", b"not_signed_in"),
                                                     **{PLATFORM_HEADER: "test"})),
]  # fmt: skip


@pytest.fixture(scope="module")
def relay(_served: PlatformProcess) -> Iterator[Relay]:
    _served.start()
    with relaying(_served.url) as running:
        yield running


@pytest.fixture(scope="module")
def far(_served: PlatformProcess, relay: Relay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EnrolledTerminal]:
    """Return a terminal that knows the platform by the relay's address."""
    with enrolled(_served, tmp_path_factory.mktemp("far") / "profile", url=relay.url) as terminal:
        yield terminal


@pytest.mark.parametrize(("method", "path", "fault"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_leads_to_one_delivery(
    relay: Relay, far: EnrolledTerminal, method: str, path: str, fault: Fault
) -> None:
    relay.lift()
    relay.when(method, path, fault)
    request, result = far.seal_intake([os.urandom(1_500_000)])
    with agent_thread(far.terminal):
        wait_until(lambda: far.is_delivered(request.submission_id), f"delivery: {far.delivery()}")
    assert relay.rules[0].left == 0, "the fault never happened"
    client = PlatformClient(relay.platform, far.terminal.identity.terminal_id, far.terminal.signing_key)
    status = client.case(result.case_number)
    client.close()
    assert [(one.submission_id, one.state) for one in status.submissions] == [(request.submission_id, "delivered")]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(answer(200), "not_our_platform"), (answer(302, Location="http://portal/"), "not_our_platform"),
     (answer(503), "gateway_error"), (cut, "connection_cut")],
    ids=["portal", "redirect", "front door without platform", "cut"],
)  # fmt: skip
def test_nothing_is_counted_against_a_row_while_strangers_answer(
    relay: Relay, far: EnrolledTerminal, fault: Fault, reason: str
) -> None:
    relay.lift()
    relay.when("*", "", fault, times=10_000)
    store = far.terminal.store
    request, _ = far.seal_intake()
    with agent_thread(far.terminal):
        wait_until(lambda: delivery_overview(store).offline_reason == reason, f"offline for {reason}")
        assert outbox.get(store, request.submission_id).attempts == 0
        relay.lift()
        wait_until(lambda: far.is_delivered(request.submission_id), f"delivery: {far.delivery()}")


def test_a_stranger_who_comes_later_is_noticed(relay: Relay, far: EnrolledTerminal) -> None:
    relay.lift()
    store = far.terminal.store
    with agent_thread(far.terminal):
        wait_until(lambda: delivery_overview(store).agent_online is True, "online")
        relay.when("*", "", answer(200), times=10_000)
        request, _ = far.seal_intake()
        wait_until(lambda: delivery_overview(store).agent_online is False, "offline")
        row = outbox.get(store, request.submission_id)
        assert (row.state, row.attempts, row.next_try_at) == (OutboxState.WAITING, 0, None)
        relay.lift()
        wait_until(lambda: far.is_delivered(request.submission_id), "delivery")


def test_a_row_that_got_an_answer_backs_off_while_others_go(relay: Relay, far: EnrolledTerminal) -> None:
    relay.lift()
    store = far.terminal.store
    bad, _ = far.seal_intake()
    relay.when("PUT", str(bad.submission_id), _FAULT, times=10_000)
    good, _ = far.seal_intake()
    with agent_thread(far.terminal):
        wait_until(lambda: far.is_delivered(good.submission_id), "delivery of the good one")
        wait_until(lambda: outbox.get(store, bad.submission_id).attempts >= 2, "attempts")
        row = outbox.get(store, bad.submission_id)
        assert (row.reason_code, row.who_acts) == ("platform_fault", WhoActs.AGENT)
        assert delivery_overview(store).agent_online is True
        relay.lift()
        outbox.ask_retry(store, bad.submission_id)
        wait_until(lambda: far.is_delivered(bad.submission_id), "delivery of the bad one")


def test_a_refusal_is_believed_at_the_third_time(relay: Relay, far: EnrolledTerminal) -> None:
    """A request may have been damaged on its way: one refusal makes nobody look into it."""
    relay.lift()
    store = far.terminal.store
    invalid = _PROBLEM.replace(b"too_busy", b"manifest_invalid").replace(b"429", b"422")
    refused = answer(422, invalid, **{PLATFORM_HEADER: "test"})
    twice, _ = far.seal_intake()
    relay.when("PUT", str(twice.submission_id), refused, times=2)
    ever, _ = far.seal_intake()
    relay.when("PUT", str(ever.submission_id), refused, times=10_000)

    def hasten() -> bool:
        for request in (twice, ever):
            if far.state(request.submission_id) is OutboxState.WAITING:
                outbox.ask_retry(store, request.submission_id)
        wake_agent(far.terminal.profile)
        return far.is_delivered(twice.submission_id) and far.state(ever.submission_id) is OutboxState.RETURNED

    with agent_thread(far.terminal):
        wait_until(hasten, far.delivery())
        assert len([line for line in relay.seen if line.endswith(f"{ever.submission_id}/manifest")]) >= 3
        row = outbox.get(store, ever.submission_id)
        assert (row.reason_code, row.who_acts) == ("manifest_invalid", WhoActs.PLATFORM_STAFF)
        relay.lift()
        outbox.ask_retry(store, ever.submission_id)
        wait_until(lambda: far.is_delivered(ever.submission_id), far.delivery())


def _passed(request: Request, forward: Forward) -> Reply:
    return forward(request)


def test_an_upload_goes_on_where_it_was_cut(relay: Relay, far: EnrolledTerminal) -> None:
    relay.lift()
    request, _ = far.seal_intake([os.urandom(4 * 1024 * 1024)])
    relay.seen.clear()
    for _ in range(2):
        relay.when("PATCH", "/uploads", _passed)
        relay.when("PATCH", "/uploads", cut)
    with agent_thread(far.terminal):
        wait_until(lambda: far.is_delivered(request.submission_id), "delivery")
    creations = [line for line in relay.seen if line == "POST /v1/uploads"]
    assert len(creations) == 2, "body and page are begun once each"


def test_a_refused_terminal_says_so(relay: Relay, far: EnrolledTerminal) -> None:
    relay.lift()
    store = far.terminal.store
    gone = b'{"code": "terminal_unknown", "title": "unknown", "detail": "", "status": 404}'
    relay.when("POST", "/challenges", answer(404, gone, **{PLATFORM_HEADER: "test"}), times=10_000)
    request, _ = far.seal_intake()
    with agent_thread(far.terminal):
        wait_until(lambda: delivery_overview(store).offline_reason == "sign_in_refused", "refusal")
        assert outbox.get(store, request.submission_id).attempts == 0
        relay.lift()
        outbox.ask_retry(store, request.submission_id)
        wait_until(lambda: far.is_delivered(request.submission_id), "delivery after being let in")


def test_a_terminal_that_is_revoked_while_signed_in_keeps_its_rows_waiting(relay: Relay, far: EnrolledTerminal) -> None:
    relay.lift()
    store = far.terminal.store
    revoked = b'{"code": "terminal_revoked", "title": "revoked", "detail": "", "status": 403}'
    with agent_thread(far.terminal):
        wait_until(lambda: delivery_overview(store).agent_online is True, "online")
        for method, path in (("PUT", "/manifest"), ("POST", "/heartbeat"), ("POST", "/sessions")):
            relay.when(method, path, answer(403, revoked, **{PLATFORM_HEADER: "test"}), times=10_000)
        request, _ = far.seal_intake()
        wake_agent(far.terminal.profile)
        wait_until(lambda: delivery_overview(store).offline_reason == "sign_in_refused", "refusal")
        row = outbox.get(store, request.submission_id)
        assert (row.state, row.attempts) == (OutboxState.WAITING, 0)
        relay.lift()
        outbox.ask_retry(store, request.submission_id)
        wait_until(lambda: far.is_delivered(request.submission_id), "delivery after being let in")


def test_a_hanging_request_does_not_hold_up_the_end(relay: Relay, platform: PlatformProcess, tmp_path: Path) -> None:
    relay.lift()
    with enrolled(platform, tmp_path / "profile", url=relay.url) as terminal:
        let_go = threading.Event()
        relay.when("*", "", lambda _request, _forward: let_go.wait(PATIENCE_S) and None, times=10_000)
        relay.seen.clear()
        agent = terminal.start_agent()
        wait_until(lambda: bool(relay.seen), "a hanging request")
        began = time.monotonic()
        agent.terminate()
        assert agent.wait(PATIENCE_S) == 0
        assert time.monotonic() - began < 2 + LATE_S
        let_go.set()
