"""A terminal that a restored platform does not know, or not as it enrolled last: let in again by its certificate.

What was enrolled after the backup is forgotten with the restore, but the root's signature under the terminal's
certificate is not, and its case numbers name the enrolment. So what it sealed is delivered as if nothing had been.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from cryptography import x509
from cryptography.x509.oid import NameOID
from sqlalchemy import Connection, delete, insert, or_, select, update

from acceptance_platform.counters import Counter, raise_to
from acceptance_platform.database.tables import (
    access_tokens,
    certificates,
    challenges,
    enrolment_tokens,
    enrolments,
    submissions,
    terminals,
)
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.platform import Platform
from shared.contract.terminals import TerminalKind
from shared.domain.errors import InvalidNumberError
from shared.domain.numbers import CaseNumber
from shared.security.certificates import check_issued_by, load_certificate, pem_of, verifying_key
from shared.security.errors import KeyFormatError, SignatureError


@dataclass(frozen=True, slots=True)
class Readmitted:
    """Who it is, and the enrolment that counts again."""

    terminal_id: UUID
    enrolment_code: int


def readmit(platform: Platform, pem: bytes, case_number: str, *, kind: TerminalKind, name: str) -> Readmitted:
    """Know a terminal again; may be repeated, once for each of its enrolments that was forgotten.

    Args:
        platform: the restored one.
        pem: the terminal's certificate, `trust/<key id>.pem` in its profile.
        case_number: of any case that was sealed there under the enrolment.
        kind: what it is; name: what it is called, where it is not known any more.

    Raises:
        PlatformError: certificate_invalid (not a terminal's of this root), key_revoked, case_number_invalid,
            enrolment_taken (key or number are of another terminal by now). A terminal that came into being since
            because this one enrolled with a fresh token, and was never used, does not stand in the way.
    """
    terminal_id, certificate = _owner_of(platform, pem)
    number = _number(case_number)
    key_id, now = verifying_key(certificate).key_id, platform.clock()
    current = {"enrolment_code": number.enrolment, "key_id": key_id, "certificate_pem": pem_of(certificate)}
    with platform.database.write() as connection:
        _forget_unused(connection, terminal_id, key_id)
        _check_free(connection, terminal_id, key_id, number.enrolment)
        own = terminals.c.terminal_id == terminal_id
        known = connection.execute(select(terminals).where(own)).one_or_none()
        if known is None:
            named = {"kind": kind.value, "name": name, "division": number.division}
            connection.execute(insert(terminals).values(terminal_id=terminal_id, enrolled_at=now, **named, **current))
        elif known.enrolment_code < number.enrolment:
            connection.execute(update(terminals).where(own).values(**current))
        if connection.execute(select(certificates).where(certificates.c.key_id == key_id)).first() is None:
            row = {"terminal_id": terminal_id, "certificate_pem": current["certificate_pem"], "issued_at": now}
            connection.execute(insert(certificates).values(key_id=key_id, **row))
        code = number.enrolment
        if connection.execute(select(enrolments).where(enrolments.c.enrolment_code == code)).first() is None:
            entry = {"enrolment_code": code, "terminal_id": terminal_id, "enrolled_at": now}
            connection.execute(insert(enrolments).values(**entry))
        raise_to(connection, Counter.ENROLMENT, number.enrolment)
    return Readmitted(terminal_id, number.enrolment)


def _owner_of(platform: Platform, pem: bytes) -> tuple[UUID, x509.Certificate]:
    try:
        certificate = load_certificate(pem)
        check_issued_by(certificate, platform.keys.root)
        (name,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        owner = UUID(str(name.value))
        verifying_key(certificate)
        if len(certificate.extensions) != 1:
            raise PlatformError(FaultCode.CERTIFICATE_INVALID, "of a connection, not of a terminal")
    except (KeyFormatError, SignatureError, ValueError) as error:
        raise PlatformError(FaultCode.CERTIFICATE_INVALID) from error
    return owner, certificate


def _number(text: str) -> CaseNumber:
    try:
        return CaseNumber.parse(text)
    except InvalidNumberError as error:
        raise PlatformError(FaultCode.CASE_NUMBER_INVALID, text) from error


def _forget_unused(connection: Connection, terminal_id: UUID, key_id: str) -> None:
    """Forget a terminal that was made for this one's key and never signed in to work: its key is this one's again."""
    other = connection.execute(
        select(terminals)
        .join(certificates, certificates.c.terminal_id == terminals.c.terminal_id)
        .where(
            certificates.c.key_id == key_id,
            certificates.c.revoked_at.is_(None),
            terminals.c.terminal_id != terminal_id,
            terminals.c.key_id == key_id,
            terminals.c.seen_at.is_(None),
            terminals.c.terminal_id.not_in(select(submissions.c.terminal_id)),
        )
    ).one_or_none()
    if other is None:
        return
    of_other = or_(enrolment_tokens.c.terminal_id == other.terminal_id, enrolment_tokens.c.renews == other.terminal_id)
    connection.execute(delete(enrolment_tokens).where(of_other))
    for table in (challenges, access_tokens, certificates, enrolments, terminals):
        connection.execute(delete(table).where(table.c.terminal_id == other.terminal_id))


def _check_free(connection: Connection, terminal_id: UUID, key_id: str, code: int) -> None:
    certified = connection.execute(select(certificates).where(certificates.c.key_id == key_id)).one_or_none()
    if certified is not None and certified.revoked_at is not None:
        raise PlatformError(FaultCode.KEY_REVOKED)
    if certified is not None and certified.terminal_id != terminal_id:
        raise PlatformError(FaultCode.ENROLMENT_TAKEN, f"its key is of terminal {certified.terminal_id} by now")
    enrolled = connection.execute(select(enrolments).where(enrolments.c.enrolment_code == code)).one_or_none()
    if enrolled is not None and enrolled.terminal_id != terminal_id:
        raise PlatformError(FaultCode.ENROLMENT_TAKEN, f"{code:05d}")
