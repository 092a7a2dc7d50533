"""The store's tables. Migrations make them; a test holds both equal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept as ISO 8601 text in UTC with microseconds, so that text order is time order."""

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


_ID = sa.Uuid(as_uuid=True, native_uuid=False)
metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

settings = sa.Table(
    "settings",
    metadata,
    sa.Column("key", sa.String(60), primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)

sequence = sa.Table(
    "sequence",
    metadata,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1", name="single"), primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("case_id", _ID, primary_key=True),
    sa.Column("key", sa.LargeBinary, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("updated_at", UtcTime, nullable=False),
    sa.Column("shared_content", sa.LargeBinary),
)

handoffs = sa.Table(
    "handoffs",
    metadata,
    sa.Column("case_id", _ID, primary_key=True),
    sa.Column("standing", sa.String(20), nullable=False, index=True),
    sa.Column("key", sa.LargeBinary),
    sa.Column("expires_at", UtcTime),
    sa.Column("wrong_tries", sa.Integer, nullable=False),
    sa.Column("wrong_at", UtcTime),
    sa.Column("peer", _ID),
    sa.Column("peer_name", sa.String(60), nullable=False, server_default=""),
    sa.Column("addresses", sa.JSON, nullable=False),
    sa.Column("came_by", sa.String(10)),
    sa.Column("came_digits", sa.String(12)),
    sa.Column("begun", sa.Boolean, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("shared_digest", sa.String(64)),
    sa.Column("to_tell", sa.String(10)),
    sa.Column("arrival", sa.Text),
    sa.Column("updated_at", UtcTime, nullable=False),
)

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("case_id", _ID, primary_key=True),
    sa.Column("number", sa.String(20), nullable=False, unique=True),
    sa.Column("subject_code", sa.String(64), nullable=False),
    sa.Column("subject_name", sa.String(200), nullable=False),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("clerk_id", sa.String(64)),
    sa.Column("masked_name", sa.String(200), nullable=False),
    sa.Column("applicant_hash", sa.String(64), nullable=False, index=True),
    sa.Column("catalogue_version", sa.String(40), nullable=False),
    sa.Column("sealed_at", UtcTime, nullable=False, index=True),
    sa.Column("time_proven", sa.Boolean, nullable=False),
    sa.Column("applied_items", sa.JSON, nullable=False),
    sa.Column("materials", sa.JSON, nullable=False),
    sa.Column("receipt_text", sa.String(400), nullable=False),
    sa.Column("latest_root", sa.String(64), nullable=False),
    sa.Column("platform_state", sa.String(64)),
    sa.Column("other_applicants", sa.JSON, nullable=False, server_default="[]"),
)

case_acts = sa.Table(
    "case_acts",
    metadata,
    sa.Column("submission_id", _ID, primary_key=True),
    sa.Column("case_id", _ID, sa.ForeignKey("cases.case_id"), nullable=False, index=True),
    sa.Column("notice_kind", sa.String(2), nullable=False),
    sa.Column("running", sa.Integer, nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("acted_at", UtcTime, nullable=False),
    sa.Column("time_proven", sa.Boolean, nullable=False),
)

submissions = sa.Table(
    "submissions",
    metadata,
    sa.Column("submission_id", _ID, primary_key=True),
    sa.Column("case_id", _ID, sa.ForeignKey("cases.case_id"), nullable=False, index=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False, unique=True),
    sa.Column("root", sa.String(64), nullable=False),
    sa.Column("based_on", sa.String(64)),
    sa.Column("sealed_at", UtcTime, nullable=False),
    sa.Column("bytes_total", sa.Integer, nullable=False),
    sa.Column("manifest", sa.Text, nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("submission_id", _ID, sa.ForeignKey("submissions.submission_id"), primary_key=True),
    sa.Column("state", sa.String(20), nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_try_at", UtcTime),
    sa.Column("reason_code", sa.String(64)),
    sa.Column("reason_detail", sa.String(400), nullable=False),
    sa.Column("who_acts", sa.String(20)),
    sa.Column("delivered_at", UtcTime),
    sa.Column("bytes_sent", sa.Integer, nullable=False),
    sa.Column("parts_removed_at", UtcTime),
    sa.Column("platform_sequence", sa.Integer),
    sa.Column("closed_by", sa.String(64)),
    sa.Column("follow_up", _ID),
)

uploads = sa.Table(
    "uploads",
    metadata,
    sa.Column("submission_id", _ID, sa.ForeignKey("submissions.submission_id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("url", sa.String(600), nullable=False),
)

retry_requests = sa.Table(
    "retry_requests",
    metadata,
    sa.Column("submission_id", _ID, sa.ForeignKey("submissions.submission_id"), primary_key=True),
    sa.Column("asked_at", UtcTime, nullable=False),
)

close_requests = sa.Table(
    "close_requests",
    metadata,
    sa.Column("submission_id", _ID, sa.ForeignKey("submissions.submission_id"), primary_key=True),
    sa.Column("person", sa.String(64), nullable=False),
    sa.Column("reason", sa.String(400), nullable=False),
    sa.Column("follow_up", _ID, nullable=False),
    sa.Column("asked_at", UtcTime, nullable=False),
)

print_journal = sa.Table(
    "print_journal",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("document", sa.String(64), nullable=False),
    sa.Column("case_number", sa.String(20), nullable=False),
    sa.Column("copy_no", sa.Integer, nullable=False),
    sa.Column("state", sa.String(20), nullable=False, index=True),
    sa.Column("cause", sa.String(64)),
    sa.Column("intended_at", UtcTime, nullable=False),
    sa.Column("updated_at", UtcTime, nullable=False),
    sa.UniqueConstraint("case_number", "document", "copy_no"),
)

catalogues = sa.Table(
    "catalogues",
    metadata,
    sa.Column("version", sa.String(40), primary_key=True),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("received_at", UtcTime, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

sealing_keys = sa.Table(
    "sealing_keys",
    metadata,
    sa.Column("key_id", sa.String(16), primary_key=True),
    sa.Column("not_before", UtcTime, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("event", sa.String(64), nullable=False),
    sa.Column("subject", sa.String(64)),
    sa.Column("details", sa.Text, nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
)
