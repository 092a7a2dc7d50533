"""Trust levels of materials, A to D.

Read from 国办函〔2016〕108号 (互联网+政务服务技术体系建设指南). Licence information has four levels there: A made by
the issuing office, used as it is; B checked against the original by a clerk, used again in later cases; C uploaded by
the user, used only once a clerk has checked the original; D made by the user, who promises that it is true. Our reading
of what the guide does not name: what a chip holds counts as A, for the issuing office wrote it; a scan at a kiosk is C,
since nobody saw the original; a form or a commitment signed by the applicant is D.
"""

from __future__ import annotations

from enum import StrEnum, unique
from types import MappingProxyType

from shared.domain.materials import MaterialSource


@unique
class TrustLevel(StrEnum):
    """How far a material can be relied on; A is the highest."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def reusable(self) -> bool:
        """Whether a later case may use it without seeing the original again."""
        return self in {TrustLevel.A, TrustLevel.B}

    @property
    def needs_original(self) -> bool:
        """Whether a clerk must see the original before it is used."""
        return self is TrustLevel.C


_UNSEEN = MappingProxyType(
    {
        MaterialSource.E_LICENCE: TrustLevel.A,
        MaterialSource.SHARED_SOURCE: TrustLevel.A,
        MaterialSource.CARD_READ: TrustLevel.A,
        MaterialSource.SCAN: TrustLevel.C,
        MaterialSource.UPLOAD: TrustLevel.C,
        MaterialSource.EARLIER: TrustLevel.C,
        MaterialSource.FORM: TrustLevel.D,
        MaterialSource.COMMITMENT: TrustLevel.D,
    }
)


def trust_of(source: MaterialSource, *, original_seen: bool = False, earlier: TrustLevel | None = None) -> TrustLevel:
    """Return a material's level from its source, and from a clerk's having seen the original.

    A reused material (EARLIER) keeps the level that it had; without a known one it counts as C.
    """
    level = _UNSEEN[source]
    if source is MaterialSource.EARLIER and earlier is not None:
        level = earlier
    if level is TrustLevel.C and original_seen:
        return TrustLevel.B
    return level
