"""The sealing suites that a platform's policy may ask for, and why one of them can't be had."""

from __future__ import annotations

from typing import Final

from shared.security.errors import SuiteUnavailableError, UnknownSuiteError
from shared.security.sealing import SUITE

SM_SUITE: Final = "sm2-sm3-sm4gcm-v1"
"""SM2 public-key encryption (GB/T 32918.4) of an SM4-GCM content key, with SM3."""
_UNAVAILABLE: Final = {
    SM_SUITE: "no maintained binding encrypts with SM2: cryptography has SM3 and SM4 alone, "
    "tongsuopy signs and agrees on keys with SM2 and encrypts nothing",
}
SUITES: Final = (SUITE, *_UNAVAILABLE)


def check_suite(name: str) -> None:
    """Make sure that a suite can be sealed with.

    Raises:
        SuiteUnavailableError: it is known, and its message says why it can't be had.
        UnknownSuiteError: there is none of that name.
    """
    if name in _UNAVAILABLE:
        raise SuiteUnavailableError(_UNAVAILABLE[name])
    if name not in SUITES:
        raise UnknownSuiteError(name)
