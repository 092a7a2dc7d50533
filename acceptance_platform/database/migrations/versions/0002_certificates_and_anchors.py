"""Every certificate and enrolment of a terminal, revocations, audit anchors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from acceptance_platform.database.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificates",
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("terminal_id", sa.Uuid(), nullable=False),
        sa.Column("certificate_pem", sa.Text(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("revocation_reason", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["terminal_id"], ["terminals.terminal_id"], name=op.f("fk_certificates_terminal_id")),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_certificates")),
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificates_terminal_id"), ["terminal_id"], unique=False)
    op.create_table(
        "enrolments",
        sa.Column("enrolment_code", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("terminal_id", sa.Uuid(), nullable=False),
        sa.Column("enrolled_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["terminal_id"], ["terminals.terminal_id"], name=op.f("fk_enrolments_terminal_id")),
        sa.PrimaryKeyConstraint("enrolment_code", name=op.f("pk_enrolments")),
    )
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolments_terminal_id"), ["terminal_id"], unique=False)
    op.execute(
        "INSERT INTO certificates (key_id, terminal_id, certificate_pem, issued_at) "
        "SELECT key_id, terminal_id, certificate_pem, enrolled_at FROM terminals"
    )
    op.execute(
        "INSERT INTO enrolments (enrolment_code, terminal_id, enrolled_at) "
        "SELECT enrolment_code, terminal_id, enrolled_at FROM terminals"
    )
    op.create_table(
        "audit_anchors",
        sa.Column("terminal_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_code", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("anchored_at", UtcDateTime(), nullable=False),
        sa.Column("contradicted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["terminal_id"], ["terminals.terminal_id"], name=op.f("fk_audit_anchors_terminal_id")),
        sa.PrimaryKeyConstraint("terminal_id", "enrolment_code", "number", name=op.f("pk_audit_anchors")),
    )
    with op.batch_alter_table("enrolment_tokens", schema=None) as batch_op:
        batch_op.add_column(sa.Column("renews", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("used_by_key", sa.String(length=16), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_enrolment_tokens_renews"), "terminals", ["renews"], ["terminal_id"])
    op.execute(
        "UPDATE enrolment_tokens SET used_by_key = "
        "(SELECT key_id FROM terminals WHERE terminals.terminal_id = enrolment_tokens.terminal_id)"
    )
