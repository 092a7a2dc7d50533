"""Outbox rows as JSON lines of the command line: why a row waits, when it is tried next, who must act."""

from __future__ import annotations

from typing import Any, Final

from shared.store import outbox
from shared.store.agent_state import AgentState, agent_state
from shared.store.outbox import OutboxRow, OutboxState, WhoActs
from shared.store.overview import delivery_of
from shared.store.store import Store

_NOT_THE_AGENT: Final = {
    "sign_in_refused": WhoActs.PLATFORM_STAFF,
    "tls_untrusted": WhoActs.TERMINAL_STAFF,
    "not_our_platform": WhoActs.TERMINAL_STAFF,
}
"""What keeps the agent from the platform and does not pass by itself."""


def row_line(row: OutboxRow, agent: AgentState | None) -> dict[str, Any]:
    """Return what `outbox list` says of a row; no personal data. What holds up the agent holds it up too."""
    delivery = delivery_of(row)
    reason, detail, who_acts = row.reason_code, row.reason_detail, row.who_acts
    if who_acts is WhoActs.AGENT and row.waits_for is None and agent is not None and not agent.online:
        reason, detail = agent.reason, agent.detail
        who_acts = _NOT_THE_AGENT.get(agent.reason or "", WhoActs.AGENT)
    return {
        "submission_id": str(row.submission_id),
        "case_number": row.case_number,
        "sequence": row.sequence,
        "kind": row.kind.value,
        "state": row.state.value,
        "delivery": row.state.value if row.state is OutboxState.CLOSED else delivery.state.value,
        "reason": reason,
        "detail": detail,
        "who_acts": None if who_acts is None else who_acts.value,
        "waits_for": None if row.waits_for is None else str(row.waits_for),
        "attempts": row.attempts,
        "next_try_at": None if row.next_try_at is None else row.next_try_at.isoformat(),
        "sealed_at": row.sealed_at.isoformat(),
        "delivered_at": None if row.delivered_at is None else row.delivered_at.isoformat(),
        "bytes_total": row.bytes_total,
        "bytes_sent": row.bytes_sent,
        "closed_by": row.closed_by,
        "follow_up": None if row.follow_up is None else str(row.follow_up),
    }


def row_text(line: dict[str, Any]) -> str:
    """Return a row for people: where it is, why, when it is tried next, who must act."""
    why = ": ".join(filter(None, [line["reason"], line["detail"]])) or "-"
    if line["waits_for"] is not None:
        why = f"waits for {line['waits_for']}"
    is_under_way = line["delivery"] not in {"returned", "delivered", "closed"}
    next_try = line["next_try_at"] or ("as soon as it can" if is_under_way else "-")
    return (
        f"{line['case_number']} {line['sequence']:>6} {line['kind']:<12} {line['delivery']:<20} why: {why:<20} "
        f"next try: {next_try:<20} acts: {line['who_acts'] or '-'}"
    )


def shown_line(store: Store, row: OutboxRow) -> dict[str, Any]:
    """Return what `outbox show` adds: the manifest's clear facts and which ciphertexts lie here."""
    envelope = outbox.manifest(store, row.submission_id).envelope
    parts = [
        {
            "position": part.position,
            "size": part.size,
            "sha256": part.sha256,
            "here": store.profile.part_file(row.submission_id, part.position).exists(),
        }
        for part in envelope.parts
    ]
    return row_line(row, agent_state(store)) | {
        "case_id": str(row.case_id),
        "items": list(envelope.item_codes),
        "based_on": envelope.based_on,
        "catalogue_version": envelope.catalogue_version,
        "sealing_key_id": envelope.sealing_key_id,
        "parts": parts,
    }
