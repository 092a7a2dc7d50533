"""The platform killed in mid-commit, and put back to yesterday's backup: what was sealed is there, once, in the end."""

from __future__ import annotations

import random
import shutil
import signal
import threading
import time
from pathlib import Path

import pytest

from shared.store import outbox
from shared.store.outbox import OutboxState
from shared.store.overview import delivery_overview
from shared.sync import chunks
from shared.sync.wake import wake_agent
from tests.integration.sync.relay import Forward, Reply, Request, relaying
from tests.integration.sync.sync_kit import (
    EnrolledTerminal,
    PlatformProcess,
    agent_thread,
    ask_platform,
    enrolled,
    wait_until,
)


def test_a_platform_killed_in_mid_commit_holds_it_once(platform: PlatformProcess, tmp_path: Path) -> None:
    """The answer never comes; whether the commit was written differs from kill to kill."""
    rng = random.Random(7)
    with relaying(platform.url) as relay, enrolled(platform, tmp_path / "profile", url=relay.url) as terminal:

        def kill_meanwhile(request: Request, forward: Forward) -> None:
            sending = threading.Thread(target=forward, args=(request,))
            sending.start()
            time.sleep(rng.uniform(0.0, 0.06))  # somewhere within the commit: that is what is tried
            platform.stop(signal.SIGKILL)
            sending.join()

        sealed = []
        for _ in range(2):
            relay.when("POST", "/commit", kill_meanwhile)
            request, result = terminal.seal_intake()
            sealed.append((request.submission_id, result.case_number))
            with agent_thread(terminal.terminal):
                wait_until(lambda: platform.process is None, "the kill")
                wait_until(lambda: delivery_overview(terminal.terminal.store).agent_online is False, "offline")
                platform.start()
                outbox.ask_retry(terminal.terminal.store, request.submission_id)
                wait_until(lambda: terminal.is_delivered(*[one for one, _ in sealed]), terminal.delivery())
        lines = platform.held(*[number for _, number in sealed])
    assert [(line["submission_id"], line["ok"]) for line in lines] == [(str(one), True) for one, _ in sealed]


def test_a_part_of_several_pieces_that_spoils_before_the_commit_is_sent_again(
    platform: PlatformProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "FIRST_BYTES", chunks.LEAST_BYTES)
    with relaying(platform.url) as relay, enrolled(platform, tmp_path / "profile", url=relay.url) as terminal:
        request, _ = terminal.seal_intake([random.Random(1).randbytes(3 * chunks.LEAST_BYTES)])
        part = platform.data / "parts" / str(request.submission_id) / "1"

        def spoil(asked: Request, forward: Forward) -> Reply | None:
            part.write_bytes(b"spoilt")
            return forward(asked)

        relay.when("POST", "/commit", spoil)
        with agent_thread(terminal.terminal):
            wait_until(lambda: terminal.is_delivered(request.submission_id), terminal.delivery())


def test_a_platform_put_back_to_yesterdays_backup_gets_everything_again(
    platform: PlatformProcess, terminal: EnrolledTerminal, tmp_path: Path, expected_warnings: list[str]
) -> None:
    expected_warnings.append("the platform was restored; 3 submissions are offered again")
    store, profile = terminal.terminal.store, terminal.terminal.profile
    with agent_thread(terminal.terminal):
        old, old_result = terminal.seal_intake()
        wake_agent(profile)
        wait_until(lambda: terminal.is_delivered(old.submission_id), terminal.delivery())
        ask_platform("backup", "--data", str(platform.data), "--to", str(tmp_path / "backup"))
        new, new_result = terminal.seal_intake()
        decision = terminal.seal_decision(old.case_id)
        wake_agent(profile)
        wait_until(lambda: terminal.is_delivered(new.submission_id, decision.submission_id), terminal.delivery())

        platform.stop(signal.SIGKILL)
        meanwhile, _ = terminal.seal_intake()
        wake_agent(profile)
        wait_until(lambda: delivery_overview(store).agent_online is False, "offline")
        lost = platform.data.rename(tmp_path / "lost")
        restore = ["restore", "--data", str(platform.data), "--from", str(tmp_path / "backup")]
        ask_platform(*restore, "--keys", str(lost / "keys"))
        platform.start()

        def all_again() -> bool:
            return platform.holds(*(one.submission_id for one in (new, decision, meanwhile)))

        wait_until(all_again, terminal.delivery())
        wait_until(lambda: outbox.counts(store).waiting == 0, terminal.delivery())
    kinds = [line["kind"] for line in platform.held(old_result.case_number)]
    assert kinds == ["intake", "decision"]
    assert platform.held(new_result.case_number)[0]["ok"]
    assert terminal.state(old.submission_id) is OutboxState.DELIVERED
    # With the next heartbeat what the backup held is let go of here, what it lacked is not.
    with agent_thread(terminal.terminal):
        wait_until(lambda: not profile.parts_folder(old.submission_id).exists(), "letting go")
    assert profile.parts_folder(new.submission_id).exists()
    shutil.rmtree(lost)
