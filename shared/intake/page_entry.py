"""What a draft says of a page whose picture is stored beside it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import uuid4

from devices.imaging.encode import EncodedPage
from shared.domain.materials import MaterialSource
from shared.domain.trust import trust_of
from shared.intake.draft import DraftPage, OriginalSeen


def page_entry(
    page: EncodedPage,
    findings: tuple[str, ...],
    override_reason: str,
    *,
    at: datetime,
    seen: OriginalSeen | None,
    side: str = "",
    is_doubtful: bool = False,
) -> DraftPage:
    """Return a page's entry with its digest and how far it can be relied on; `seen` by whom the original was."""
    return DraftPage(
        page_id=uuid4(),
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        size=len(page.jpeg),
        sha256=hashlib.sha256(page.jpeg).hexdigest(),
        trust=trust_of(MaterialSource.SCAN, original_seen=seen is not None),
        taken_at=at,
        findings=findings,
        override_reason=override_reason.strip(),
        seen=seen,
        side=side,
        is_doubtful=is_doubtful,
    )
