"""The outbox: who may change it, order within a case, backing off, watermark and epoch, and what faces read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from shared.domain.state_table import TransitionRefusedError
from shared.store import cases, outbox
from shared.store.agent_lock import AgentLock, agent_runs
from shared.store.agent_state import AgentState, record_agent_state
from shared.store.errors import AgentRunningError, NotTheAgentError, SubmissionUnknownError
from shared.store.outbox import OutboxState, WhoActs
from shared.store.outbox_writer import OutboxWriter
from shared.store.overview import CaseDeliveryState, case_deliveries, delivery_of, delivery_overview
from shared.store.sealing import SealRequest, seal_submission
from shared.store.sweeping import sweep_orphans
from tests.unit.shared.store.specimen_terminal import NOW, SpecimenTerminal, intake, sealed_follow_up


@pytest.fixture
def writer(terminal: SpecimenTerminal) -> Iterator[OutboxWriter]:
    with AgentLock.acquire(terminal.profile) as lock:
        yield OutboxWriter(terminal.store, lock)


def _sealed(terminal: SpecimenTerminal) -> SealRequest:
    request = intake(terminal, pages=1)
    seal_submission(terminal.store, terminal.keys, request)
    return request


def test_only_the_holder_of_the_lock_writes(terminal: SpecimenTerminal) -> None:
    assert not agent_runs(terminal.profile)
    with AgentLock.acquire(terminal.profile) as lock:
        assert agent_runs(terminal.profile)
        with pytest.raises(AgentRunningError):
            AgentLock.acquire(terminal.profile)
    assert not agent_runs(terminal.profile)
    with pytest.raises(NotTheAgentError):
        OutboxWriter(terminal.store, lock)


def test_a_row_goes_its_way(terminal: SpecimenTerminal, writer: OutboxWriter) -> None:
    store, request = terminal.store, _sealed(terminal)
    row_id = request.submission_id
    writer.sending(row_id)
    writer.progress(row_id, 100)
    row = outbox.get(store, row_id)
    assert (row.state, row.bytes_sent, delivery_of(row).state) == (OutboxState.SENDING, 100, CaseDeliveryState.SENDING)
    writer.resume()
    assert outbox.get(store, row_id).state is OutboxState.WAITING
    writer.delivered(row_id, NOW)
    row = outbox.get(store, row_id)
    assert (row.state, row.delivered_at, row.bytes_sent, row.who_acts) == (
        OutboxState.DELIVERED,
        NOW,
        row.bytes_total,
        None,
    )
    assert outbox.due(store, NOW) == ()
    with pytest.raises(TransitionRefusedError):
        writer.delivered(row_id, NOW)


def test_backing_off_ends_with_progress_or_a_retry(terminal: SpecimenTerminal, writer: OutboxWriter) -> None:
    store, row_id = terminal.store, _sealed(terminal).submission_id
    later = NOW + timedelta(minutes=2)
    writer.wait(row_id, "platform_busy", next_try_at=later, attempts=3)
    assert outbox.due(store, NOW) == ()
    assert outbox.next_due_at(store, NOW) == later
    assert outbox.next_due_at(store, later) is None
    assert [row.submission_id for row in outbox.due(store, later)] == [row_id]
    writer.progress(row_id, 10)
    assert outbox.get(store, row_id).attempts == 0
    writer.wait(row_id, "platform_busy", next_try_at=later, attempts=1)
    writer.progress(row_id, 10)
    assert outbox.get(store, row_id).attempts == 1, "the same bytes again are no progress"
    outbox.ask_retry(store, row_id, now=NOW)
    outbox.ask_retry(store, row_id, now=NOW)
    assert writer.honour_retries(NOW) == 1
    assert writer.honour_retries(NOW) == 0
    assert len(outbox.due(store, NOW)) == 1
    with pytest.raises(SubmissionUnknownError):
        outbox.ask_retry(store, uuid4())


def test_a_retry_that_is_asked_for_while_a_try_runs_comes_after_it(
    terminal: SpecimenTerminal, writer: OutboxWriter
) -> None:
    store, row_id = terminal.store, _sealed(terminal).submission_id
    outbox.ask_retry(store, row_id, now=NOW)
    assert writer.honour_retries(NOW, {row_id}) == 0
    writer.wait(row_id, "platform_busy", next_try_at=NOW + timedelta(minutes=2), attempts=3)
    assert outbox.due(store, NOW) == ()
    assert writer.honour_retries(NOW) == 1
    assert [row.submission_id for row in outbox.due(store, NOW)] == [row_id]


def test_the_network_coming_back_releases_the_queue(terminal: SpecimenTerminal, writer: OutboxWriter) -> None:
    rows = [_sealed(terminal).submission_id for _ in range(3)]
    for row_id in rows[:2]:
        writer.wait(row_id, "platform_fault", next_try_at=NOW + timedelta(minutes=5), attempts=9)
    writer.returned(rows[2], "unknown_item", "x" * 900, WhoActs.PLATFORM_STAFF, NOW + timedelta(minutes=5))
    writer.release_waiting()
    assert [row.submission_id for row in outbox.due(terminal.store, NOW)] == rows[:2]


def test_a_returned_row_stays_until_the_platform_says_otherwise(
    terminal: SpecimenTerminal, writer: OutboxWriter
) -> None:
    store, request = terminal.store, _sealed(terminal)
    row_id = request.submission_id
    writer.returned(row_id, "part_missing_here", "", WhoActs.TERMINAL_STAFF, None)
    assert outbox.due(store, NOW + timedelta(days=9)) == ()
    writer.sending(row_id)
    writer.wait(row_id, "no_connection", next_try_at=None, attempts=0)
    row = outbox.get(store, row_id)
    assert (row.state, row.reason_code) == (OutboxState.RETURNED, "part_missing_here")
    assert terminal.profile.part_file(row_id, 0).exists()
    with pytest.raises(TransitionRefusedError):
        writer.returned(row_id, "", "", WhoActs.PLATFORM_STAFF, None)
    writer.delivered(row_id, NOW)
    assert outbox.get(store, row_id).reason_code is None


def test_a_returned_row_is_asked_about_again_after_an_outage(terminal: SpecimenTerminal, writer: OutboxWriter) -> None:
    row_id = _sealed(terminal).submission_id
    writer.returned(row_id, "stale_based_on", "", WhoActs.PLATFORM_STAFF, NOW)
    assert [row.submission_id for row in outbox.due(terminal.store, NOW)] == [row_id]
    writer.wait(row_id, "no_connection", next_try_at=None, attempts=0)
    assert [row.submission_id for row in outbox.due(terminal.store, NOW)] == [row_id]


@pytest.mark.parametrize("end", ["wait", "returned"])
def test_a_row_that_is_closed_while_it_is_tried_stays_closed(
    terminal: SpecimenTerminal, writer: OutboxWriter, end: str
) -> None:
    store, first = terminal.store, _sealed(terminal)
    row_id, follow_up = first.submission_id, sealed_follow_up(terminal, first).submission_id
    writer.returned(row_id, "stale_based_on", "", WhoActs.PLATFORM_STAFF, NOW)
    writer.sending(row_id)
    outbox.ask_close(store, row_id, person="clerk-1", reason="样例", follow_up=follow_up)
    assert writer.honour_closings() == 1
    if end == "wait":
        writer.wait(row_id, "no_connection", next_try_at=None, attempts=1)
    else:
        writer.returned(row_id, "stale_based_on", "", WhoActs.PLATFORM_STAFF, NOW)
    row = outbox.get(store, row_id)
    assert (row.state, row.who_acts, row.closed_by) == (OutboxState.CLOSED, None, "clerk-1")
    assert row_id not in [due.submission_id for due in outbox.due(store, NOW)]


def test_what_the_platform_took_on_while_it_was_closed_is_delivered(
    terminal: SpecimenTerminal, writer: OutboxWriter
) -> None:
    store, first = terminal.store, _sealed(terminal)
    row_id, follow_up = first.submission_id, sealed_follow_up(terminal, first).submission_id
    writer.returned(row_id, "unknown_item", "", WhoActs.PLATFORM_STAFF, NOW)
    writer.sending(row_id)
    outbox.ask_close(store, row_id, person="clerk-1", reason="样例", follow_up=follow_up)
    writer.honour_closings()
    assert writer.delivered(row_id, NOW, platform_sequence=1)
    row = outbox.get(store, row_id)
    assert (row.state, row.closed_by, row.follow_up, row.platform_sequence) == (OutboxState.DELIVERED, None, None, 1)
    with store.read() as connection:
        events = connection.exec_driver_sql("SELECT event FROM audit ORDER BY number").scalars().all()
    assert events[-2:] == ["submission_closed", "closing_undone"], "on record, both"


def test_what_follows_is_based_on_what_no_person_closed(terminal: SpecimenTerminal, writer: OutboxWriter) -> None:
    store, first = terminal.store, _sealed(terminal)
    root = cases.get(store, first.case_id).latest_root
    second, third = sealed_follow_up(terminal, first).submission_id, sealed_follow_up(terminal, first).submission_id
    writer.delivered(first.submission_id, NOW, platform_sequence=1)
    for row_id, follow_up in ((second, third), (third, first.submission_id)):
        writer.returned(row_id, "clerk_not_allowed", "", WhoActs.PLATFORM_STAFF, NOW)
        outbox.ask_close(store, row_id, person="clerk-1", reason="样例", follow_up=follow_up)
        writer.honour_closings()
    assert cases.get(store, first.case_id).latest_root == root


def test_order_within_a_case_is_kept(terminal: SpecimenTerminal, writer: OutboxWriter) -> None:
    store, first, other = terminal.store, _sealed(terminal), _sealed(terminal)
    second = sealed_follow_up(terminal, first)
    third = sealed_follow_up(terminal, first)
    assert [row.submission_id for row in outbox.due(store, NOW)] == [first.submission_id, other.submission_id]
    assert outbox.get(store, second.submission_id).waits_for == first.submission_id
    assert outbox.get(store, third.submission_id).waits_for == second.submission_id

    writer.returned(first.submission_id, "body_invalid", "", WhoActs.PLATFORM_STAFF, None)
    states = case_deliveries(store, [first.case_id, other.case_id])
    assert states[first.case_id].state is CaseDeliveryState.RETURNED
    assert states[first.case_id].reason == "body_invalid"
    assert states[other.case_id].state is CaseDeliveryState.WAITING_NETWORK
    last = delivery_of(outbox.get(store, third.submission_id))
    assert last.state is CaseDeliveryState.WAITING_FOR_EARLIER

    writer.delivered(first.submission_id, NOW)
    assert outbox.get(store, second.submission_id).waits_for is None
    writer.delivered(second.submission_id, NOW)
    writer.delivered(third.submission_id, NOW)
    assert case_deliveries(store, [first.case_id])[first.case_id].state is CaseDeliveryState.DELIVERED


def test_ciphertexts_stay_until_the_backup_has_passed_them(terminal: SpecimenTerminal, writer: OutboxWriter) -> None:
    store, profile = terminal.store, terminal.profile
    rows = [_sealed(terminal) for _ in range(3)]
    for place, request in enumerate(rows[:2], start=71):
        writer.delivered(request.submission_id, NOW, platform_sequence=place)
    assert writer.remove_backed_up(70, NOW) == 0
    assert writer.remove_backed_up(71, NOW) == 1
    assert writer.remove_backed_up(99, NOW) == 1
    assert [profile.parts_folder(request.submission_id).exists() for request in rows] == [False, False, True]
    assert writer.remove_backed_up(99, NOW) == 0
    sweep_orphans(store)
    assert profile.parts_folder(rows[2].submission_id).exists()


def test_a_restored_platform_is_offered_what_its_backup_lacks(terminal: SpecimenTerminal, writer: OutboxWriter) -> None:
    rows = [_sealed(terminal) for _ in range(3)]
    for place, request in enumerate(rows, start=71):
        writer.delivered(request.submission_id, NOW, platform_sequence=place)
    writer.remove_backed_up(71, NOW)
    assert writer.offer_again(71) == 2
    assert [row.submission_id for row in outbox.due(terminal.store, NOW)] == [
        request.submission_id for request in rows[1:]
    ]
    assert {row.bytes_sent for row in outbox.due(terminal.store, NOW)} == {0}


def test_what_an_older_backup_lost_is_not_called_delivered(terminal: SpecimenTerminal, writer: OutboxWriter) -> None:
    rows = [_sealed(terminal).submission_id for _ in range(2)]
    for place, row_id in enumerate(rows, start=71):
        writer.delivered(row_id, NOW, platform_sequence=place)
    writer.remove_backed_up(72, NOW)
    assert writer.offer_again(71) == 1
    assert [row.submission_id for row in outbox.due(terminal.store, NOW)] == rows[1:]


def test_uploads_are_remembered(terminal: SpecimenTerminal, writer: OutboxWriter) -> None:
    row_id = _sealed(terminal).submission_id
    assert not writer.begun_uploads(row_id)
    writer.remember_upload(row_id, 1, "http://127.0.0.1/v1/uploads/1")
    writer.remember_upload(row_id, 1, "http://127.0.0.1/v1/uploads/2")
    assert writer.begun_uploads(row_id) == {1: "http://127.0.0.1/v1/uploads/2"}
    writer.forget_upload(row_id, 1)
    assert not writer.begun_uploads(row_id)


def test_the_overview_counts(terminal: SpecimenTerminal) -> None:
    store = terminal.store
    assert delivery_overview(store, NOW).agent_online is None
    rows = [_sealed(terminal).submission_id for _ in range(4)]
    with AgentLock.acquire(terminal.profile) as lock:
        writer = OutboxWriter(store, lock)
        writer.sending(rows[0])
        writer.returned(rows[1], "body_invalid", "", WhoActs.PLATFORM_STAFF, None)
        writer.delivered(rows[2], NOW)
        writer.delivered(rows[3], NOW - timedelta(days=1))
        record_agent_state(store, AgentState(online=False, since=NOW, reason="timed_out"))
        seen = delivery_overview(store, NOW)
        assert (seen.waiting, seen.returned, seen.delivered_today) == (1, 1, 1)
        assert (seen.agent_online, seen.offline_since, seen.offline_reason) == (False, NOW, "timed_out")
        record_agent_state(store, AgentState(online=True, since=NOW))
        assert delivery_overview(store, NOW).agent_online is True
        assert delivery_overview(store, NOW).offline_since is None
    assert delivery_overview(store, NOW).agent_online is None, "what a dead agent wrote says nothing"


def test_a_clock_put_back_does_not_strand_a_row(terminal: SpecimenTerminal, writer: OutboxWriter) -> None:
    row_id = _sealed(terminal).submission_id
    writer.wait(row_id, "platform_busy", next_try_at=NOW + timedelta(days=400), attempts=1)
    assert [row.submission_id for row in outbox.due(terminal.store, NOW)] == [row_id]


def test_what_has_an_effect_in_law_goes_first_and_nothing_starves(
    terminal: SpecimenTerminal, writer: OutboxWriter
) -> None:
    first = _sealed(terminal)
    writer.delivered(first.submission_id, NOW)
    intakes = [_sealed(terminal) for _ in range(3)]
    decision = sealed_follow_up(terminal, first)
    order = [row.submission_id for row in outbox.due(terminal.store, NOW)]
    assert order == [decision.submission_id, *(intake.submission_id for intake in intakes)]
    # Sealed long after, a decision no longer overtakes what has waited.
    with terminal.store.write() as connection:
        connection.exec_driver_sql(
            "UPDATE submissions SET sequence = sequence + 500 WHERE submission_id = ?", (decision.submission_id.hex,)
        )
    assert outbox.due(terminal.store, NOW)[-1].submission_id == decision.submission_id
    # A thick case goes behind thin ones of about its age.
    with terminal.store.write() as connection:
        connection.exec_driver_sql(
            "UPDATE submissions SET bytes_total = 90000000 WHERE submission_id = ?", (intakes[0].submission_id.hex,)
        )
    assert outbox.due(terminal.store, NOW)[0].submission_id == intakes[1].submission_id
