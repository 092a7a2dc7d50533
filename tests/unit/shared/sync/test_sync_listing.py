"""What `outbox list` says of a row: why it waits, when it is tried next, who must act."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from shared.contract.submissions import SubmissionKind
from shared.store.agent_state import AgentState
from shared.store.outbox import OutboxRow, OutboxState, WhoActs
from shared.sync.listing import row_line, row_text

NOW = datetime(2026, 5, 6, 9, 0, tzinfo=UTC)
ROW = OutboxRow(
    submission_id=uuid4(),
    case_id=uuid4(),
    case_number="44190026000010000018",
    sequence=1,
    kind=SubmissionKind.INTAKE,
    sealed_at=NOW,
    state=OutboxState.WAITING,
    attempts=1,
    next_try_at=None,
    reason_code="platform_busy",
    reason_detail="",
    who_acts=WhoActs.AGENT,
    waits_for=None,
    delivered_at=None,
    parts_removed_at=None,
    bytes_total=100,
    bytes_sent=0,
)


def away(reason: str, detail: str = "") -> AgentState:
    return AgentState(online=False, since=NOW, reason=reason, detail=detail)


@pytest.mark.parametrize(
    ("agent", "why", "who"),
    [
        (None, "platform_busy", "agent"),
        (AgentState(online=True, since=NOW), "platform_busy", "agent"),
        (away("no_connection"), "no_connection", "agent"),
        (away("sign_in_refused", "terminal_revoked"), "sign_in_refused: terminal_revoked", "platform_staff"),
        (away("tls_untrusted"), "tls_untrusted", "terminal_staff"),
        (away("not_our_platform", "200"), "not_our_platform: 200", "terminal_staff"),
    ],
)
def test_what_keeps_the_agent_from_the_platform_keeps_the_row(agent: AgentState | None, why: str, who: str) -> None:
    line = row_line(ROW, agent)
    assert (": ".join(filter(None, [line["reason"], line["detail"]])), line["who_acts"]) == (why, who)
    text = row_text(line)
    assert f"why: {why} " in text
    assert "next try: as soon as it can" in text


def test_what_was_returned_or_waits_for_an_earlier_one_says_so_offline_too() -> None:
    returned = replace(
        ROW, state=OutboxState.RETURNED, reason_code="unknown_item", who_acts=WhoActs.PLATFORM_STAFF, next_try_at=None
    )
    text = row_text(row_line(returned, away("no_connection")))
    assert "why: unknown_item" in text
    assert "next try: - " in text
    later = replace(ROW, waits_for=uuid4(), reason_code=None)
    assert f"why: waits for {later.waits_for}" in row_text(row_line(later, away("no_connection")))


def test_a_row_that_was_put_off_says_until_when() -> None:
    put_off = replace(ROW, next_try_at=NOW + timedelta(minutes=3))
    assert "next try: 2026-05-06T09:03:00+00:00" in row_text(row_line(put_off, None))
