"""A terminal whose database is destroyed: rebuilt by command, enrolled again, and everything is delivered once."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import pytest

from acceptance_platform.platform import opened
from acceptance_platform.terminals.tokens import issue_renewal_token
from shared.store import cases, outbox
from shared.store.anchors import ANCHOR_FILE
from shared.store.errors import EnrolmentSpentError, KeyMissingError, StoreDamagedError
from shared.store.keys import key_source
from shared.store.outbox import OutboxState
from shared.store.profile import TerminalMode, load_config
from shared.store.rebuilding import rebuild_store
from shared.store.sealing import SealResult
from shared.store.settings import is_numbering_barred
from shared.store.tables import outbox as outbox_table
from shared.store.terminal import open_terminal
from shared.sync.enrol import enrol
from tests.integration.sync.sync_kit import (
    EnrolledTerminal,
    PlatformProcess,
    agent_thread,
    ask_platform,
    ask_terminal,
    enrolled,
    wait_until,
)


def test_a_terminal_whose_key_is_lost_is_rescued_from_its_disk(platform: PlatformProcess, tmp_path: Path) -> None:
    with enrolled(platform, tmp_path / "profile") as terminal:
        intake, result = terminal.seal_intake()
        decision = terminal.seal_decision(intake.case_id)
        spoilt, _ = terminal.seal_intake()
    profile = terminal.terminal.profile
    (profile.keys / "store.key").unlink()
    with pytest.raises(KeyMissingError):
        open_terminal(terminal.folder)
    record = profile.record_file(spoilt.submission_id)
    record.write_bytes(record.read_bytes().replace(b'"manifest":"', b'"manifest":"A', 1))

    command = ["rescue", "--data", str(platform.data), str(profile.outbox)]
    lines = ask_platform(*command, ok=False)
    failed = [line for line in lines if not line["ok"]]
    assert [(line["input"], line["error"]) for line in failed] == [(str(record.parent), "file_unreadable")]
    again = ask_platform(*command, ok=False)
    assert again == lines, "brought again it is the same"
    held = platform.held(result.case_number)
    assert [(line["submission_id"], line["ok"]) for line in held] == [
        (str(one.submission_id), True) for one in (intake, decision)
    ]
    assert not list(platform.data.glob("rescue-*"))


def test_a_destroyed_database_loses_no_submission_and_doubles_none(platform: PlatformProcess, tmp_path: Path) -> None:
    with enrolled(platform, tmp_path / "profile") as terminal:
        terminal_id = terminal.terminal.identity.terminal_id
        first, first_result = terminal.seal_intake()
        with agent_thread(terminal.terminal):
            wait_until(lambda: terminal.is_delivered(first.submission_id), terminal.delivery())
        decision = terminal.seal_decision(first.case_id)
        second, second_result = terminal.seal_intake()
    folder, store_file = terminal.folder, terminal.terminal.profile.store_file
    store_file.write_bytes(os.urandom(store_file.stat().st_size))

    with pytest.raises(StoreDamagedError):
        open_terminal(folder)
    (line,) = ask_terminal(folder, "store", "check", ok=False)
    assert line["error"] == "store_damaged"
    (line,) = ask_terminal(folder, "store", "recover")
    sealed = {str(one.submission_id) for one in (first, decision, second)}
    assert (set(line["recovered"]), line["not_usable"], line["enrol_again"]) == (sealed, [], True)
    assert Path(line["set_aside"], "store.db").exists()
    assert ask_terminal(folder, "store", "check")[0]["ok"]

    with opened(platform.data) as data:
        token, _ = issue_renewal_token(data, terminal_id)
    enrol(folder, platform.url, token, mode=TerminalMode.DEMO, again=True)
    again = EnrolledTerminal(folder, open_terminal(folder))
    try:
        third, third_result = again.seal_intake()
        ids = [one.submission_id for one in (first, decision, second, third)]
        with agent_thread(again.terminal):
            wait_until(lambda: again.is_delivered(*ids), again.delivery())
        assert cases.get(again.terminal.store, first.case_id).details.items[0].state == "accepted"
    finally:
        again.close()
    assert third_result.case_number[8:13] != second_result.case_number[8:13], "another enrolment code"
    held = platform.held(first_result.case_number, second_result.case_number, third_result.case_number)
    assert [line["submission_id"] for line in held] == [str(one) for one in ids]
    assert all(line["ok"] for line in held)


def test_what_lost_its_row_is_delivered_where_the_platform_has_it_and_comes_back_where_it_has_not(
    platform: PlatformProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with enrolled(platform, tmp_path / "profile") as terminal:
        store, profile = terminal.terminal.store, terminal.terminal.profile
        terminal_id = terminal.terminal.identity.terminal_id
        held, _ = terminal.seal_intake()
        with agent_thread(terminal.terminal):
            wait_until(lambda: terminal.is_delivered(held.submission_id), terminal.delivery())
        lost, _ = terminal.seal_intake()
        with store.write() as connection:
            connection.execute(outbox_table.delete())
        for one in (held, lost):
            shutil.rmtree(profile.parts_folder(one.submission_id))
    monkeypatch.setattr("shared.store.rebuilding.find_damage", lambda *_args: ("a page of the outbox",))
    rebuild_store(profile, key_source(profile, load_config(profile)).store_key())

    with opened(platform.data) as data:
        token, _ = issue_renewal_token(data, terminal_id)
    enrol(terminal.folder, platform.url, token, mode=TerminalMode.DEMO, again=True)
    with contextlib.closing(EnrolledTerminal(terminal.folder, open_terminal(terminal.folder))) as again:
        store = again.terminal.store
        assert not again.is_delivered(held.submission_id, lost.submission_id)
        with agent_thread(again.terminal):
            wait_until(lambda: again.is_delivered(held.submission_id), again.delivery())
            wait_until(lambda: outbox.get(store, lost.submission_id).state is OutboxState.RETURNED, again.delivery())
        row = outbox.get(store, lost.submission_id)
        assert (row.reason_code, row.who_acts) == ("part_missing_here", "terminal_staff")


def put_back(platform: PlatformProcess, tmp_path: Path) -> tuple[Path, SealResult]:
    """Put a terminal back to what it was before it delivered a case; return its folder and how the case was sealed."""
    with enrolled(platform, tmp_path / "profile") as terminal:
        folder = terminal.folder
    shutil.copytree(folder, tmp_path / "yesterday")
    with contextlib.closing(EnrolledTerminal(folder, open_terminal(folder))) as today:
        first, first_result = today.seal_intake()
        with agent_thread(today.terminal):
            wait_until(lambda: today.is_delivered(first.submission_id), today.delivery())
            wait_until((today.terminal.trust_dir / ANCHOR_FILE).exists, "an anchor")
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "yesterday", folder)
    return folder, first_result


def test_a_terminal_that_is_put_back_gives_no_number_twice_once_it_heard_of_the_platform(
    platform: PlatformProcess, tmp_path: Path, expected_warnings: list[str]
) -> None:
    expected_warnings.append("the platform doesn't confirm this terminal's audit chain")
    expected_warnings.append("this terminal was put back to what it was")
    folder, _ = put_back(platform, tmp_path)
    with contextlib.closing(EnrolledTerminal(folder, open_terminal(folder))) as yesterdays:
        store = yesterdays.terminal.store

        def is_barred() -> bool:
            with store.read() as connection:
                return is_numbering_barred(connection)

        with agent_thread(yesterdays.terminal):
            wait_until(is_barred, "the word of the platform")
        with pytest.raises(EnrolmentSpentError):
            yesterdays.seal_intake()


def test_a_terminal_that_is_put_back_gives_no_second_number_twice(
    platform: PlatformProcess, tmp_path: Path, expected_warnings: list[str]
) -> None:
    expected_warnings.append("the platform doesn't confirm this terminal's audit chain")
    folder, first_result = put_back(platform, tmp_path)
    with contextlib.closing(EnrolledTerminal(folder, open_terminal(folder))) as yesterdays:
        terminal_id = yesterdays.terminal.identity.terminal_id
        doubled, doubled_result = yesterdays.seal_intake()
        assert doubled_result.case_number == first_result.case_number
        expected_warnings.append(f"{doubled.submission_id}: its number was given before")
        with agent_thread(yesterdays.terminal):
            store = yesterdays.terminal.store
            wait_until(lambda: outbox.get(store, doubled.submission_id).state is OutboxState.RETURNED, "the refusal")
        with pytest.raises(EnrolmentSpentError):
            yesterdays.seal_intake()
    with opened(platform.data) as data:
        token, _ = issue_renewal_token(data, terminal_id)
    enrol(folder, platform.url, token, mode=TerminalMode.DEMO, again=True)
    with contextlib.closing(EnrolledTerminal(folder, open_terminal(folder))) as again:
        second, second_result = again.seal_intake()
        with agent_thread(again.terminal):
            wait_until(lambda: again.is_delivered(second.submission_id), again.delivery())
    assert second_result.case_number != first_result.case_number
    assert all(line["ok"] for line in platform.held(first_result.case_number, second_result.case_number))
