"""The check of a terminal's audit chain: every link, and the last anchor that the platform gave."""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Any

from shared.security.trust_folder import read_root
from shared.store import audit
from shared.store.anchors import last_anchor
from shared.store.keys import key_source
from shared.store.profile import load_config, profile_of
from shared.store.store import Store, open_store


@unique
class AuditFault(StrEnum):
    """What is wrong with a chain."""

    BROKEN = "audit_broken"
    TRUNCATED = "audit_truncated"
    REPLACED = "audit_replaced"


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """What the check found.

    Attributes:
        anchored: number of the entry that the newest anchor vouches for, 0 where there is none.
        fault_at: number of the first entry that is not as it was.
    """

    entries: int
    head: str
    anchored: int
    anchored_at: datetime | None
    fault: AuditFault | None = None
    fault_at: int | None = None

    @property
    def unanchored(self) -> int:
        """How many entries stand behind the anchor: of these, the last ones could be missing unseen."""
        return max(0, self.entries - self.anchored)

    def as_line(self) -> dict[str, Any]:
        """Return the finding as a command prints it."""
        line: dict[str, Any] = {
            "ok": self.fault is None,
            "entries": self.entries,
            "head": self.head,
            "anchored": self.anchored,
            "anchored_at": self.anchored_at.isoformat() if self.anchored_at else None,
            "unanchored": self.unanchored,
        }
        if self.fault is not None:
            line |= {"error": self.fault.value, "message": _WORDS[self.fault].format(at=self.fault_at)}
            line["fault_at"] = self.fault_at
        return line


_WORDS = {
    AuditFault.BROKEN: "entry {at} was changed, deleted or moved",
    AuditFault.TRUNCATED: "entries up to {at} were anchored and are not there any more",
    AuditFault.REPLACED: "entry {at} is not the one that was anchored: the chain was made anew",
}


def check_audit(profile_dir: str | os.PathLike[str] | None, given: tuple[int, str] | None = None) -> AuditFinding:
    """Check the audit chain of a profile (None means YIMEN_PROFILE).

    Args:
        given: number and digest that the platform keeps; it counts beside the terminal's own anchor.

    Raises:
        StoreError: the store can't be opened, or the terminal's own anchor is not the root's.
        SecurityError: the profile has no root certificate.
    """
    profile = profile_of(profile_dir)
    key = key_source(profile, load_config(profile)).store_key()
    with open_store(profile, key) as store:
        own = last_anchor(store, read_root(profile.trust))
        anchored_at = own.anchored_at if own is not None else None
        claims = [claim for claim in ((own.number, own.digest) if own else None, given) if claim is not None]
        findings = [_against(store, claim, anchored_at) for claim in claims or [(0, audit.GENESIS)]]
    return next((finding for finding in findings if finding.fault), max(findings, key=lambda one: one.anchored))


def _against(store: Store, claim: tuple[int, str], anchored_at: datetime | None) -> AuditFinding:
    number, digest = claim
    report = audit.verify(store, wanted=number)
    fault, at = None, None
    if report.broken_at is not None:
        fault, at = AuditFault.BROKEN, report.broken_at
    elif number > report.entries:
        fault, at = AuditFault.TRUNCATED, number
    elif number and not hmac.compare_digest(report.wanted or "", digest):
        fault, at = AuditFault.REPLACED, number
    return AuditFinding(report.entries, report.head, number, anchored_at, fault, at)
