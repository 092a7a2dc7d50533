"""The agent's hand on the outbox: every change of a row, by the domain's table of delivery."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from shared.domain.delivery import DELIVERY, DeliveryContext, DeliveryEvent
from shared.domain.submissions import DeliveryState
from shared.store import audit, cases, settings
from shared.store.agent_lock import AgentLock
from shared.store.audit import AuditEvent
from shared.store.errors import NotTheAgentError
from shared.store.outbox import OutboxRow, OutboxState, WhoActs, get_in
from shared.store.store import Store
from shared.store.tables import close_requests, outbox, retry_requests, submissions, uploads

_DOMAIN_STATE = {
    OutboxState.WAITING: DeliveryState.SEALED,
    OutboxState.SENDING: DeliveryState.SEALED,
    OutboxState.DELIVERED: DeliveryState.DELIVERED,
    OutboxState.RETURNED: DeliveryState.RETURNED,
    OutboxState.CLOSED: DeliveryState.CLOSED,
}
_MAX_DETAIL = 400


class OutboxWriter:
    """Changes outbox rows. Needs the agent's lock (NotTheAgentError), so that no second process ever does."""

    def __init__(self, store: Store, lock: AgentLock) -> None:
        if not lock.held:
            raise NotTheAgentError
        self._store = store
        self._lock = lock

    def resume(self) -> None:
        """At the start: what a killed agent was sending waits again."""
        with self._store.write() as connection:
            connection.execute(
                outbox.update()
                .where(outbox.c.state == OutboxState.SENDING.value)
                .values(state=OutboxState.WAITING.value)
            )

    def honour_retries(self, now: datetime, under_way: Collection[UUID] = ()) -> int:
        """Make the rows that a person asked for due at once; return how many.

        For one that is under way the wish stands until its try has ended, which would have it back off.
        """
        idle = retry_requests.c.submission_id.not_in(under_way)
        asked = sa.select(retry_requests.c.submission_id).where(idle)
        with self._store.read() as connection:
            if connection.execute(asked.limit(1)).first() is None:
                return 0
        with self._store.write() as connection:
            changed = connection.execute(
                outbox.update()
                .where(outbox.c.submission_id.in_(asked), outbox.c.state != OutboxState.DELIVERED.value)
                .values(next_try_at=now, attempts=0)
            )
            connection.execute(retry_requests.delete().where(idle))
        return changed.rowcount

    def honour_closings(self) -> int:
        """Close the returned rows that a person resolved by a follow-up, on record; return how many.

        What is sealed for the case after that is based on what came before.
        """
        with self._store.read() as connection:
            if connection.execute(sa.select(close_requests).limit(1)).first() is None:
                return 0
        with self._store.write() as connection:
            asked = connection.execute(sa.select(close_requests)).all()
            for request in asked:
                row = get_in(connection, request.submission_id)
                if row.state is OutboxState.RETURNED:
                    context = DeliveryContext(request.reason, request.person, request.follow_up)
                    state = DELIVERY.apply(_DOMAIN_STATE[row.state], DeliveryEvent.CLOSE, context)
                    values = {"state": state.value, "reason_detail": request.reason, "closed_by": request.person,
                              "follow_up": request.follow_up, "next_try_at": None, "who_acts": None}  # fmt: skip
                    connection.execute(
                        outbox.update().where(outbox.c.submission_id == request.submission_id).values(values)
                    )
                    cases.pass_over_closed(connection, row.case_id)
                    details = {"submission": str(row.submission_id), "by": request.person,
                               "follow_up": str(request.follow_up)}  # fmt: skip
                    audit.append_in(connection, AuditEvent.SUBMISSION_CLOSED, None, details)
            connection.execute(close_requests.delete())
        return len(asked)

    def release_waiting(self) -> None:
        """The platform can be reached again: nothing that waits for it waits longer."""
        self._update(outbox.c.state == OutboxState.WAITING.value, {"next_try_at": None})

    def sending(self, submission_id: UUID) -> None:
        """A try begins; a returned row stays returned until the platform says otherwise."""
        self._update(
            (outbox.c.submission_id == submission_id) & (outbox.c.state == OutboxState.WAITING.value),
            {"state": OutboxState.SENDING.value},
        )

    def progress(self, submission_id: UUID, bytes_sent: int) -> None:
        """So many ciphertext bytes are held by the platform. More than ever before puts an end to backing off."""
        farther = outbox.c.bytes_sent < bytes_sent
        self._update((outbox.c.submission_id == submission_id) & farther, {"bytes_sent": bytes_sent, "attempts": 0})

    def delivered(
        self, submission_id: UUID, now: datetime, *, platform_sequence: int | None = None, epoch: UUID | None = None
    ) -> bool:
        """The platform holds it whole; return whether that still counts. It does for a row that a person closed, too:
        somebody took it on at the platform at that very time, and the closing is undone, on record.

        Args:
            submission_id: which.
            now: when that was heard.
            platform_sequence: its place in the platform's order.
            epoch: the platform's, as it was known when the try began. Another one is known since: the platform was
                restored in between and may have forgotten what it just said, so the row is offered again.
        """
        with self._store.write() as connection:
            row = get_in(connection, submission_id)
            is_closed = row.state is OutboxState.CLOSED
            position = settings.platform_position(connection)
            if epoch is not None and position is not None and position.epoch != epoch:
                self._offer(connection, [] if is_closed else [submission_id])
                return False
            if is_closed:
                cases.ask_again(connection, row.case_id)
                details = {"submission": str(submission_id), "closed_by": row.closed_by}
                audit.append_in(connection, AuditEvent.CLOSING_UNDONE, None, details)
            self._apply(
                connection,
                row,
                DeliveryEvent.DELIVER,
                "",
                {
                    "delivered_at": now,
                    "bytes_sent": row.bytes_total,
                    "next_try_at": None,
                    "reason_code": None,
                    "reason_detail": "",
                    "who_acts": None,
                    "attempts": 0,
                    "platform_sequence": platform_sequence,
                    "closed_by": None,
                    "follow_up": None,
                },
            )
            connection.execute(uploads.delete().where(uploads.c.submission_id == submission_id))
        return True

    def returned(self, submission_id: UUID, reason: str, detail: str, who: WhoActs, ask_at: datetime | None) -> None:
        """The platform has quarantined or refused it for a named reason; a person resolves that, or closed it just now.

        Args:
            submission_id: which.
            reason: the platform's code.
            detail: the platform's words, no personal data.
            who: who must act.
            ask_at: when to ask the platform whether a person took it on; None for only when a person asks.
        """
        with self._store.write() as connection:
            row = get_in(connection, submission_id)
            if row.state is OutboxState.CLOSED:
                return
            self._apply(
                connection,
                row,
                DeliveryEvent.RETURN,
                reason,
                {
                    "reason_code": reason,
                    "reason_detail": detail[:_MAX_DETAIL],
                    "who_acts": who.value,
                    "next_try_at": ask_at,
                    "attempts": 0,
                },
            )

    def wait(
        self,
        submission_id: UUID,
        reason: str | None,
        *,
        next_try_at: datetime | None,
        attempts: int,
        detail: str = "",
        who: WhoActs = WhoActs.AGENT,
    ) -> None:
        """A try came to nothing; the agent tries again, whoever else has to act for that to help.

        A returned row stays returned, with its reason, and is asked about as soon as there is somebody to ask; one that
        a person closed meanwhile stays closed.
        """
        with self._store.write() as connection:
            row = get_in(connection, submission_id)
            if row.state is OutboxState.CLOSED:
                return
            values: dict[str, Any] = {"next_try_at": next_try_at, "attempts": attempts}
            if row.state is OutboxState.RETURNED:
                values["next_try_at"] = next_try_at or row.next_try_at
            else:
                values |= {
                    "state": OutboxState.WAITING.value,
                    "reason_code": reason,
                    "reason_detail": detail[:_MAX_DETAIL],
                    "who_acts": who.value,
                }
            connection.execute(outbox.update().where(outbox.c.submission_id == submission_id).values(values))

    def begun_uploads(self, submission_id: UUID) -> dict[int, str]:
        """Return where parts' uploads were begun, by position."""
        query = sa.select(uploads.c.position, uploads.c.url).where(uploads.c.submission_id == submission_id)
        with self._store.read() as connection:
            return {row.position: row.url for row in connection.execute(query)}

    def remember_upload(self, submission_id: UUID, position: int, url: str) -> None:
        """Keep where a part's upload was begun, so that it goes on there after a cut."""
        statement = insert(uploads).values(submission_id=submission_id, position=position, url=url)
        statement = statement.on_conflict_do_update(index_elements=["submission_id", "position"], set_={"url": url})
        with self._store.write() as connection:
            connection.execute(statement)

    def forget_upload(self, submission_id: UUID, position: int) -> None:
        """The upload is finished or gone."""
        with self._store.write() as connection:
            connection.execute(uploads.delete().where(_upload(submission_id, position)))

    def remove_backed_up(self, watermark: int, now: datetime) -> int:
        """Unlink the ciphertexts of what was delivered up to a place in the platform's order; return of how many.

        Files go first, the mark second, so that a cut leaves nothing behind that isn't tried again. Before either the
        rows leave the write-ahead log, since without it and the files nothing here would know the submissions; while a
        reader stands in the way nothing is let go.
        """
        covered = self._delivered(outbox.c.platform_sequence <= watermark)
        if covered and not self._store.checkpoint():
            return 0
        for submission_id in covered:
            folder = self._store.profile.parts_folder(submission_id)
            if folder.exists():
                shutil.rmtree(folder)
            self._update(outbox.c.submission_id == submission_id, {"parts_removed_at": now})
        return len(covered)

    def offer_again(self, watermark: int) -> int:
        """The platform was restored from a backup: deliver again whatever it may lack; return how many rows.

        That is all whose ciphertexts are still here. Where the backup is older than the one that let some go, also
        what lies above its watermark: without its parts it comes back to the staff by name instead.
        """
        lacking = sa.or_(outbox.c.parts_removed_at.is_(None), outbox.c.platform_sequence > watermark)
        query = sa.select(outbox.c.submission_id).where(outbox.c.state == OutboxState.DELIVERED.value, lacking)
        with self._store.write() as connection:
            offered = list(connection.execute(query).scalars())
            self._offer(connection, offered)
        return len(offered)

    def _offer(self, connection: Connection, submission_ids: list[UUID]) -> None:
        connection.execute(
            outbox.update()
            .where(outbox.c.submission_id.in_(submission_ids))
            .values(
                state=OutboxState.WAITING.value,
                who_acts=WhoActs.AGENT.value,
                next_try_at=None,
                delivered_at=None,
                platform_sequence=None,
                bytes_sent=0,
            )
        )

    def _delivered(self, condition: sa.ColumnElement[bool]) -> list[UUID]:
        query = (
            sa.select(outbox.c.submission_id)
            .join(submissions, submissions.c.submission_id == outbox.c.submission_id)
            .where(outbox.c.state == OutboxState.DELIVERED.value, outbox.c.parts_removed_at.is_(None), condition)
        )
        with self._store.read() as connection:
            return list(connection.execute(query).scalars())

    def _apply(
        self, connection: Connection, row: OutboxRow, event: DeliveryEvent, reason: str, values: Mapping[str, Any]
    ) -> None:
        target = DELIVERY.apply(_DOMAIN_STATE[row.state], event, DeliveryContext(reason=reason))
        statement = outbox.update().where(outbox.c.submission_id == row.submission_id)
        connection.execute(statement.values(state=target.value, **values))

    def _update(self, condition: sa.ColumnElement[bool], values: Mapping[str, Any]) -> None:
        with self._store.write() as connection:
            connection.execute(outbox.update().where(condition).values(**values))


def _upload(submission_id: UUID, position: int) -> sa.ColumnElement[bool]:
    return (uploads.c.submission_id == submission_id) & (uploads.c.position == position)
