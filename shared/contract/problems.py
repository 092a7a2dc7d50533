"""What the platform says when it refuses: RFC 9457 problem details with a closed list of codes."""

from __future__ import annotations

from enum import StrEnum, unique

from pydantic import Field

from shared.contract.base import WireModel

PROBLEM_MEDIA_TYPE = "application/problem+json"
PLATFORM_HEADER = "Yimen-Platform"
"""Every answer of a platform carries this header; one without it came from somebody else, a captive portal say."""


@unique
class ProblemCode(StrEnum):
    """Stable codes; docs/error-codes.md explains each."""

    BAD_REQUEST = "bad_request"
    NOT_FOUND = "not_found"
    NOT_SIGNED_IN = "not_signed_in"
    FORBIDDEN = "forbidden"
    CERTIFICATE_REQUIRED = "certificate_required"
    TOKEN_INVALID = "token_invalid"  # noqa: S105 - a code, not a secret
    TOKEN_USED = "token_used"  # noqa: S105 - a code, not a secret
    PROOF_INVALID = "proof_invalid"
    CHALLENGE_INVALID = "challenge_invalid"
    TERMINAL_UNKNOWN = "terminal_unknown"
    TERMINAL_REVOKED = "terminal_revoked"
    DIFFERENT_BODY = "different_body"
    MANIFEST_INVALID = "manifest_invalid"
    PARTS_MISSING = "parts_missing"
    EARLIER_MISSING = "earlier_missing"
    VERSION_MISSING = "version_missing"
    ENROLMENT_MISSING = "enrolment_missing"
    DIGEST_MISMATCH = "digest_mismatch"
    TOO_LARGE = "too_large"
    OFFSET_MISMATCH = "offset_mismatch"
    DRAFT_CODE_WRONG = "draft_code_wrong"
    TOO_MANY_TRIES = "too_many_tries"
    CODE_USED = "code_used"
    HOLDER_WRONG = "holder_wrong"
    HOLDER_NEEDED = "holder_needed"
    REVISION_STALE = "revision_stale"
    DRAFT_BEGUN_ELSEWHERE = "draft_begun_elsewhere"
    DRAFT_SEALED_ELSEWHERE = "draft_sealed_elsewhere"
    CHANNEL_CLOSED = "channel_closed"
    TOO_BUSY = "too_busy"
    NO_ROOM = "no_room"
    INTERNAL = "internal"


class Problem(WireModel):
    """The body of every refusal."""

    code: ProblemCode
    title: str = Field(max_length=200)
    detail: str = Field(default="", max_length=1000)
    status: int
