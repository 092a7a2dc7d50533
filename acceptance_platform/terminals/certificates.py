"""The keys of terminals: every certificate ever issued, what was revoked, and the directory of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from acceptance_platform.database.tables import certificates, enrolment_tokens, terminals
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.platform import Platform
from shared.contract.terminals import CertificateDirectory, Revocation
from shared.security.certificates import issue_terminal, load_certificate, pem_of, verifying_key
from shared.security.root_statements import directory_version, sign_statement
from shared.security.signing import VerifyingKey


@dataclass(frozen=True, slots=True)
class CertifiedKey:
    """A terminal's key; `revoked_at` is from when on it is not believed, None while it is."""

    key: VerifyingKey
    certificate_pem: str
    revoked_at: datetime | None

    def believed(self, sealed_at: datetime, *, time_proven: bool) -> bool:
        """Tell whether what was sealed at a time, proven or not, counts."""
        return self.revoked_at is None or (time_proven and sealed_at < self.revoked_at)


def keys_of(connection: Connection, terminal_id: UUID) -> dict[str, CertifiedKey]:
    """Return every key that a terminal ever had, by key id."""
    rows = connection.execute(select(certificates).where(certificates.c.terminal_id == terminal_id))
    return {row.key_id: _certified(row) for row in rows}


def _certified(row: Row[tuple[object, ...]]) -> CertifiedKey:
    return CertifiedKey(verifying_key(load_certificate(row.certificate_pem)), row.certificate_pem, row.revoked_at)


def certify(platform: Platform, connection: Connection, key: VerifyingKey, terminal_id: UUID, now: datetime) -> str:
    """Issue and keep a certificate for a terminal's key, in place of an older one for the same key; return its PEM.

    Raises:
        PlatformError: key_revoked, for what was revoked is never certified again.
    """
    known = connection.execute(select(certificates).where(certificates.c.key_id == key.key_id)).one_or_none()
    if known is not None and (known.revoked_at is not None or known.terminal_id != terminal_id):
        raise PlatformError(FaultCode.KEY_REVOKED, "make a new key for this terminal")
    pem = pem_of(issue_terminal(platform.keys.root, platform.keys.root_key, key, terminal_id, now))
    row = {"terminal_id": terminal_id, "certificate_pem": pem, "issued_at": now}
    if known is None:
        connection.execute(insert(certificates).values(key_id=key.key_id, **row))
    else:
        connection.execute(update(certificates).where(certificates.c.key_id == key.key_id).values(**row))
    return pem


def revoke(platform: Platform, terminal_id: UUID, reason: str, since: datetime | None = None) -> int:
    """Revoke every key of a terminal and return how many that were; one that is revoked already keeps its time.

    A renewal token that nobody used counts no more, for it may lie beside the stolen key.

    Raises:
        PlatformError: terminal_unknown, or time_in_future for a `since` that has not come.
    """
    now = platform.clock()
    if since is not None and since > now:
        raise PlatformError(FaultCode.TIME_IN_FUTURE, since.isoformat())
    own = certificates.c.terminal_id == terminal_id
    with platform.database.write() as connection:
        if not connection.execute(select(func.count()).select_from(certificates).where(own)).scalar_one():
            raise PlatformError(FaultCode.TERMINAL_UNKNOWN, str(terminal_id))
        changed = connection.execute(
            update(certificates)
            .where(own, certificates.c.revoked_at.is_(None))
            .values(revoked_at=since or now, revocation_reason=reason)
        )
        connection.execute(
            delete(enrolment_tokens).where(
                enrolment_tokens.c.renews == terminal_id, enrolment_tokens.c.terminal_id.is_(None)
            )
        )
    return changed.rowcount


def version_of_directory(connection: Connection) -> str:
    """Return the version of the certificate directory as it stands."""
    return directory_version(*_listed(connection))


def read_directory(platform: Platform, connection: Connection) -> CertificateDirectory:
    """Return the certificate directory, issued now and signed by the root."""
    pems, revocations = _listed(connection)
    unsigned = CertificateDirectory(
        version=directory_version(pems, revocations),
        issued_at=platform.clock(),
        certificates=pems,
        revocations=revocations,
        signature="",
    )
    return sign_statement(unsigned, platform.keys.root_key)


def _listed(connection: Connection) -> tuple[tuple[str, ...], tuple[Revocation, ...]]:
    rows = connection.execute(select(certificates).order_by(certificates.c.key_id)).all()
    revocations = tuple(
        Revocation(key_id=row.key_id, revoked_at=row.revoked_at, reason=row.revocation_reason)
        for row in rows
        if row.revoked_at is not None
    )
    return tuple(row.certificate_pem for row in rows), revocations


def list_terminals(connection: Connection) -> list[Mapping[str, object]]:
    """Return a line for each terminal, the newest enrolment last."""
    rows = connection.execute(
        select(terminals, certificates.c.revoked_at, certificates.c.revocation_reason)
        .join(certificates, certificates.c.key_id == terminals.c.key_id)
        .order_by(terminals.c.enrolment_code)
    )
    return [
        {
            "terminal_id": str(row.terminal_id),
            "name": row.name,
            "kind": row.kind,
            "division": row.division,
            "enrolment_code": row.enrolment_code,
            "enrolled_at": row.enrolled_at.isoformat(),
            "certificate_until": load_certificate(row.certificate_pem).not_valid_after_utc.isoformat(),
            "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
            "revocation_reason": row.revocation_reason,
            "seen_at": row.seen_at.isoformat() if row.seen_at else None,
            "app_version": row.app_version,
            "catalogue_version": row.catalogue_version,
            "waiting": row.waiting,
            "returned": row.returned,
        }
        for row in rows
    ]
