"""The platform's tables. None holds personal data of applicants: that stays in the sealed parts (docs/decisions)."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from acceptance_platform.database.types import UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

facts = Table(
    "facts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Integer, nullable=False),
)

sealing_keys = Table(
    "sealing_keys",
    metadata,
    Column("key_id", String(16), primary_key=True),
    Column("suite", String(64), nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

terminals = Table(
    "terminals",
    metadata,
    Column("terminal_id", Uuid, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("name", String(60), nullable=False),
    Column("division", String(6), nullable=False),
    Column("enrolment_code", Integer, nullable=False, unique=True),
    Column("key_id", String(16), nullable=False),
    Column("certificate_pem", Text, nullable=False),
    Column("enrolled_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime),
    Column("seen_clock", String(40)),
    Column("app_version", String(40)),
    Column("catalogue_version", String(40)),
    Column("waiting", Integer),
    Column("returned", Integer),
)

certificates = Table(
    "certificates",
    metadata,
    Column("key_id", String(16), primary_key=True),
    Column("terminal_id", Uuid, ForeignKey("terminals.terminal_id"), nullable=False, index=True),
    Column("certificate_pem", Text, nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Column("revocation_reason", String(64)),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("enrolment_code", Integer, primary_key=True, autoincrement=False),
    Column("terminal_id", Uuid, ForeignKey("terminals.terminal_id"), nullable=False, index=True),
    Column("enrolled_at", UtcDateTime, nullable=False),
)

audit_anchors = Table(
    "audit_anchors",
    metadata,
    Column("terminal_id", Uuid, ForeignKey("terminals.terminal_id"), primary_key=True),
    Column("enrolment_code", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("anchored_at", UtcDateTime, nullable=False),
    Column("contradicted_at", UtcDateTime),
)

enrolment_tokens = Table(
    "enrolment_tokens",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("name", String(60), nullable=False),
    Column("division", String(6), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("renews", Uuid, ForeignKey("terminals.terminal_id")),
    Column("terminal_id", Uuid, ForeignKey("terminals.terminal_id")),
    Column("used_by_key", String(16)),
)

challenges = Table(
    "challenges",
    metadata,
    Column("challenge_hash", LargeBinary(32), primary_key=True),
    Column("terminal_id", Uuid, ForeignKey("terminals.terminal_id"), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("terminal_id", Uuid, ForeignKey("terminals.terminal_id"), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Column("bound_to", LargeBinary(32)),
)

clerks = Table(
    "clerks",
    metadata,
    Column("clerk_id", String(64), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("post", String(60), nullable=False),
    Column("window", String(20), nullable=False),
    Column("rights", JSON, nullable=False),
    Column("verifier", JSON, nullable=False),
)

catalogues = Table(
    "catalogues",
    metadata,
    Column("version", String(40), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("running", Integer, nullable=False, unique=True),
    Column("published_at", UtcDateTime, nullable=False),
)

submissions = Table(
    "submissions",
    metadata,
    Column("submission_id", Uuid, primary_key=True),
    Column("terminal_id", Uuid, ForeignKey("terminals.terminal_id"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("case_number", String(20), nullable=False, index=True),
    Column("based_on", String(64)),
    Column("root", String(64), nullable=False, index=True),
    Column("manifest", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", String(40)),
    Column("reason_detail", String(400), nullable=False, default=""),
    Column("announced_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime),
    Column("platform_sequence", Integer, unique=True),
    UniqueConstraint("terminal_id", "sequence"),
)

carriers = Table(
    "carriers",
    metadata,
    Column("submission_id", Uuid, ForeignKey("submissions.submission_id"), primary_key=True),
    Column("terminal_id", Uuid, ForeignKey("terminals.terminal_id"), primary_key=True),
)

resolutions = Table(
    "resolutions",
    metadata,
    Column("submission_id", Uuid, ForeignKey("submissions.submission_id"), primary_key=True),
    Column("resolved_at", UtcDateTime, nullable=False),
    Column("clerk_id", String(64), nullable=False),
    Column("reason", String(400), nullable=False),
    Column("returned_for", String(40), nullable=False),
)

parts = Table(
    "parts",
    metadata,
    Column("submission_id", Uuid, ForeignKey("submissions.submission_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("held_at", UtcDateTime),
)

uploads = Table(
    "uploads",
    metadata,
    Column("upload_id", Uuid, primary_key=True),
    Column("submission_id", Uuid, ForeignKey("submissions.submission_id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("upload_metadata", String(2000), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Index("ix_uploads_part", "submission_id", "position"),
)

cases = Table(
    "cases",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("case_number", String(20), nullable=False, unique=True),
    Column("subject_code", String(64), nullable=False),
    Column("channel", String(10), nullable=False),
    Column("catalogue_version", String(40), nullable=False),
    Column("latest_root", String(64), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("told_at_once", Integer, nullable=False, server_default="0"),
)

item_applications = Table(
    "item_applications",
    metadata,
    Column("item_number", String(23), primary_key=True),
    Column("case_id", Uuid, ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("item_code", String(64), nullable=False),
    Column("state", String(30), nullable=False),
    Column("accepted_by", String(64)),
    Column("accepted_on", String(10)),
    Column("due_date", String(10)),
    Column("due_provisional", Boolean, nullable=False, default=False),
    Column("due_announced", String(10)),
)

item_acts = Table(
    "item_acts",
    metadata,
    Column("platform_sequence", Integer, primary_key=True),
    Column("item_number", String(23), ForeignKey("item_applications.item_number"), primary_key=True),
    Column("submission_id", Uuid, ForeignKey("submissions.submission_id"), nullable=False),
    Column("act", String(30), nullable=False),
    Column("clerk_id", String(64)),
    Column("state_before", String(30)),
    Column("state_after", String(30), nullable=False),
    Column("notice_number", String(40)),
    Column("effective_at", UtcDateTime, nullable=False),
)

materials = Table(
    "materials",
    metadata,
    Column("submission_id", Uuid, ForeignKey("submissions.submission_id"), primary_key=True),
    Column("running", Integer, primary_key=True),
    Column("case_id", Uuid, ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("material", String(64), nullable=False),
    Column("given_by", String(64), nullable=False),
    Column("trust", String(1), nullable=False),
    Column("originals", Integer, nullable=False),
    Column("copies", Integer, nullable=False),
)

pages = Table(
    "pages",
    metadata,
    Column("submission_id", Uuid, ForeignKey("submissions.submission_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("case_id", Uuid, ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("material", String(64), nullable=False),
    Column("page", Integer, nullable=False),
    Column("media_type", String(60), nullable=False),
    Column("trust", String(1), nullable=False),
    Column("size", Integer, nullable=False),
)

part_readings = Table(
    "part_readings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("item_number", String(23), ForeignKey("item_applications.item_number"), nullable=False, index=True),
    Column("item_code", String(64), nullable=False),
    Column("clerk_id", String(64), nullable=False),
    Column("reason", String(400), nullable=False),
    Column("read_at", UtcDateTime, nullable=False),
    Column("fields", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
)

returned_readings = Table(
    "returned_readings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("submission_id", Uuid, ForeignKey("submissions.submission_id"), nullable=False, index=True),
    Column("clerk_id", String(64), nullable=False),
    Column("reason", String(400), nullable=False),
    Column("read_at", UtcDateTime, nullable=False),
    Column("pages", Integer, nullable=False),
)

shared_drafts = Table(
    "shared_drafts",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("owner", Uuid, ForeignKey("terminals.terminal_id"), nullable=False, index=True),
    Column("previous_owner", Uuid, ForeignKey("terminals.terminal_id")),
    Column("taken_by", Uuid, ForeignKey("terminals.terminal_id")),
    Column("state", String(12), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("begun", Boolean, nullable=False),
    Column("envelope", Text),
    Column("pending", Text),
    Column("salt", LargeBinary(16)),
    Column("verifier", LargeBinary(32)),
    Column("shared_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)

draft_subjects = Table(
    "draft_subjects",
    metadata,
    Column("case_id", Uuid, ForeignKey("shared_drafts.case_id"), primary_key=True),
    Column("subject", String(64), primary_key=True, index=True),
)

draft_tries = Table(
    "draft_tries",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("locked_until", UtcDateTime),
)

draft_acts = Table(
    "draft_acts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("act", String(20), nullable=False),
    Column("terminal_id", Uuid, ForeignKey("terminals.terminal_id"), nullable=False),
    Column("clerk_id", String(64)),
    Column("at", UtcDateTime, nullable=False),
    Column("offer", String(64)),
)
