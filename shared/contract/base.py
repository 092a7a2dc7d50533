"""Field types and the base model of everything on the wire."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, PlainSerializer, StringConstraints

API_PREFIX = "/v1"


class WireModel(BaseModel):
    """Frozen and strict about unknown fields, so that a misspelt field is an error on either side."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


def _checked_base64(text: str) -> str:
    decode_bytes(text)
    return text


Base64Text = Annotated[str, StringConstraints(max_length=16_384), AfterValidator(_checked_base64)]
HexDigest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
KeyId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
CaseNumberText = Annotated[str, StringConstraints(pattern=r"^[0-9]{20}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
Instant = Annotated[AwareDatetime, PlainSerializer(lambda at: at.isoformat(), return_type=str, when_used="json")]

__all__ = [
    "API_PREFIX",
    "UUID",
    "Base64Text",
    "CaseNumberText",
    "Code",
    "HexDigest",
    "Instant",
    "KeyId",
    "WireModel",
    "datetime",
    "decode_bytes",
    "encode_bytes",
]
