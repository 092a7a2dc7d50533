"""Enrolment: a one-time token and a proven key become a terminal with certificate and enrolment code."""

from __future__ import annotations

import hashlib
import math
import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from acceptance_platform.counters import Counter, take
from acceptance_platform.database.tables import access_tokens, enrolment_tokens, enrolments, terminals
from acceptance_platform.errors import PlatformError
from acceptance_platform.platform import Platform, read_sealing_keys
from acceptance_platform.refusals import RefusalError
from acceptance_platform.terminals.certificates import certify
from acceptance_platform.terminals.sequences import last_sequence
from acceptance_platform.terminals.tokens import token_hash
from shared.contract.base import decode_bytes
from shared.contract.problems import ProblemCode
from shared.contract.terminals import ENROLMENT_CONTEXT, Enrolment, EnrolmentRequest, TerminalKind
from shared.security.errors import KeyFormatError, SignatureError
from shared.security.signing import VerifyingKey

_SEQUENCE_MARGIN = 10_000
"""A terminal that is put back from a backup has used numbers that nobody knows here; it goes on well above them."""


@dataclass(frozen=True, slots=True)
class EnrolmentResult:
    """The answer, and whether the terminal is new by it."""

    enrolment: Enrolment
    is_new: bool


def enrol(platform: Platform, request: EnrolmentRequest) -> EnrolmentResult:
    """Make a terminal of a token and a key, or enrol one anew; the same pair again gets the same answer.

    Each enrolment has a new enrolment code, so that no case number is ever given twice.

    Raises:
        RefusalError: bad_request (no P-256 key), token_invalid, proof_invalid, token_used, terminal_revoked.
    """
    key = _checked_key(request)
    with platform.database.write() as connection:
        token = connection.execute(
            select(enrolment_tokens).where(enrolment_tokens.c.token_hash == token_hash(request.token))
        ).one_or_none()
        if token is None:
            raise RefusalError(ProblemCode.TOKEN_INVALID)
        if token.terminal_id is None:
            return EnrolmentResult(_enrol_new(platform, connection, token, key), is_new=True)
        known = connection.execute(select(terminals).where(terminals.c.terminal_id == token.terminal_id)).one()
        if token.used_by_key != key.key_id or known.key_id != key.key_id:
            raise RefusalError(ProblemCode.TOKEN_USED)
        return EnrolmentResult(_answer(platform, connection, known), is_new=False)


def _checked_key(request: EnrolmentRequest) -> VerifyingKey:
    try:
        key = VerifyingKey.from_spki(decode_bytes(request.signing_key))
    except KeyFormatError as error:
        raise RefusalError(ProblemCode.BAD_REQUEST, "signing_key: a P-256 SubjectPublicKeyInfo is needed") from error
    message = ENROLMENT_CONTEXT + hashlib.sha256(request.token.encode("utf-8", "replace")).digest()
    try:
        key.verify(message, decode_bytes(request.proof))
    except SignatureError as error:
        raise RefusalError(ProblemCode.PROOF_INVALID) from error
    return key


def _enrol_new(
    platform: Platform, connection: Connection, token: Row[tuple[object, ...]], key: VerifyingKey
) -> Enrolment:
    now = platform.clock()
    if token.expires_at <= now:
        raise RefusalError(ProblemCode.TOKEN_INVALID)
    terminal_id = token.renews or uuid.uuid4()
    code = take(connection, Counter.ENROLMENT)
    current = {"enrolment_code": code, "key_id": key.key_id, "enrolled_at": now}
    if token.renews is None:
        named = {"kind": token.kind, "name": token.name, "division": token.division}
        connection.execute(insert(terminals).values(terminal_id=terminal_id, certificate_pem="", **named, **current))
    try:
        current["certificate_pem"] = certify(platform, connection, key, terminal_id, now)
    except PlatformError as error:
        raise RefusalError(ProblemCode.TERMINAL_REVOKED, error.detail) from error
    connection.execute(update(terminals).where(terminals.c.terminal_id == terminal_id).values(**current))
    # They were given to the key before, which may have been stolen.
    connection.execute(delete(access_tokens).where(access_tokens.c.terminal_id == terminal_id))
    connection.execute(insert(enrolments).values(enrolment_code=code, terminal_id=terminal_id, enrolled_at=now))
    connection.execute(
        update(enrolment_tokens)
        .where(enrolment_tokens.c.token_hash == token.token_hash)
        .values(terminal_id=terminal_id, used_by_key=key.key_id)
    )
    known = connection.execute(select(terminals).where(terminals.c.terminal_id == terminal_id)).one()
    return _answer(platform, connection, known)


def _first_sequence(connection: Connection, terminal_id: uuid.UUID) -> int:
    enrolled = connection.execute(
        select(func.count()).select_from(enrolments).where(enrolments.c.terminal_id == terminal_id)
    ).scalar_one()
    if enrolled <= 1:
        return 1
    used = math.ceil(last_sequence(connection, terminal_id) / _SEQUENCE_MARGIN)
    return (used + 1) * _SEQUENCE_MARGIN


def _answer(platform: Platform, connection: Connection, known: Row[tuple[object, ...]]) -> Enrolment:
    return Enrolment(
        terminal_id=known.terminal_id,
        kind=TerminalKind(known.kind),
        name=known.name,
        division=known.division,
        enrolment_code=known.enrolment_code,
        first_sequence=_first_sequence(connection, known.terminal_id),
        certificate_pem=known.certificate_pem,
        root_pem=platform.keys.root_pem,
        sealing_keys=read_sealing_keys(connection),
    )
