"""The TLS certificate on this terminal's disk, and for how long it holds by this terminal's clock, right or wrong."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509

_RENEW_AT = 2 / 3


@dataclass(frozen=True, slots=True)
class ShownCertificate:
    """From when to when a certificate counts here.

    It begins when it came where that was before its own beginning: the clock here is slow, and what is left of its life
    is measured by that clock alike.
    """

    begins: datetime
    ends: datetime

    @classmethod
    def read(cls, path: Path) -> ShownCertificate | None:
        """Return that of a file, None where it is missing or spoilt."""
        with contextlib.suppress(OSError, ValueError):
            known = x509.load_pem_x509_certificate(path.read_bytes())
            came = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            begins = min(came, known.not_valid_before_utc)
            return cls(begins, begins + (known.not_valid_after_utc - known.not_valid_before_utc))
        return None

    def holds(self, now: datetime) -> bool:
        """Tell whether it can be shown."""
        return self.begins <= now < self.ends

    def is_due(self, now: datetime) -> bool:
        """Tell whether another should take its place: two thirds of its life are over, or the clock was put back."""
        return not self.begins <= now < self.begins + (self.ends - self.begins) * _RENEW_AT
