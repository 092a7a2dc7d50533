"""Lets schemathesis send the bodies of uploads."""

from __future__ import annotations

from typing import Any

import schemathesis

from acceptance_platform.uploads.protocol import OFFSET_MEDIA_TYPE


@schemathesis.serializer(OFFSET_MEDIA_TYPE)
def offset_stream(_context: Any, value: Any) -> bytes:
    """Return the bytes of a body as they are."""
    return value if isinstance(value, bytes) else str(value).encode()
