"""Field types and the base model of everything on the wire."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)

API_PREFIX = "/v1"


class WireModel(BaseModel):
    """Frozen and strict about unknown fields; a terminal alone ignores them in answers of a platform that is newer."""

    # pydantic would keep the texts that it read, and with them somebody's number, for as long as the process lives.
    model_config = ConfigDict(frozen=True, extra="forbid", cache_strings="keys")


def encode_bytes(data: bytes) -> str:
    """Return data as standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def decode_bytes(text: str) -> bytes:
    """Return the bytes of standard base64.

    Raises:
        ValueError: the text is not base64 with padding.
    """
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        message = "not base64"
        raise ValueError(message) from error


def _no_number(value: object) -> object:
    """Refuse what is neither text nor a time already: numbers and digits would be taken for seconds of an epoch."""
    if isinstance(value, datetime) or (isinstance(value, str) and _RFC_3339.fullmatch(value)):
        return value
    message = "not a date-time of RFC 3339"
    raise ValueError(message)


def _within_the_calendar(at: datetime) -> datetime:
    """Refuse a time that is none in UTC: the first and last hours of the calendar in some zones."""
    try:
        at.astimezone(UTC)
    except OverflowError as error:
        message = "out of range"
        raise ValueError(message) from error
    return at


_RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
Base64Text = Annotated[str, StringConstraints(max_length=16_384, pattern=_BASE64)]
WholeNumber = Annotated[int, Field(strict=True)]
Place = Annotated[int, Field(strict=True, ge=0, le=2**63 - 1)]
"""In the platform's order of submissions: no more than a database holds."""
Truth = Annotated[bool, Field(strict=True)]
HexDigest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
KeyId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
CaseNumberText = Annotated[str, StringConstraints(pattern=r"^[0-9]{20}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_no_number),
    AfterValidator(_within_the_calendar),
    PlainSerializer(lambda at: at.isoformat(), return_type=str, when_used="json"),
]

__all__ = [
    "API_PREFIX",
    "UUID",
    "Base64Text",
    "CaseNumberText",
    "Code",
    "HexDigest",
    "Instant",
    "KeyId",
    "Place",
    "Truth",
    "WholeNumber",
    "WireModel",
    "datetime",
    "decode_bytes",
    "encode_bytes",
]
