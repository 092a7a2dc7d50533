"""Audit anchors: a terminal's audit head, kept here and signed by the root, so that its chain can't be cut unseen."""

from __future__ import annotations

import hmac
import logging

from sqlalchemy import Connection, insert, select, update

from acceptance_platform.database.tables import audit_anchors
from acceptance_platform.platform import Platform
from acceptance_platform.terminals.sign_in import SignedIn
from shared.contract.terminals import AuditAnchor, AuditHead
from shared.security.root_statements import sign_statement

_log = logging.getLogger(__name__)


def anchor(
    platform: Platform, connection: Connection, terminal: SignedIn, head: AuditHead | None, *, overtaken: bool = False
) -> AuditAnchor | None:
    """Keep a head and return its anchor; there is none of no head.

    Each enrolment has a chain of its own: a terminal that is put back from a backup enrols anew. A head whose digest
    is another one than was kept for its number, or that is behind the last one kept, shows that the terminal's chain
    was changed or put back: it is recorded as a contradiction and gets no anchor. A head that is behind because a later
    heartbeat overtook it gets none either, and contradicts nothing.
    """
    if head is None:
        return None
    now = platform.clock()
    code = max(terminal.enrolment_codes)
    own = (audit_anchors.c.terminal_id == terminal.terminal_id) & (audit_anchors.c.enrolment_code == code)
    last = connection.execute(
        select(audit_anchors).where(own).order_by(audit_anchors.c.number.desc()).limit(1)
    ).one_or_none()
    if last is not None and head.number <= last.number:
        if head.number == last.number and hmac.compare_digest(last.digest, head.digest):
            return _signed(platform, terminal, head, last.anchored_at)
        if head.number < last.number and overtaken:
            return None
        connection.execute(
            update(audit_anchors).where(own, audit_anchors.c.number == last.number).values(contradicted_at=now)
        )
        _log.warning("the audit chain of terminal %s contradicts its anchor", terminal.terminal_id)
        return None
    connection.execute(
        insert(audit_anchors).values(
            terminal_id=terminal.terminal_id,
            enrolment_code=code,
            number=head.number,
            digest=head.digest,
            anchored_at=now,
        )
    )
    return _signed(platform, terminal, head, now)


def _signed(platform: Platform, terminal: SignedIn, head: AuditHead, anchored_at: object) -> AuditAnchor:
    unsigned = AuditAnchor.model_validate(
        {
            "terminal_id": terminal.terminal_id,
            "number": head.number,
            "digest": head.digest,
            "anchored_at": anchored_at,
            "signature": "",
        }
    )
    return sign_statement(unsigned, platform.keys.root_key)


def anchors_of(connection: Connection, terminal_id: object) -> list[dict[str, object]]:
    """Return what is kept of a terminal's audit heads, the oldest first."""
    rows = connection.execute(
        select(audit_anchors)
        .where(audit_anchors.c.terminal_id == terminal_id)
        .order_by(audit_anchors.c.enrolment_code, audit_anchors.c.number)
    )
    return [
        {
            "enrolment_code": row.enrolment_code,
            "number": row.number,
            "digest": row.digest,
            "anchored_at": row.anchored_at.isoformat(),
            "contradicted_at": row.contradicted_at.isoformat() if row.contradicted_at else None,
        }
        for row in rows
    ]
