"""The platform's refusals: a closed list of codes, each with its HTTP status (RFC 9110, RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shared.contract.problems import Problem, ProblemCode

_STATUS: Final = MappingProxyType(
    {
        ProblemCode.BAD_REQUEST: (400, "The request is not well formed"),
        ProblemCode.NOT_FOUND: (404, "There is no such thing here"),
        ProblemCode.NOT_SIGNED_IN: (401, "Sign in first"),
        ProblemCode.FORBIDDEN: (403, "This terminal may not do that"),
        ProblemCode.CERTIFICATE_REQUIRED: (403, "Show the certificate of POST /v1/tls-certificate"),
        ProblemCode.TOKEN_INVALID: (403, "The enrolment token is unknown or has run out"),
        ProblemCode.TOKEN_USED: (409, "The enrolment token was used with another key"),
        ProblemCode.PROOF_INVALID: (403, "The proof does not fit the key"),
        ProblemCode.CHALLENGE_INVALID: (401, "The challenge is unknown, used or has run out"),
        ProblemCode.TERMINAL_UNKNOWN: (404, "This terminal is not enrolled here"),
        ProblemCode.TERMINAL_REVOKED: (403, "This terminal's key is revoked"),
        ProblemCode.DIFFERENT_BODY: (409, "Another body is known under this id"),
        ProblemCode.MANIFEST_INVALID: (422, "The manifest can't be taken"),
        ProblemCode.PARTS_MISSING: (409, "Parts are missing"),
        ProblemCode.EARLIER_MISSING: (409, "An earlier submission of the case is not here yet"),
        ProblemCode.VERSION_MISSING: (409, "The catalogue version is not published here yet"),
        ProblemCode.ENROLMENT_MISSING: (409, "The enrolment is not known here; readmit the terminal"),
        ProblemCode.DIGEST_MISMATCH: (422, "The bytes don't fit their digest"),
        ProblemCode.TOO_LARGE: (413, "The body is too large"),
        ProblemCode.OFFSET_MISMATCH: (409, "The upload stands at another offset"),
        ProblemCode.DRAFT_CODE_WRONG: (403, "The code does not fit"),
        ProblemCode.TOO_MANY_TRIES: (403, "Too many wrong codes; wait"),
        ProblemCode.CODE_USED: (409, "The draft's code was used already"),
        ProblemCode.HOLDER_WRONG: (403, "The draft is of somebody else"),
        ProblemCode.HOLDER_NEEDED: (403, "A card is needed beside the code"),
        ProblemCode.REVISION_STALE: (409, "The draft's state here is another one"),
        ProblemCode.DRAFT_BEGUN_ELSEWHERE: (409, "Work on the draft went on elsewhere"),
        ProblemCode.DRAFT_SEALED_ELSEWHERE: (409, "The draft's case is sealed"),
        ProblemCode.CHANNEL_CLOSED: (409, "This kind of terminal does not take it"),
        ProblemCode.TOO_BUSY: (429, "Too many requests"),
        ProblemCode.NO_ROOM: (507, "The platform's disk is full"),
        ProblemCode.INTERNAL: (500, "The platform failed"),
    }
)


class RefusalError(Exception):
    """A request is refused. The detail never holds personal data or secrets.

    Attributes:
        code: what the client decides by.
        status: HTTP status, the code's own unless the protocol of the route wants another.
        headers: sent with the answer.
    """

    def __init__(
        self,
        code: ProblemCode,
        detail: str = "",
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail[:1000]
        self.status = _STATUS[code][0] if status is None else status
        self.headers: Mapping[str, str] = MappingProxyType(dict(headers or {}))

    @property
    def problem(self) -> Problem:
        """The body of the answer."""
        return Problem(code=self.code, title=_STATUS[self.code][1], detail=self.detail, status=self.status)


def status_of(code: ProblemCode) -> int:
    """Return the status that a code is answered with."""
    return _STATUS[code][0]
