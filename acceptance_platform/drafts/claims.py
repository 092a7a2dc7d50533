"""Who may ask for a draft: claims are opened in memory; kept are keyed pseudonyms and a verifier of the code."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Connection, Row, delete, insert, select, update

from acceptance_platform.database.tables import clerks, draft_tries
from acceptance_platform.keys import PlatformKeys
from acceptance_platform.refusals import RefusalError
from acceptance_platform.terminals.sign_in import SignedIn
from shared.contract.base import decode_bytes
from shared.contract.drafts import DraftClaim, DraftSubject
from shared.contract.problems import ProblemCode
from shared.contract.terminals import TerminalKind
from shared.security.errors import UnsealError
from shared.security.parcels import open_claim, platform_key

WRONG_TRIES: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)


def read_claim(keys: PlatformKeys, key_id: str, sealed: str, case_id: UUID, terminal_id: UUID) -> DraftClaim:
    """Open a claim that a terminal made about a draft.

    Raises:
        RefusalError: bad_request, it is not sealed to one of our keys, by this terminal, for this draft.
    """
    try:
        private = platform_key(keys.sealing.private, key_id)
        return DraftClaim.model_validate_json(open_claim(decode_bytes(sealed), private, case_id, terminal_id))
    except (UnsealError, ValidationError, ValueError):
        # None of these may tell more: a validation error holds what it was given.
        raise RefusalError(ProblemCode.BAD_REQUEST, "claim: can't be read") from None


def pseudonym(keys: PlatformKeys, subject: DraftSubject) -> str:
    """Return the keyed pseudonym of one who may ask, 64 hex digits."""
    text = "\0".join(["draft-subject", subject.number.upper(), subject.credit_code or ""])
    return hmac.new(keys.pseudonym_key, text.encode(), hashlib.sha256).hexdigest()


def verifier_of(keys: PlatformKeys, salt: bytes, digits: str) -> bytes:
    """Return what is kept of a slip's digits: nobody without the platform's key can try digits against it."""
    return hmac.new(keys.pseudonym_key, b"draft-code\0" + salt + digits.encode(), hashlib.sha256).digest()


def is_code(keys: PlatformKeys, salt: bytes | None, verifier: bytes | None, digits: str) -> bool:
    """Tell in constant time whether digits are those of a draft."""
    return hmac.compare_digest(verifier_of(keys, salt or b"", digits), verifier or b"")


def check_clerk(connection: Connection, terminal: SignedIn, clerk_id: str) -> None:
    """Check that a clerk's word counts where it comes from.

    Raises:
        RefusalError: forbidden.
    """
    known = connection.execute(select(clerks.c.clerk_id).where(clerks.c.clerk_id == clerk_id)).one_or_none()
    if terminal.kind is not TerminalKind.COUNTER or known is None:
        raise RefusalError(ProblemCode.FORBIDDEN, "a clerk confirms at counters alone")


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong codes in a row about one subject: five, then nothing for a quarter of an hour."""

    subject: str

    def check(self, connection: Connection, now: datetime) -> None:
        """Raises RefusalError too_many_tries; its detail is in how many minutes the next one counts."""
        row = self._row(connection)
        if row is not None and row.locked_until is not None and now < row.locked_until:
            raise RefusalError(ProblemCode.TOO_MANY_TRIES, str(-((now - row.locked_until) // timedelta(minutes=1))))

    def failed(self, connection: Connection, now: datetime) -> int:
        """Count a wrong one; return how many are left."""
        row = self._row(connection)
        wrong = 1 if row is None or row.wrong >= WRONG_TRIES else row.wrong + 1
        values = {"wrong": wrong, "locked_until": now + LOCKED_FOR if wrong >= WRONG_TRIES else None}
        if row is None:
            connection.execute(insert(draft_tries).values(subject=self.subject, **values))
        else:
            connection.execute(update(draft_tries).where(draft_tries.c.subject == self.subject).values(**values))
        return WRONG_TRIES - wrong

    def succeeded(self, connection: Connection) -> None:
        """Forget the wrong ones."""
        connection.execute(delete(draft_tries).where(draft_tries.c.subject == self.subject))

    def _row(self, connection: Connection) -> Row[tuple[Any, ...]] | None:
        return connection.execute(select(draft_tries).where(draft_tries.c.subject == self.subject)).one_or_none()
