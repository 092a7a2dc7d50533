"""The agent as a process against the platform as a process: delivery, resuming after kills, order, ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from shared.store import cases, outbox
from shared.store.agent_lock import agent_runs
from shared.store.outbox import OutboxState, WhoActs
from shared.store.overview import CaseDeliveryState, case_deliveries, delivery_overview
from shared.sync.agent import POLL_S
from shared.sync.launch import ensure_agent
from shared.sync.wake import wake_agent
from tests.integration.sync.sync_kit import ROOT, EnrolledTerminal, PlatformProcess, ask_terminal, run_cli, wait_until
from tests.patience import LATE_S, PATIENCE_S


def test_delivers_whole_and_once(platform: PlatformProcess, terminal: EnrolledTerminal) -> None:
    request, result = terminal.seal_intake()
    agent = terminal.start_agent()
    wait_until(lambda: terminal.is_delivered(request.submission_id), "delivery")

    (line,) = platform.held(result.case_number)
    assert (line["ok"], line["input"], line["pages"]) == (True, str(request.submission_id), 2)
    overview = delivery_overview(terminal.terminal.store)
    assert (overview.waiting, overview.delivered_today, overview.agent_online) == (0, 1, True)
    # The ciphertext stays until the platform's backup has passed it.
    assert terminal.terminal.profile.part_file(request.submission_id, 0).exists()

    began = time.monotonic()
    agent.send_signal(signal.SIGTERM)
    assert agent.wait(PATIENCE_S) == 0
    assert time.monotonic() - began < 2 + LATE_S


def test_a_wake_up_delivers_without_waiting_for_the_poll(terminal: EnrolledTerminal) -> None:
    terminal.start_agent()
    profile, store = terminal.terminal.profile, terminal.terminal.store
    wait_until(lambda: delivery_overview(store).agent_online is True, "online")

    def takes() -> float:
        request, _ = terminal.seal_intake()
        assert wake_agent(profile)
        return wait_until(lambda: terminal.is_delivered(request.submission_id), "delivery")

    # A machine that is busy may be late a few times, but not each time by the rest of a poll.
    assert any(takes() < POLL_S / 2 for _ in range(10))


def test_delivery_resumes_within_ten_seconds(platform: PlatformProcess, terminal: EnrolledTerminal) -> None:
    store = terminal.terminal.store
    platform.stop()
    sealed = [terminal.seal_intake() for _ in range(3)]
    terminal.start_agent()
    wait_until(lambda: delivery_overview(store).agent_online is False, "offline")
    overview = delivery_overview(store)
    assert (overview.waiting, overview.offline_reason) == (3, "no_connection")
    assert overview.offline_since is not None
    assert {row.attempts for row in outbox.all_rows(store)} == {0}
    delivery = case_deliveries(store, [sealed[0][0].case_id])[sealed[0][0].case_id]
    assert delivery.state is CaseDeliveryState.WAITING_NETWORK

    platform.start()
    ids = [request.submission_id for request, _ in sealed]
    assert wait_until(lambda: terminal.is_delivered(*ids), "delivery") < 10 + LATE_S
    lines = platform.held(*[result.case_number for _, result in sealed])
    assert [line["ok"] for line in lines] == [True] * 3


def test_kill_9_in_mid_upload_arrives_whole_and_once(platform: PlatformProcess, terminal: EnrolledTerminal) -> None:
    request, result = terminal.seal_intake([os.urandom(24 * 1024 * 1024), b"small" * 99])
    terminal.limit(4_000)
    store = terminal.terminal.store
    reached = []
    for _ in range(3):
        agent = terminal.start_agent()
        before = reached[-1] if reached else 0

        def moved(floor: int = before) -> bool:
            return outbox.get(store, request.submission_id).bytes_sent > floor

        wait_until(moved, "progress")
        agent.kill()
        agent.wait(PATIENCE_S)
        reached.append(outbox.get(store, request.submission_id).bytes_sent)
    assert 0 < reached[0] < result.bytes_total
    assert outbox.get(store, request.submission_id).state is OutboxState.SENDING

    terminal.limit(100_000)
    terminal.start_agent()
    wait_until(lambda: terminal.is_delivered(request.submission_id), "delivery")
    (line,) = platform.held(result.case_number)
    assert (line["ok"], line["parts"], line["pages"]) == (True, 3, 2)


def test_the_platform_killed_in_between_loses_nothing(platform: PlatformProcess, terminal: EnrolledTerminal) -> None:
    request, result = terminal.seal_intake([os.urandom(16 * 1024 * 1024)])
    store = terminal.terminal.store
    terminal.limit(8_000)  # two seconds: unhurried, all of it may have gone before the kill
    terminal.start_agent()
    wait_until(lambda: outbox.get(store, request.submission_id).bytes_sent > 0, "progress")
    platform.stop(signal.SIGKILL)
    wait_until(lambda: delivery_overview(store).agent_online is False, "offline")
    platform.start()
    wait_until(lambda: terminal.is_delivered(request.submission_id), "delivery")
    (line,) = platform.held(result.case_number)
    assert line["ok"]


def test_a_case_keeps_its_order_and_learns_its_state(platform: PlatformProcess, terminal: EnrolledTerminal) -> None:
    store = terminal.terminal.store
    request, result = terminal.seal_intake()
    decision = terminal.seal_decision(request.case_id)
    row = outbox.get(store, decision.submission_id)
    assert row.waits_for == request.submission_id
    assert outbox.due(store, datetime.now(UTC) + timedelta(hours=1))[0].submission_id == request.submission_id
    terminal.start_agent()
    wait_until(lambda: outbox.counts(store).waiting == 0, "delivery")
    assert terminal.is_delivered(request.submission_id, decision.submission_id), terminal.delivery()
    wait_until(lambda: cases.get(store, request.case_id).platform_state is not None, "the case's state")
    entry = cases.get(store, request.case_id)
    assert (entry.platform_state, entry.details.items[0].state) == ("accepted", "accepted")
    lines = platform.held(result.case_number)
    assert [line["kind"] for line in lines] == ["intake", "decision"]


def test_one_bad_submission_never_blocks_another_case(platform: PlatformProcess, terminal: EnrolledTerminal) -> None:
    store, profile = terminal.terminal.store, terminal.terminal.profile
    unknown, _ = terminal.seal_intake(item_code="no-such-item")
    after_unknown = terminal.seal_decision(unknown.case_id)
    damaged, _ = terminal.seal_intake()
    part = profile.part_file(damaged.submission_id, 1)
    part.write_bytes(part.read_bytes()[:-1] + b"\0\0")
    good, result = terminal.seal_intake()
    terminal.start_agent()
    wait_until(lambda: terminal.is_delivered(good.submission_id), "delivery of the good one")
    bad = (unknown.submission_id, damaged.submission_id)
    wait_until(lambda: {outbox.get(store, one).state for one in bad} == {OutboxState.RETURNED}, "both returned")

    row = outbox.get(store, unknown.submission_id)
    assert (row.state, row.reason_code, row.who_acts) == (OutboxState.RETURNED, "unknown_item", WhoActs.PLATFORM_STAFF)
    row = outbox.get(store, damaged.submission_id)
    assert (row.state, row.reason_code) == (OutboxState.RETURNED, "part_damaged_here")
    assert row.who_acts is WhoActs.TERMINAL_STAFF
    states = case_deliveries(store, [unknown.case_id, good.case_id])
    assert states[unknown.case_id].state is CaseDeliveryState.RETURNED
    assert states[good.case_id].state is CaseDeliveryState.DELIVERED
    assert outbox.get(store, after_unknown.submission_id).waits_for == unknown.submission_id
    assert delivery_overview(store).returned == 2
    assert platform.held(result.case_number)[0]["ok"]
    # Its ciphertext stays here.
    assert profile.part_file(unknown.submission_id, 0).exists()

    lines = ask_terminal(terminal.folder, "outbox", "list")
    assert [line["delivery"] for line in lines] == ["returned", "waiting_for_earlier", "returned"]
    (shown,) = ask_terminal(terminal.folder, "outbox", "show", str(damaged.submission_id))
    assert [entry["here"] for entry in shown["parts"]] == [True] * 3


def test_retry_is_asked_of_the_agent(platform: PlatformProcess, terminal: EnrolledTerminal) -> None:
    store, profile = terminal.terminal.store, terminal.terminal.profile
    request, result = terminal.seal_intake()
    part = profile.part_file(request.submission_id, 1)
    whole = part.read_bytes()
    part.unlink()
    terminal.start_agent()
    wait_until(lambda: terminal.state(request.submission_id) is OutboxState.RETURNED, "return")
    assert outbox.get(store, request.submission_id).reason_code == "part_missing_here"
    part.write_bytes(whole)
    ask_terminal(terminal.folder, "outbox", "retry", str(request.submission_id))
    wait_until(lambda: terminal.is_delivered(request.submission_id), "delivery")
    assert platform.held(result.case_number)[0]["ok"]
    (line,) = ask_terminal(terminal.folder, "outbox", "retry", str(uuid4()), ok=False)
    assert line["error"] == "submission_unknown"


def test_a_second_agent_says_so_and_ends(terminal: EnrolledTerminal) -> None:
    terminal.start_agent()
    wait_until(lambda: agent_runs(terminal.terminal.profile), "agent")
    (line,) = run_cli("shared.sync", "agent", "--profile", str(terminal.folder), ok=False)
    assert (line["ok"], line["error"]) == (False, "agent_running")


def test_ensure_agent_starts_one_that_outlives_its_caller(terminal: EnrolledTerminal) -> None:
    profile = terminal.terminal.profile
    program = f"from shared.sync.launch import ensure_agent; print(ensure_agent({str(profile.folder)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=True
    )
    assert done.stdout.strip() == "True"
    assert agent_runs(profile)
    assert ensure_agent(profile.folder) is False
    wait_until(lambda: "serves" in _log(profile.logs), "the log")
    (pid,) = re.findall(r"agent (\d+) serves", _log(profile.logs))
    os.kill(int(pid), signal.SIGTERM)
    wait_until(lambda: not agent_runs(profile), "the end")


def _log(logs: Path) -> str:
    path = logs / "agent.log"
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.mark.parametrize("words", [["nonsense"], ["outbox"], ["outbox", "show"]])
def test_wrong_usage_is_64(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "shared.sync", *words], cwd=ROOT, capture_output=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 64
