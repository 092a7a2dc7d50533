"""What readers of foreign bytes may raise: decoders of base45 and CBOR, and what is made of what they return."""

from __future__ import annotations

from typing import Final

import cbor2

SURPRISES: Final = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OverflowError,
    OSError,
    RecursionError,
    cbor2.CBORError,
)
"""Whoever reads what a stranger wrote catches these, and says in one word that it is malformed."""
